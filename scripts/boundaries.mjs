#!/usr/bin/env node
// Which folder may import which: the plan of the house, checked on every import of src/, type-only ones included.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync } from 'vite';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Tests and their helpers may reach what the program itself may not. */
const isTest = (file) => /\.test\.tsx?$|(^|\/)testing(-[a-z]+)?(\/|\.tsx?$)|\/fixtures\//.test(file);
const within = (file, folder) => file === folder || file.startsWith(`${folder}/`);
const moduleOf = (file) => /^src\/modules\/([^/]+)\//.exec(file)?.[1] ?? null;
/** Composition: starts the faces and knows every module. */
const composes = (file) => file === 'src/main.ts' || within(file, 'src/cli');
const CORE_PACKAGES = ['ajv', 'ajv-formats', 'bpmn-moddle', 'feelin'];
const SQL_PACKAGES = ['kysely', 'pg', 'pg-boss', 'pg-query-stream'];

/**
 * The rules. `forbids` says whether an import breaks the rule; an import is
 * { from, to, package, builtin, type }: `to` the file of ours, else `package` or `builtin` its name; `type` whether
 * it vanishes when the types are stripped.
 */
export const RULES = [
  {
    name: 'core-alone',
    reason:
      'core/ holds the law as pure functions: no clock, no database, no network, so it can be proved by itself',
    forbids: ({ from, to, package: pack, builtin }) =>
      within(from, 'src/core') &&
      !isTest(from) &&
      (builtin !== null ||
        (to !== null && !within(to, 'src/core')) ||
        (pack !== null && !CORE_PACKAGES.includes(pack))),
  },
  {
    name: 'core-tests-alone',
    reason: "core/'s tests need no server and no database either, so they stay fast and exact",
    forbids: ({ from, to }) =>
      within(from, 'src/core') && isTest(from) && to !== null && !within(to, 'src/core'),
  },
  {
    name: 'platform-underneath',
    reason: 'platform/ is what any program needs; of the domain it knows only the types that its tables hold',
    forbids: ({ from, to, type }) =>
      within(from, 'src/platform') &&
      to !== null &&
      !within(to, 'src/platform') &&
      to !== 'src/config.ts' &&
      !(within(to, 'src/core') && type) &&
      !isTest(from),
  },
  {
    name: 'config-first',
    reason: 'settings are read before anything else exists',
    forbids: ({ from, to }) => from === 'src/config.ts' && to !== null,
  },
  {
    name: 'modules-downwards',
    reason: 'a capability stands on core and platform and never knows who shows it',
    forbids: ({ from, to }) =>
      within(from, 'src/modules') &&
      to !== null &&
      !['src/modules', 'src/core', 'src/platform'].some((folder) => within(to, folder)) &&
      !isTest(from),
  },
  {
    name: 'module-by-its-index',
    reason:
      "a module's index.ts is all that others may use, so the rest can change freely and its tables stay its own",
    forbids: ({ from, to }) =>
      to !== null &&
      moduleOf(to) !== null &&
      moduleOf(to) !== moduleOf(from) &&
      to !== `src/modules/${moduleOf(to)}/index.ts` &&
      !isTest(from),
  },
  {
    name: 'web-on-top',
    reason: 'nothing below depends on a face: another face can stand beside it or replace it',
    forbids: ({ from, to }) =>
      to !== null && within(to, 'src/web') && !within(from, 'src/web') && !composes(from) && !isTest(from),
  },
  {
    name: 'no-sql-in-web',
    reason: 'a page asks a module; a statement in a page escapes its budget, its rights and its tests',
    forbids: ({ from, package: pack, to, type }) =>
      within(from, 'src/web') &&
      !isTest(from) &&
      (SQL_PACKAGES.includes(pack) || (to !== null && within(to, 'src/platform/database') && !type)),
  },
  {
    name: 'sql-in-platform-and-modules',
    reason: 'the database is reached through the modules that own its tables',
    forbids: ({ from, package: pack }) =>
      SQL_PACKAGES.includes(pack) &&
      !within(from, 'src/platform') &&
      !within(from, 'src/modules') &&
      !within(from, 'src/web') &&
      !within(from, 'src/cli/seed') &&
      !isTest(from),
  },
  {
    name: 'nobody-imports-the-composition',
    reason: 'main.ts and cli/ put the parts together; a part that imports them turns the house round',
    forbids: ({ from, to }) => to !== null && composes(to) && !composes(from) && !isTest(from),
  },
  {
    name: 'browser-code-in-the-browser',
    reason: 'islands and their helpers run in the browser: no server module, no Node',
    forbids: ({ from, to, builtin, type }) =>
      within(from, 'src/web/islands') &&
      !isTest(from) &&
      !type &&
      (builtin !== null ||
        (to !== null && !['src/web/islands', 'src/web/ui', 'src/core'].some((folder) => within(to, folder)))),
  },
  {
    name: 'no-test-code-in-the-program',
    reason: 'what only tests need is not shipped',
    forbids: ({ from, to }) => !isTest(from) && to !== null && isTest(to),
  },
];

/** Every .ts and .tsx file below src/, as paths from the root with forward slashes. */
function sources(root) {
  return readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

/** What a file imports: [{ name, type, line }], whether by import, export … from, import() or a type's import(). */
export function importsOf(file, text) {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found = [];
  const add = (name, type, at) => found.push({ name, type, line: text.slice(0, at).split('\n').length });
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const word = /^import\s+type\b(?!\s*(?:,|from\b))/.test(text.slice(start));
    add(moduleRequest.value, word || (entries.length > 0 && entries.every((entry) => entry.isType)), start);
  }
  for (const { entries, start } of module.staticExports) {
    const [first] = entries.filter((entry) => entry.moduleRequest);
    if (first)
      add(
        first.moduleRequest.value,
        entries.every((entry) => entry.isType),
        start,
      );
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal) add(literal[2], false, start);
  }
  visitTypes(program, (node) => add(node.source.value, true, node.start));
  return found;
}

function visitTypes(node, report) {
  if (node === null || typeof node !== 'object') return;
  if (node.type === 'TSImportType' && node.source?.type === 'Literal') report(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) value.forEach((item) => visitTypes(item, report));
    else visitTypes(value, report);
  }
}

/**
 * Breaches of the rules in a set of files.
 *
 * @param files text by path from the root
 * @param packages names: { dependencies, devDependencies } of package.json
 * @param exists whether a path from the root is a file (assets and JSON are not among `files`)
 * @returns one line each, sorted
 */
export function breaches(files, packages, exists = (file) => files.has(file)) {
  const found = [];
  const values = new Map();
  for (const [file, text] of files) {
    const edges = [];
    for (const { name, type, line } of importsOf(file, text)) {
      const edge = { from: file, to: null, package: null, builtin: null, type };
      const report = (rule, reason) => found.push(`${file}:${line}  ${name}  [${rule}] ${reason}`);
      if (name.startsWith('.')) {
        edge.to = path.posix.join(path.posix.dirname(file), name);
        if (!exists(edge.to)) report('unresolved', 'no such file');
        if (!type) edges.push(edge.to);
      } else if (isBuiltin(name)) {
        edge.builtin = name;
      } else {
        edge.package = name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/');
        const listed = edge.package in packages.dependencies;
        const dev = edge.package in packages.devDependencies || listed;
        if (!(isTest(file) ? dev : listed)) {
          report(
            'listed-packages',
            dev ? 'needed for development only, so not installed where it runs' : 'not in package.json',
          );
        }
      }
      for (const rule of RULES) if (rule.forbids(edge)) report(rule.name, rule.reason);
    }
    values.set(file, edges);
  }
  for (const circle of circles(values)) {
    found.push(
      `${circle.join(' → ')}  [no-circles] files that need each other can not be understood or tested one by one`,
    );
  }
  return found.sort();
}

/** One circle for each group of files that import each other at run time (Tarjan's components). */
function circles(values) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    for (const next of values.get(file) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(file, Math.min(low.get(file), low.get(next)));
      } else if (stack.includes(next)) low.set(file, Math.min(low.get(file), index.get(next)));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || values.get(file)?.includes(file)) found.push([...group, file]);
  };
  for (const file of values.keys()) if (!index.has(file)) visit(file);
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packages = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const files = new Map(sources(ROOT).map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
  const found = breaches(files, packages, (file) => existsSync(path.join(ROOT, file)));
  for (const line of found) console.error(line);
  if (found.length > 0) {
    console.error(`${found.length} import(s) break the boundaries.`);
    process.exit(1);
  }
}

#!/usr/bin/env node
// Builds what runs: the server, the commands and the browser's files, into dist/. Does nothing when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import * as esbuild from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Where the browser finds built files. */
const PUBLIC_PATH = '/assets/';
const SERVER_ENTRIES = {
  main: 'src/main.ts',
  cli: 'src/cli/index.ts',
  'pdf-worker': 'src/platform/pdf/worker.ts',
};
const BROWSER_TARGETS = ['chrome111', 'edge111', 'firefox114', 'safari16.4'];

/** SHA-256 over names and contents of the files below the given paths. */
function stampOf(root, places) {
  const hash = createHash('sha256');
  const visit = (file) => {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  };
  for (const place of places) {
    const full = path.join(root, place);
    if (!existsSync(full)) continue;
    if (/\.\w+$/.test(place)) {
      visit(full);
      continue;
    }
    const entries = readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));
    entries.sort().forEach(visit);
  }
  return hash.digest('hex').slice(0, 20);
}

/** Stamp of everything that goes into the browser's files. */
export function assetStamp(root = ROOT) {
  return stampOf(root, ['src/web/ui', 'src/web/islands', 'src/core', 'scripts/build.mjs']);
}

/** Entries of the browser: the common style and script, the administrators' and the slips' styles, and one script (and style) an island. */
function browserEntries(root) {
  const enhance = ['src/web/ui/browser.ts', 'src/web/ui/form/enhance.ts'].filter((file) =>
    existsSync(path.join(root, file)),
  );
  const entries = [
    {
      name: 'site',
      contents: "@import './tokens.css'; @import './ui.css';",
      loader: 'css',
      folder: 'src/web/ui/assets',
    },
    { name: 'admin', contents: "@import './admin.css';", loader: 'css', folder: 'src/web/ui/assets' },
    { name: 'slip', contents: "@import './slip.css';", loader: 'css', folder: 'src/web/ui/assets' },
    {
      name: 'site',
      contents: enhance.map((file) => `import './${file}';`).join('\n'),
      loader: 'ts',
      folder: '.',
    },
  ];
  const islands = path.join(root, 'src/web/islands');
  if (existsSync(islands)) {
    for (const folder of readdirSync(islands, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      for (const file of readdirSync(path.join(islands, folder.name))) {
        const main = /^(main|worker)\.(tsx?|css)$/.exec(file);
        if (!main) continue;
        entries.push({
          name: main[1] === 'main' ? folder.name : `${folder.name}-worker`,
          contents: `import './${file}';`.replace('import', main[2] === 'css' ? '@import' : 'import'),
          loader: main[2] === 'css' ? 'css' : 'ts',
          folder: `src/web/islands/${folder.name}`,
        });
      }
    }
  }
  return entries;
}

/**
 * Builds the browser's files into `out`/public with hashed names.
 *
 * @param options compress: also write .br and .gz beside them
 * @returns address by source name: { "site.css": "/assets/site-1A2B3C.css", "fonts/bvp-latin-400.woff2": … }
 */
export async function buildAssets({ root = ROOT, out, compress = true }) {
  const assets = path.join(root, 'src/web/ui/assets');
  const files = {};
  const written = new Map();
  const results = await Promise.all(
    browserEntries(root).map((entry) =>
      esbuild
        .build({
          stdin: {
            contents: entry.contents,
            loader: entry.loader,
            resolveDir: path.join(root, entry.folder),
            sourcefile: entry.name,
          },
          bundle: true,
          minify: true,
          write: false,
          metafile: true,
          format: entry.loader === 'css' ? undefined : 'esm',
          outdir: '/out',
          entryNames: `${entry.name}-[hash]`,
          assetNames: '[name]-[hash]',
          publicPath: PUBLIC_PATH.slice(0, -1),
          target: BROWSER_TARGETS,
          loader: { '.svg': 'file', '.woff2': 'file', '.wasm': 'file' },
          jsx: 'automatic',
          jsxImportSource: 'preact',
          legalComments: 'none',
          absWorkingDir: root,
          logLevel: 'warning',
        })
        .then((result) => ({ entry, result })),
    ),
  );
  for (const { entry, result } of results) {
    for (const file of result.outputFiles) {
      const name = path.basename(file.path);
      written.set(name, file.contents);
      const extension = path.extname(name);
      if (name.startsWith(`${entry.name}-`) && ['.js', '.css'].includes(extension)) {
        files[entry.name + extension] = PUBLIC_PATH + name;
      }
    }
  }
  // Fonts and art that pages name themselves (icon, preloads) carry the same hashed names as in the style sheets.
  for (const folder of ['art', 'fonts']) {
    for (const file of readdirSync(path.join(assets, folder))) {
      if (!/\.(svg|woff2)$/.test(file)) continue;
      const contents = readFileSync(path.join(assets, folder, file));
      const { name, ext } = path.parse(file);
      const known = [...written.keys()].find(
        (other) => other.startsWith(`${name}-`) && same(written.get(other), contents),
      );
      const hashed =
        known ??
        `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase()}${ext}`;
      written.set(hashed, contents);
      files[`${folder}/${file}`] = PUBLIC_PATH + hashed;
    }
  }
  const folder = path.join(out, 'public');
  await mkdir(folder, { recursive: true });
  await Promise.all(
    [...written].flatMap(([name, contents]) => {
      const target = path.join(folder, name);
      const jobs = [writeFile(target, contents)];
      if (compress && /\.(js|css|svg)$/.test(name)) {
        const buffer = Buffer.from(contents);
        jobs.push(
          promisify(brotliCompress)(buffer, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: 11,
              [constants.BROTLI_PARAM_SIZE_HINT]: buffer.length,
            },
          }).then((data) => writeFile(`${target}.br`, data)),
          promisify(gzip)(buffer, { level: 9 }).then((data) => writeFile(`${target}.gz`, data)),
        );
      }
      return jobs;
    }),
  );
  await writeFile(path.join(out, 'assets.json'), JSON.stringify({ stamp: assetStamp(root), files }, null, 1));
  return files;
}

function same(a, b) {
  return a.length === b.length && Buffer.compare(Buffer.from(a), b) === 0;
}

/** Bundles the server's programs that exist, libraries left where npm put them. */
async function buildServer(root, out) {
  const entryPoints = Object.fromEntries(
    Object.entries(SERVER_ENTRIES).filter(([, file]) => existsSync(path.join(root, file))),
  );
  if (Object.keys(entryPoints).length === 0) return;
  await esbuild.build({
    entryPoints,
    outdir: out,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** Builds everything into dist/ unless it is already there for these sources. */
export async function build(root = ROOT) {
  const dist = path.join(root, 'dist');
  const stampFile = path.join(dist, 'build.stamp');
  const stamp = stampOf(root, ['src', 'sandbox', 'scripts/build.mjs', 'package.json']);
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return { built: false };
  const started = performance.now();
  // Built aside and swapped in, so that a broken build leaves the last good one in place.
  const fresh = path.join(root, `dist.${process.pid}.tmp`);
  try {
    // Both to their end, so that nothing is still being written when a failure is cleaned up.
    const parts = await Promise.allSettled([buildAssets({ root, out: fresh }), buildServer(root, fresh)]);
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
    await writeFile(path.join(fresh, 'build.stamp'), stamp);
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { built: true, milliseconds: Math.round(performance.now() - started) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { built, milliseconds } = await build();
  if (built && !process.argv.includes('--quiet')) process.stderr.write(`dist/ built in ${milliseconds} ms\n`);
}

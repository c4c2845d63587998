import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../platform/project-root.ts';

interface BuildScript {
  build(root: string): Promise<{ built: boolean }>;
}

let root: string;
let build: BuildScript['build'];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'motcua-build-'));
  const own = projectRoot();
  await cp(path.join(own, 'src/web/ui/assets'), path.join(root, 'src/web/ui/assets'), { recursive: true });
  for (const script of ['src/web/ui/browser.ts', 'src/web/ui/form/enhance.ts']) {
    await cp(path.join(own, script), path.join(root, script));
  }
  await mkdir(path.join(root, 'src/web/islands/drawing'), { recursive: true });
  await writeFile(path.join(root, 'src/web/islands/drawing/main.ts'), 'document.title = "drawing";');
  await writeFile(path.join(root, 'src/web/islands/drawing/main.css'), '.drawing { color: red }');
  await writeFile(
    path.join(root, 'src/main.ts'),
    "import { fastify } from 'fastify';\nconsole.log(fastify);",
  );
  ({ build } = (await import(pathToFileURL(path.join(own, 'scripts/build.mjs')).href)) as BuildScript);
});
afterAll(() => rm(root, { recursive: true }));

const dist = (file: string) => path.join(root, 'dist', file);
async function manifest(): Promise<Record<string, string>> {
  return (JSON.parse(await readFile(dist('assets.json'), 'utf8')) as { files: Record<string, string> }).files;
}
const built = async (name: string) => readFile(dist(`public/${path.basename((await manifest())[name]!)}`));

test('builds server, style, script, islands, fonts and art under hashed names, packed ahead', async () => {
  expect(await build(root)).toMatchObject({ built: true });
  const files = await manifest();
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'site.css',
      'site.js',
      'slip.css',
      'drawing.js',
      'drawing.css',
      'art/favicon.svg',
    ]),
  );
  for (const address of Object.values(files))
    expect(address).toMatch(/^\/assets\/[\w-]+-[A-Z0-9]{8}\.(css|js|svg|woff2)$/);
  const style = await built('site.css');
  expect(style.includes(`url("${files['fonts/bvp-latin-400.woff2']}")`)).toBe(true);
  const packed = await readFile(`${dist(`public/${path.basename(files['site.css']!)}`)}.br`);
  expect(brotliDecompressSync(packed).equals(style)).toBe(true);
  expect(await readFile(dist('main.js'), 'utf8')).toContain('from "fastify"');
});

test('does nothing when nothing changed', async () => {
  expect(await build(root)).toEqual({ built: false });
});

test('a change gets a new name; what did not change keeps its name', async () => {
  const before = await manifest();
  await writeFile(path.join(root, 'src/web/islands/drawing/main.ts'), 'document.title = "another";');
  expect(await build(root)).toMatchObject({ built: true });
  const after = await manifest();
  expect(after['drawing.js']).not.toBe(before['drawing.js']);
  expect(after['site.css']).toBe(before['site.css']);
});

test('a broken source leaves the last good build in place', async () => {
  const before = await manifest();
  await writeFile(
    path.join(root, 'src/main.ts'),
    "import { nothing } from './nothing.ts';\nconsole.log(nothing);",
  );
  await expect(build(root)).rejects.toThrow('nothing.ts');
  expect(await manifest()).toEqual(before);
});

import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../platform/project-root.ts';

export interface Assets {
  /** Folder served under /assets/. */
  folder: string;
  /** Address of a built file by its source name ("site.css", "fonts/bvp-latin-400.woff2"); throws when there is none. */
  address(name: string): string;
}

interface BuildScript {
  assetStamp(root: string): string;
  buildAssets(options: { root: string; out: string; compress: boolean }): Promise<Record<string, string>>;
}

/**
 * The browser's files: those of dist/ when they fit the sources (always so in production, where there is nothing to
 * compare), else built now into .tmp/, under their stamp, so that tests running side by side share them.
 */
export async function loadAssets(): Promise<Assets> {
  const root = projectRoot();
  const dist = path.join(root, 'dist');
  const script = path.join(root, 'scripts/build.mjs');
  const fromBundle = import.meta.url.startsWith(pathToFileURL(dist).href);
  if (fromBundle || !existsSync(script)) return openAssets(dist);
  const { assetStamp, buildAssets } = (await import(pathToFileURL(script).href)) as BuildScript;
  const stamp = assetStamp(root);
  if (readManifest(dist)?.stamp === stamp) return openAssets(dist);
  const target = path.join(root, '.tmp', `assets-${stamp}`);
  if (!existsSync(target)) {
    await mkdir(path.join(root, '.tmp'), { recursive: true });
    const fresh = await mkdtemp(path.join(root, '.tmp', 'building-'));
    await buildAssets({ root, out: fresh, compress: false });
    // Another process may have been faster; its result is the same.
    await rename(fresh, target).catch(() => rm(fresh, { recursive: true, force: true }));
    await sweep(path.join(root, '.tmp'));
  }
  return openAssets(target);
}

/** Removes builds of yesterday's sources. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name);
    const old = await stat(place).then(
      ({ mtimeMs }) => /^(?:assets|building)-/.test(name) && Date.now() - mtimeMs > 86_400_000,
      () => false,
    );
    if (old) await rm(place, { recursive: true, force: true });
  }
}

function readManifest(folder: string): { stamp: string; files: Record<string, string> } | null {
  const file = path.join(folder, 'assets.json');
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { stamp: string; files: Record<string, string> })
    : null;
}

function openAssets(folder: string): Assets {
  const manifest = readManifest(folder);
  if (!manifest) throw new Error(`No built files in ${folder}: run "npm run build".`);
  return {
    folder: path.join(folder, 'public'),
    address(name) {
      const address = manifest.files[name];
      if (!address) throw new Error(`No asset named ${name}`);
      return address;
    },
  };
}

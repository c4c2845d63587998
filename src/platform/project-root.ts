import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | null = null;

/** Folder of the project: the nearest above this file whose package.json is ours, from source and from the bundle alike. */
export function projectRoot(): string {
  if (found) return found;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = path.join(folder, 'package.json');
    if (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'mot-cua'
    ) {
      found = folder;
      return folder;
    }
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json of mot-cua was not found above this file');
    folder = parent;
  }
}

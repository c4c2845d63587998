import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderStore, type FileStore } from './index.ts';

let root: string;
let store: FileStore;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'motcua-files-'));
  store = folderStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Every file below the folder, as paths from it. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

describe('file store', () => {
  it('gives back what was put, from a buffer and from a stream', async () => {
    const content = Buffer.from('Giấy khai sinh của bé An');
    const sha256 = hashOf(content);
    expect(await store.put(content)).toEqual({ sha256, size: content.length });
    expect(await store.put(Readable.from([content.subarray(0, 5), content.subarray(5)]))).toEqual({
      sha256,
      size: content.length,
    });
    expect(await store.read(sha256)).toEqual(content);
    expect(await buffer(store.open(sha256))).toEqual(content);
    expect(await store.exists(sha256)).toBe(true);
  });

  it('keeps the same content once, also when it comes twice at the same moment', async () => {
    const content = Buffer.alloc(300_000, 'x');
    const sha256 = hashOf(content);
    await Promise.all(Array.from({ length: 5 }, () => store.put(Readable.from([content]))));
    expect(await filesBelow(root)).toEqual([path.join(sha256.slice(0, 2), sha256.slice(2, 4), sha256)]);
  });

  it('keeps its folders closed to other users of the machine', async () => {
    const below = path.join(root, 'files');
    const { sha256 } = await folderStore(below).put(Buffer.from('x'));
    for (const folder of [below, path.join(below, sha256.slice(0, 2))]) {
      expect((await stat(folder)).mode & 0o077).toBe(0);
    }
  });

  it('takes an empty file', async () => {
    const { sha256, size } = await store.put(Buffer.alloc(0));
    expect(size).toBe(0);
    expect((await store.read(sha256)).length).toBe(0);
  });

  it('shows a file only when it is whole', async () => {
    const content = Buffer.from('nửa đầu nửa sau');
    const sha256 = hashOf(content);
    const seen: boolean[] = [];
    const slow = async function* (): AsyncGenerator<Buffer> {
      yield content.subarray(0, 8);
      seen.push(await store.exists(sha256));
      yield content.subarray(8);
    };
    await store.put(Readable.from(slow()));
    seen.push(await store.exists(sha256));
    expect(seen).toEqual([false, true]);
  });

  it('leaves nothing of a stream that breaks off', async () => {
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('phần đầu');
      throw new Error('connection lost');
    };
    await expect(store.put(Readable.from(broken()))).rejects.toThrow('connection lost');
    expect(await filesBelow(root)).toEqual([]);
  });

  it.each(['', 'abc', '../../etc/passwd', 'A'.repeat(64), 'g'.repeat(64), `${'a'.repeat(64)}\n`])(
    'takes %j for no name of a file',
    async (name) => {
      await expect(store.read(name)).rejects.toThrow('not a SHA-256');
      await expect(store.exists(name)).rejects.toThrow('not a SHA-256');
      expect(() => store.open(name)).toThrow('not a SHA-256');
    },
  );

  it('says of what it does not have that it is not there', async () => {
    const unknown = 'a'.repeat(64);
    expect(await store.exists(unknown)).toBe(false);
    await expect(store.read(unknown)).rejects.toThrow('ENOENT');
    await expect(stat(path.join(root, 'aa'))).rejects.toThrow('ENOENT');
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Content-addressed store: what was put is found again under the SHA-256 of its bytes, and never changes. */
export interface FileStore {
  /**
   * @returns the hexadecimal SHA-256 and the number of bytes
   * @throws the stream's error when it breaks off; nothing is kept then
   */
  put(content: Readable | Buffer): Promise<{ sha256: string; size: number }>;
  /** Names that are no SHA-256 are refused by an error, by all three. */
  open(sha256: string): Readable;
  read(sha256: string): Promise<Buffer>;
  exists(sha256: string): Promise<boolean>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** The store as a folder: two levels by the first digits, so that no folder grows without bound. */
export function folderStore(root: string): FileStore {
  const place = (sha256: string): string => {
    if (!SHA256.test(sha256)) throw new Error('not a SHA-256');
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  return {
    async put(content) {
      const incoming = path.join(root, 'incoming');
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = path.join(incoming, randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          size += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(
          Buffer.isBuffer(content) ? Readable.from([content]) : content,
          measure,
          createWriteStream(temporary),
        );
        // On disk before the row that names it is committed.
        const handle = await open(temporary, 'r+');
        await handle.sync();
        await handle.close();
        const sha256 = hash.digest('hex');
        const target = place(sha256);
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await rename(temporary, target);
        return { sha256, size };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    open: (sha256) => createReadStream(place(sha256)),
    read: async (sha256) => readFile(place(sha256)),
    async exists(sha256) {
      return access(place(sha256)).then(
        () => true,
        () => false,
      );
    },
  };
}

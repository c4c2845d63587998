import { constants, crc32, deflateRawSync } from 'node:zlib';

/*
 * A deflate stream is blocks one after the other (RFC 1951). Blocks that refer to nothing before them can be packed once
 * and put together in any company; what differs goes between them unpacked. So a page that is kept in parts is sent
 * packed without packing it again for each person.
 */

/** Text, or its UTF-8, that is sent again and again, packed when it is first asked for so. */
export class FixedPart {
  readonly raw: Buffer;
  readonly #level: number;
  #packed: Buffer<ArrayBuffer> | null = null;

  /** @param level of zlib: from 1, quick, to 9, small */
  constructor(text: string | Buffer, level = 6) {
    this.raw = typeof text === 'string' ? Buffer.from(text) : text;
    this.#level = level;
  }

  get packed(): Buffer<ArrayBuffer> {
    this.#packed ??= deflateRawSync(this.raw, { level: this.#level, finishFlush: constants.Z_SYNC_FLUSH });
    return this.#packed;
  }
}

/** Header of a gzip file without name and time (RFC 1952). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** A last block with nothing in it. */
const LAST = Buffer.from([1, 0, 0, 0xff, 0xff]);
const LONGEST_BLOCK = 0xffff;

/** The gzip file of all parts in their order; texts are short and go in as they are. */
export function gzipOf(parts: readonly (FixedPart | string)[]): Buffer {
  const blocks: Buffer[] = [HEADER];
  let sum = 0;
  let size = 0;
  for (const part of parts) {
    const raw = typeof part === 'string' ? Buffer.from(part) : part.raw;
    if (typeof part !== 'string') blocks.push(part.packed);
    else for (let at = 0; at < raw.length; at += LONGEST_BLOCK) blocks.push(...stored(raw, at));
    sum = crc32(raw, sum);
    size += raw.length;
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(sum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  return Buffer.concat([...blocks, LAST, trailer]);
}

function stored(raw: Buffer, at: number): [Buffer, Buffer] {
  const data = raw.subarray(at, at + LONGEST_BLOCK);
  const head = Buffer.alloc(5);
  head.writeUInt16LE(data.length, 1);
  head.writeUInt16LE(data.length ^ 0xffff, 3);
  return [head, data];
}

import * as zlib from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { utf8Of } from './utf8.ts';

const { constants } = zlib;

/** A packed answer and the name of the way it was packed. */
export interface Packed {
  encoding: 'zstd' | 'br';
  body: Buffer;
}

/** The way of packing that whoever asks takes and that is cheapest here; null when they take none. */
export function encodingFor(request: FastifyRequest): Packed['encoding'] | null {
  if (compressor && takes('zstd', request)) return 'zstd';
  return takes('br', request) ? 'br' : null;
}

/**
 * Packs a page for whoever asks; null when they take it only as it is. At once and not on another thread: the way there
 * and back costs twice what the packing does.
 */
export function packedFor(request: FastifyRequest, page: string | Uint8Array): Packed | null {
  const bytes = typeof page === 'string' ? utf8Of(page) : page;
  const encoding = encodingFor(request);
  if (encoding === 'zstd') return { encoding, body: zstandard(bytes) };
  return encoding && { encoding, body: brotli(bytes) };
}

const BROTLI = {
  // Quality 0: within 5 % of the size of quality 1 in two thirds of its time.
  params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 16 },
  // Packed pages are about as long as this.
  chunkSize: 8 * 1024,
};
const brotli = (bytes: Uint8Array): Buffer => zlib.brotliCompressSync(bytes, BROTLI);

/** What Node keeps in a stream that packs. */
interface Compressor {
  _handle: {
    writeSync(
      flush: number,
      from: Uint8Array,
      fromAt: number,
      length: number,
      into: Uint8Array,
      intoAt: number,
      room: number,
    ): void;
  } | null;
  /** Room left in `into` and length left of `from` after a write. */
  _writeState: Uint32Array;
}

/*
 * One compressor that stays: to make one for each page costs more than to pack the page. Node's own calls for packing at
 * once make one each time, so this goes past them to what they call. Where that is not as expected, pages go as Brotli.
 */
const compressor = ((): Compressor | null => {
  if (!('createZstdCompress' in zlib)) return null;
  const params = {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_windowLog]: 17,
  };
  const stream = zlib.createZstdCompress({ params }) as unknown as Compressor;
  return stream._handle?.writeSync && stream._writeState instanceof Uint32Array ? stream : null;
})();
let room = Buffer.allocUnsafe(64 * 1024);

/** One Zstandard frame (RFC 8878). */
function zstandard(bytes: Uint8Array): Buffer {
  // Text that can not be packed grows by less.
  const most = bytes.length + (bytes.length >> 7) + 1024;
  if (room.length < most) room = Buffer.allocUnsafe(most);
  compressor!._handle!.writeSync(constants.ZSTD_e_end, bytes, 0, bytes.length, room, 0, room.length);
  const [left = 0, unread] = compressor!._writeState;
  if (unread !== 0 || left === 0) throw new Error('A page could not be packed.');
  return Buffer.from(room.subarray(0, room.length - left));
}

/** Whether whoever asks takes gzip. */
export const takesGzip = (request: FastifyRequest): boolean => takes('gzip', request);

const named = (encoding: string): RegExp =>
  new RegExp(`(?:^|,)\\s*${encoding}\\s*(?:,|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$))|$)`);
const NAMED = { zstd: named('zstd'), br: named('br'), gzip: named('gzip') };
const takes = (encoding: keyof typeof NAMED, request: FastifyRequest): boolean =>
  NAMED[encoding].test(request.headers['accept-encoding'] ?? '');

import { transcode } from 'node:buffer';

const encoder = new TextEncoder();
let halves = Buffer.allocUnsafe(256 * 1024);
let whole = Buffer.allocUnsafe(256 * 1024);

/**
 * Text as UTF-8, good until the next call: it is written into one buffer that is used again and again. By way of UTF-16,
 * as Vietnamese pages lie in memory, since that and back takes half the time of the direct way.
 */
export function utf8Of(text: string): Uint8Array {
  if (halves.length < text.length * 3) halves = Buffer.allocUnsafe(text.length * 4);
  const length = halves.write(text, 'utf16le');
  try {
    return transcode(halves.subarray(0, length), 'utf16le', 'utf8');
  } catch {
    // Half a character, in what somebody typed: the direct way has a sign for it.
    return halves.subarray(0, encoder.encodeInto(text, halves).written);
  }
}

/** Between two texts that are encoded together; one byte, and not in HTML. */
const MARK = 2;
const MARKED = String.fromCharCode(MARK);

/** Texts, encoded, and bytes, in their order. Good until the next call, as with `utf8Of`. */
export function joined(chunks: readonly (string | Uint8Array)[]): Uint8Array {
  // Encoding has a price a call, so all texts go together.
  let texts = '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    if (typeof chunk === 'string') texts += chunk;
    else {
      parts.push(chunk);
      texts += MARKED;
      size += chunk.length;
    }
  }
  const text = utf8Of(texts);
  if (parts.length === 0) return text;
  size += text.length;
  if (whole.length < size) whole = Buffer.allocUnsafe(size * 2);
  let at = 0;
  let from = 0;
  for (const part of parts) {
    const mark = text.indexOf(MARK, from);
    if (mark > from) whole.set(text.subarray(from, mark), at);
    at += mark - from;
    from = mark + 1;
    whole.set(part, at);
    at += part.length;
  }
  // The mark itself, in what somebody typed: texts have to be told apart one by one.
  if (text.includes(MARK, from)) return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
  whole.set(text.subarray(from), at);
  return whole.subarray(0, at + text.length - from);
}

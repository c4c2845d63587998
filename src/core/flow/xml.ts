/**
 * Text of an XML file: by its byte order mark, else by the look of its first bytes, else by the encoding that it
 * declares. A declared encoding that the bytes contradict or that is unknown is read as UTF-8.
 */
export function decodeXml(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : new TextDecoder(encodingOf(input)).decode(input);
  return text.replace(/^\uFEFF/, '');
}

function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xef && b === 0xbb) return 'utf-8';
  if (a === 0x3c && b === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c) return 'utf-16be';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1] ?? 'utf-8';
  // Bytes that could be read this far as ASCII are not UTF-16, whatever they say.
  if (/^(utf-?16|ucs-?2|utf-?32)/i.test(declared)) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return 'utf-8';
  }
}

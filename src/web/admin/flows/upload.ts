import type { FastifyRequest } from 'fastify';
import { decodeXml } from '../../../core/flow/index.ts';

const MOST_BYTES = 2_000_000;

/**
 * Reads a form with one small text file, kept in memory and never stored. Of a larger file
 * only the beginning is read.
 */
export async function readTextForm(
  request: FastifyRequest,
): Promise<{ fields: Record<string, string>; file: string | null; tooLarge: boolean }> {
  if (!request.isMultipart())
    return { fields: { ...(request.body as Record<string, string>) }, file: null, tooLarge: false };
  const fields: Record<string, string> = {};
  let file: string | null = null;
  let tooLarge = false;
  // Size is counted here, so that a file too large gets an answer that says so.
  for await (const part of request.parts({ limits: { fileSize: Infinity, files: 1, fields: 20 } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const bytes: Buffer[] = [];
    let size = 0;
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MOST_BYTES) bytes.push(chunk);
    }
    tooLarge = size > MOST_BYTES;
    if (part.filename) file = decodeXml(Buffer.concat(bytes));
  }
  return { fields, file, tooLarge };
}

import type { FastifyRequest } from 'fastify';
import { decodeXml } from '../../../core/flow/index.ts';

const MOST_BYTES = 2_000_000;

/**
 * Reads a form with one small text file, kept in memory and never stored. A larger file comes back cut off, which no
 * reader of it takes.
 */
export async function readTextForm(
  request: FastifyRequest,
): Promise<{ fields: Record<string, string>; file: string | null }> {
  if (!request.isMultipart()) return { fields: { ...(request.body as Record<string, string>) }, file: null };
  const fields: Record<string, string> = {};
  let file: string | null = null;
  for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 1, fields: 20 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else {
      const bytes = await part.toBuffer().catch(() => Buffer.alloc(0));
      if (part.filename) file = decodeXml(bytes);
    }
  }
  return { fields, file };
}

import type { FastifyReply } from 'fastify';
import { extensionOf, FORMATS, type StoredFile } from '../../modules/documents/index.ts';

/** Browsers show PDFs by a program of their own that does not start inside a sandbox; images need nothing. */
const POLICY_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'`;

/**
 * Answers with a stored file. PDFs and images may show inside a page (of ours only); everything else is saved.
 *
 * @param options inline: show instead of save, where the format allows
 */
export function sendFile(
  reply: FastifyReply,
  file: Pick<StoredFile, 'sha256' | 'name' | 'mime' | 'size'>,
  options: { inline?: boolean } = {},
): FastifyReply {
  const format = FORMATS.get(extensionOf(file.name));
  const inline = options.inline === true && format?.inline === true && format.mime === file.mime;
  return reply
    .header('content-type', file.mime)
    .header('content-length', file.size)
    .header('content-disposition', contentDisposition(inline ? 'inline' : 'attachment', file.name))
    .header('content-security-policy', inline && file.mime === 'application/pdf' ? POLICY_PDF : POLICY)
    .header('x-frame-options', 'SAMEORIGIN')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(reply.server.platform.files.open(file.sha256));
}

/** RFC 6266: the name in UTF-8 for browsers of today, without diacritics for the rest. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

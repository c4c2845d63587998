import type { FastifyRequest } from 'fastify';
import { DEFAULT_ACCEPT, getFiles, type StoredFile } from '../../modules/documents/index.ts';
import { MAX_FILES_PER_PAPER } from '../../modules/dossiers/index.ts';
import type { FieldError } from '../../core/form/index.ts';
import { readMultipart, viewerOf } from '../http/index.ts';
import { Typed } from './act/typed.ts';

/** Extensions that the office takes. */
export const ACCEPTED = DEFAULT_ACCEPT;

/** Prefix of the fields that carry ids of files which an earlier sending of the form brought. */
const KEPT = '_tep.';

/**
 * Reads a form that may carry files. A file that came with an earlier sending is known by its id in a hidden field, and
 * counts only when this very account had uploaded it.
 *
 * @param fieldsWithFiles names of the fields that may carry files
 * @returns what was typed, and errors for files that can not be taken
 */
export async function readForm(
  request: FastifyRequest,
  fieldsWithFiles: readonly string[],
): Promise<{ typed: Typed; errors: FieldError[]; fields: Record<string, unknown> }> {
  const form = await readMultipart(request);
  const accountId = viewerOf(request).account.id;
  const errors: FieldError[] = form.refused
    .filter((one) => fieldsWithFiles.includes(one.field))
    .map((one) => ({ path: one.field, message: one.message }));
  const files = new Map<string, StoredFile[]>();
  const ids = fieldsWithFiles.map((name) => [form.fields[KEPT + name] ?? []].flat());
  const known = await getFiles(request.server.platform.db, ids.flat());
  for (const [at, name] of fieldsWithFiles.entries()) {
    const kept = known.filter((file) => file.createdBy === accountId && ids[at]!.includes(file.id));
    const added = form.files.filter((file) => file.field === name);
    const together = [...kept, ...added];
    if (together.length > MAX_FILES_PER_PAPER) {
      errors.push({
        path: name,
        message: `Mỗi giấy tờ nhận tối đa ${MAX_FILES_PER_PAPER} tệp. Bỏ bớt hoặc ghép các trang thành một tệp PDF.`,
      });
    }
    if (together.length > 0) files.set(name, together.slice(0, MAX_FILES_PER_PAPER));
  }
  return { typed: new Typed(form.fields, { sent: true, files }), errors, fields: form.fields };
}

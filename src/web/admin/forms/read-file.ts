import type { FastifyRequest } from 'fastify';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import { checkToken } from '../../http/index.ts';

const MOST_BYTES = 1024 * 1024;

/**
 * The text of the one file of a posted form, with the other fields; nothing of it is stored.
 *
 * @throws InvalidConfiguration when there is none, or it is too large or no text; Forbidden without the page's token
 */
export async function readTextFile(
  request: FastifyRequest,
): Promise<{ text: string; fields: Record<string, string> }> {
  const fields: Record<string, string> = {};
  const refuse = (message: string) => new InvalidConfiguration([{ place: 'tep', message }]);
  let content: Buffer | null = null;
  let problem: InvalidConfiguration | null = null;
  if (request.isMultipart()) {
    for await (const part of request.parts({ limits: { fileSize: Infinity, files: 5, fields: 20 } })) {
      if (part.type === 'field') {
        fields[part.fieldname] = String(part.value);
        continue;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of part.file) {
        size += (chunk as Buffer).length;
        if (size <= MOST_BYTES) chunks.push(chunk as Buffer);
      }
      if (!part.filename && size === 0) continue;
      if (size > MOST_BYTES) {
        const megabytes = (size / MOST_BYTES).toLocaleString('vi-VN', { maximumFractionDigits: 1 });
        problem = refuse(
          `Tệp “${part.filename}” nặng ${megabytes} MB. Biểu mẫu tối đa 1 MB; chọn đúng tệp biểu mẫu.`,
        );
      } else content = Buffer.concat(chunks);
    }
  }
  checkToken(request, fields['_ma']);
  if (problem) throw problem;
  if (!content) throw refuse('Chọn tệp biểu mẫu (JSON) rồi bấm “Nhập tệp”.');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), fields };
  } catch {
    throw refuse('Tệp không phải văn bản UTF-8. Lưu tệp ở bảng mã UTF-8 rồi chọn lại.');
  }
}

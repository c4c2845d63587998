import { checkParts } from './check.ts';
import { PdfError } from './errors.ts';
import { fillTemplate } from './fill.ts';
import type { TemplateData } from './fill.ts';
import { readParts } from './package-parts.ts';
import { toTypst } from './to-typst.ts';
import { runTypst } from './typst.ts';

export { checkTemplate, templateTags, type TemplateTag } from './check.ts';
export { code128, qrPicture, qrSvg } from './codes.ts';
export { PdfError } from './errors.ts';
export type { TemplateMessage } from './errors.ts';
export type { Picture, TemplateData, TemplateValue } from './fill.ts';
export { closePdf, workerPath } from './typst.ts';

/** One document in both forms: the filled .docx to edit further, the PDF to print, keep and sign. */
export interface Rendered {
  pdf: Buffer;
  docx: Buffer;
}

/**
 * Fills a .docx template and makes the PDF of it.
 * @throws PdfError when the template has something that can not be printed (`messages` say what and where), when its
 * placeholders do not fit together, or when typesetting fails.
 */
export async function renderPdf(template: Buffer, data: TemplateData): Promise<Rendered> {
  const faults = checkParts(await readParts(template)).filter((message) => message.level === 'error');
  if (faults.length) {
    throw new PdfError('Mẫu có phần không in được. Hãy sửa mẫu theo từng chỗ được nêu.', faults);
  }
  const docx = await fillTemplate(template, data);
  return { docx, pdf: await runTypst(toTypst(await readParts(docx))) };
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { code128, qrPicture, renderPdf } from '../../platform/pdf/index.ts';
import type { Rendered, TemplateData } from '../../platform/pdf/index.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { slipFields } from './data.ts';
import type { SlipData, SlipKind } from './data.ts';
import { headFields, resultFields } from './results.ts';
import type { ResultHead, ResultTemplate, Results } from './results.ts';

const SLIP_FILES: Record<SlipKind, string> = {
  '01': '01-receipt.docx',
  '02': '02-supplement-request.docx',
  '03': '03-refusal.docx',
  '04': '04-apology.docx',
  '05': '05-control.docx',
  '06': '06-register.docx',
};

/** The slip's template as it ships, for an administrator to take as a beginning. */
export function slipTemplate(kind: SlipKind): Promise<Buffer> {
  return readTemplate('slips', SLIP_FILES[kind]);
}

/** The result template as it ships. */
export function resultTemplate(template: ResultTemplate): Promise<Buffer> {
  return readTemplate('results', `${template}.docx`);
}

/**
 * Makes a slip from the template that ships, or from `template` (an administrator's .docx that passed checkTemplate).
 * @throws RangeError when the slip lacks a field it must print, or the dossier code is not ASCII; PdfError when the document can
 * not be made.
 */
export async function renderSlip(kind: SlipKind, data: SlipData, template?: Buffer): Promise<Rendered> {
  const fields = slipFields(kind, data);
  fields.barcode = await code128(data.dossierCode, 10, 93);
  fields.qr = await qrPicture(data.lookupUrl, `Mã QR tra cứu hồ sơ ${data.dossierCode}`, 18);
  return renderPdf(template ?? (await slipTemplate(kind)), fields);
}

/**
 * Makes a result document from the template that ships, or from `template`.
 * @throws PdfError when the document can not be made.
 */
export async function renderResult<T extends ResultTemplate>(
  name: T,
  data: ResultHead & Results[T],
  template?: Buffer,
): Promise<Rendered> {
  const fields = resultFields(name, data);
  if (data.lookupUrl)
    fields.qr = await qrPicture(data.lookupUrl, `Mã QR kiểm tra văn bản ${data.number}`, 24);
  return renderPdf(template ?? (await resultTemplate(name)), fields);
}

/**
 * Makes a result document from an administrator's own template.
 * @throws PdfError when the document can not be made.
 */
export async function renderOwnResult(
  template: Buffer,
  body: TemplateData,
  head: ResultHead,
): Promise<Rendered> {
  const fields = { ...body, ...headFields(head) };
  if (head.lookupUrl)
    fields.qr = await qrPicture(head.lookupUrl, `Mã QR kiểm tra văn bản ${head.number}`, 24);
  return renderPdf(template, fields);
}

function readTemplate(folder: string, file: string): Promise<Buffer> {
  return readFile(path.join(projectRoot(), 'templates', folder, file));
}

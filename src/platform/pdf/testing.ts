/** What tests of printed documents share: the text and the codes of a PDF. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { projectRoot } from '../project-root.ts';

/** The text of each page, in the order of the content. */
export async function pageTexts(pdf: Buffer): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  await task.destroy();
  return pages;
}

/** Text without white space, NFC: what a layout must not change. */
export function dense(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, '');
}

/** Bar and QR codes on the first page as an office printer's resolution shows it; needs pdftoppm (poppler-utils). */
export async function codesOnPage(pdf: Buffer, dpi = 300): Promise<{ format: string; text: string }[]> {
  const png = execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-png', '-f', '1', '-l', '1', '-'], {
    input: pdf,
    stdio: 'pipe',
    maxBuffer: 64 * 1024 * 1024,
  });
  return codesIn(png);
}

/** Bar and QR codes in a PNG. */
export async function codesIn(png: Buffer): Promise<{ format: string; text: string }[]> {
  const wasm = path.join(projectRoot(), 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
  const bytes = readFileSync(wasm);
  prepareZXingModule({
    overrides: {
      wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    },
  });
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCode', 'Code128'], tryHarder: true });
  return found.map(({ format, text }) => ({ format: String(format), text }));
}

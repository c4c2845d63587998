import { open, readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { DEFAULT_ACCEPT, extensionOf, FORMATS, formatSize, listFormats, type FileFormat } from './formats.ts';
import { scanPdf } from './scan-pdf.ts';
import { scanZip } from './scan-zip.ts';

/** A file that can not be taken; the message names the file and the remedy. */
export class FileRefused extends Error {
  readonly problem = 'invalid';
}

const MACROS = Buffer.from('_VBA_PROJECT', 'utf16le');

/**
 * Judges a file that was sent in: name, size, first bytes, and what could act by itself when it is opened.
 *
 * @param file path of the received bytes, whole unless `size` is over the limit
 * @param facts name as sent; size in bytes; accept: extensions; maxBytes
 * @returns the format whose mime is to be kept (never what the browser claimed)
 * @throws FileRefused
 */
export async function checkFile(
  file: string,
  facts: { name: string; size: number; accept?: readonly string[]; maxBytes: number },
): Promise<FileFormat> {
  const { name, size, accept = DEFAULT_ACCEPT, maxBytes } = facts;
  const format = FORMATS.get(extensionOf(name));
  const refuse = (text: string): never => {
    throw new FileRefused(`Tệp “${name}” ${text}`);
  };
  if (!format || !accept.includes(format.extension)) {
    return refuse(`có định dạng không nhận được. Lưu lại thành ${listFormats(accept)} rồi tải lên.`);
  }
  if (size === 0) return refuse('không có nội dung (0 byte). Mở thử tệp trên máy rồi chọn lại.');
  if (size > maxBytes) {
    return refuse(
      `nặng ${formatSize(size)}. Chụp lại ở cỡ nhỏ hơn hoặc lưu thành PDF dưới ${formatSize(maxBytes)}.`,
    );
  }
  const found = await fileTypeFromFile(file);
  if (format.magic === null ? found !== undefined || !(await isText(file)) : found?.ext !== format.magic) {
    return refuse(
      `mang đuôi .${format.extension} nhưng nội dung không phải ${format.extension.toUpperCase()}. Mở tệp và lưu lại đúng định dạng, rồi tải lên.`,
    );
  }
  const danger = await dangerIn(file, format);
  return danger ? refuse(danger) : format;
}

/** Why the file must not be passed on to those who open it, or null. */
async function dangerIn(file: string, format: FileFormat): Promise<string | null> {
  if (format.magic === 'pdf') return scanPdf(await readFile(file));
  if (format.magic === 'cfb') {
    return (await readFile(file)).includes(MACROS)
      ? 'có chứa macro nên không nhận được. Lưu lại thành PDF hoặc DOCX, XLSX rồi tải lên.'
      : null;
  }
  const zipped = ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'zip'];
  return zipped.includes(format.extension) ? scanZip(file, format.extension === 'zip') : null;
}

/** Whether the bytes are text in UTF-8 or, with its mark, in UTF-16. */
async function isText(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const head = buffer.subarray(0, bytesRead);
    const utf16 = head[0] === 0xff && head[1] === 0xfe;
    // The sample may end inside a character, so the decoder is told that more follows.
    new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(head, { stream: true });
    return utf16 || !head.includes(0);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

import yauzl from 'yauzl';
import { PdfError } from './errors.ts';
import { parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

const MAX_FILE = 10 * 1024 * 1024;
const MAX_TOTAL = 40 * 1024 * 1024;
const MAX_ENTRIES = 500;

/** A .docx opened: every part by its path without a leading slash, e.g. "word/document.xml". */
export type Parts = Map<string, Buffer>;

/**
 * Unpacks a .docx within limits (10 MB packed, 40 MB unpacked, 500 entries), so that a small file can not fill the memory.
 * yauzl also refuses an entry whose real size differs from the declared one.
 * @throws PdfError when it is no zip, or too big.
 */
export async function readParts(docx: Buffer): Promise<Parts> {
  if (docx.length > MAX_FILE) throw new PdfError('Tệp mẫu lớn hơn 10 MB. Hãy giảm dung lượng ảnh trong tệp.');
  const parts: Parts = new Map();
  let total = 0;
  try {
    const zip = await yauzl.fromBufferPromise(docx);
    if (zip.entryCount > MAX_ENTRIES) throw new PdfError('Tệp mẫu có quá nhiều thành phần bên trong.');
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      total += entry.uncompressedSize;
      if (total > MAX_TOTAL)
        throw new PdfError('Tệp mẫu bung ra quá lớn. Hãy lưu lại tệp bằng Word rồi tải lên.');
      const stream = await zip.openReadStreamPromise(entry);
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      parts.set(entry.fileName, Buffer.concat(chunks));
    }
  } catch (error) {
    if (error instanceof PdfError) throw error;
    throw new PdfError(
      'Tệp không phải là văn bản Word (.docx) hợp lệ. Hãy lưu lại tệp dưới dạng .docx.',
      [],
      error,
    );
  }
  if (!parts.has('word/document.xml')) {
    throw new PdfError('Tệp không phải là văn bản Word (.docx) hợp lệ. Hãy lưu lại tệp dưới dạng .docx.');
  }
  return parts;
}

/** The root element of an XML part; undefined when the package has no such part. */
export function xmlPart(parts: Parts, path: string): XmlElement | undefined {
  const bytes = parts.get(path);
  return bytes && parseXml(bytes.toString('utf8'));
}

/** Relationship targets of a part by id, as package paths: rId4 → "word/media/1.png". External links are left out. */
export function relationships(parts: Parts, partPath: string): Map<string, string> {
  const cut = partPath.lastIndexOf('/');
  const folder = partPath.slice(0, cut);
  const root = xmlPart(parts, `${folder}/_rels/${partPath.slice(cut + 1)}.rels`);
  const targets = new Map<string, string>();
  for (const child of root?.elements ?? []) {
    const { Id, Target, TargetMode } = child.attributes;
    if (!Id || !Target || TargetMode === 'External') continue;
    targets.set(Id, new URL(Target, `file:///${folder}/`).pathname.slice(1));
  }
  return targets;
}

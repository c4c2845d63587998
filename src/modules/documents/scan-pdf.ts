import { inflateSync, constants } from 'node:zlib';

/** Uncompressed size of one object stream beyond which a file is not worth the risk. */
const MAX_INFLATED = 32 * 1024 * 1024;
/** Actions that run code or start programs. Every JavaScript action needs the name /JavaScript somewhere in clear. */
const ACTIVE = /\/(?:JavaScript|Launch|RichMedia)(?![A-Za-z0-9])/;

/** Why a PDF must not be passed on, or null. Looks at plain objects and into compressed object streams. */
export function scanPdf(content: Buffer): string | null {
  const text = plainNames(content.toString('latin1'));
  if (ACTIVE.test(text)) return refusal();
  const locked = /\/Encrypt(?![A-Za-z0-9])/.test(text);
  for (const stream of objectStreams(content)) {
    if (locked) {
      return 'đang bị khóa bằng mật khẩu nên không kiểm tra được. Mở tệp, chọn In rồi Lưu thành PDF để bỏ khóa, và tải lên lại.';
    }
    let inflated: string;
    try {
      inflated = inflateSync(stream, {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: MAX_INFLATED,
      }).toString('latin1');
    } catch {
      return 'bị hỏng hoặc nén bất thường nên không kiểm tra được. Mở tệp, chọn In rồi Lưu thành PDF, và tải lên lại.';
    }
    if (ACTIVE.test(plainNames(inflated))) return refusal();
  }
  return null;
}

function refusal(): string {
  return 'có chứa mã tự chạy (JavaScript hoặc lệnh mở chương trình) nên không nhận được. Mở tệp, chọn In rồi Lưu thành PDF, và tải lên lại.';
}

/** Names with their escapes undone: /J#61vaScript is /JavaScript to a reader. */
function plainNames(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Bodies of the streams that hold further objects. */
function* objectStreams(content: Buffer): Generator<Buffer> {
  const text = content.toString('latin1');
  const begin = /stream\r?\n/g;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    if (text.startsWith('end', match.index - 3)) continue;
    const dictionary = plainNames(text.slice(Math.max(0, text.lastIndexOf('obj', match.index)), match.index));
    if (!/\/ObjStm(?![A-Za-z0-9])/.test(dictionary)) continue;
    const end = text.indexOf('endstream', begin.lastIndex);
    yield content.subarray(begin.lastIndex, end < 0 ? content.length : end);
  }
}

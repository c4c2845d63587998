import { openPromise } from 'yauzl';

const MAX_ENTRIES = 5_000;
/** Declared uncompressed size of everything together. */
const MAX_TOTAL = 200 * 1024 * 1024;
/** Text compresses well, but never like this. */
const MAX_RATIO = 200;
const PROGRAM =
  /\.(?:exe|com|scr|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|dll|apk|sh|docm|xlsm|pptm|iso|html?|svg)$/i;

const BOMB = 'giải nén ra quá lớn nên không nhận được. Giảm cỡ ảnh trong tệp hoặc lưu thành PDF rồi tải lên.';
const MACRO = 'có chứa macro nên không nhận được. Lưu lại thành PDF hoặc bản không có macro rồi tải lên.';

/** Why a zip container (docx, xlsx, odt, zip …) must not be passed on, or null; judged by what it declares. */
export async function scanZip(file: string, archive: boolean): Promise<string | null> {
  try {
    const zip = await openPromise(file);
    try {
      if (zip.entryCount > MAX_ENTRIES) return BOMB;
      let total = 0;
      for await (const entry of zip.eachEntry()) {
        total += entry.uncompressedSize;
        if (total > MAX_TOTAL) return BOMB;
        if (entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > MAX_RATIO * entry.compressedSize)
          return BOMB;
        if (/(?:^|\/)vbaProject\.bin$/i.test(entry.fileName)) return MACRO;
        if (archive && PROGRAM.test(entry.fileName)) {
          return 'có chứa chương trình hoặc trang web bên trong nên không nhận được. Chỉ nén văn bản, bảng tính và ảnh.';
        }
      }
    } finally {
      zip.close();
    }
    return null;
  } catch {
    return 'bị hỏng, không mở được. Mở tệp trên máy, lưu lại rồi tải lên.';
  }
}

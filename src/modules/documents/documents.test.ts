import { deflateSync } from 'node:zlib';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  checkFile,
  cleanFileName,
  FileRefused,
  formatSize,
  getFile,
  getFiles,
  listFormats,
  saveFile,
} from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

const MAX = 10 * 1024 * 1024;
async function check(name: string, content: Buffer | string, accept?: string[]): Promise<string> {
  const file = path.join(folder, 'received');
  await writeFile(file, content);
  const size = Buffer.byteLength(content);
  return checkFile(file, { name, size, accept, maxBytes: MAX }).then(
    (format) => format.mime,
    (error: unknown) => {
      if (error instanceof FileRefused) return error.message;
      throw error;
    },
  );
}

const pdf = (...objects: string[]) =>
  Buffer.from(`%PDF-1.5\n${objects.join('\n')}\ntrailer<</Root 1 0 R>>\n%%EOF\n`, 'latin1');
const CATALOG = '1 0 obj<</Type/Catalog>>endobj';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

function objectStream(inner: string): string {
  const body = deflateSync(Buffer.from(inner, 'latin1')).toString('latin1');
  return `5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${body.length}>>stream\n${body}\nendstream endobj`;
}
async function office(kind: 'docx' | 'xlsx', extra: Record<string, string | Buffer> = {}): Promise<Buffer> {
  const zip = new JSZip();
  const main = kind === 'docx' ? 'wordprocessingml.document' : 'spreadsheetml.sheet';
  zip.file(
    '[Content_Types].xml',
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`,
  );
  for (const [name, content] of Object.entries(extra)) zip.file(name, content);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

describe('[V.7] files of the listed formats are taken, their type told by their bytes', () => {
  test('pdf, image, text, old and new office formats', async () => {
    expect(await check('a.pdf', pdf(CATALOG))).toBe('application/pdf');
    expect(await check('Ảnh.PNG', PNG)).toBe('image/png');
    expect(await check('ghi-chu.txt', 'Tiếng Việt')).toBe('text/plain; charset=utf-8');
    expect(await check('don.doc', CFB)).toBe('application/msword');
    expect(await check('don.docx', await office('docx'))).toContain('wordprocessingml');
    expect(await check('bang.xlsx', await office('xlsx'))).toContain('spreadsheetml');
    expect(await check('thu.rtf', '{\\rtf1 x}')).toBe('application/rtf');
  });

  test('text that ends inside a character of the sample is still text', async () => {
    expect(await check('dai.txt', `a${'ệ'.repeat(40_000)}`)).toBe('text/plain; charset=utf-8');
  });
});

describe('files are refused with the name and the remedy', () => {
  test.each([
    ['anh.bmp', 'BM', /“anh.bmp” có định dạng không nhận được\. Lưu lại thành PDF, /],
    ['nen.rar', 'Rar!', /có định dạng không nhận được/],
    ['khong-duoi', 'x', /có định dạng không nhận được/],
    ['trong.pdf', '', /“trong.pdf” không có nội dung \(0 byte\)\. Mở thử tệp/],
    ['gia.pdf', 'MZ not a pdf', /mang đuôi \.pdf nhưng nội dung không phải PDF/],
    ['gia.jpg', PNG, /mang đuôi \.jpg nhưng nội dung không phải JPG/],
    ['gia.txt', Buffer.from([0x4d, 0x5a, 0, 1, 2]), /nội dung không phải TXT/],
    ['gia.txt', PNG, /nội dung không phải TXT/],
    ['to.pdf', Buffer.alloc(Math.round(14.2 * 1024 * 1024)), /“to.pdf” nặng 14,2 MB\. .* dưới 10 MB\./],
  ])('%s', async (name, content, message) => {
    expect(await check(name, content)).toMatch(message);
  });

  test('what the form does not ask for', async () => {
    expect(await check('a.png', PNG, ['pdf', 'docx'])).toContain('Lưu lại thành PDF hoặc DOCX');
  });

  test('a docx that is a spreadsheet inside', async () => {
    expect(await check('don.docx', await office('xlsx'))).toContain('không phải DOCX');
  });
});

describe('files that could act by themselves are refused', () => {
  const ACTIVE = 'có chứa mã tự chạy';

  test.each([
    ['JavaScript in clear', pdf(CATALOG, '2 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj')],
    ['with an escaped name', pdf(CATALOG, '2 0 obj<</S/J#61va#53cript/JS(x)>>endobj')],
    ['a program to start', pdf('1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>>>endobj')],
    ['hidden in an object stream', pdf(CATALOG, objectStream('2 0 <</S /JavaScript /JS (x)>>'))],
    [
      'hidden behind an escaped /ObjStm',
      pdf(CATALOG, objectStream('2 0 <</S /JavaScript>>').replace('/ObjStm', '/Obj#53tm')),
    ],
  ])('PDF: %s', async (_title, content) => {
    expect(await check('a.pdf', content)).toContain(ACTIVE);
  });

  test('PDF: an ordinary object stream is fine', async () => {
    expect(await check('a.pdf', pdf(CATALOG, objectStream('2 0 <</Type /Page>>')))).toBe('application/pdf');
  });

  test('PDF: what can not be looked into is not passed on', async () => {
    const broken = pdf(
      CATALOG,
      '5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\nnot zlib\nendstream endobj',
    );
    expect(await check('a.pdf', broken)).toContain('không kiểm tra được');
    const locked = pdf(
      CATALOG,
      objectStream('2 0 <<>>'),
      '9 0 obj<</Filter/Standard>>endobj trailer<</Encrypt 9 0 R>>',
    );
    expect(await check('a.pdf', locked)).toContain('bị khóa bằng mật khẩu');
  });

  test('PDF: an object stream that unpacks without end', async () => {
    const bomb = pdf(CATALOG, objectStream(' '.repeat(40 * 1024 * 1024)));
    expect(await check('a.pdf', bomb)).toContain('nén bất thường');
  });

  test('macros in old and new office files', async () => {
    const old = Buffer.concat([CFB, Buffer.from('_VBA_PROJECT', 'utf16le')]);
    expect(await check('a.doc', old)).toContain('có chứa macro');
    expect(await check('a.docx', await office('docx', { 'word/vbaProject.bin': 'x' }))).toContain(
      'có chứa macro',
    );
  });

  test('a document that unpacks to far more than it weighs', async () => {
    const bomb = await office('docx', { 'word/media/a.bin': Buffer.alloc(60 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await check('a.docx', bomb)).toContain('giải nén ra quá lớn');
  });

  test('an archive with a program inside', async () => {
    const zip = new JSZip().file('hoa-don.pdf.exe', 'MZ');
    expect(await check('a.zip', await zip.generateAsync({ type: 'nodebuffer' }), ['zip'])).toContain(
      'chương trình',
    );
  });

  test('a broken container', async () => {
    const whole = await office('docx');
    expect(await check('a.docx', whole.subarray(0, whole.length - 30))).toMatch(/bị hỏng|không phải DOCX/);
  });
});

describe('names', () => {
  test.each([
    ['C:\\Users\\An\\Đơn xin.pdf', 'Đơn xin.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a\u202efdp.exe', 'afdp.exe'],
    ['Đơn xin.pdf'.normalize('NFD'), 'Đơn xin.pdf'],
    ['', 'tep'],
    ['..', 'tep'],
    ['a<b>:"c|?.pdf', 'a_b___c__.pdf'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  test('are never a path, never invisible, never too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
        const kept = cleanFileName(name);
        expect(kept).not.toMatch(/[/\\\u0000-\u001f\u202e]/);
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.length).toBeLessThanOrEqual(150);
        expect(cleanFileName(kept)).toBe(kept);
      }),
    );
  });
});

test('sizes and lists read as people write them', () => {
  expect(formatSize(1)).toBe('1 KB');
  expect(formatSize(212 * 1024)).toBe('212 KB');
  expect(formatSize(10 * 1024 * 1024)).toBe('10 MB');
  expect(listFormats(['pdf', 'jpg', 'jpeg', 'png'])).toBe('PDF, JPG hoặc PNG');
});

describe('rows', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await testPlatform();
  });
  afterAll(() => platform.close());

  test('a saved file is found again with its content, and text that is no id finds nothing', async () => {
    const saved = await saveFile(platform, {
      content: Buffer.from('xin chào'),
      name: 'Thư.txt',
      mime: 'text/plain',
      createdBy: null,
    });
    expect(await getFile(platform.db, saved.id)).toEqual({ ...saved, size: 9 });
    expect((await platform.files.read(saved.sha256)).toString()).toBe('xin chào');
    expect(await getFile(platform.db, "x' or 1=1")).toBeNull();
    expect(await getFile(platform.db, '00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  test('several files come in the order asked for, by one statement', async () => {
    const save = (name: string) =>
      saveFile(platform, { content: Buffer.from(name), name, mime: 'text/plain', createdBy: null });
    const [a, b, c] = [await save('a.txt'), await save('b.txt'), await save('c.txt')];
    platform.queries.reset();
    expect((await getFiles(platform.db, [c.id, a.id, b.id])).map((file) => file.name)).toEqual([
      'c.txt',
      'a.txt',
      'b.txt',
    ]);
    expect(platform.queries.count()).toBe(1);
  });
});

describe('what may be digitised', () => {
  test('[II.2.2] files of text or image formats are taken as they are, any other kind is refused by name, whatever it calls itself', async () => {
    const jpg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
    const gif = Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1');
    const tiff = Buffer.concat([Buffer.from('49492a0008000000', 'hex'), Buffer.alloc(64)]);
    const taken: [string, Buffer | string, RegExp][] = [
      ['to-khai.pdf', pdf(CATALOG), /pdf/],
      ['anh.jpg', jpg, /^image\/jpeg/],
      ['anh.png', PNG, /^image\/png/],
      ['anh.gif', gif, /^image\/gif/],
      ['quet.tiff', tiff, /^image\/tiff/],
      ['don.docx', await office('docx'), /wordprocessingml/],
      ['bang.xlsx', await office('xlsx'), /spreadsheetml/],
      ['don.doc', CFB, /msword/],
      ['ghi-chu.txt', 'Nội dung', /^text\/plain/],
      ['bang.csv', 'a,b', /^text\/csv/],
    ];
    for (const [name, content, mime] of taken) expect(await check(name, content), name).toMatch(mime);

    const mp3 = Buffer.concat([Buffer.from('494433040000000000', 'hex'), Buffer.alloc(400)]);
    const mp4 = Buffer.concat([Buffer.from('00000018667479706d703432', 'hex'), Buffer.alloc(64)]);
    const exe = Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(400)]);
    const zip = await new JSZip().file('a.txt', 'a').generateAsync({ type: 'nodebuffer' });
    for (const [kind, content] of Object.entries({ mp3, mp4, exe, zip })) {
      expect(await check(`ghi-am.${kind}`, content), kind).toContain(
        `“ghi-am.${kind}” có định dạng không nhận được`,
      );
      for (const disguise of ['pdf', 'jpg', 'png']) {
        expect(await check(`quet.${disguise}`, content), `${kind} as ${disguise}`).toContain(
          `“quet.${disguise}”`,
        );
      }
    }
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { docx, p, paragraph, run, table } from '../../../scripts/templates/markup.ts';
import type { PageStyle } from '../../../scripts/templates/markup.ts';
import { checkTemplate, closePdf, PdfError, renderPdf, workerPath } from './index.ts';
import { readParts } from './package-parts.ts';
import { dense, pageTexts } from './testing.ts';
import { toTypst } from './to-typst.ts';
import { runTypst } from './typst.ts';

const PAGE: PageStyle = { width: 148, height: 210, margin: [10, 12, 10, 14], size: 11, line: 1 };

afterAll(closePdf);

async function textOf(body: string, data = {}): Promise<string[]> {
  const { pdf } = await renderPdf(await docx('Thử', body, PAGE), data);
  return pageTexts(pdf);
}

/** Letters that Tinos has, and scraps that mean something to typst, to XML or to the template. */
const LETTERS = [
  ...Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)),
  ...'ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵẢẪẬẶỂỄỘỠỢỮỰỴ',
  ...'–—“”‘’…·€£§°²³αβγЖдß',
];
const SCRAPS = [
  '#import "a.typ": *',
  '#{ panic() }',
  '")#sys.version(',
  '\\u{41}',
  '$x^2$',
  '<w:t>',
  '&amp;',
  ']]>',
  '{agencyName}',
  '{#papers}{/papers}',
  '// x /* y */',
  '= Mục\n- a\n+ b',
  '@nhãn <nhãn>',
  '\'"`',
  'fi ffl',
];
const anyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 60 }) },
      fc.constantFrom(...SCRAPS),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

describe('text of people', () => {
  test('comes out of the PDF as it went in, whatever it means to typst, XML or the template', async () => {
    const template = await docx(
      'Thử',
      p('Đầu {value} cuối') +
        table([60, 60], [[p('{#rows}{name}'), p('{name}{/rows}', { bold: true })]], { ruled: true }),
      PAGE,
    );
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (value, name) => {
        const { pdf } = await renderPdf(template, { value, rows: [{ name }] });
        const pages = await pageTexts(pdf);
        expect(dense(pages.join(''))).toBe(dense(`Đầu ${value} cuối${name}${name}`));
      }),
      { numRuns: 120 },
    );
  }, 120_000);

  test('of any kind, control characters and broken surrogates too, makes a PDF', async () => {
    const template = await docx('Thử', p('{value}'), PAGE);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (value) => {
        const { pdf } = await renderPdf(template, { value: `${value}\ud800\u0000` });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('keeps its lines, in their place between other words of the same run', async () => {
    const body = paragraph(run('A {value} Z'));
    expect((await textOf(body, { value: 'một\nhai' })).join('')).toMatch(/A một\s+hai Z/);
  });

  test('without a space does not leave the page', async () => {
    const word = 'Nghiêng'.repeat(60);
    const [page] = await textOf(p('{word}'), { word });
    expect(dense(page!)).toBe(word);
    const { pdf } = await renderPdf(await docx('Thử', p('{word}'), PAGE), { word });
    // pdftotext leaves out what lies outside the page.
    expect(dense(execFileSync('pdftotext', ['-', '-'], { input: pdf, stdio: 'pipe' }).toString())).toBe(word);
  });
});

describe('layout', () => {
  test('a long table goes on over pages, its head repeated and the page number on top from the second page', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({ name: `Giấy tờ số ${index + 1}.` }));
    const pages = await textOf(
      table(
        [100, 20],
        [
          [p('Tên giấy tờ'), p('Ghi chú')],
          [p('{#rows}{name}'), p('{/rows}')],
        ],
        { ruled: true, header: true },
      ),
      { rows },
    );
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page).toContain('Ghi chú');
    expect(pages[0]).toMatch(/^Tên/);
    expect(pages[1]).toMatch(/^2/);
    expect(pages.join('')).toContain('Giấy tờ số 120.');
  });

  test('follows page size, alignment, styles, capitals, tabs, breaks and merged cells', async () => {
    const styled =
      '<w:p><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="6000"/></w:tabs><w:ind w:left="400" w:hanging="400"/></w:pPr>' +
      '<w:r><w:t>1.</w:t><w:tab/><w:t>Họ tên</w:t><w:tab/></w:r><w:r><w:rPr><w:caps/><w:u w:val="single"/></w:rPr><w:t>ấm</w:t></w:r></w:p>' +
      '<w:p><w:r><w:t>Trang một</w:t><w:br w:type="page"/><w:t>Trang hai</w:t></w:r></w:p>' +
      '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>' +
      '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Gộp</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B1</w:t></w:r></w:p></w:tc></w:tr>' +
      '<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>B2</w:t></w:r></w:p></w:tc></w:tr>' +
      '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Hai cột</w:t></w:r></w:p></w:tc></w:tr></w:tbl>';
    const pages = await textOf(styled);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toMatch(/1\.\s*Họ tên\s*[. ]+ẤM/);
    expect(pages[0]).toContain('Trang một');
    for (const text of ['Trang hai', 'Gộp', 'B1', 'B2', 'Hai cột']) expect(pages[1]).toContain(text);
    const { source } = toTypst(await readParts(await docx('Thử', styled, PAGE)));
    expect(source).toContain('width: 419.55pt, height: 595.3pt');
    expect(source).toContain('rowspan: 2');
    expect(source).toContain('colspan: 2');
  });

  test('a table whose rows are all gone is left out', async () => {
    const body = table([60, 60], [[p('{#rows}{name}'), p('{/rows}')]]) + p('Hết');
    expect(dense((await textOf(body, { rows: [] })).join(''))).toBe('Hết');
  });
});

describe('checkTemplate', () => {
  const check = async (body: string, fields?: string[]) =>
    checkTemplate(await docx('Thử', body, PAGE), fields);

  test.each([
    [
      '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Mục một</w:t></w:r></w:p>',
      /Đánh số/,
    ],
    ['<w:p><w:ins w:id="1"><w:r><w:t>mới</w:t></w:r></w:ins></w:p>', /Track Changes/],
    ['<w:p><w:r><w:pict/></w:r></w:p>', /hình vẽ/],
    ['<w:p><w:r><mc:AlternateContent xmlns:mc="x"/></w:r></w:p>', /khung chữ/],
    ['<w:p><w:r><w:drawing><wp:anchor/></w:drawing></w:r></w:p>', /In Line with Text/],
    ['<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', /chú thích/],
    ['<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>', /Symbol/],
    ['<w:p><w:pPr><w:tabs><w:tab w:val="center" w:pos="3000"/></w:tabs></w:pPr></w:p>', /tab/],
    ['<w:p><w:pPr><w:sectPr/></w:pPr></w:p>', /section/],
  ])('refuses %s', async (body, reason) => {
    const messages = await check(p('Dòng đầu') + body);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      level: 'error',
      place: expect.stringMatching(/^Đoạn 2/),
      text: expect.stringMatching(reason),
    });
  });

  test('names the cell of a table', async () => {
    const cell = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
    const messages = await check(
      table(
        [60, 60],
        [
          [p('a'), p('b')],
          [p('c'), cell],
        ],
      ),
    );
    expect(messages).toEqual([
      {
        level: 'error',
        place: 'Bảng 1, hàng 2, ô 2',
        text: expect.stringContaining('Ngắt trang trong bảng'),
      },
    ]);
  });

  test('finds placeholders that do not fit together, and unknown ones', async () => {
    expect(await check(p('Họ tên: {name'))).toEqual([
      expect.objectContaining({ level: 'error', place: 'Đoạn 1 («Họ tên: {name»)' }),
    ]);
    expect(await check(p('{#papers}{name}'))).toEqual([
      expect.objectContaining({ level: 'error', place: '{#papers}' }),
    ]);
    expect(await check(p('{name}{/papers}'))).toEqual([
      expect.objectContaining({ level: 'error', place: '{/papers}' }),
    ]);
    expect(await check(p('{name} {nmae}'), ['name'])).toEqual([
      expect.objectContaining({ level: 'warning', place: '{nmae}' }),
    ]);
    expect(await check(p('{name}'), ['name'])).toEqual([]);
  });

  test('refuses what is no .docx, and renderPdf says the same', async () => {
    const messages = await checkTemplate(Buffer.from('%PDF-1.7'));
    expect(messages).toEqual([expect.objectContaining({ level: 'error', place: 'Cả tệp' })]);
    const bad = await docx('Thử', '<w:p><w:r><w:object/></w:r></w:p>', PAGE);
    await expect(renderPdf(bad, {})).rejects.toMatchObject({ messages: [{ place: 'Đoạn 1' }] });
  });

  test('remarks a typeface that will be printed in another', async () => {
    const body = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Comic Sans MS"/></w:rPr><w:t>Chữ</w:t></w:r></w:p>';
    expect(await check(body + body)).toEqual([expect.objectContaining({ level: 'warning' })]);
  });
});

describe('the typst process', () => {
  const document = { source: '#set page(width: 50mm, height: 50mm)\nxin', files: [] };
  const endless = {
    source: '#for a in range(9999) { for b in range(9999) { for c in range(9999) {} } }',
    files: [],
  };

  test('is found from source', () => {
    expect(existsSync(workerPath())).toBe(true);
  });

  test('is killed when a document takes too long, and the next document is made by a new one', async () => {
    const slow = runTypst(endless, 1500);
    const next = runTypst(document);
    await expect(slow).rejects.toBeInstanceOf(PdfError);
    expect((await next).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('reports a source that typst refuses and goes on', async () => {
    await expect(runTypst({ source: '#nowhere', files: [] })).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('nowhere') }),
    });
    expect((await runTypst(document)).length).toBeGreaterThan(500);
  });

  test('can not read a file of the machine', async () => {
    await expect(runTypst({ source: '#read("/etc/passwd")', files: [] })).rejects.toBeInstanceOf(PdfError);
    await expect(runTypst({ source: '#read("../../etc/passwd")', files: [] })).rejects.toBeInstanceOf(
      PdfError,
    );
  });

  test('refuses what waits when it is closed, and starts again afterwards', async () => {
    const pending = [runTypst(endless), runTypst(document)].map((job) =>
      job.catch((error: unknown) => error),
    );
    await closePdf();
    for (const result of await Promise.all(pending)) expect(result).toBeInstanceOf(PdfError);
    expect((await runTypst(document)).length).toBeGreaterThan(500);
  });
});

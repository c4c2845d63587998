import JSZip from 'jszip';

/** A few words of WordprocessingML, so that the templates below read like the paper they describe. Measures: mm and pt. */

export interface TextStyle {
  size?: number;
  bold?: boolean;
  italic?: boolean;
  /** Six hexadecimal digits. */
  colour?: string;
}

export interface ParagraphStyle extends TextStyle {
  align?: 'left' | 'center' | 'right' | 'both';
  before?: number;
  after?: number;
  left?: number;
  right?: number;
  firstLine?: number;
  /** A thin line under the paragraph. */
  rule?: boolean;
  keepNext?: boolean;
}

export interface Column {
  width: number;
  align?: ParagraphStyle['align'];
}

const twips = (mm: number) => Math.round((mm * 1440) / 25.4);
const points = (pt: number) => Math.round(pt * 20);

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** One run. Each placeholder gets a run of its own, as Word keeps them when they are typed in one go. */
export function run(text: string, style: TextStyle = {}): string {
  const props = [
    style.bold ? '<w:b/>' : '',
    style.italic ? '<w:i/>' : '',
    style.colour ? `<w:color w:val="${style.colour}"/>` : '',
    style.size ? `<w:sz w:val="${style.size * 2}"/><w:szCs w:val="${style.size * 2}"/>` : '',
  ].join('');
  return `<w:r>${props && `<w:rPr>${props}</w:rPr>`}<w:t xml:space="preserve">${escape(text)}</w:t></w:r>`;
}

/** A paragraph of text; `**bold**` marks bold words, {placeholders} stay what they are. */
export function p(text: string, style: ParagraphStyle = {}): string {
  const runs = text
    .split(/(\*\*[^*]+\*\*|\{[^}]+\})/)
    .filter(Boolean)
    .map((piece) =>
      piece.startsWith('**') ? run(piece.slice(2, -2), { ...style, bold: true }) : run(piece, style),
    );
  return paragraph(runs.join(''), style);
}

/** A paragraph around runs that are ready. */
export function paragraph(runs: string, style: ParagraphStyle = {}): string {
  const indent = style.left || style.right || style.firstLine;
  const props = [
    style.keepNext ? '<w:keepNext/>' : '',
    style.rule ? '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>' : '',
    `<w:spacing w:before="${points(style.before ?? 0)}" w:after="${points(style.after ?? 0)}"/>`,
    indent
      ? `<w:ind w:left="${twips(style.left ?? 0)}" w:right="${twips(style.right ?? 0)}" w:firstLine="${twips(style.firstLine ?? 0)}"/>`
      : '',
    style.align ? `<w:jc w:val="${style.align}"/>` : '',
  ].join('');
  // An empty paragraph takes the height of its mark, so the mark needs the size as well.
  const mark = style.size ? `<w:rPr><w:sz w:val="${style.size * 2}"/></w:rPr>` : '';
  return `<w:p><w:pPr>${props}${mark}</w:pPr>${runs}</w:p>`;
}

export interface TableStyle {
  /** Lines around every cell; else none at all. */
  ruled?: boolean;
  /** Lines around the table only. */
  boxed?: boolean;
  /** Left and right, top and bottom room inside a cell, mm. */
  padding?: [number, number];
  /** First row repeats on each page. */
  header?: boolean;
  middle?: boolean;
}

/** A table; each row is a list of cells, each cell the markup of its paragraphs. Rows are not torn over two pages. */
export function table(widths: number[], rows: string[][], style: TableStyle = {}): string {
  const line = (side: string, on: boolean | undefined) =>
    `<w:${side} w:val="${on ? 'single' : 'nil'}"${on ? ' w:sz="4" w:space="0" w:color="000000"' : ''}/>`;
  const outer = style.ruled || style.boxed;
  const borders = [
    ...['top', 'left', 'bottom', 'right'].map((side) => line(side, outer)),
    ...['insideH', 'insideV'].map((side) => line(side, style.ruled)),
  ].join('');
  const [x, y] = style.padding ?? [0, 0];
  const margin = (side: string, mm: number) => `<w:${side} w:w="${twips(mm)}" w:type="dxa"/>`;
  const margins = margin('top', y) + margin('left', x) + margin('bottom', y) + margin('right', x);
  const total = twips(widths.reduce((sum, width) => sum + width, 0));
  const body = rows.map((cells, index) => {
    const head = style.header && index === 0 ? '<w:tblHeader/>' : '';
    const tcs = cells.map(
      (cell, column) =>
        `<w:tc><w:tcPr><w:tcW w:w="${twips(widths[column] ?? 0)}" w:type="dxa"/>${
          style.middle ? '<w:vAlign w:val="center"/>' : ''
        }</w:tcPr>${cell}</w:tc>`,
    );
    return `<w:tr><w:trPr><w:cantSplit/>${head}</w:trPr>${tcs.join('')}</w:tr>`;
  });
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders>` +
    `<w:tblLayout w:type="fixed"/><w:tblCellMar>${margins}</w:tblCellMar></w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${twips(width)}"/>`).join('')}</w:tblGrid>${body.join('')}</w:tbl>`
  );
}

export interface PageStyle {
  width: number;
  height: number;
  /** top, right, bottom, left */
  margin: [number, number, number, number];
  size: number;
  /** Line height against the natural one. */
  line: number;
}

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
/** Fixed, so that building twice gives the same bytes. */
const BUILT = new Date('2026-01-01T00:00:00Z');

/** A whole .docx: the page number stands at the top centre from the second page on, as in state documents. */
export async function docx(title: string, body: string, page: PageStyle): Promise<Buffer> {
  const [top, right, bottom, left] = page.margin.map(twips) as [number, number, number, number];
  const section =
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>' +
    `<w:pgSz w:w="${twips(page.width)}" w:h="${twips(page.height)}"/>` +
    `<w:pgMar w:top="${top}" w:right="${right}" w:bottom="${bottom}" w:left="${left}" w:header="${Math.round(top / 2)}" w:footer="${Math.round(bottom / 2)}" w:gutter="0"/>` +
    '<w:titlePg/></w:sectPr>';
  const files: Record<string, string> = {
    '[Content_Types].xml':
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/>` +
      `<Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/>` +
      `<Override PartName="/word/header1.xml" ContentType="${WORD}.header+xml"/>` +
      '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    '_rels/.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/>` +
      `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml':
      `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
      `<dc:title>${escape(title)}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    'word/document.xml': `${XML}<w:document ${NAMESPACES}><w:body>${body}${section}</w:body></w:document>`,
    'word/_rels/document.xml.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/>` +
      `<Relationship Id="rId2" Type="${OFFICE}/header" Target="header1.xml"/></Relationships>`,
    'word/header1.xml':
      `${XML}<w:hdr ${NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` +
      '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>',
    'word/styles.xml':
      `${XML}<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>` +
      '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>' +
      `<w:sz w:val="${page.size * 2}"/><w:szCs w:val="${page.size * 2}"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>` +
      `<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="${Math.round(page.line * 240)}" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>',
  };
  const zip = new JSZip();
  for (const [path, text] of Object.entries(files))
    zip.file(path, text, { date: BUILT, createFolders: false });
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', platform: 'DOS' });
}

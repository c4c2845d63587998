import { PdfError } from './errors.ts';
import type { TemplateMessage } from './errors.ts';
import { PICTURE_KINDS, pictureTarget } from './drawing.ts';
import { templateHandler } from './fill.ts';
import { readParts, relationships, xmlPart } from './package-parts.ts';
import type { Parts } from './package-parts.ts';
import { value } from './props.ts';
import { child, children, descendant } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What may stand where, and is shown. */
const BLOCKS = new Set(['w:p', 'w:tbl', 'w:sdt']);
const IN_PARAGRAPH = new Set(['w:r', 'w:hyperlink', 'w:smartTag', 'w:sdt', 'w:fldSimple']);
const IN_RUN = new Set([
  'w:t',
  'w:tab',
  'w:br',
  'w:cr',
  'w:noBreakHyphen',
  'w:drawing',
  'w:fldChar',
  'w:instrText',
]);
/** Marks that a reader of the paper never sees. */
const SILENT =
  /^w:(pPr|rPr|sectPr|tcPr|trPr|tblPr|tblPrEx|tblGrid|sdtPr|sdtEndPr|bookmark(Start|End)|proofErr|perm(Start|End)|comment\w+|softHyphen|lastRenderedPageBreak|annotationRef|smartTagPr)$/;

/** Why an element is refused, and what to do instead. */
const REFUSED: Record<string, string> = {
  'w:ins':
    'Còn nội dung đang theo dõi thay đổi (Track Changes). Hãy chấp nhận hoặc bỏ hết thay đổi rồi lưu lại.',
  'w:pict': 'Có hình vẽ, khung chữ hoặc hình mờ kiểu cũ. Hãy thay bằng ảnh chèn cùng dòng với chữ hoặc bảng.',
  'w:object': 'Có đối tượng nhúng (Excel, công thức…). Hãy thay bằng ảnh hoặc chữ.',
  'w:sym': 'Có ký hiệu chèn bằng Symbol. Hãy thay bằng ký tự thường, ví dụ ☐ hoặc ☑.',
  'w:footnoteReference': 'Có chú thích cuối trang. Hãy viết chú thích thành một đoạn thường.',
  'm:oMath': 'Có công thức. Hãy thay bằng chữ hoặc ảnh.',
  'mc:AlternateContent': 'Có khung chữ hoặc hình vẽ. Hãy thay bằng bảng (có thể không viền).',
};
Object.assign(REFUSED, {
  'w:del': REFUSED['w:ins'],
  'w:moveFrom': REFUSED['w:ins'],
  'w:moveTo': REFUSED['w:ins'],
  'w:endnoteReference': REFUSED['w:footnoteReference'],
  'm:oMathPara': REFUSED['m:oMath'],
});

const BRACES = 'Dấu { hoặc } bị thiếu. Mỗi trường viết đủ cặp trong cùng một đoạn, ví dụ {applicantName}.';
const TIMES_LIKE = /^(Times New Roman|Tinos|Liberation Serif|Times)$/i;

/**
 * Checks an uploaded template: whether everything in it can be printed and whether its placeholders fit together.
 * An empty list means yes; see TemplateMessage.level for what is only a remark. With `fields` (names the data will have), an
 * unknown placeholder is remarked.
 */
export async function checkTemplate(docx: Buffer, fields?: readonly string[]): Promise<TemplateMessage[]> {
  try {
    const parts = await readParts(docx);
    const messages = checkParts(parts);
    if (messages.some((one) => one.text === BRACES)) return messages;
    return [...messages, ...(await checkTags(docx, fields))];
  } catch (error) {
    if (error instanceof PdfError) return [{ level: 'error', place: 'Cả tệp', text: error.message }];
    throw error;
  }
}

/** The same for an opened package, without the placeholders. */
export function checkParts(parts: Parts): TemplateMessage[] {
  const root = xmlPart(parts, 'word/document.xml');
  const body = child(root, 'w:body');
  if (!body) return [{ level: 'error', place: 'Cả tệp', text: 'Tệp không có nội dung văn bản.' }];
  const check = new Check(parts);
  check.part(body, 'word/document.xml', '');
  check.section(child(body, 'w:sectPr'));
  for (const path of parts.keys()) {
    const match = /^word\/(header|footer)\d*\.xml$/.exec(path);
    if (match) check.part(xmlPart(parts, path)!, path, match[1] === 'header' ? 'Đầu trang' : 'Chân trang');
  }
  return check.messages;
}

class Check {
  readonly messages: TemplateMessage[] = [];
  private readonly parts: Parts;
  private readonly numbered: Set<string>;
  private readonly fonts = new Set<string>();
  private targets = new Map<string, string>();

  constructor(parts: Parts) {
    this.parts = parts;
    this.numbered = numberedStyles(xmlPart(parts, 'word/styles.xml'));
  }

  part(root: XmlElement, path: string, place: string): void {
    this.targets = relationships(this.parts, path);
    this.blocks(root, place);
  }

  section(sectPr: XmlElement | undefined): void {
    const columns = Number(value(sectPr, 'w:cols', 'w:num') ?? 1);
    if (columns > 1)
      this.refuse('Cả tệp', 'Văn bản chia nhiều cột. Hãy đưa về một cột, dùng bảng nếu cần hai cột.');
  }

  private blocks(parent: XmlElement, place: string): void {
    let paragraphs = 0;
    let tables = 0;
    for (const one of parent.elements) {
      const prefix = place ? `${place}, ` : '';
      if (one.name === 'w:p') this.paragraph(one, label(`${prefix}đoạn ${++paragraphs}`, one));
      else if (one.name === 'w:tbl') this.table(one, capital(`${prefix}bảng ${++tables}`));
      else if (one.name === 'w:sdt') this.blocks(child(one, 'w:sdtContent') ?? one, place);
      else this.other(one, BLOCKS, place || 'Cả tệp');
    }
  }

  private table(element: XmlElement, place: string): void {
    if (child(child(element, 'w:tblPr'), 'w:tblpPr')) {
      this.refuse(place, 'Bảng nổi (chữ chạy quanh bảng). Hãy đặt Text Wrapping của bảng là None.');
    }
    children(element, 'w:tr').forEach((row, r) => {
      children(row, 'w:tc').forEach((cell, c) => {
        const where = `${place}, hàng ${r + 1}, ô ${c + 1}`;
        if (value(child(cell, 'w:tcPr'), 'w:textDirection')?.match(/^(btLr|tbRl)/)) {
          this.refuse(where, 'Chữ xoay dọc trong ô. Hãy để chữ nằm ngang.');
        }
        if (hasPageBreak(cell)) this.refuse(where, 'Ngắt trang trong bảng. Hãy đặt ngắt trang ở ngoài bảng.');
        this.blocks(cell, where);
      });
    });
  }

  private paragraph(element: XmlElement, place: string): void {
    const pPr = child(element, 'w:pPr');
    if (child(pPr, 'w:numPr') || this.numbered.has(value(pPr, 'w:pStyle') ?? '')) {
      this.refuse(place, 'Đánh số hoặc gạch đầu dòng tự động. Hãy gõ số hoặc dấu gạch bằng tay.');
    }
    if (child(pPr, 'w:sectPr'))
      this.refuse(place, 'Văn bản có nhiều section. Hãy để cả văn bản là một section.');
    if (child(pPr, 'w:framePr'))
      this.refuse(place, 'Đoạn nằm trong khung. Hãy bỏ khung hoặc thay bằng bảng.');
    if (
      children(child(pPr, 'w:tabs'), 'w:tab').some((tab) =>
        /^(center|decimal|bar)$/.test(tab.attributes['w:val'] ?? ''),
      )
    ) {
      this.refuse(place, 'Điểm dừng tab kiểu giữa hoặc thập phân. Hãy dùng bảng không viền để căn.');
    }
    if (!/^[^{}]*(\{[^{}]*\}[^{}]*)*$/.test(textOf(element))) this.refuse(place, BRACES);
    this.inline(element, place);
  }

  private inline(parent: XmlElement, place: string): void {
    for (const one of parent.elements) {
      if (one.name === 'w:r') this.run(one, place);
      else if (one.name === 'w:sdtContent' || IN_PARAGRAPH.has(one.name)) this.inline(one, place);
      else this.other(one, IN_PARAGRAPH, place);
    }
  }

  private run(element: XmlElement, place: string): void {
    const font = value(child(element, 'w:rPr'), 'w:rFonts', 'w:ascii');
    if (font && !TIMES_LIKE.test(font) && !this.fonts.has(font)) {
      this.fonts.add(font);
      this.messages.push({
        level: 'warning',
        place,
        text: `Phông ${font} sẽ in bằng phông kiểu Times New Roman.`,
      });
    }
    for (const one of element.elements) {
      if (one.name === 'w:drawing') this.drawing(one, place);
      else if (one.name === 'w:br' && one.attributes['w:type'] === 'column') {
        this.refuse(place, 'Ngắt cột. Hãy bỏ ngắt cột, dùng bảng nếu cần hai cột.');
      } else this.other(one, IN_RUN, place);
    }
  }

  private drawing(element: XmlElement, place: string): void {
    const target = pictureTarget(element, this.targets);
    if (!child(element, 'wp:inline') || !descendant(element, 'a:blip')) {
      this.refuse(place, 'Hình nổi hoặc hình vẽ. Hãy dùng ảnh và đặt Wrap Text là In Line with Text.');
    } else if (
      !target ||
      !this.parts.has(target) ||
      !PICTURE_KINDS.has(target.split('.').at(-1)!.toLowerCase())
    ) {
      this.refuse(
        place,
        'Ảnh không in được. Hãy dùng ảnh PNG hoặc JPEG chèn hẳn vào tệp (không phải liên kết).',
      );
    }
  }

  private other(element: XmlElement, allowed: Set<string>, place: string): void {
    if (allowed.has(element.name) || SILENT.test(element.name)) return;
    this.refuse(
      place,
      REFUSED[element.name] ?? `Có thành phần không in được (${element.name}). Hãy bỏ hoặc thay bằng chữ.`,
    );
  }

  private refuse(place: string, text: string): void {
    if (!this.messages.some((one) => one.place === place && one.text === text)) {
      this.messages.push({ level: 'error', place, text });
    }
  }
}

/** Ids of the styles that number their paragraphs, also by what they are based on. */
function numberedStyles(root: XmlElement | undefined): Set<string> {
  const numbered = new Set<string>();
  const styles = children(root, 'w:style');
  for (let before = -1; before !== numbered.size;) {
    before = numbered.size;
    for (const style of styles) {
      const own = child(child(style, 'w:pPr'), 'w:numPr');
      if (own || numbered.has(value(style, 'w:basedOn') ?? ''))
        numbered.add(style.attributes['w:styleId'] ?? '');
    }
  }
  return numbered;
}

function hasPageBreak(element: XmlElement): boolean {
  return element.elements.some(
    (one) => (one.name === 'w:br' && one.attributes['w:type'] === 'page') || hasPageBreak(one),
  );
}

function label(place: string, paragraph: XmlElement): string {
  const text = textOf(paragraph).trim();
  return capital(text ? `${place} («${text.length > 40 ? `${text.slice(0, 40)}…` : text}»)` : place);
}

function textOf(element: XmlElement): string {
  return element.elements.map((one) => (one.name === 'w:t' ? one.text : textOf(one))).join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function checkTags(docx: Buffer, fields?: readonly string[]): Promise<TemplateMessage[]> {
  const messages: TemplateMessage[] = [];
  const say = (level: TemplateMessage['level'], place: string, text: string) =>
    messages.push({ level, place, text });
  let tags;
  try {
    tags = await templateHandler().parseTags(docx);
  } catch {
    say('error', 'Cả tệp', 'Có trường {…} viết sai. Hãy gõ lại các trường, ví dụ {applicantName}.');
    return messages;
  }
  const open: string[] = [];
  for (const tag of tags) {
    if (!tag.name) continue;
    if (tag.disposition === 'Close') {
      const name = open.pop();
      if (name !== tag.name)
        say(
          'error',
          tag.rawText,
          name ? `Đóng nhầm: đang mở {#${name}}.` : `Chưa mở {#${tag.name}} trước đó.`,
        );
      continue;
    }
    if (tag.disposition === 'Open') open.push(tag.name);
    if (fields && !fields.includes(tag.name)) {
      say(
        'warning',
        tag.rawText,
        `Không có trường tên ${tag.name}, chỗ này sẽ để trống. Hãy kiểm tra lại tên trường.`,
      );
    }
  }
  for (const name of open) say('error', `{#${name}}`, `Chưa có {/${name}} đóng lại.`);
  return messages;
}

/** A placeholder of a template: {name}, or {#name} with what stands inside it. */
export interface TemplateTag {
  name: string;
  block: boolean;
  /** Name of the block around it; null at the top. */
  within: string | null;
}

/**
 * The placeholders of a template, in order, each place it stands.
 *
 * @throws PdfError when they do not fit together or the file is no .docx
 */
export async function templateTags(docx: Buffer): Promise<TemplateTag[]> {
  let tags;
  try {
    tags = await templateHandler().parseTags(docx);
  } catch (error) {
    throw new PdfError('Không đọc được các trường {…} của mẫu.', [], error);
  }
  const open: string[] = [];
  return tags.flatMap((tag) => {
    if (!tag.name) return [];
    if (tag.disposition === 'Close') {
      open.pop();
      return [];
    }
    const found = { name: tag.name, block: tag.disposition === 'Open', within: open.at(-1) ?? null };
    if (found.block) open.push(tag.name);
    return [found];
  });
}

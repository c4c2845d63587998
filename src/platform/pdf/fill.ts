import {
  ImagePlugin,
  LoopPlugin,
  MimeType,
  TemplateHandler,
  TemplatePlugin,
  TextPlugin,
  officeMarkup,
  xml,
} from 'easy-template-x';
import type { ScopeData, Tag, TemplateData as LibraryData } from 'easy-template-x';
import { PdfError } from './errors.ts';

/** A picture to put where a placeholder stands, with its size on paper in millimetres. */
export interface Picture {
  png: Buffer;
  widthMm: number;
  heightMm: number;
  /** What the picture shows, read out by a screen reader. */
  alt: string;
}

/** What a template may be filled with: {name} text, {#name}…{/name} a list or a condition, {name} a picture. */
export type TemplateValue = string | number | boolean | null | undefined | Picture | TemplateData[];

export interface TemplateData {
  [field: string]: TemplateValue;
}

/**
 * Text with line breaks, in its place. The library's own plugin puts the second line behind everything else in the run, so
 * "{address} (người nộp)" would come out of order.
 */
class LinesPlugin extends TemplatePlugin {
  override readonly contentType: string = 'text';
  private readonly single = new TextPlugin();

  override simpleTagReplacements(tag: Tag, data: ScopeData): void {
    const value = data.getScopeData<string>() as string | undefined;
    const lines = String(value ?? '').split('\n');
    if (lines.length < 2 || tag.placement !== 'TextNode') {
      this.single.simpleTagReplacements(tag, data);
      return;
    }
    let previous = officeMarkup.query.containingTextNode(tag.xmlTextNode);
    tag.xmlTextNode.textContent = lines[0]!;
    officeMarkup.modify.setSpacePreserveAttribute(previous);
    for (const line of lines.slice(1)) {
      const br = xml.create.generalNode('w:br');
      const text = xml.create.generalNode('w:t', { attributes: { 'xml:space': 'preserve' } });
      xml.modify.appendChild(text, xml.create.textNode(line));
      xml.modify.insertAfter(br, previous);
      xml.modify.insertAfter(text, br);
      previous = text;
    }
  }
}

/** Only text, loops and pictures: the library's raw XML, links and charts would let data reach into the document. */
export function templateHandler(): TemplateHandler {
  return new TemplateHandler({ plugins: [new LoopPlugin(), new LinesPlugin(), new ImagePlugin()] });
}

/**
 * Fills the placeholders of a .docx and returns the filled .docx. Text is brought to NFC and rid of characters that XML can
 * not hold; a field without a value comes out empty.
 * @throws PdfError when the template's placeholders do not fit together.
 */
export async function fillTemplate(template: Buffer, data: TemplateData): Promise<Buffer> {
  try {
    return Buffer.from(await templateHandler().process(template, toLibrary(data)));
  } catch (error) {
    throw new PdfError(
      'Không điền được dữ liệu vào mẫu: các trường {…} trong mẫu không khớp nhau.',
      [],
      error,
    );
  }
}

function toLibrary(data: TemplateData): LibraryData {
  return Object.fromEntries(Object.entries(data).map(([field, value]) => [field, toContent(value)]));
}

function toContent(value: TemplateValue): LibraryData[string] {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(toLibrary);
  if (typeof value !== 'object') return value;
  return {
    _type: 'image',
    source: value.png,
    format: MimeType.Png,
    width: value.widthMm * PIXELS_PER_MM,
    height: value.heightMm * PIXELS_PER_MM,
    // The library writes this into its markup as it is.
    altText: printable(value.alt).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  };
}

const PIXELS_PER_MM = 96 / 25.4;

/** The text as a document can hold it: NFC, line ends as \n, tabs as spaces, no control characters, no broken surrogates. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]|[\ufffe\uffff]/gu, '');
}

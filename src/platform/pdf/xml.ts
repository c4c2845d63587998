import { XMLParser } from 'fast-xml-parser';
import { PdfError } from './errors.ts';

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  elements: XmlElement[];
  /** The element's own text, entities resolved. */
  text: string;
}

const MAX_DEPTH = 60;

// Entities are resolved here and only the five of XML and numeric ones, so a document can not define its own.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignorePiTags: true,
  ignoreDeclaration: true,
});

type Raw = Record<string, unknown>;

/**
 * Reads one XML document into a plain tree; comments and processing instructions are left out.
 * @throws PdfError when it is not well formed, has a DOCTYPE, or nests deeper than 60 levels.
 */
export function parseXml(source: string): XmlElement {
  if (source.includes('<!DOCTYPE')) throw new PdfError('Tệp mẫu chứa khai báo XML không được phép.');
  let nodes: Raw[];
  try {
    nodes = parser.parse(source) as Raw[];
  } catch (error) {
    throw new PdfError('Tệp mẫu bị hỏng (XML không đọc được). Hãy lưu lại tệp bằng Word.', [], error);
  }
  const root = nodes.find((node) => elementName(node) !== undefined);
  if (!root) throw new PdfError('Tệp mẫu bị hỏng (thiếu nội dung). Hãy lưu lại tệp bằng Word.');
  return toElement(root, 0);
}

function elementName(node: Raw): string | undefined {
  return Object.keys(node).find((key) => key !== ':@' && key !== '#text');
}

function toElement(node: Raw, depth: number): XmlElement {
  if (depth > MAX_DEPTH)
    throw new PdfError('Tệp mẫu lồng bảng hoặc khung quá sâu. Hãy bỏ bớt bảng lồng nhau.');
  const name = elementName(node)!;
  const element: XmlElement = { name, attributes: {}, elements: [], text: '' };
  for (const [key, value] of Object.entries((node[':@'] as Raw | undefined) ?? {})) {
    element.attributes[key] = decode(String(value));
  }
  for (const part of node[name] as Raw[]) {
    if ('#text' in part) element.text += decode(String(part['#text']));
    else element.elements.push(toElement(part, depth + 1));
  }
  return element;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name) return NAMED[String(name).toLowerCase()] ?? whole;
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

/** The first child with that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.elements.find((one) => one.name === name);
}

/** All children with that name. */
export function children(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.elements.filter((one) => one.name === name) ?? [];
}

/** The first element with that name at any depth below. */
export function descendant(element: XmlElement, name: string): XmlElement | undefined {
  for (const one of element.elements) {
    const hit = one.name === name ? one : descendant(one, name);
    if (hit) return hit;
  }
  return undefined;
}

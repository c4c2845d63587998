import type { Context, TypstFile } from './context.ts';
import { relationships, xmlPart } from './package-parts.ts';
import type { Parts } from './package-parts.ts';
import { paragraph } from './paragraph.ts';
import type { Block } from './paragraph.ts';
import { twips } from './props.ts';
import { readStyles } from './styles.ts';
import { table } from './table.ts';
import { literal, pt } from './typst-text.ts';
import { child, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

const DOCUMENT = 'word/document.xml';

/** A document for the typst process: its source and the pictures that the source names. */
export interface TypstDocument {
  source: string;
  files: TypstFile[];
}

/**
 * Converts a filled .docx of the checked subset (see check.ts) into typst. Elements outside the subset are left out, so call
 * checkParts first. Measures follow the document; the only typeface is Tinos, which has the widths of Times New Roman.
 */
export function toTypst(parts: Parts): TypstDocument {
  const body = child(xmlPart(parts, DOCUMENT), 'w:body')!;
  const context: Context = {
    parts,
    styles: readStyles(xmlPart(parts, 'word/styles.xml')),
    targets: relationships(parts, DOCUMENT),
    pictures: new Map(),
  };
  const page = readPage(child(body, 'w:sectPr'));
  const title = child(xmlPart(parts, 'docProps/core.xml'), 'dc:title')?.text ?? '';
  const source = [
    `#set document(title: ${literal(title)}, date: none)`,
    '#set text(font: "Tinos", lang: "vi", hyphenate: false, ligatures: false, overhang: false)',
    '#set par(leading: 0pt, spacing: 0pt)',
    '#set block(spacing: 0pt)',
    `#set page(${pageSettings(page, context)})`,
    `#{ ${flow(body.elements, page.width - page.left - page.right, context)} }`,
  ].join('\n');
  return { source, files: [...context.pictures.values()] };
}

/** Paragraphs and tables one below the other. Space between two is what the first wants after and the second before. */
function flow(elements: XmlElement[], width: number, context: Context, inCell = false): string {
  const parts: string[] = [];
  const blocks = withoutTail(unwrap(elements));
  let space = 0;
  for (const element of blocks) {
    const { pages, breakBefore, before, after } = convert(element, width, context);
    if (breakBefore && !inCell) parts.push('pagebreak(weak: true)');
    const above = space + before;
    // At the top of a page or cell typst drops "above", which is right for a page; in a cell Word keeps it.
    if (inCell && parts.length === 0 && above) parts.push(`v(${pt(above)})`);
    const settings = `above: ${pt(above)}, width: 100%, sticky: ${sticky(element, context)}`;
    pages.forEach((page, index) => {
      if (index > 0 && !inCell) parts.push('pagebreak(weak: true)');
      parts.push(index === 0 && above ? `block(${settings}, { ${page} })` : page);
    });
    space = after;
  }
  if (inCell && space) parts.push(`v(${pt(space)})`);
  return parts.join('; ');
}

function convert(element: XmlElement, width: number, context: Context): Block {
  if (element.name === 'w:p') return paragraph(element, width, context);
  return { pages: [table(element, width, context, flow)], breakBefore: false, before: 0, after: 0 };
}

/** Word asks for a paragraph behind a table that ends a cell or the document; when empty, it is not meant to be seen. */
function withoutTail(blocks: XmlElement[]): XmlElement[] {
  const [before, last] = blocks.slice(-2);
  const tail =
    before?.name === 'w:tbl' && last?.name === 'w:p' && !last.elements.some((one) => one.name !== 'w:pPr');
  return tail ? blocks.slice(0, -1) : blocks;
}

function sticky(element: XmlElement, context: Context): boolean {
  return element.name === 'w:p' && context.styles.paragraph(child(element, 'w:pPr')).props.keepNext;
}

function unwrap(elements: XmlElement[]): XmlElement[] {
  return elements.flatMap((one) => {
    if (one.name === 'w:sdt') return unwrap(child(one, 'w:sdtContent')?.elements ?? []);
    if (one.name === 'w:tbl') return child(one, 'w:tr') ? [one] : [];
    return one.name === 'w:p' ? [one] : [];
  });
}

interface Page {
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  header: number;
  footer: number;
  section: XmlElement | undefined;
}

/** Page measures in points; what is missing or absurd falls back to A4 with Word's margins. */
function readPage(section: XmlElement | undefined): Page {
  const size = child(section, 'w:pgSz')?.attributes ?? {};
  const margin = child(section, 'w:pgMar')?.attributes ?? {};
  const measure = (text: string | undefined, fallback: number, least: number, most: number) => {
    const points = twips(text);
    return points === undefined ? fallback : Math.min(Math.max(points, least), most);
  };
  const width = measure(size['w:w'], 595.3, 140, 2400);
  const height = measure(size['w:h'], 841.9, 140, 2400);
  return {
    width,
    height,
    top: measure(margin['w:top'], 72, 0, height * 0.45),
    bottom: measure(margin['w:bottom'], 72, 0, height * 0.45),
    left: measure(margin['w:left'], 72, 0, width * 0.45),
    right: measure(margin['w:right'], 72, 0, width * 0.45),
    header: measure(margin['w:header'], 36, 0, height * 0.4),
    footer: measure(margin['w:footer'], 36, 0, height * 0.4),
    section,
  };
}

function pageSettings(page: Page, context: Context): string {
  const header = runningPart('w:headerReference', page, context);
  const footer = runningPart('w:footerReference', page, context);
  const margins = `top: ${pt(page.top)}, bottom: ${pt(page.bottom)}, left: ${pt(page.left)}, right: ${pt(page.right)}`;
  return [
    `width: ${pt(page.width)}`,
    `height: ${pt(page.height)}`,
    `margin: (${margins})`,
    ...(header ? [`header-ascent: 0pt`, `header: align(top, { v(${pt(page.header)}); ${header} })`] : []),
    ...(footer ? [`footer-descent: 0pt`, `footer: align(bottom, { ${footer}; v(${pt(page.footer)}) })`] : []),
  ].join(', ');
}

/** Header or footer as typst; the first page has its own, perhaps empty, when the section says so (w:titlePg). */
function runningPart(name: string, page: Page, context: Context): string | null {
  const references = children(page.section, name);
  const render = (type: string) => {
    const id = references.find((one) => one.attributes['w:type'] === type)?.attributes['r:id'];
    const path = id === undefined ? undefined : relationships(context.parts, DOCUMENT).get(id);
    const root = path === undefined ? undefined : xmlPart(context.parts, path);
    if (!root || path === undefined) return '';
    const targets = relationships(context.parts, path);
    return flow(root.elements, page.width - page.left - page.right, { ...context, targets });
  };
  const usual = render('default');
  if (!child(page.section, 'w:titlePg')) return usual || null;
  const first = render('first');
  if (!usual && !first) return null;
  return `context if counter(page).get().first() == 1 { ${first} } else { ${usual} }`;
}

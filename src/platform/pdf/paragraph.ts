import type { Context } from './context.ts';
import { drawing } from './drawing.ts';
import type { ParagraphProps, RunProps, Side } from './props.ts';
import { lineEdges, pt, stroke, styled, styledText } from './typst-text.ts';
import { child } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What stands in a line, in reading order. `width` is an estimate in points, good enough to choose a tab stop. */
type Item =
  | { kind: 'content'; code: string; width: number }
  | { kind: 'tab' | 'line' | 'page' }
  | { kind: 'field'; state: 'begin' | 'separate' | 'end' };

/** One paragraph as typst, with the space it wants around it; a manual page break lies between two of its pages. */
export interface Block {
  pages: string[];
  breakBefore: boolean;
  before: number;
  after: number;
}

/** Word's default distance between tab stops, points. */
const DEFAULT_TAB = 36;

/** A w:p as typst; `width` is the room it has, in points. */
export function paragraph(element: XmlElement, width: number, context: Context): Block {
  const pPr = child(element, 'w:pPr');
  const { props, run } = context.styles.paragraph(pPr);
  const items = inline(element, run, props, width - props.left - props.right, context);
  const pages = split(items, 'page').map((page) => pageOf(page, props, run, pPr, width, context));
  return { pages, breakBefore: props.pageBreakBefore, before: props.before, after: props.after };
}

function pageOf(
  items: Item[],
  props: ParagraphProps,
  run: RunProps,
  pPr: XmlElement | undefined,
  width: number,
  context: Context,
): string {
  if (items.length === 0) {
    const edges = lineEdges(context.styles.run(run, child(pPr, 'w:rPr')).size, props);
    return frame(props, `v(${pt(edges.above + edges.below)})`);
  }
  if (!items.some((item) => item.kind === 'tab')) return frame(props, body(items, props));
  const rows = split(items, 'line').map((line) => tabbedLine(line, props, width));
  return frame({ ...props, left: 0, right: 0, firstLine: 0 }, rows.join('; '));
}

/** The paragraph's text with its alignment and indents; the frame gives the left edge. */
function body(items: Item[], props: ParagraphProps): string {
  const parts = items.map((item) => (item.kind === 'content' ? item.code : 'linebreak()'));
  const settings = [`justify: ${props.align === 'justify'}`];
  if (props.firstLine > 0) settings.push(`first-line-indent: (amount: ${pt(props.firstLine)}, all: true)`);
  if (props.firstLine < 0) settings.push(`hanging-indent: ${pt(-props.firstLine)}`);
  const side = props.align === 'justify' ? 'left' : props.align;
  return `align(${side}, par(${settings.join(', ')}, { ${parts.join('; ')} }))`;
}

function frame(props: ParagraphProps, code: string): string {
  const left = props.left + Math.min(props.firstLine, 0);
  const settings = ['width: 100%'];
  if (left || props.right) settings.push(`inset: (left: ${pt(left)}, right: ${pt(props.right)})`);
  if (props.keepNext) settings.push('sticky: true');
  if (props.keepLines) settings.push('breakable: false');
  return `block(${settings.join(', ')}, { ${bordered(props, code)} })`;
}

function bordered(props: ParagraphProps, code: string): string {
  const sides = (['top', 'bottom', 'left', 'right'] as Side[]).filter((side) => props.borders[side]);
  if (!sides.length && !props.fill) return code;
  const strokes = sides.map((side) => `${side}: ${stroke(props.borders[side]!)}`);
  const insets = sides.map((side) => `${side}: ${pt(props.borders[side]!.space)}`);
  const settings = ['width: 100%'];
  if (sides.length) settings.push(`stroke: (${strokes.join(', ')})`, `inset: (${insets.join(', ')})`);
  if (props.fill) settings.push(`fill: rgb("${props.fill}")`);
  return `block(${settings.join(', ')}, { ${code} })`;
}

/**
 * A line with tabs: left stops become the columns of a grid, a right stop pushes what follows to its place, with dots
 * when the stop has them. Stops count from the page margin, as in Word.
 */
function tabbedLine(line: Item[], props: ParagraphProps, width: number): string {
  const stops = props.tabs.filter((stop) => stop.at > props.left + Math.min(props.firstLine, 0));
  if (props.firstLine < 0) stops.unshift({ at: props.left, kind: 'left', leader: 'none' });
  const start = props.left + props.firstLine;
  const columns: string[] = [];
  const cells: Item[][] = [];
  let cursor = start;
  let columnStart = start;
  let end = width - props.right;
  let cell: Item[] = [];
  for (const item of line) {
    if (item.kind !== 'tab') {
      cell.push(item);
      cursor += item.kind === 'content' ? item.width : 0;
      continue;
    }
    const next = stops.find((stop) => stop.at > cursor + 1);
    if (next && next.kind !== 'left') {
      const dots =
        next.leader === 'none' ? '' : `, repeat(justify: false, text(${LEADER[next.leader] ?? LEADER.dot}))`;
      cell.push({ kind: 'content', code: `box(width: 1fr${dots})`, width: 0 });
      end = Math.min(next.at, end);
      continue;
    }
    const at = next?.at ?? (Math.floor((cursor + 1) / DEFAULT_TAB) + 1) * DEFAULT_TAB;
    columns.push(pt(Math.max(at - columnStart, 0)));
    cells.push(cell);
    cell = [];
    cursor = columnStart = at;
  }
  columns.push('1fr');
  cells.push(cell);
  const plain = { ...props, firstLine: 0 };
  const grid = `grid(columns: (${columns.join(', ')},), ${cells.map((one) => `{ ${body(one, plain)} }`).join(', ')})`;
  return `pad(left: ${pt(start)}, right: ${pt(Math.max(width - end, 0))}, ${grid})`;
}

const LEADER: Record<string, string> = { dot: '"."', middleDot: '"·"', hyphen: '"-"', underscore: '"_"' };

function split(items: Item[], at: 'line' | 'page'): Item[][] {
  const groups: Item[][] = [[]];
  for (const item of items) {
    if (item.kind === at) groups.push([]);
    else groups.at(-1)!.push(item);
  }
  return groups;
}

/** Everything in a paragraph that is shown, field codes resolved. */
function inline(
  element: XmlElement,
  run: RunProps,
  line: ParagraphProps,
  width: number,
  context: Context,
): Item[] {
  const items: Item[] = [];
  const field = { instruction: '', depth: 0, shown: false };

  function walk(parent: XmlElement): void {
    for (const one of parent.elements) {
      if (one.name === 'w:r') items.push(...runItems(one));
      else if (one.name === 'w:fldSimple') simpleField(one);
      else if (WRAPPERS.has(one.name)) walk(one);
    }
  }

  function simpleField(one: XmlElement): void {
    const code = fieldCode(one.attributes['w:instr'] ?? '');
    const props = context.styles.run(run, child(child(one, 'w:r'), 'w:rPr'));
    if (code) items.push({ kind: 'content', code: styled(code, props, line), width: props.size });
    else walk(one);
  }

  function runItems(one: XmlElement): Item[] {
    const props = context.styles.run(run, child(one, 'w:rPr'));
    if (props.hidden) return [];
    return one.elements.flatMap((part) => runPart(part, props));
  }

  function runPart(part: XmlElement, props: RunProps): Item[] {
    if (part.name === 'w:fldChar') return fieldChar(part, props);
    if (part.name === 'w:instrText') {
      field.instruction += part.text;
      return [];
    }
    if (field.depth && field.shown) return [];
    switch (part.name) {
      case 'w:t':
        return textItem(part.attributes['xml:space'] === 'preserve' ? part.text : part.text.trim(), props);
      case 'w:noBreakHyphen':
        return textItem('\u2011', props);
      case 'w:tab':
        return [{ kind: 'tab' }];
      case 'w:cr':
        return [{ kind: 'line' }];
      case 'w:br':
        return [{ kind: part.attributes['w:type'] === 'page' ? 'page' : 'line' }];
      case 'w:drawing':
        return [{ kind: 'content', ...drawing(part, width, context) }];
      default:
        return [];
    }
  }

  function fieldChar(part: XmlElement, props: RunProps): Item[] {
    const type = part.attributes['w:fldCharType'];
    if (type === 'begin') Object.assign(field, { instruction: '', depth: field.depth + 1, shown: false });
    const code = type === 'begin' || field.shown ? null : fieldCode(field.instruction);
    if (type === 'end') Object.assign(field, { depth: Math.max(field.depth - 1, 0), shown: false });
    if (!code) return [];
    if (type === 'separate') field.shown = true;
    return [{ kind: 'content', code: styled(code, props, line), width: props.size }];
  }

  function textItem(text: string, props: RunProps): Item[] {
    if (!text) return [];
    const letter = props.caps ? 0.68 : 0.46;
    const code = styledText(text, props, line).join('; ');
    return [{ kind: 'content', code, width: text.length * props.size * letter }];
  }

  walk(element);
  return items;
}

/** Elements that only hold runs. */
const WRAPPERS = new Set(['w:hyperlink', 'w:smartTag', 'w:sdt', 'w:sdtContent']);

/** Typst for the fields that have a meaning in print: the page number and the count of pages. */
export function fieldCode(instruction: string): string | null {
  const name = instruction.trim().split(/\s+/)[0]?.toUpperCase();
  if (name === 'PAGE') return 'context counter(page).display("1")';
  if (name === 'NUMPAGES') return 'context counter(page).final().map(str).join()';
  return null;
}

import { child, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Run properties, sizes in points. */
export interface RunProps {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  caps: boolean;
  smallCaps: boolean;
  hidden: boolean;
  size: number;
  /** Six hex digits; undefined is black. */
  color?: string;
  vertical?: 'superscript' | 'subscript';
  /** Extra space between letters, points. */
  tracking: number;
}

export interface Border {
  width: number;
  style: 'solid' | 'dotted' | 'dashed';
  color: string;
  /** Distance to the text, points (paragraph borders). */
  space: number;
}

export type Side = 'top' | 'bottom' | 'left' | 'right';
/** null: "no border here" said on purpose; missing: nothing said. */
export type Borders = Partial<Record<Side | 'insideH' | 'insideV', Border | null>>;

export interface TabStop {
  at: number;
  kind: 'left' | 'center' | 'right';
  leader: string;
}

/** Paragraph properties, lengths in points. */
export interface ParagraphProps {
  align: 'left' | 'center' | 'right' | 'justify';
  before: number;
  after: number;
  /** auto: `line` times the natural height · exact, atLeast: points. */
  lineRule: 'auto' | 'exact' | 'atLeast';
  line: number;
  left: number;
  right: number;
  firstLine: number;
  keepNext: boolean;
  keepLines: boolean;
  pageBreakBefore: boolean;
  tabs: TabStop[];
  borders: Borders;
  fill?: string;
}

export const DEFAULT_RUN: RunProps = {
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  caps: false,
  smallCaps: false,
  hidden: false,
  size: 10,
  tracking: 0,
};

export const DEFAULT_PARAGRAPH: ParagraphProps = {
  align: 'left',
  before: 0,
  after: 0,
  lineRule: 'auto',
  line: 1,
  left: 0,
  right: 0,
  firstLine: 0,
  keepNext: false,
  keepLines: false,
  pageBreakBefore: false,
  tabs: [],
  borders: {},
};

/** w:val (or another attribute) of a child element. */
export function value(
  element: XmlElement | undefined,
  name: string,
  attribute = 'w:val',
): string | undefined {
  return child(element, name)?.attributes[attribute];
}

/** Twentieths of a point → points; undefined when it is not a number. */
export function twips(text: string | undefined): number | undefined {
  const number = Number.parseFloat(text ?? '');
  return Number.isFinite(number) ? number / 20 : undefined;
}

function toggle(element: XmlElement, name: string, before: boolean): boolean {
  const found = child(element, name);
  if (!found) return before;
  return !['0', 'false', 'off', 'none'].includes(found.attributes['w:val'] ?? 'true');
}

/** `base` with what a w:rPr says laid over it. */
export function runProps(base: RunProps, rPr: XmlElement | undefined): RunProps {
  if (!rPr) return base;
  const props: RunProps = {
    ...base,
    bold: toggle(rPr, 'w:b', base.bold),
    italic: toggle(rPr, 'w:i', base.italic),
    underline: toggle(rPr, 'w:u', base.underline),
    strike: toggle(rPr, 'w:strike', base.strike),
    caps: toggle(rPr, 'w:caps', base.caps),
    smallCaps: toggle(rPr, 'w:smallCaps', base.smallCaps),
    hidden: toggle(rPr, 'w:vanish', base.hidden),
  };
  const halfPoints = Number.parseFloat(value(rPr, 'w:sz') ?? '');
  if (halfPoints >= 2 && halfPoints <= 400) props.size = halfPoints / 2;
  props.tracking = twips(value(rPr, 'w:spacing')) ?? base.tracking;
  const color = value(rPr, 'w:color');
  if (color) props.color = hexColor(color);
  const vertical = value(rPr, 'w:vertAlign');
  if (vertical)
    props.vertical = vertical === 'superscript' || vertical === 'subscript' ? vertical : undefined;
  return props;
}

/** `base` with what a w:pPr says laid over it. */
export function paragraphProps(base: ParagraphProps, pPr: XmlElement | undefined): ParagraphProps {
  if (!pPr) return base;
  const props: ParagraphProps = {
    ...base,
    keepNext: toggle(pPr, 'w:keepNext', base.keepNext),
    keepLines: toggle(pPr, 'w:keepLines', base.keepLines),
    pageBreakBefore: toggle(pPr, 'w:pageBreakBefore', base.pageBreakBefore),
  };
  const jc = value(pPr, 'w:jc');
  if (jc) props.align = ALIGN[jc] ?? 'left';
  const spacing = child(pPr, 'w:spacing')?.attributes ?? {};
  props.before = twips(spacing['w:before']) ?? base.before;
  props.after = twips(spacing['w:after']) ?? base.after;
  if (spacing['w:line']) {
    const rule = spacing['w:lineRule'];
    props.lineRule = rule === 'exact' || rule === 'atLeast' ? rule : 'auto';
    const line = twips(spacing['w:line']) ?? 12;
    props.line = props.lineRule === 'auto' ? line / 12 : line;
  }
  const indent = child(pPr, 'w:ind')?.attributes ?? {};
  props.left = twips(indent['w:left'] ?? indent['w:start']) ?? base.left;
  props.right = twips(indent['w:right'] ?? indent['w:end']) ?? base.right;
  const hanging = twips(indent['w:hanging']);
  props.firstLine = hanging !== undefined ? -hanging : (twips(indent['w:firstLine']) ?? base.firstLine);
  const tabs = child(pPr, 'w:tabs');
  if (tabs) props.tabs = mergeTabs(base.tabs, tabs);
  const borders = child(pPr, 'w:pBdr');
  if (borders) props.borders = { ...base.borders, ...readBorders(borders) };
  const fill = value(pPr, 'w:shd', 'w:fill');
  if (fill) props.fill = hexColor(fill);
  return props;
}

const ALIGN: Record<string, ParagraphProps['align']> = {
  center: 'center',
  right: 'right',
  end: 'right',
  both: 'justify',
  distribute: 'justify',
};

function mergeTabs(base: TabStop[], tabs: XmlElement): TabStop[] {
  const stops = new Map(base.map((stop) => [stop.at, stop]));
  for (const tab of children(tabs, 'w:tab')) {
    const at = twips(tab.attributes['w:pos']);
    const kind = tab.attributes['w:val'] ?? 'left';
    if (at === undefined) continue;
    if (kind === 'clear') stops.delete(at);
    else stops.set(at, { at, kind: TAB_KIND[kind] ?? 'left', leader: tab.attributes['w:leader'] ?? 'none' });
  }
  return [...stops.values()].sort((a, b) => a.at - b.at);
}

const TAB_KIND: Record<string, TabStop['kind']> = { right: 'right', end: 'right', center: 'center' };

/** Borders of a w:pBdr, w:tblBorders or w:tcBorders. */
export function readBorders(element: XmlElement | undefined): Borders {
  const borders: Borders = {};
  for (const one of element?.elements ?? []) {
    const side = BORDER_SIDE[one.name];
    if (side) borders[side] = readBorder(one);
  }
  return borders;
}

const BORDER_SIDE: Record<string, keyof Borders> = {
  'w:top': 'top',
  'w:bottom': 'bottom',
  'w:left': 'left',
  'w:start': 'left',
  'w:right': 'right',
  'w:end': 'right',
  'w:insideH': 'insideH',
  'w:insideV': 'insideV',
};

function readBorder(element: XmlElement): Border | null {
  const style = element.attributes['w:val'] ?? 'single';
  if (style === 'nil' || style === 'none') return null;
  const eighths = Number.parseFloat(element.attributes['w:sz'] ?? '4');
  return {
    width: Number.isFinite(eighths) ? Math.min(Math.max(eighths / 8, 0.25), 12) : 0.5,
    style:
      style === 'dotted'
        ? 'dotted'
        : style.startsWith('dash') || style.startsWith('dot')
          ? 'dashed'
          : 'solid',
    color: hexColor(element.attributes['w:color'] ?? '') ?? '000000',
    space: Math.min(Number.parseFloat(element.attributes['w:space'] ?? '0') || 0, 31),
  };
}

/** Six hex digits, or undefined for "auto" and anything else. */
export function hexColor(text: string): string | undefined {
  return /^[0-9a-f]{6}$/i.test(text) ? text.toUpperCase() : undefined;
}

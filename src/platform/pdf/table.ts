import type { Context } from './context.ts';
import { readBorders, twips, value } from './props.ts';
import type { Borders, Side } from './props.ts';
import { pt, stroke } from './typst-text.ts';
import { child, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Turns the paragraphs and tables of a cell into typst; `width` in points. */
export type Flow = (elements: XmlElement[], width: number, context: Context, inCell: true) => string;

interface Cell {
  element: XmlElement;
  row: number;
  column: number;
  span: number;
  rows: number;
}

type Margins = Record<Side, number>;

const SIDES: Side[] = ['top', 'bottom', 'left', 'right'];

/** A w:tbl as typst: a table when it has lines, else a grid, so that layout is not read out as data. */
export function table(element: XmlElement, room: number, context: Context, flow: Flow): string {
  const tblPr = child(element, 'w:tblPr');
  const style = context.styles.table(value(tblPr, 'w:tblStyle'));
  const borders = { ...style.borders, ...readBorders(child(tblPr, 'w:tblBorders')) };
  const margins = [...style.margins, ...children(tblPr, 'w:tblCellMar')].reduce(overlayMargins, {
    top: 0,
    bottom: 0,
    left: 5.4,
    right: 5.4,
  });
  const rows = children(element, 'w:tr');
  const cells = layOut(rows);
  const indent = twips(value(tblPr, 'w:tblInd', 'w:w')) ?? 0;
  const columns = columnWidths(element, cells, room - Math.max(indent, 0));
  const last = { row: rows.length - 1, column: columns.length - 1 };

  const kind = isRuled(borders, cells) ? 'table' : 'grid';
  const code = (cell: Cell) => cellCode(kind, cell, { borders, margins, columns, last, rows, context, flow });
  const headers = headerRows(rows);
  const head = cells.filter((cell) => cell.row < headers).map(code);
  const body = cells.filter((cell) => cell.row >= headers).map(code);
  const parts = [
    `columns: (${columns.map(pt).join(', ')},)`,
    `rows: (${rows.map(rowHeight).join(', ')},)`,
    'inset: 0pt',
    ...(kind === 'table' ? ['stroke: none'] : []),
    ...(head.length ? [`${kind}.header(${head.join(', ')})`] : []),
    ...body,
  ];
  const jc = value(tblPr, 'w:jc');
  const side = jc === 'center' ? 'center' : jc === 'right' || jc === 'end' ? 'right' : 'left';
  return `pad(left: ${pt(indent)}, align(${side}, ${kind}(${parts.join(', ')})))`;
}

function overlayMargins(base: Margins, element: XmlElement): Margins {
  const margins = { ...base };
  for (const side of SIDES) {
    const name = side === 'left' ? 'w:start' : side === 'right' ? 'w:end' : '';
    const width = twips(
      value(element, `w:${side}`, 'w:w') ?? (name ? value(element, name, 'w:w') : undefined),
    );
    if (width !== undefined) margins[side] = width;
  }
  return margins;
}

/** Where each cell stands, with how many columns and rows it covers; continued cells of a vertical merge are dropped. */
function layOut(rows: XmlElement[]): Cell[] {
  const cells: Cell[] = [];
  const open = new Map<number, Cell>();
  rows.forEach((row, index) => {
    let column = Number(value(child(row, 'w:trPr'), 'w:gridBefore') ?? 0) || 0;
    for (const element of cellsOf(row)) {
      const tcPr = child(element, 'w:tcPr');
      const span = Math.min(Math.max(Number(value(tcPr, 'w:gridSpan') ?? 1) || 1, 1), 63);
      const merge = child(tcPr, 'w:vMerge');
      const above = open.get(column);
      if (merge && merge.attributes['w:val'] !== 'restart' && above) {
        above.rows = index - above.row + 1;
      } else {
        const cell = { element, row: index, column, span, rows: 1 };
        cells.push(cell);
        if (merge) open.set(column, cell);
        else open.delete(column);
      }
      column += span;
    }
  });
  return cells;
}

function cellsOf(row: XmlElement): XmlElement[] {
  return row.elements.flatMap((one) => {
    if (one.name === 'w:tc') return [one];
    return one.name === 'w:sdt' ? children(child(one, 'w:sdtContent'), 'w:tc') : [];
  });
}

/** Column widths in points, made smaller together when the table is wider than its room. */
function columnWidths(element: XmlElement, cells: Cell[], room: number): number[] {
  const count = Math.max(1, ...cells.map((cell) => cell.column + cell.span));
  const grid = children(child(element, 'w:tblGrid'), 'w:gridCol').map(
    (one) => twips(one.attributes['w:w']) ?? 0,
  );
  const widths = Array.from({ length: count }, (_, index) => grid[index] || room / count);
  const total = widths.reduce((sum, width) => sum + width, 0);
  return total > room ? widths.map((width) => (width * room) / total) : widths;
}

function isRuled(borders: Borders, cells: Cell[]): boolean {
  if (Object.values(borders).some(Boolean)) return true;
  return cells.some((cell) =>
    Object.values(readBorders(child(child(cell.element, 'w:tcPr'), 'w:tcBorders'))).some(Boolean),
  );
}

function headerRows(rows: XmlElement[]): number {
  const first = rows.findIndex((row) => !child(child(row, 'w:trPr'), 'w:tblHeader'));
  return first < 0 ? 0 : first;
}

function rowHeight(row: XmlElement): string {
  const height = child(child(row, 'w:trPr'), 'w:trHeight');
  const exact = height?.attributes['w:hRule'] === 'exact' ? twips(height.attributes['w:val']) : undefined;
  return exact ? pt(exact) : 'auto';
}

interface TableFrame {
  borders: Borders;
  margins: Margins;
  columns: number[];
  last: { row: number; column: number };
  rows: XmlElement[];
  context: Context;
  flow: Flow;
}

function cellCode(kind: 'table' | 'grid', cell: Cell, frame: TableFrame): string {
  const tcPr = child(cell.element, 'w:tcPr');
  const margins = children(tcPr, 'w:tcMar').reduce(overlayMargins, frame.margins);
  const width = frame.columns.slice(cell.column, cell.column + cell.span).reduce((sum, one) => sum + one, 0);
  const content = frame.flow(
    cell.element.elements,
    width - margins.left - margins.right,
    frame.context,
    true,
  );
  const trPr = child(frame.rows[cell.row], 'w:trPr');
  const settings = [
    `x: ${cell.column}`,
    `y: ${cell.row}`,
    `align: ${VERTICAL[value(tcPr, 'w:vAlign') ?? 'top'] ?? 'top'} + left`,
    `inset: (${SIDES.map((side) => `${side}: ${pt(margins[side])}`).join(', ')})`,
  ];
  if (cell.span > 1) settings.push(`colspan: ${cell.span}`);
  if (cell.rows > 1) settings.push(`rowspan: ${cell.rows}`);
  if (child(trPr, 'w:cantSplit')) settings.push('breakable: false');
  const fill = value(tcPr, 'w:shd', 'w:fill');
  if (fill && /^[0-9a-f]{6}$/i.test(fill)) settings.push(`fill: rgb("${fill}")`);
  const strokes = cellStrokes(cell, frame, readBorders(child(tcPr, 'w:tcBorders')));
  if (strokes.length) settings.push(`stroke: (${strokes.join(', ')})`);
  return `${kind}.cell(${settings.join(', ')}, { ${atLeast(trPr, margins, content)} })`;
}

/** Only lines that are drawn are named: a side that says nothing leaves the neighbour's line alone. */
function cellStrokes(cell: Cell, { borders, last }: TableFrame, own: Borders): string[] {
  const outer: Record<Side, boolean> = {
    top: cell.row === 0,
    bottom: cell.row + cell.rows - 1 === last.row,
    left: cell.column === 0,
    right: cell.column + cell.span - 1 === last.column,
  };
  return SIDES.flatMap((side) => {
    const inside = side === 'top' || side === 'bottom' ? borders.insideH : borders.insideV;
    const border = own[side] !== undefined ? own[side] : outer[side] ? borders[side] : inside;
    return border ? [`${side}: ${stroke(border)}`] : [];
  });
}

/** The content beside an invisible prop when the row asks for a least height. */
function atLeast(trPr: XmlElement | undefined, margins: Margins, content: string): string {
  const height = child(trPr, 'w:trHeight');
  if (!height || height.attributes['w:hRule'] === 'exact') return content;
  const prop = (twips(height.attributes['w:val']) ?? 0) - margins.top - margins.bottom;
  return prop > 0 ? `grid(columns: (0pt, 1fr), v(${pt(prop)}), { ${content} })` : content;
}

const VERTICAL: Record<string, string> = { center: 'horizon', bottom: 'bottom' };

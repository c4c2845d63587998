import { GAP, openDrawing, route, sizeOf } from './drawing.ts';
import type { Box } from './drawing.ts';
import { elementIn, elementsIn } from './moddle.ts';
import type { BpmnElement, Moddle } from './moddle.ts';

const COLUMN = 100 + GAP;
const ROW = 140;
const TOP = 70;

/**
 * Draws a process anew from left to right: each element one column behind the furthest that leads to it, branches below
 * one another, lines back below everything. What lies inside sub-processes is drawn below them.
 */
export function arrange(moddle: Moddle, root: BpmnElement, process: BpmnElement): void {
  const drawing = openDrawing(moddle, root, process);
  drawing.plane.set('planeElement', []);
  drawing.plane.set('bpmnElement', process);
  arrangeScope(process, 0);

  function arrangeScope(scope: BpmnElement, firstRow: number): number {
    const elements = elementsIn(scope, 'flowElements');
    const edges = elements.filter((one) => one.$type === 'bpmn:SequenceFlow');
    const nodes = elements.filter(
      (one) => one.$type !== 'bpmn:SequenceFlow' && one.$type !== 'bpmn:DataObject',
    );
    const { columns, back } = columnsOf(nodes, edges);
    const rows = rowsOf(nodes, edges, columns, back);
    let last = firstRow;
    for (const node of nodes) {
      const size = sizeOf(node.$type);
      const row = firstRow + (rows.get(node) ?? 0);
      last = Math.max(last, row);
      const host = elementIn(node, 'attachedToRef');
      const at = host?.id ? drawing.box(host.id) : undefined;
      const x = 50 + (columns.get(node) ?? 0) * COLUMN + (100 - size.width) / 2;
      const y = TOP + row * ROW - size.height / 2;
      drawing.place(
        node,
        at ? { ...size, x: at.x + at.width - 18, y: at.y + at.height - 18 } : { ...size, x, y },
      );
    }
    for (const node of nodes) {
      if (elementsIn(node, 'flowElements').length > 0) last = arrangeScope(node, last + 1);
    }
    const boxes = drawing.boxes();
    for (const edge of edges) {
      const [from, to] = [boxOf(boxes, edge, 'sourceRef'), boxOf(boxes, edge, 'targetRef')];
      if (from && to) drawing.draw(edge, route(from, to, boxes.values(), drawing.below()));
    }
    return last;
  }
}

const boxOf = (boxes: Map<string, Box>, edge: BpmnElement, end: string): Box | undefined =>
  boxes.get(elementIn(edge, end)?.id ?? '');

type Ends = [source: BpmnElement, target: BpmnElement];

const endsOf = (edges: BpmnElement[]): Ends[] =>
  edges.flatMap((edge) => {
    const [source, target] = [elementIn(edge, 'sourceRef'), elementIn(edge, 'targetRef')];
    return source && target ? [[source, target] as Ends] : [];
  });

function columnsOf(nodes: BpmnElement[], edges: BpmnElement[]) {
  const ends = endsOf(edges);
  const back = new Set<string>();
  const state = new Map<BpmnElement, 'open' | 'done'>();
  const order: BpmnElement[] = [];
  const visit = (node: BpmnElement): void => {
    state.set(node, 'open');
    for (const [source, target] of ends) {
      if (source !== node) continue;
      if (state.get(target) === 'open') back.add(`${source.id} ${target.id}`);
      else if (!state.has(target)) visit(target);
    }
    state.set(node, 'done');
    order.unshift(node);
  };
  const entered = new Set(ends.map(([, target]) => target));
  for (const node of [...nodes.filter((one) => !entered.has(one)), ...nodes])
    if (!state.has(node)) visit(node);
  const columns = new Map<BpmnElement, number>();
  for (const node of order) {
    const before = ends.filter(([s, t]) => t === node && !back.has(`${s.id} ${t.id}`));
    columns.set(node, Math.max(0, ...before.map(([source]) => (columns.get(source) ?? 0) + 1)));
  }
  return { columns, back };
}

/** Keeps an element in the row of what leads to it where that is free, else below. */
function rowsOf(
  nodes: BpmnElement[],
  edges: BpmnElement[],
  columns: Map<BpmnElement, number>,
  back: Set<string>,
): Map<BpmnElement, number> {
  const rows = new Map<BpmnElement, number>();
  const taken = new Set<string>();
  const ends = endsOf(edges).filter(([s, t]) => !back.has(`${s.id} ${t.id}`));
  for (const node of nodes.toSorted((a, b) => (columns.get(a) ?? 0) - (columns.get(b) ?? 0))) {
    const column = columns.get(node) ?? 0;
    const wished = ends.filter(([, target]) => target === node).map(([source]) => rows.get(source) ?? 0);
    let row = wished.length > 0 ? Math.min(...wished) : 0;
    while (taken.has(`${column} ${row}`)) row += 1;
    taken.add(`${column} ${row}`);
    rows.set(node, row);
  }
  return rows;
}

import { elementIn, elementsIn } from './moddle.ts';
import type { BpmnElement, Moddle } from './moddle.ts';

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** Room between two elements of a row. */
export const GAP = 50;
/** Room between lines that run below the steps. */
const LINE = 24;

/** The size in which an element is drawn when it is new. */
export function sizeOf(type: string): { width: number; height: number } {
  if (type.endsWith('Event')) return { width: 36, height: 36 };
  if (type.endsWith('Gateway')) return { width: 50, height: 50 };
  return { width: 100, height: 80 };
}

/** The diagram part of a document (BPMN DI): shapes and lines by the id of what they draw. */
export interface Drawing {
  plane: BpmnElement;
  box(id: string): Box | undefined;
  /** Boxes of everything but what encloses others, by id. */
  boxes(): Map<string, Box>;
  place(element: BpmnElement, box: Box): void;
  draw(edge: BpmnElement, points: Point[]): void;
  erase(id: string): void;
  /** Moves everything right of `x` by `by`; what encloses others and reaches over `x` grows. */
  makeRoom(x: number, by: number): void;
  /** A height below everything drawn, for a line that runs back. */
  below(): number;
}

const ENCLOSING = /^bpmn:(SubProcess|Participant|Lane|Transaction|AdHocSubProcess)$/;

/** Opens the diagram of a document; one without any gets an empty one for the process. */
export function openDrawing(moddle: Moddle, root: BpmnElement, process: BpmnElement): Drawing {
  const plane = planeOf(root) ?? newPlane(moddle, root, process);
  const parts = (): BpmnElement[] => elementsIn(plane, 'planeElement');
  const drawn = (part: BpmnElement): BpmnElement | undefined => elementIn(part, 'bpmnElement');
  const find = (id: string): BpmnElement | undefined => parts().find((part) => drawn(part)?.id === id);
  const isEdge = (part: BpmnElement): boolean => part.$type === 'bpmndi:BPMNEdge';
  const boundsOf = (part: BpmnElement): BpmnElement | undefined => elementIn(part, 'bounds');
  const add = (part: BpmnElement): void => {
    part.$parent = plane;
    plane.set('planeElement', [...parts(), part]);
  };
  const child = (parent: BpmnElement, type: string, values: object): BpmnElement => {
    const made = moddle.create(type, { ...values });
    made.$parent = parent;
    return made;
  };

  return {
    plane,
    box(id) {
      const part = find(id);
      const bounds = part && !isEdge(part) ? boundsOf(part) : undefined;
      return bounds && read(bounds);
    },
    boxes() {
      const found = new Map<string, Box>();
      for (const part of parts()) {
        const [element, bounds] = [drawn(part), boundsOf(part)];
        if (!isEdge(part) && element?.id && bounds && !ENCLOSING.test(element.$type)) {
          found.set(element.id, read(bounds));
        }
      }
      return found;
    },
    place(element, box) {
      const known = find(element.id!);
      const part =
        known ??
        moddle.create('bpmndi:BPMNShape', {
          id: `${element.id!}_di`,
          bpmnElement: element,
          ...(element.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {}),
        });
      part.set('bounds', child(part, 'dc:Bounds', box));
      // Where the name stood belongs to the old place.
      part.set('label', undefined);
      if (!known) add(part);
    },
    draw(edge, points) {
      const known = find(edge.id!);
      const part = known ?? moddle.create('bpmndi:BPMNEdge', { id: `${edge.id!}_di`, bpmnElement: edge });
      part.set(
        'waypoint',
        points.map((point) => child(part, 'dc:Point', point)),
      );
      part.set('label', undefined);
      if (!known) add(part);
    },
    erase(id) {
      plane.set(
        'planeElement',
        parts().filter((part) => drawn(part)?.id !== id),
      );
    },
    makeRoom(x, by) {
      const shift = (at: BpmnElement): void => {
        if (Number(at.get('x')) >= x) at.set('x', Number(at.get('x')) + by);
      };
      for (const part of parts()) {
        const [bounds, element] = [boundsOf(part), drawn(part)];
        const box = bounds && read(bounds);
        if (bounds && box && element && ENCLOSING.test(element.$type) && box.x < x && box.x + box.width > x) {
          bounds.set('width', box.width + by);
        } else if (bounds) shift(bounds);
        for (const point of elementsIn(part, 'waypoint')) shift(point);
        const label = elementIn(part, 'label');
        const labelBounds = label && boundsOf(label);
        if (labelBounds) shift(labelBounds);
      }
    },
    below() {
      const bottoms = parts().flatMap((part) => {
        const bounds = boundsOf(part);
        const box = bounds && read(bounds);
        return [
          ...(box ? [box.y + box.height] : []),
          ...elementsIn(part, 'waypoint').map((point) => Number(point.get('y'))),
        ];
      });
      return Math.max(0, ...bottoms) + LINE;
    },
  };
}

const read = (bounds: BpmnElement): Box => ({
  x: Number(bounds.get('x')),
  y: Number(bounds.get('y')),
  width: Number(bounds.get('width')),
  height: Number(bounds.get('height')),
});

function planeOf(root: BpmnElement): BpmnElement | undefined {
  const [diagram] = elementsIn(root, 'diagrams');
  return diagram && elementIn(diagram, 'plane');
}

function newPlane(moddle: Moddle, root: BpmnElement, process: BpmnElement): BpmnElement {
  const plane = moddle.create('bpmndi:BPMNPlane', {
    id: `plane_${process.id ?? 'flow'}`,
    bpmnElement: process,
  });
  plane.set('planeElement', []);
  const diagram = moddle.create('bpmndi:BPMNDiagram', { id: `diagram_${process.id ?? 'flow'}`, plane });
  plane.$parent = diagram;
  diagram.$parent = root;
  root.set('diagrams', [diagram]);
  return plane;
}

const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/**
 * Corners of a line between two elements: straight along a row, with one bend between rows, and below everything where
 * it runs back or another element is in the way.
 *
 * @param low height that is free below everything
 */
export function route(from: Box, to: Box, others: Iterable<Box>, low: number): Point[] {
  const [a, b] = [middle(from), middle(to)];
  const right = from.x + from.width;
  if (to.x >= right + 10) {
    if (Math.abs(a.y - b.y) < 2) {
      const free = ![...others].some(
        (one) => one.x >= right && one.x + one.width <= to.x && one.y < a.y && one.y + one.height > a.y,
      );
      if (free)
        return [
          { x: right, y: a.y },
          { x: to.x, y: b.y },
        ];
    } else {
      const x = to.x - GAP / 2;
      return [
        { x: right, y: a.y },
        { x, y: a.y },
        { x, y: b.y },
        { x: to.x, y: b.y },
      ];
    }
  }
  return [
    { x: a.x, y: from.y + from.height },
    { x: a.x, y: low },
    { x: b.x, y: low },
    { x: b.x, y: to.y + to.height },
  ];
}

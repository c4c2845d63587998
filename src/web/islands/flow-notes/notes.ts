/*
 * What a drawing of a flow says beside its shapes: how the portal's and the counter's dossiers come in, where papers can
 * be asked for, how long a step may take, how many dossiers stand there. Made from the drawing itself, so that every flow
 * shows it.
 */

export interface BusinessObject {
  id: string;
  $type: string;
  name?: string;
  $parent?: BusinessObject;
  get(property: string): unknown;
}

export interface DrawnElement {
  id: string;
  type: string;
  x: number;
  width: number;
  height: number;
  businessObject: BusinessObject;
  labelTarget?: unknown;
}

export interface Overlays {
  add(
    element: string,
    type: string,
    overlay: {
      position: { top?: number; left?: number; bottom?: number; right?: number };
      html: HTMLElement;
    },
  ): string;
  remove(filter: { type?: string; element?: string }): void;
}

const TYPE = 'flow-note';
const PORTAL = /trực tuyến|trên mạng|cổng/i;

/** Open and late dossiers by node. */
export type Load = Record<string, [open: number, late: number]>;

/** Puts the notes on a drawing anew. */
export function drawNotes(overlays: Overlays, elements: DrawnElement[], load: Load = {}): void {
  overlays.remove({ type: TYPE });
  const shapes = elements.filter((element) => !element.labelTarget);
  const starts = shapes.filter(
    ({ type, businessObject }) =>
      type === 'bpmn:StartEvent' && businessObject.$parent?.$type === 'bpmn:Process',
  );
  for (const { id, businessObject } of starts) {
    const alone = starts.length === 1;
    const portal = PORTAL.test(businessObject.name ?? '');
    const text = alone ? 'Cổng và quầy' : portal ? 'Cổng: Mới đăng ký' : 'Quầy, bưu chính';
    overlays.add(id, TYPE, { position: { top: -24, left: -22 }, html: note(text, 'flow-note--in') });
  }
  for (const { id, type, businessObject } of shapes) {
    if (!type.endsWith('Task')) continue;
    const minutes = text(businessObject, 'motcua:minutes');
    if (minutes) {
      overlays.add(id, TYPE, {
        position: { bottom: 19, right: 58 },
        html: note(`${minutes} phút`, 'flow-note--time'),
      });
    }
    if (text(businessObject, 'motcua:allows').split(' ').includes('supplement')) {
      overlays.add(id, TYPE, {
        position: { bottom: -3, left: -4 },
        html: note('↺ Yêu cầu bổ sung', 'flow-note--loop'),
      });
    }
  }
  for (const [id, [open, late]] of Object.entries(load)) {
    if (open === 0 || !shapes.some((shape) => shape.id === id)) continue;
    const badge = note(`${open} hồ sơ`, 'flow-note--load');
    if (late > 0) {
      const part = document.createElement('b');
      part.textContent = ` · ${late} trễ`;
      badge.append(part);
    }
    overlays.add(id, TYPE, { position: { top: -14, right: 86 }, html: badge });
  }
}

const text = (element: BusinessObject, property: string): string => String(element.get(property) ?? '');

function note(words: string, kind: string): HTMLElement {
  const made = document.createElement('span');
  made.className = `flow-note ${kind}`;
  made.textContent = words;
  return made;
}

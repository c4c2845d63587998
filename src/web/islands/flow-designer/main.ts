/* The drawing board for flows: bpmn-js in Vietnamese with a panel of our own, looked over by the server while one draws. */
import BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { motcuaModdle } from '../../../core/flow/descriptor.ts';
import { drawNotes } from '../flow-notes/notes.ts';
import { Panel } from './panel.ts';
import type { Element, Modeler } from './services.ts';
import { KINDS, newShape, tools, type Kind } from './tools.ts';
import { translate } from './translate.ts';

const Board = BpmnModeler as unknown as new (options: object) => Modeler;

/** Pause after the last change before the drawing is looked over. */
const PAUSE_MS = 400;
const READABLE = 0.7;
const MARGIN = 40;
/** Room between two elements of a row. */
const GAP = 50;
/** Room for the palette, in pixels of the screen. */
const PALETTE = 110;
const FONT = "'Be Vietnam Pro', sans-serif";

const root = document.querySelector<HTMLElement>('[data-designer]');
if (root) void open(root);

async function open(page: HTMLElement): Promise<void> {
  const find = <T extends HTMLElement>(selector: string): T => page.querySelector<T>(selector)!;
  const source = find<HTMLTextAreaElement>('[data-source]');
  find('[data-without-script]').hidden = true;
  find('[data-board]').hidden = false;
  const modeler = new Board({
    container: find('[data-canvas]'),
    moddleExtensions: { motcua: motcuaModdle },
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
    additionalModules: [tools, { translate: ['value', translate] }],
  });
  try {
    await modeler.importXML(source.value);
  } catch {
    // Nothing to draw with: the table can still mend it.
    find('[data-without-script]').hidden = false;
    find('[data-board]').hidden = true;
    return;
  }
  const registry = modeler.get('elementRegistry');
  const panel = new Panel(modeler, page);
  const checker = new Checker(page, modeler);
  const notes = (): void => drawNotes(modeler.get('overlays'), registry.getAll());
  const events = modeler.get('eventBus');
  events.on('selection.changed', ({ newSelection = [] }) =>
    panel.show(newSelection.length === 1 ? newSelection[0]! : null),
  );
  events.on('commandStack.changed', () => {
    notes();
    // Fields that are just being left would lose the focus on its way to the next one.
    if (!panel.writing) panel.show(panel.element && registry.get(panel.element.id) ? panel.element : null);
    void modeler.saveXML({ format: true }).then(({ xml }) => {
      if (xml === undefined || xml === source.value) return;
      source.value = xml;
      find('[data-state]').textContent = 'Có thay đổi chưa lưu';
      leave.unsaved = true;
      checker.soon(xml);
    });
  });
  // Another limit to measure against: looked over here, so that what is not saved stays.
  const meter = find('[data-meter]');
  const measure = (event: Event): void => {
    event.preventDefault();
    checker.soon(source.value, 0);
  };
  meter.addEventListener('change', measure);
  meter.addEventListener('submit', measure);
  const leave = { unsaved: false };
  find<HTMLFormElement>('#luu').addEventListener('submit', () => (leave.unsaved = false));
  window.addEventListener('beforeunload', (event) => {
    if (leave.unsaved) event.preventDefault();
  });
  page.addEventListener('click', (event) => {
    const target = event.target as HTMLElement;
    const tool = target.closest<HTMLElement>('[data-tool]')?.dataset['tool'];
    if (tool) use(modeler, panel, tool);
    const link = target.closest<HTMLElement>('[data-element]');
    const element = link && registry.get(link.dataset['element']!);
    if (element) {
      event.preventDefault();
      modeler.get('selection').select(element);
      modeler.get('canvas').scrollToElement(element);
      find('[data-canvas]').scrollIntoView({ block: 'center' });
    }
  });
  notes();
  fit(modeler);
  panel.show(null);
  checker.mark(await checker.ask(source.value));
}

/** What a button of the toolbar does. */
function use(modeler: Modeler, panel: Panel, tool: string): void {
  const canvas = modeler.get('canvas');
  const stack = modeler.get('commandStack');
  if (tool in KINDS) insert(modeler, tool as Kind);
  else if (tool === 'undo' && stack.canUndo()) stack.undo();
  else if (tool === 'redo' && stack.canRedo()) stack.redo();
  else if (tool === 'zoom-in') canvas.zoom(canvas.viewbox().scale * 1.25);
  else if (tool === 'zoom-out') canvas.zoom(canvas.viewbox().scale / 1.25);
  else if (tool === 'fit') canvas.zoom('fit-viewport', 'auto');
  else if (tool === 'remove' && panel.element) modeler.get('modeling').removeElements([panel.element]);
}

/**
 * Puts something new on the selected path, or on the one path out of the selected element, and makes room for it; behind
 * the selected element where there is no such path; else in the middle of what shows.
 */
function insert(modeler: Modeler, kind: Kind): void {
  const [at] = modeler.get('selection').get();
  const shape = newShape(
    { bpmnFactory: modeler.get('bpmnFactory'), elementFactory: modeler.get('elementFactory') },
    kind,
  );
  const paths = (at?.outgoing ?? []).filter((one) => one.type === 'bpmn:SequenceFlow');
  const path = at?.type === 'bpmn:SequenceFlow' ? at : paths.length === 1 ? paths[0] : undefined;
  let placed: Element;
  if (path?.waypoints && path.source && path.target && kind !== 'end' && kind !== 'start') {
    const { source, target } = path;
    const right = source.x + source.width;
    if (target.x > source.x) makeRoom(modeler, Math.min(target.x, right + 1), shape.width + GAP);
    const place =
      target.x > source.x
        ? { x: right + GAP + shape.width / 2, y: source.y + source.height / 2 }
        : middle(path);
    placed = modeler.get('modeling').createShape(shape, place, path);
  } else if (at && !at.waypoints && !at.type.endsWith('EndEvent')) {
    placed = modeler.get('autoPlace').append(at, shape);
  } else {
    const canvas = modeler.get('canvas');
    const view = canvas.viewbox();
    const center = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    placed = modeler.get('modeling').createShape(shape, center, canvas.getRootElement());
  }
  modeler.get('selection').select(placed);
}

function middle(path: Element): { x: number; y: number } {
  const [from, to] = [path.waypoints![0]!, path.waypoints!.at(-1)!];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** Moves everything that begins right of `x`. */
function makeRoom(modeler: Modeler, x: number, by: number): void {
  const shapes = modeler
    .get('elementRegistry')
    .getAll()
    .filter(
      (one) =>
        !one.waypoints &&
        !one.labelTarget &&
        one.x >= x &&
        one.parent === modeler.get('canvas').getRootElement(),
    );
  if (shapes.length > 0) modeler.get('modeling').moveElements(shapes, { x: by, y: 0 });
}

/** The whole drawing, or of a long one its beginning at a size that can be read. */
function fit(modeler: Modeler): void {
  const canvas = modeler.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - PALETTE - MARGIN, height: outer.height - 2 * MARGIN };
  const scale = Math.max(READABLE, Math.min(1, room.width / inner.width, room.height / inner.height));
  const [width, height] = [outer.width / scale, outer.height / scale];
  const y = inner.y - Math.max(MARGIN, (height - inner.height) / 2);
  canvas.viewbox({ x: inner.x - PALETTE / scale, y, width, height });
}

interface Judgement {
  meter: string;
  checks: string;
  marks: { element: string; severity: 'error' | 'warning'; message: string }[];
}

/** Has the server look the drawing over after a pause, and shows what it says. */
class Checker {
  readonly page: HTMLElement;
  readonly modeler: Modeler;
  timer: ReturnType<typeof setTimeout> | undefined;
  marked: string[] = [];
  latest = 0;

  constructor(page: HTMLElement, modeler: Modeler) {
    this.page = page;
    this.modeler = modeler;
  }

  soon(xml: string, pause = PAUSE_MS): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const turn = ++this.latest;
      void this.ask(xml).then((judgement) => {
        if (turn !== this.latest || !judgement) return;
        const chose = document.activeElement?.id === 'so';
        this.page.querySelector('[data-meter]')!.innerHTML = judgement.meter;
        if (chose) this.page.querySelector<HTMLElement>('#so')?.focus();
        this.page.querySelector('[data-checks]')!.innerHTML = judgement.checks;
        this.mark(judgement);
      });
    }, pause);
  }

  async ask(bpmn: string): Promise<Judgement | null> {
    const token = this.page.querySelector<HTMLInputElement>('[name=_ma]')!.value;
    const chosen = this.page.querySelector<HTMLSelectElement>('#so')?.value;
    try {
      const answer = await fetch(this.page.dataset['check']!, {
        method: 'POST',
        body: new URLSearchParams({ bpmn, _ma: token, so: chosen ?? '' }),
      });
      return answer.ok ? ((await answer.json()) as Judgement) : null;
    } catch {
      // Without a connection one draws on; saving looks it over again.
      return null;
    }
  }

  mark(judgement: Judgement | null): void {
    const canvas = this.modeler.get('canvas');
    const overlays = this.modeler.get('overlays');
    const registry = this.modeler.get('elementRegistry');
    overlays.remove({ type: 'flow-fault' });
    for (const id of this.marked) {
      if (!registry.get(id)) continue;
      canvas.removeMarker(id, 'is-error');
      canvas.removeMarker(id, 'is-warning');
    }
    this.marked = [];
    for (const { element, severity, message } of judgement?.marks ?? []) {
      const drawn = registry.get(element);
      if (!drawn || drawn === canvas.getRootElement()) continue;
      canvas.addMarker(element, `is-${severity}`);
      this.marked.push(element);
      if (severity !== 'error') continue;
      const sign = document.createElement('span');
      sign.className = 'flow-fault';
      sign.title = message;
      sign.textContent = '!';
      overlays.add(element, 'flow-fault', { position: { top: -10, left: -10 }, html: sign });
    }
  }
}

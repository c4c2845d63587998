/* Draws flows with bpmn-js where the page has room for them; the table on the page says the same without script. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { drawNotes, type DrawnElement, type Load, type Overlays } from '../flow-notes/notes.ts';

interface Drawing {
  importXML(xml: string): Promise<unknown>;
  get(service: 'canvas'): Canvas;
  get(service: 'overlays'): Overlays;
  get(service: 'elementRegistry'): { get(id: string): DrawnElement | undefined; getAll(): DrawnElement[] };
}
/** Its types are written for CommonJS, what is bundled is a module. */
const Viewer = NavigatedViewer as unknown as new (options: object) => Drawing;

const FONT = "'Be Vietnam Pro', sans-serif";

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  zoom(level: 'fit-viewport' | number, center?: 'auto'): number;
  viewbox(): { inner: Area; outer: Pick<Area, 'width' | 'height'> };
  viewbox(area: Area): void;
  addMarker(element: string, marker: string): void;
}

/** Scale below which the names of the steps can not be read. */
const READABLE = 0.75;
/** Room left of the current step, in the drawing's own measure. */
const BEFORE = 200;
/** Room for what stands above and below the outermost shapes. */
const MARGIN = 48;

for (const section of document.querySelectorAll<HTMLElement>('[data-flow]')) {
  const box = section.querySelector<HTMLElement>('[data-bpmn]');
  if (box) void draw(section, box);
}

async function draw(card: HTMLElement, container: HTMLElement): Promise<void> {
  const answer = await fetch(container.dataset['bpmn']!);
  if (!answer.ok) return;
  card.hidden = false;
  const viewer = new Viewer({
    container,
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
  });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const mark = (ids: string | undefined, marker: string): void => {
    for (const id of (ids ?? '').split(' ')) if (id && registry.get(id)) canvas.addMarker(id, marker);
  };
  mark(container.dataset['done'], 'is-done');
  mark(container.dataset['now'], 'is-now');
  mark(container.dataset['differs'], 'is-different');
  drawNotes(viewer.get('overlays'), registry.getAll(), JSON.parse(container.dataset['load'] ?? '{}') as Load);
  const now = registry.get((container.dataset['now'] ?? '').split(' ')[0] ?? '');
  show(canvas, now);
  // Paper can not be moved about.
  window.addEventListener('beforeprint', () => canvas.zoom('fit-viewport', 'auto'));
  window.addEventListener('afterprint', () => show(canvas, now));
}

/** The whole flow, or of a long one the part that begins a step before the one it is at, at a size that can be read. */
function show(canvas: Canvas, now: DrawnElement | undefined): void {
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(
    1,
    outer.width / (inner.width + 2 * MARGIN),
    outer.height / (inner.height + 2 * MARGIN),
  );
  const shown = Math.max(scale, READABLE);
  const [width, height] = [outer.width / shown, outer.height / shown];
  const left = inner.x - MARGIN;
  const right = Math.max(left, inner.x + inner.width + MARGIN - width);
  const x =
    scale >= READABLE ? inner.x - (width - inner.width) / 2 : now ? Math.min(now.x - BEFORE, right) : left;
  canvas.viewbox({
    x: scale >= READABLE ? x : Math.max(x, left),
    y: inner.y - (height - inner.height) / 2,
    width,
    height,
  });
}

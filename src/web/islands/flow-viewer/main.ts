/* Draws a flow with bpmn-js where the page has room for it; the table on the page says the same without script. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';

interface Drawing {
  importXML(xml: string): Promise<unknown>;
  get(service: 'canvas'): Canvas;
  get(service: 'elementRegistry'): { get(id: string): { x: number } | undefined };
}
/** Its types are written for CommonJS, what is bundled is a module. */
const Viewer = NavigatedViewer as unknown as new (options: { container: HTMLElement }) => Drawing;

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

const section = document.querySelector<HTMLElement>('[data-flow]');
const box = section?.querySelector<HTMLElement>('[data-bpmn]');
if (section && box) void draw(section, box);

async function draw(card: HTMLElement, container: HTMLElement): Promise<void> {
  const answer = await fetch(container.dataset['bpmn']!);
  if (!answer.ok) return;
  card.hidden = false;
  const viewer = new Viewer({ container });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get('canvas');
  const mark = (ids: string | undefined, marker: string): void => {
    for (const id of (ids ?? '').split(' ').filter(Boolean)) canvas.addMarker(id, marker);
  };
  mark(container.dataset['done'], 'is-done');
  mark(container.dataset['now'], 'is-now');
  if (canvas.zoom('fit-viewport', 'auto') >= READABLE) return;
  // A long flow is shown at a size that can be read, beginning a step before the one it is at.
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / READABLE, outer.height / READABLE];
  const now = viewer.get('elementRegistry').get((container.dataset['now'] ?? '').split(' ')[0] ?? '');
  const x = now ? Math.min(now.x - BEFORE, inner.x + inner.width - width) : inner.x;
  canvas.viewbox({ x: Math.max(x, inner.x), y: inner.y - (height - inner.height) / 2, width, height });
}

/* Draws a flow with bpmn-js where the page has room for it; the table on the page says the same without script. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';

interface Drawing {
  importXML(xml: string): Promise<unknown>;
  get(service: 'canvas'): Canvas;
}
/** Its types are written for CommonJS, what is bundled is a module. */
const Viewer = NavigatedViewer as unknown as new (options: { container: HTMLElement }) => Drawing;

interface Canvas {
  zoom(level: 'fit-viewport', center?: 'auto'): void;
  addMarker(element: string, marker: string): void;
}

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
  canvas.zoom('fit-viewport', 'auto');
  const mark = (ids: string | undefined, marker: string): void => {
    for (const id of (ids ?? '').split(' ').filter(Boolean)) canvas.addMarker(id, marker);
  };
  mark(container.dataset['done'], 'is-done');
  mark(container.dataset['now'], 'is-now');
}

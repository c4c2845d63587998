import { readFile, readdir, writeFile } from 'node:fs/promises';
import { layoutProcess } from 'bpmn-auto-layout';

/**
 * Draws the flows of the demo province anew: reads every seed/flows/*.bpmn, replaces its diagram part by a computed
 * one and writes it back. Names on the command line (flow codes) restrict it to those files.
 */
const folder = new URL('../seed/flows/', import.meta.url);
const only = process.argv.slice(2);

/** Room between two lines that run below the steps. */
const LINE = 24;
const EDGE = /(<bpmndi:BPMNEdge id="[^"]*" bpmnElement="([^"]+)">)([\s\S]*?)(\s*<\/bpmndi:BPMNEdge>)/g;
const SHAPE = /(bpmnElement="([^"]+)"[^>]*>\s*<dc:Bounds x="(\d+)" y="(\d+)" width="50" height="50" \/>)/g;

const label = (x: number, y: number, width: number): string =>
  `\n        <bpmndi:BPMNLabel>\n          <dc:Bounds x="${x}" y="${y}" width="${width}" height="14" />\n        </bpmndi:BPMNLabel>`;
const nameOf = (xml: string, id: string): string =>
  new RegExp(`id="${id}" name="([^"]*)"`).exec(xml)?.[1] ?? '';

/** The layout runs all lines below a row over one another and names across lines: gives each its own height and place. */
function tidy(xml: string): string {
  const below: { id: string; width: number }[] = [];
  for (const [, , id, body] of xml.matchAll(EDGE)) {
    const points = waypoints(body!);
    if (runsBelow(points)) below.push({ id: id!, width: Math.abs(points[1]!.x - points[2]!.x) });
  }
  below.sort((a, b) => a.width - b.width);
  const withLines = xml.replace(EDGE, (whole, head: string, id: string, body: string, tail: string) => {
    const level = below.findIndex((line) => line.id === id);
    if (level < 0) return whole;
    const [from, , , to] = waypoints(body) as [Point, Point, Point, Point];
    const end = to.x + level * 12;
    const y = from.y + 16 + LINE * (level + 1);
    const path = [from, { x: from.x, y }, { x: end, y }, { x: end, y: to.y }];
    const left = end < from.x ? from.x - 90 : from.x + 4;
    return (
      head +
      path.map(({ x, y: at }) => `\n        <di:waypoint x="${x}" y="${at}" />`).join('') +
      (nameOf(xml, id) ? label(left, y - 16, 86) : '') +
      tail
    );
  });
  return withLines.replace(SHAPE, (whole, shape: string, id: string, x: string, y: string) =>
    nameOf(xml, id) ? shape + label(Number(x) - 20, Number(y) - 20, 90) : whole,
  );
}

interface Point {
  x: number;
  y: number;
}

function waypoints(body: string): Point[] {
  return [...body.matchAll(/<di:waypoint x="(-?\d+)" y="(-?\d+)" \/>/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

/** Down from a gateway, along below the row, and up into a step. */
function runsBelow(points: Point[]): boolean {
  const [from, low, far, to] = points;
  return points.length === 4 && low!.y === far!.y && low!.y > from!.y && far!.y > to!.y && from!.x === low!.x;
}

for (const file of (await readdir(folder)).sort()) {
  const code = file.replace(/\.bpmn$/, '');
  if (code === file || (only.length > 0 && !only.includes(code))) continue;
  const url = new URL(file, folder);
  await writeFile(url, tidy(await layoutProcess(await readFile(url, 'utf8'))));
  console.log(code);
}

import {
  changeKind,
  FINAL_STATUSES,
  STATUSES,
  statusLabel,
  type Chart,
  type Status,
} from '../../../core/status/index.ts';

const WIDTH = 168;
const HEIGHT = 54;
const COLUMN = 218;
const ROW = 112;
const LINE = 18;

/** Where each status stands, by column and row: reception on the left, the result on the right, ends below. */
const PLACES: Record<Status | 'in', readonly [number, number]> = {
  in: [0, 1],
  submitted: [1, 0],
  supplement_requested: [1, 2],
  accepted: [2, 0],
  supplemented: [2, 2],
  refused: [1, 3],
  in_progress: [3, 1],
  withdrawn: [3, 3],
  payment_required: [4, 2],
  done: [4, 0],
  stopped: [5, 3],
  returned: [5, 0],
};

const middle = (id: Status | 'in'): { x: number; y: number } => {
  const [column, row] = PLACES[id];
  return { x: column * COLUMN + WIDTH / 2 + 8, y: row * ROW + HEIGHT / 2 + 8 };
};

/** The chart drawn; the table beside it says the same in words. */
export function ChartDiagram({ chart }: { chart: Chart }) {
  const width = 5 * COLUMN + WIDTH + 16;
  const height = 3 * ROW + HEIGHT + 16;
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="Sơ đồ bước chuyển">
      <svg class="status-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="so-do-ten">
        <title id="so-do-ten">
          Sơ đồ {chart.length} bước chuyển trạng thái; bảng bên dưới ghi từng bước bằng chữ
        </title>
        <defs>
          <marker
            id="mui-ten"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path class="status-chart__head" d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {chart.map((edge) => (
          <path
            class={changeKind(edge) === 'required' ? 'status-chart__edge' : 'status-chart__edge is-free'}
            d={path(edge.from ?? 'in', edge.to)}
            marker-end="url(#mui-ten)"
          />
        ))}
        <Box id="in" text="Bắt đầu" className="is-start" />
        {STATUSES.map((status) => (
          <Box
            id={status}
            text={statusLabel(status)}
            className={FINAL_STATUSES.includes(status) ? 'is-final' : ''}
          />
        ))}
      </svg>
    </div>
  );
}

function Box({ id, text, className }: { id: Status | 'in'; text: string; className: string }) {
  const { x, y } = middle(id);
  const lines = wrapped(text);
  return (
    <g class={`status-chart__node ${className}`}>
      <rect x={x - WIDTH / 2} y={y - HEIGHT / 2} width={WIDTH} height={HEIGHT} rx="8" />
      {lines.map((line, at) => (
        <text x={x} y={y + 5 + (at - (lines.length - 1) / 2) * LINE} text-anchor="middle">
          {line}
        </text>
      ))}
    </g>
  );
}

/** A curve from border to border; there and back bend to different sides. */
function path(from: Status | 'in', to: Status): string {
  const [a, b] = [middle(from), middle(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const side = 16 + length / 14;
  const bend = {
    x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * side,
    y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * side,
  };
  const [start, end] = [border(a, bend), border(b, bend)];
  const round = (value: number): number => Math.round(value * 10) / 10;
  return `M${round(start.x)} ${round(start.y)}Q${round(bend.x)} ${round(bend.y)} ${round(end.x)} ${round(end.y)}`;
}

/** Where the line from a box's middle towards a point leaves the box. */
function border(box: { x: number; y: number }, towards: { x: number; y: number }): { x: number; y: number } {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const scale = Math.min(
    dx === 0 ? Infinity : (WIDTH / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (HEIGHT / 2 + 3) / Math.abs(dy),
  );
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + word.length > 18) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

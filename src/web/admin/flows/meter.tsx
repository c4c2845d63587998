import { formatNumber } from '../../../core/money.ts';
import type { FlowCheck, FlowLimit } from '../../../modules/flows/index.ts';
import { daysWords } from './words.ts';

const WIDTH = 1000;

/** Minutes of the longest way, step by step, against the tightest limit of the procedures that run on the flow. */
export function FlowMeter({ check, limits }: { check: FlowCheck; limits: readonly FlowLimit[] }) {
  const total = check.way.reduce((sum, step) => sum + step.minutes, 0);
  const limit = limits.toSorted((a, b) => a.minutes - b.minutes)[0];
  const over = limit ? total - limit.minutes : 0;
  const scale = WIDTH / Math.max(1, total, (limit?.minutes ?? 0) * 1.02);
  let from = 0;
  const segments = check.way.map((step) => {
    const segment = { ...step, x: from * scale, width: step.minutes * scale };
    from += step.minutes;
    return segment;
  });
  const edge = limit ? limit.minutes * scale : WIDTH;
  const words = limit
    ? `${formatNumber(total)} phút trên ${formatNumber(limit.minutes)} phút${over > 0 ? `, vượt ${formatNumber(over)} phút` : ''}`
    : `${formatNumber(total)} phút`;
  return (
    <div>
      <div class="row row--between mb-2">
        <h2 class="h-s" id="thoi-gian">
          Tổng thời gian các bước
        </h2>
        <p class="sm">
          {check.flow ? (
            <b class={over > 0 ? 'late' : undefined}>{formatNumber(total)} phút</b>
          ) : (
            <b class="late">Chưa cộng được vì sơ đồ còn lỗi</b>
          )}
          {limit
            ? ` / ${formatNumber(limit.minutes)} phút theo thủ tục (${limit.text})`
            : `${check.flow ? ` = ${daysWords(total)}` : ''}; chưa có thủ tục nào để so thời hạn`}
          {over > 0 && <b class="late"> · vượt {formatNumber(over)} phút</b>}
        </p>
      </div>
      <svg
        class="meter meter--big"
        viewBox={`0 0 ${WIDTH} 20`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Tổng thời gian các bước: ${words}. ${check.way.map((step) => `${step.name} ${step.minutes} phút`).join('; ')}`}
      >
        {segments.map((step, at) => (
          <rect class={at % 2 === 0 ? 'd1 sep' : 'd3 sep'} x={step.x} y="0" width={step.width} height="20">
            <title>{`${step.name}: ${formatNumber(step.minutes)} phút`}</title>
          </rect>
        ))}
        {over > 0 && <rect class="flow-over" x={edge} y="0" width={over * scale} height="20" />}
        {limit && <line class="lim" x1={edge} x2={edge} y1="-3" y2="23" />}
      </svg>
      {limit && limits.length > 1 && <p class="xs muted mt-2">So với thời hạn ngắn nhất: {limit.name}.</p>}
    </div>
  );
}

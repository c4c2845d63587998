import { formatNumber } from '../../../core/money.ts';
import type { FlowCheck, FlowLimit } from '../../../modules/flows/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import { Button, Field } from '../../ui/index.ts';
import { daysWords } from '../../flows/words.ts';

const WIDTH = 1000;

/** Limits in the list to choose from, the shortest first; a form with thousands of lines helps nobody. */
const LISTED = 200;

/** Which limit the meter measures against, and where the form that chooses another leads. */
export interface Against {
  /** Key of the limit chosen; unknown or absent: the shortest one. */
  chosen?: string;
  href: string;
  /** What else the address says. */
  keep?: Record<string, string>;
}

/** The limit that was chosen, else the shortest; undefined where no procedure with a limit uses the flow. */
export const limitFor = (limits: readonly FlowLimit[], chosen?: string): FlowLimit | undefined =>
  limits.find((one) => one.key === chosen) ?? limits.toSorted((a, b) => a.minutes - b.minutes)[0];

/** Minutes of the longest way, step by step, against one limit of the procedures that run on the flow. */
export function FlowMeter(props: { check: FlowCheck; limits: readonly FlowLimit[]; against: Against }) {
  const { check, limits, against } = props;
  const total = check.way.reduce((sum, step) => sum + step.minutes, 0);
  const limit = limitFor(limits, against.chosen);
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
      {limit && limits.length > 1 && (
        <LimitPicker limits={limits} limit={limit} total={check.flow ? total : null} against={against} />
      )}
    </div>
  );
}

/** Chooses procedure, case and channel to measure against, each with whether the flow fits its limit. */
function LimitPicker(props: {
  limits: readonly FlowLimit[];
  limit: FlowLimit;
  /** null: the drawing can not be added up. */
  total: number | null;
  against: Against;
}) {
  const { limits, limit, total, against } = props;
  const sorted = limits.toSorted((a, b) => a.minutes - b.minutes || a.name.localeCompare(b.name, 'vi'));
  const listed = sorted.slice(0, LISTED);
  if (!listed.includes(limit)) listed.push(limit);
  const fits = total === null ? 0 : limits.filter((one) => total <= one.minutes).length;
  const fit = (one: FlowLimit): string =>
    total === null
      ? ''
      : total <= one.minutes
        ? ` – vừa, còn ${formatNumber(one.minutes - total)} phút`
        : ` – vượt ${formatNumber(total - one.minutes)} phút`;
  return (
    <form class="row row--end mt-2" method="get" action={against.href} data-against>
      {Object.entries(against.keep ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Field name="so" label="So với thời hạn của">
        <select class="select" id="so" name="so">
          {[...Map.groupBy(listed, (one) => one.procedure)].map(([procedure, ones]) => (
            <optgroup label={shortName(procedure)}>
              {ones.map((one) => (
                <option value={one.key} selected={one === limit}>
                  {[one.part || 'Mọi trường hợp', one.text].join(': ') + fit(one)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </Field>
      <Button size="sm">So</Button>
      {total !== null && (
        <p class="sm">
          {fits === limits.length ? (
            `Vừa cả ${formatNumber(limits.length)} thời hạn của các thủ tục đang dùng.`
          ) : (
            <b class="late">
              Vượt {formatNumber(limits.length - fits)} trên {formatNumber(limits.length)} thời hạn của các
              thủ tục đang dùng.
            </b>
          )}
          {limits.length > LISTED && ` Danh sách có ${LISTED} thời hạn ngắn nhất.`}
        </p>
      )}
    </form>
  );
}

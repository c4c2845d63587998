import {
  changeKind,
  FINAL_STATUSES,
  STATUSES,
  statusLabel,
  type Chart,
  type Status,
} from '../../../core/status/index.ts';
import type { ChangeRow, StaleEdit } from '../../../modules/configuration/index.ts';
import { edgePlace } from '../../../modules/statuses/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Icon,
  LinkButton,
  Moment,
  Note,
  type FormError,
} from '../../ui/index.ts';
import { SeenField, StaleNote } from '../parts.tsx';
import { ChartDiagram } from './diagram.tsx';
import { CHART, StatusFrame } from './frame.tsx';

const ENDS: Status[] = FINAL_STATUSES.filter((status) => status !== 'withdrawn');
const FROM: (Status | null)[] = [null, ...STATUSES.filter((status) => !ENDS.includes(status))];

/** Which changes are open, as a drawing and as a table of checkboxes. */
export function ChartPage(props: {
  desk: Desk;
  /** What the table shows: what is in force, or what was typed. */
  chart: Chart;
  running: Map<Status, number>;
  newest: ChangeRow | null;
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, chart, running, newest, seen, errors = [], stale } = props;
  return (
    <StatusFrame
      desk={desk}
      title="Bước chuyển trạng thái"
      sub="Áp dụng cho mọi hồ sơ ngay khi lưu, trên Cổng và tại một cửa"
      page="chart"
      failed={errors.length > 0}
    >
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={CHART} /> : <ErrorSummary errors={errors} />}
        <section class="card stack" aria-labelledby="so-do">
          <h2 id="so-do" class="h-s">
            Sơ đồ
          </h2>
          <ChartDiagram chart={chart} />
        </section>
        <form class="card stack" method="post" action={CHART} aria-labelledby="bang">
          <CsrfField />
          <SeenField seen={seen} />
          <h2 id="bang" class="h-s">
            Từ trạng thái nào sang trạng thái nào
          </h2>
          <p class="row sm">
            <span class="status-key status-key--required">Phụ lục I cần, không bỏ được</span>
            <span class="status-key">Bật hoặc tắt tùy cách làm của tỉnh</span>
            <span class="status-key status-key--none">Phụ lục I không có</span>
          </p>
          <Matrix chart={chart} running={running} wrong={new Set(errors.map((error) => error.field))} />
          <Note tone="info">
            “{ENDS.map(statusLabel).join('”, “')}” là trạng thái kết thúc nên không có dòng riêng.
          </Note>
          <div class="row">
            <Button weight="main">Lưu và áp dụng ngay</Button>
            <LinkButton href={CHART} weight="quiet">
              Bỏ thay đổi
            </LinkButton>
            {newest && (
              <span class="muted sm">
                Lần sửa gần nhất: {newest.byName}, <Moment at={newest.at} />
              </span>
            )}
          </div>
        </form>
      </div>
    </StatusFrame>
  );
}

function Matrix(props: { chart: Chart; running: Map<Status, number>; wrong: Set<string | undefined> }) {
  const { chart, running, wrong } = props;
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="Bảng bước chuyển">
      <table class="table status-matrix">
        <caption class="vh">Dòng là trạng thái đi, cột là trạng thái đến</caption>
        <thead>
          <tr>
            <th scope="col">Từ \ Sang</th>
            {STATUSES.map((status) => (
              <th scope="col">{statusLabel(status)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FROM.map((from) => (
            <tr>
              <th scope="row">
                {from === null ? 'Bắt đầu' : statusLabel(from)}
                {from !== null && (running.get(from) ?? 0) > 0 && (
                  <span class="sub">{running.get(from)} hồ sơ đang ở đây</span>
                )}
              </th>
              {STATUSES.map((to) => {
                const kind = changeKind({ from, to });
                const id = edgePlace({ from, to });
                const name = `${from === null ? 'Bắt đầu' : statusLabel(from)} sang ${statusLabel(to)}`;
                if (kind === 'impossible') {
                  return (
                    <td class="is-none">
                      <span class="vh">Không có</span>
                    </td>
                  );
                }
                return (
                  <td
                    class={[kind === 'required' && 'is-required', wrong.has(id) && 'is-wrong']
                      .filter(Boolean)
                      .join(' ')}
                  >
                    <label>
                      <input
                        type="checkbox"
                        id={id}
                        name="mo"
                        value={id}
                        checked={chart.some((edge) => edge.from === from && edge.to === to)}
                        aria-label={kind === 'required' ? `${name} (Phụ lục I cần)` : name}
                        aria-invalid={wrong.has(id) ? 'true' : undefined}
                      />
                      {wrong.has(id) && <Icon name="circle-alert" />}
                    </label>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

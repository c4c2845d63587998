import type { FlowNode } from '../../../core/flow/types.ts';
import { formatNumber } from '../../../core/money.ts';
import type { FoundRow, FlowSum, SeenLoad } from '../../../modules/dossiers/index.ts';
import type { FlowVersion } from '../../../modules/flows/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import { VIEWER } from '../../flows/diagram.tsx';
import { LateCount, loadColumns, LoadDrawing, loadOf, stepsOf } from '../../flows/load.tsx';
import { nodeName } from '../../flows/words.ts';
import { EmptyState, Icon, LinkButton, Moment, Note, Pager, Table } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import {
  codeColumn,
  dossierHref,
  dueColumn,
  procedureColumn,
  receivedColumn,
  statusColumn,
  type ListFacts,
} from '../dossier-cells.tsx';
import { OfficeFrame } from '../frame.tsx';

/** The page of reports, and that of the one report there is. */
export const REPORTS = '/mot-cua/bao-cao';
export const WHERE = `${REPORTS}/quy-trinh`;
const WHERE_TITLE = 'Hồ sơ đang ở đâu';

const flowHref = (code: string): string => `${WHERE}/${encodeURIComponent(code)}`;

/** The dossiers that stand at a step of a version, or the late ones of them; from a row on. */
export const stepHref = (
  { code, version }: FlowVersion,
  { id }: FlowNode,
  late: boolean,
  sau?: string,
): string =>
  `${flowHref(code)}/ho-so?${new URLSearchParams({
    ban: String(version),
    buoc: id,
    ...(late && { tre: '1' }),
    ...(sau && { sau }),
  })}`;

/** The reports there are. */
export function ReportsPage({ desk }: { desk: Desk }) {
  return (
    <OfficeFrame
      desk={desk}
      title="Báo cáo"
      sub="Số liệu tính lúc mở trang, trong phạm vi hồ sơ bạn được xem"
      active={REPORTS}
    >
      <div class="grid grid--l">
        <a class="tile" href={WHERE}>
          <span class="tile__ico">
            <Icon name="workflow" />
          </span>
          <span>
            <b>{WHERE_TITLE}</b>
            <small>
              Mỗi quy trình có bao nhiêu hồ sơ đang chạy, đang ở bước nào, trễ bao nhiêu và bao lâu.
            </small>
          </span>
        </a>
      </div>
    </OfficeFrame>
  );
}

/** A flow with running dossiers, and the step of it with most late ones. */
export interface FlowLine extends FlowSum {
  name: string;
  worst: { name: string; late: number } | null;
}

/** All flows with running dossiers, those with most late ones first. */
export function FlowsReportPage({ desk, lines, now }: { desk: Desk; lines: FlowLine[]; now: Date }) {
  return (
    <OfficeFrame
      desk={desk}
      title={WHERE_TITLE}
      sub={<AsOf now={now} />}
      active={REPORTS}
      breadcrumbs={[{ label: 'Báo cáo', href: REPORTS }, { label: WHERE_TITLE }]}
    >
      {lines.length === 0 ? (
        <EmptyState
          icon="workflow"
          title="Không có hồ sơ nào đang chạy"
          action={<LinkButton href={REPORTS}>Về mục Báo cáo</LinkButton>}
        >
          Hồ sơ của cơ quan hoặc đơn vị bạn phụ trách sẽ hiện ở đây từ lúc được nộp tới lúc trả kết quả.
        </EmptyState>
      ) : (
        <Table
          label="Các quy trình có hồ sơ đang chạy"
          rows={lines}
          columns={[
            {
              label: 'Quy trình',
              cell: (line) => (
                <>
                  <a href={flowHref(line.flowCode)}>{line.name}</a>
                  <span class="sub clamp">
                    {shortName(line.procedures[0] ?? '')}
                    {line.procedures.length > 1 && ` và ${line.procedures.length - 1} thủ tục nữa`}
                  </span>
                </>
              ),
            },
            { label: 'Hồ sơ đang chạy', number: true, cell: (line) => formatNumber(line.running) },
            { label: 'Có bước quá hạn', number: true, cell: (line) => <LateCount count={line.late} /> },
            { label: 'Quá hẹn trả', number: true, cell: (line) => <LateCount count={line.overdue} /> },
            {
              label: 'Trễ nhiều nhất ở bước',
              cell: ({ worst }) =>
                worst ? (
                  <>
                    {worst.name}
                    <span class="sub">{formatNumber(worst.late)} việc quá hạn</span>
                  </>
                ) : (
                  <span class="muted">–</span>
                ),
            },
          ]}
        />
      )}
    </OfficeFrame>
  );
}

/** One flow: how many dossiers stand at which step, how many are late and for how long, drawn and as a table. */
export function FlowReportPage(props: {
  desk: Desk;
  newest: FlowVersion;
  shown: FlowVersion;
  rows: SeenLoad[];
  /** By step: how long the latest of it has been late. */
  latest: ReadonlyMap<string, string>;
  now: Date;
}) {
  const { desk, newest, shown, rows, latest, now } = props;
  const href = flowHref(shown.code);
  const load = loadOf(rows, shown.id);
  const versions = versionsOf(newest, shown, rows);
  const elsewhere = versions.filter((one) => one.version !== shown.version && one.open > 0);
  return (
    <OfficeFrame
      desk={desk}
      title={shown.name}
      sub={<AsOf now={now} />}
      active={REPORTS}
      breadcrumbs={[
        { label: 'Báo cáo', href: REPORTS },
        { label: WHERE_TITLE, href: WHERE },
        { label: shown.name },
      ]}
      {...VIEWER}
    >
      <div class="stack">
        {elsewhere.length > 0 && (
          <Note
            tone="info"
            title={`Còn ${formatNumber(elsewhere.reduce((sum, one) => sum + one.open, 0))} việc đang mở ở bản khác của quy trình.`}
          >
            Hồ sơ giữ bản quy trình của ngày nộp; chọn bản để xem.
          </Note>
        )}
        <LoadDrawing
          action={href}
          src={`${href}/so-do.bpmn?ban=${shown.version}`}
          shown={shown.version}
          versions={versions.map(({ version, open }) => ({
            version,
            words: `${formatNumber(open)} việc đang mở`,
          }))}
          load={load}
        />
        <Table
          label="Số hồ sơ ở từng bước"
          rows={stepsOf(shown.compiled)}
          columns={[
            { label: 'Bước', cell: nodeName },
            ...loadColumns(load, (node, late) => stepHref(shown, node, late)),
            {
              label: 'Trễ lâu nhất',
              cell: (node) => {
                const words = latest.get(node.id);
                return words ? <span class="late">{words}</span> : <span class="muted">–</span>;
              },
            },
          ]}
        />
      </div>
    </OfficeFrame>
  );
}

/** The dossiers behind a number of the report, those first whose step is due first. */
export function StepReportPage(props: {
  desk: Desk;
  flow: FlowVersion;
  node: FlowNode;
  late: boolean;
  rows: FoundRow[];
  facts: ListFacts;
  /** Addresses of the first and the next page, where there are such. */
  first?: string;
  next?: string;
}) {
  const { desk, flow, node, late, rows, facts, first, next } = props;
  const name = nodeName(node);
  const title = late ? `Quá hạn bước: ${name}` : `Đang ở bước: ${name}`;
  return (
    <OfficeFrame
      desk={desk}
      title={title}
      sub={`${flow.name}, bản ${flow.version}; bước đến hạn sớm đứng trước`}
      active={REPORTS}
      breadcrumbs={[
        { label: 'Báo cáo', href: REPORTS },
        { label: WHERE_TITLE, href: WHERE },
        { label: flow.name, href: `${flowHref(flow.code)}?ban=${flow.version}` },
        { label: name },
      ]}
    >
      {rows.length > 0 ? (
        <Table
          label={title}
          rows={rows}
          keyboard
          href={(row) => dossierHref(row.dossierId)}
          columns={[codeColumn, procedureColumn, statusColumn(facts), receivedColumn, dueColumn(facts)]}
        />
      ) : (
        <EmptyState
          icon="workflow"
          title={late ? 'Không có hồ sơ nào quá hạn ở bước này' : 'Không có hồ sơ nào ở bước này'}
          action={<LinkButton href={flowHref(flow.code)}>Xem cả quy trình</LinkButton>}
        >
          Hồ sơ có thể vừa sang bước khác.
        </EmptyState>
      )}
      <Pager first={first} next={next} />
    </OfficeFrame>
  );
}

/** The version in force, the one shown, and every other on which dossiers still run; newest first. */
function versionsOf(newest: FlowVersion, shown: FlowVersion, rows: readonly SeenLoad[]) {
  const open = new Map([newest, shown].map(({ version }) => [version, 0]));
  for (const row of rows) open.set(row.version, (open.get(row.version) ?? 0) + row.open);
  return [...open]
    .map(([version, count]) => ({ version, open: count }))
    .toSorted((one, other) => other.version - one.version);
}

function AsOf({ now }: { now: Date }) {
  return (
    <>
      Số liệu lúc <Moment at={now} />, trong phạm vi hồ sơ bạn được xem
    </>
  );
}

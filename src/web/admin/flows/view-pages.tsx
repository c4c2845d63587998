import { formatNumber } from '../../../core/money.ts';
import type { Difference } from '../../../core/changes.ts';
import type { Flow } from '../../../core/flow/types.ts';
import type { FlowLoad } from '../../../modules/dossiers/index.ts';
import type { FlowCheck, FlowVersion, FlowVersionRow } from '../../../modules/flows/index.ts';
import { Diagram, VIEWER, type LoadByNode } from '../../flows/diagram.tsx';
import { loadColumns, LoadDrawing, loadOf } from '../../flows/load.tsx';
import {
  Button,
  CsrfField,
  EmptyState,
  Facts,
  LinkButton,
  Moment,
  Note,
  SelectField,
  Table,
  Tag,
} from '../../ui/index.ts';
import { DifferenceTable, SeenField } from '../parts.tsx';
import { FlowFrame } from './frame.tsx';
import { FlowMeter } from './meter.tsx';
import { flowHref, type OpenFlow } from './open.ts';
import { StepTable } from './step-table.tsx';

const drawing = (code: string, version: number | 'nhap'): string =>
  `${flowHref(code, 'so-do.bpmn')}?ban=${version}`;

/** The definition: drawing, steps, time, and what runs on it. */
export function FlowPage(props: {
  view: OpenFlow;
  newest: FlowVersion;
  check: FlowCheck;
  load: LoadByNode;
  running: number;
  publishedBy: string | null;
}) {
  const { view, newest, check, load, running, publishedBy } = props;
  const { code, uses, limits, choices } = view;
  return (
    <FlowFrame
      view={view}
      page=""
      actions={
        <>
          <LinkButton href={drawing(code, newest.version)} icon="download" download>
            Xuất .bpmn
          </LinkButton>
          <LinkButton href={flowHref(code, 'sua')} weight="main" icon="pen-line">
            {view.draft ? 'Sửa tiếp bản nháp' : 'Sửa quy trình'}
          </LinkButton>
        </>
      }
      {...VIEWER}
    >
      <div class="stack">
        <Diagram
          id="so-do"
          title={`Bản ${newest.version}`}
          src={drawing(code, newest.version)}
          label={`Sơ đồ quy trình ${newest.name}. Bảng các bước bên dưới nói cùng nội dung.`}
          load={load}
          aside={<p class="sm muted">Số trên bước: hồ sơ đang ở đó, số đã trễ. Kéo để xem tiếp</p>}
        />
        <section class="card" aria-labelledby="thoi-gian">
          <FlowMeter check={check} limits={limits} against={{ chosen: view.chosen, href: flowHref(code) }} />
        </section>
        <StepTable flow={newest.compiled} choices={choices} label="Các bước của quy trình" />
        <section class="card" aria-labelledby="dung-o">
          <h2 id="dung-o" class="h-s mb-2">
            Đang dùng ở
          </h2>
          <Facts
            items={[
              {
                label: 'Ban hành',
                value: (
                  <>
                    <Moment at={newest.publishedAt} />
                    {publishedBy && `, ${publishedBy}`}
                  </>
                ),
              },
              {
                label: 'Hồ sơ đang chạy',
                value: <a href={flowHref(code, 'tinh-hinh')}>{formatNumber(running)} hồ sơ</a>,
              },
              ...uses.map((use) => ({
                label: `Thủ tục ${use.code}`,
                value: use.name,
                sub: use.limits.map((limit) => limit.text).join('; '),
              })),
            ]}
          />
        </section>
      </div>
    </FlowFrame>
  );
}

/** Where running dossiers stand and how many are late, drawn and as a table. */
export function LoadPage(props: {
  view: OpenFlow;
  shown: FlowVersion;
  versions: FlowVersionRow[];
  rows: FlowLoad[];
  canMove: boolean;
}) {
  const { view, shown, versions, rows, canMove } = props;
  const { code, choices } = view;
  const load = loadOf(rows, shown.id);
  const older = versions.filter((one) => one.version !== view.newest?.version && one.running > 0);
  return (
    <FlowFrame view={view} page="tinh-hinh" title="Tình hình" {...VIEWER}>
      <div class="stack">
        {older.length > 0 && (
          <Note
            tone="info"
            title={`${formatNumber(older.reduce((all, one) => all + one.running, 0))} hồ sơ còn chạy bản cũ.`}
          >
            Chúng giữ bản của mình cho tới khi xong.{' '}
            {canMove && <a href={flowHref(code, 'chuyen-ho-so')}>Chuyển chúng sang bản mới</a>}
          </Note>
        )}
        <LoadDrawing
          action={flowHref(code, 'tinh-hinh')}
          src={drawing(code, shown.version)}
          shown={shown.version}
          versions={versions.map(({ version, running }) => ({
            version,
            words: `${formatNumber(running)} hồ sơ`,
          }))}
          load={load}
        />
        <StepTable
          flow={shown.compiled}
          choices={choices}
          label="Số hồ sơ ở từng bước"
          only={(node) => node.kind === 'userTask'}
          more={loadColumns(load)}
        />
      </div>
    </FlowFrame>
  );
}

export function VersionsPage(props: { view: OpenFlow; versions: FlowVersionRow[]; seen: number }) {
  const { view, versions, seen } = props;
  const { code } = view;
  const options = versions.map((one) => ({ value: String(one.version), label: `Bản ${one.version}` }));
  return (
    <FlowFrame view={view} page="cac-ban" title="Các bản">
      <div class="stack">
        {versions.length > 1 && (
          <form class="card row" method="get" action={flowHref(code, 'so-sanh')}>
            <SelectField name="a" label="Bản trước" options={options} value={String(versions[1]!.version)} />
            <SelectField name="b" label="Bản sau" options={options} value={String(versions[0]!.version)} />
            <Button icon="columns-3">So sánh</Button>
          </form>
        )}
        <Table
          label="Các bản đã ban hành"
          rows={versions}
          current={(one) => one.version === view.newest?.version}
          columns={[
            {
              label: 'Bản',
              cell: (one) => (
                <>
                  Bản {one.version} {one.version === view.newest?.version && <Tag strong>Đang chạy</Tag>}
                  {one.republished && <span class="sub">Ban hành lại bản {one.republished}</span>}
                </>
              ),
            },
            { label: 'Lúc', cell: (one) => <Moment at={one.publishedAt} /> },
            { label: 'Người ban hành', cell: (one) => one.publishedBy ?? 'Nạp từ tệp' },
            { label: 'Ghi chú', cell: (one) => one.note || <span class="muted">–</span> },
            { label: 'Hồ sơ đang chạy', number: true, cell: (one) => formatNumber(one.running) },
            {
              label: 'Việc',
              cell: (one) => (
                <div class="row g2">
                  <a href={drawing(code, one.version)} download>
                    Xuất<span class="vh"> bản {one.version}</span>
                  </a>
                  {one.version !== view.newest?.version && (
                    <form method="post" action={flowHref(code, 'ban-hanh-lai')}>
                      <CsrfField />
                      <SeenField seen={seen} />
                      <input type="hidden" name="version" value={String(one.version)} />
                      <Button size="sm" icon="undo-2">
                        Ban hành lại<span class="vh"> bản {one.version}</span>
                      </Button>
                    </form>
                  )}
                </div>
              ),
            },
          ]}
        />
      </div>
    </FlowFrame>
  );
}

/** Nodes of `to` that `from` does not have, or has otherwise. */
function differing(from: Flow, to: Flow): string[] {
  const says = (flow: Flow, id: string): string => {
    const { incoming: _in, outgoing: _out, ...rest } = flow.nodes[id]!;
    return JSON.stringify(rest);
  };
  return Object.keys(to.nodes).filter((id) => !from.nodes[id] || says(from, id) !== says(to, id));
}

/** Two versions beside each other: what is different, and both drawings with it marked. */
export function ComparePage(props: { view: OpenFlow; a: FlowVersion; b: FlowVersion; rows: Difference[] }) {
  const { view, a, b, rows } = props;
  const { code } = view;
  const names = (from: Flow, to: Flow): string =>
    Object.values(to.nodes)
      .filter((node) => node.kind === 'userTask' && !from.nodes[node.id])
      .map((node) => node.name)
      .join(', ');
  const [added, removed] = [names(a.compiled, b.compiled), names(b.compiled, a.compiled)];
  return (
    <FlowFrame view={view} page="so-sanh" title={`So sánh bản ${a.version} và bản ${b.version}`} {...VIEWER}>
      <div class="stack">
        <h2>
          Bản {a.version} và bản {b.version}
        </h2>
        {rows.length > 0 && (
          <Facts
            items={[
              { label: 'Bước thêm', value: added || 'Không' },
              { label: 'Bước bỏ', value: removed || 'Không' },
            ]}
          />
        )}
        <DifferenceTable
          label="Những chỗ khác nhau"
          rows={rows}
          before={`Bản ${a.version}`}
          after={`Bản ${b.version}`}
        />
        <div class="grid grid--l">
          {[
            { one: a, marks: differing(b.compiled, a.compiled) },
            { one: b, marks: differing(a.compiled, b.compiled) },
          ].map(({ one, marks }, at) => (
            <Diagram
              id={`so-do-${at}`}
              title={`Bản ${one.version}`}
              src={drawing(code, one.version)}
              label={`Sơ đồ bản ${one.version}. Bảng ở trên nói chỗ khác nhau.`}
              differs={marks}
            />
          ))}
        </div>
        {rows.length === 0 && a.bpmn === b.bpmn && (
          <EmptyState icon="columns-3" title="Hai bản giống nhau">
            Chọn hai bản khác ở trang Các bản.
          </EmptyState>
        )}
      </div>
    </FlowFrame>
  );
}

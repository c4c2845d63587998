import { standingNodes } from '../../../core/flow/index.ts';
import type { Flow, FlowNode } from '../../../core/flow/types.ts';
import { formatNumber } from '../../../core/money.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import {
  mappingPlace,
  type FlowLoad,
  type MoveOrder,
  type MovePreview,
  type MoveView,
  type OrderedVersions,
} from '../../../modules/dossiers/index.ts';
import type { FlowVersionRow } from '../../../modules/flows/index.ts';
import {
  Button,
  CsrfField,
  EmptyState,
  ErrorNote,
  ErrorSummary,
  Moment,
  Note,
  SelectField,
  Table,
  type FormError,
} from '../../ui/index.ts';
import { FlowFrame } from '../flows/frame.tsx';
import { flowHref, type OpenFlow } from '../flows/open.ts';
import { inOrder } from '../../flows/words.ts';
import { SeenField, StaleNote } from '../parts.tsx';

export const moveHref = (code: string): string => flowHref(code, 'chuyen-ho-so');

export interface MovePageProps {
  view: OpenFlow;
  versions: FlowVersionRow[];
  asked: { from: number[]; to: number };
  /** null until it is known from and onto which versions. */
  ordered: OrderedVersions | null;
  mapping: MoveOrder['mapping'];
  preview: MovePreview | null;
  load: FlowLoad[];
  moves: MoveView[];
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}

/** Chooses versions, maps steps, shows what would move where, and orders it. */
export function MovePage(props: MovePageProps) {
  const { view, versions, asked, ordered, preview, moves, errors = [], stale } = props;
  const { code } = view;
  const running = versions.reduce((sum, version) => sum + version.running, 0);
  if (versions.length < 2) {
    return (
      <FlowFrame view={view} page="cac-ban" title="Chuyển hồ sơ">
        <EmptyState icon="workflow" title="Quy trình này mới có một bản">
          Khi ban hành bản mới, hồ sơ đang chạy vẫn theo bản cũ; lúc đó bạn chuyển chúng sang bản mới ở đây.
        </EmptyState>
      </FlowFrame>
    );
  }
  return (
    <FlowFrame view={view} page="cac-ban" title="Chuyển hồ sơ" failed={errors.length > 0}>
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={moveHref(code)} /> : <ErrorSummary errors={errors} />}
        {running === 0 && <Note tone="info">Không có hồ sơ nào đang chạy theo quy trình này.</Note>}
        <form class="stack" method="get" action={moveHref(code)}>
          <section class="card stack" aria-labelledby="ban">
            <h2 id="ban" class="h-s">
              Từ bản nào sang bản nào
            </h2>
            <fieldset id="from">
              <legend class="label">Bản hồ sơ đang theo</legend>
              {versions.map((version) => (
                <label class="pick">
                  <input
                    type="checkbox"
                    name="tu"
                    value={String(version.version)}
                    checked={asked.from.includes(version.id)}
                  />
                  <span>
                    Bản {version.version}{' '}
                    <span class="muted">· {formatNumber(version.running)} hồ sơ đang chạy</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <SelectField
              name="den"
              label="Bản chuyển sang"
              value={String(versions.find((version) => version.id === asked.to)?.version ?? '')}
              options={versions.map((version) => ({
                value: String(version.version),
                label:
                  version.id === versions[0]?.id
                    ? `Bản ${version.version} (mới nhất)`
                    : `Bản ${version.version}`,
              }))}
            />
            {!ordered && (
              <div class="row">
                <Button weight="main">Chọn các bản này</Button>
              </div>
            )}
          </section>
          {ordered && <Mapping {...props} ordered={ordered} />}
          {ordered && (
            <div class="row">
              <Button icon="refresh-cw">Xem trước</Button>
              <span class="muted sm">Chưa hồ sơ nào bị đổi khi xem trước.</span>
            </div>
          )}
        </form>
        {ordered && preview && <Preview {...props} ordered={ordered} preview={preview} />}
        {moves.length > 0 && <Moves code={code} moves={moves} />}
      </div>
    </FlowFrame>
  );
}

const nameOf = (flow: Flow, id: string): string => flow.nodes[id]?.name || id;

/** Where a dossier can stand, in reading order. */
const stepsInOrder = (flow: Flow): FlowNode[] => {
  const standing = new Set(standingNodes(flow));
  return inOrder(flow).filter((node) => standing.has(node));
};

function Mapping(props: MovePageProps & { ordered: OrderedVersions }) {
  const { ordered, mapping, load, errors = [] } = props;
  const targets = stepsInOrder(ordered.to.compiled);
  return (
    <>
      {ordered.from.map((version) => (
        <section class="card stack" aria-labelledby={`khop-${version.id}`}>
          <h2 id={`khop-${version.id}`} class="h-s">
            Bước của bản {version.version} ứng với bước nào của bản {ordered.to.version}
          </h2>
          <Table
            label={`Khớp bước từ bản ${version.version}`}
            rows={stepsInOrder(version.compiled)}
            columns={[
              { label: `Bước ở bản ${version.version}`, cell: (node) => node.name || node.id },
              {
                label: 'Hồ sơ đang ở đây',
                number: true,
                cell: (node) => formatNumber(standing(load, version.id, node)),
              },
              {
                label: `Bước ở bản ${ordered.to.version}`,
                cell: (node) => (
                  <TargetSelect
                    place={mappingPlace(version.id, node.id)}
                    node={node}
                    targets={targets}
                    value={mapping[String(version.id)]?.[node.id]}
                    error={errors.find((one) => one.field === mappingPlace(version.id, node.id))?.text}
                  />
                ),
              },
            ]}
          />
        </section>
      ))}
    </>
  );
}

const standing = (load: readonly FlowLoad[], versionId: number, node: FlowNode): number =>
  load.find((row) => row.versionId === versionId && row.node === node.id)?.open ?? 0;

function TargetSelect(props: {
  place: string;
  node: FlowNode;
  targets: FlowNode[];
  value: string | undefined;
  error?: string;
}) {
  const { place, node, targets, value, error } = props;
  return (
    <>
      {error && <ErrorNote id={`${place}-e`}>{error}</ErrorNote>}
      <select
        class="select"
        id={place}
        name={place}
        aria-label={`Bước mới cho “${node.name || node.id}”`}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `${place}-e` : undefined}
      >
        <option value="">Chưa chọn</option>
        {targets
          .filter((target) => target.kind === node.kind)
          .map((target) => (
            <option value={target.id} selected={target.id === value}>
              {target.name || target.id}
            </option>
          ))}
      </select>
    </>
  );
}

function Preview(props: MovePageProps & { ordered: OrderedVersions; preview: MovePreview }) {
  const { view, versions, ordered, mapping, preview, seen } = props;
  const stuck = preview.total - preview.movable;
  const versionOf = (id: number) => ordered.from.find((version) => version.id === id)!;
  const numberOf = (id: number): number => versions.find((version) => version.id === id)?.version ?? 0;
  return (
    <section class="card stack" aria-labelledby="xem-truoc">
      <h2 id="xem-truoc" class="h-s">
        {formatNumber(preview.movable)} trên {formatNumber(preview.total)} hồ sơ sẽ chuyển sang bản{' '}
        {ordered.to.version}
      </h2>
      {preview.rows.length > 0 && (
        <Table
          label="Hồ sơ sẽ chuyển"
          rows={preview.rows}
          columns={[
            { label: 'Từ bước', cell: (row) => nameOf(versionOf(row.versionId).compiled, row.from) },
            { label: 'Sang bước', cell: (row) => nameOf(ordered.to.compiled, row.to) },
            { label: 'Bản cũ', number: true, cell: (row) => numberOf(row.versionId) },
            { label: 'Hồ sơ', number: true, cell: (row) => formatNumber(row.dossiers) },
            {
              label: 'Người giữ và hạn của bước',
              cell: (row) => (row.kept ? 'Giữ nguyên' : 'Mở lại việc theo quy tắc của bản mới'),
            },
          ]}
        />
      )}
      {stuck > 0 && (
        <>
          <Note tone="warn" title={`${formatNumber(stuck)} hồ sơ không chuyển được, vẫn theo bản cũ.`}>
            Sửa cách khớp bước rồi xem trước lại nếu muốn chuyển cả những hồ sơ này.
          </Note>
          <Table
            label="Hồ sơ không chuyển được"
            rows={preview.stuck}
            columns={[
              { label: 'Đang ở bước', cell: (row) => nameOf(versionOf(row.versionId).compiled, row.node) },
              { label: 'Vì sao', cell: (row) => row.reason },
              { label: 'Bản cũ', number: true, cell: (row) => numberOf(row.versionId) },
              { label: 'Hồ sơ', number: true, cell: (row) => formatNumber(row.dossiers) },
              { label: 'Ví dụ', cell: (row) => <span class="sm">{row.examples.join(', ')}</span> },
            ]}
          />
        </>
      )}
      {preview.movable > 0 && preview.faults.length === 0 && (
        <form class="stack" method="post" action={moveHref(view.code)}>
          <CsrfField />
          <SeenField seen={seen} />
          <input type="hidden" name="den" value={String(ordered.to.version)} />
          {ordered.from.map((version) => (
            <input type="hidden" name="tu" value={String(version.version)} />
          ))}
          {ordered.from.flatMap((version) =>
            standingNodes(version.compiled).map((node) => (
              <input
                type="hidden"
                name={mappingPlace(version.id, node.id)}
                value={mapping[String(version.id)]?.[node.id] ?? ''}
              />
            )),
          )}
          <p class="muted sm">
            Trạng thái và hẹn trả kết quả của hồ sơ không đổi. Nhật ký từng hồ sơ ghi lại lần chuyển này. Hồ
            sơ nào có người xử lý trong lúc chuyển thì được để nguyên và liệt kê.
          </p>
          <div class="row">
            <Button weight="main">Chuyển {formatNumber(preview.movable)} hồ sơ</Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Moves({ code, moves }: { code: string; moves: MoveView[] }) {
  return (
    <section class="card stack" aria-labelledby="da-chuyen">
      <h2 id="da-chuyen" class="h-s">
        Những lần chuyển gần đây
      </h2>
      <Table
        label="Danh sách lần chuyển"
        rows={moves}
        columns={[
          {
            label: 'Lần chuyển',
            cell: (move) => (
              <a href={`${moveHref(code)}/${move.id}`}>
                Bản {move.fromVersions.join(', ')} sang bản {move.toVersion}
              </a>
            ),
          },
          { label: 'Người chuyển', cell: (move) => move.orderedBy },
          { label: 'Lúc', cell: (move) => <Moment at={move.orderedAt} /> },
          { label: 'Đã chuyển', number: true, cell: (move) => formatNumber(move.moved) },
          { label: 'Để lại', number: true, cell: (move) => formatNumber(move.left) },
          { label: 'Tình trạng', cell: (move) => (move.finishedAt ? 'Xong' : 'Đang chuyển') },
        ]}
      />
    </section>
  );
}

import type { Difference } from '../../../core/changes.ts';
import { formatDateTime } from '../../../core/dates.ts';
import {
  shortName,
  type OpenProcedure,
  type ProcedureVersionRow,
} from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, SelectField, Table, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable, NothingYet, SeenField } from '../parts.tsx';
import { editorPath } from './place.ts';
import { crumbsOf, ProcedureTabs, StateBadge, StateBadges } from './state.tsx';

export interface VersionsProps {
  desk: Desk;
  procedure: OpenProcedure;
  seen: number;
  errors: FormError[];
  /** Two versions side by side: numbers, and where they differ. */
  compared: { before: number; after: number; rows: readonly Difference[] } | null;
}

/** Who published what and when, what differs, and the way back. */
export function VersionsPage({ desk, procedure, seen, errors, compared }: VersionsProps) {
  const { code, versions, definition } = procedure;
  const base = editorPath(code);
  const options = versions.map((one) => ({ value: String(one.version), label: `Bản ${one.version}` }));
  return (
    <AdminFrame
      desk={desk}
      title={`Các bản của ${shortName(definition.name)}`}
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={crumbsOf(procedure, 'Các bản')}
      sub={<StateBadges open={procedure} />}
    >
      <ProcedureTabs code={code} current="ban" />
      <div class="stack">
        <ErrorSummary errors={errors} />
        {versions.length === 0 ? (
          <NothingYet title="Chưa có bản nào được công bố" href={base} action="Mở bản nháp">
            Bản đầu tiên có khi bạn công bố thủ tục.
          </NothingYet>
        ) : (
          <Table
            label="Các bản của thủ tục"
            rows={versions}
            columns={[
              { label: 'Bản', cell: (row) => <>Bản {row.version}</> },
              { label: 'Tình trạng', cell: (row) => <VersionState row={row} /> },
              { label: 'Áp dụng', cell: (row) => span(row) },
              {
                label: 'Công bố',
                cell: (row) => (
                  <>
                    {row.publishedBy ?? 'Nạp từ tệp'}
                    {row.publishedAt && <span class="sub">{formatDateTime(row.publishedAt)}</span>}
                  </>
                ),
              },
              {
                label: 'Lý do',
                cell: (row) => row.note || (row.republished ? `Công bố lại bản ${row.republished}` : '–'),
              },
              { label: 'Thao tác', cell: (row) => <VersionAct row={row} base={base} seen={seen} /> },
            ]}
          />
        )}
        {versions.length > 1 && (
          <section class="card" aria-labelledby="so-sanh">
            <div class="card__head">
              <h2 id="so-sanh">So sánh hai bản</h2>
            </div>
            <form class="field-row mb-4" action={`${base}/ban`}>
              <SelectField
                name="truoc"
                label="Bản trước"
                options={options}
                value={String(compared?.before ?? versions[1]!.version)}
              />
              <SelectField
                name="sau"
                label="Bản sau"
                options={options}
                value={String(compared?.after ?? versions[0]!.version)}
              />
              <Button>So sánh</Button>
            </form>
            {compared && (
              <DifferenceTable
                label="Chỗ khác nhau"
                rows={compared.rows}
                before={`Bản ${compared.before}`}
                after={`Bản ${compared.after}`}
              />
            )}
          </section>
        )}
      </div>
    </AdminFrame>
  );
}

const neverInForce = (row: ProcedureVersionRow): boolean =>
  row.state === 'retired' && row.validTo !== null && row.validTo <= row.validFrom;

function VersionState({ row }: { row: ProcedureVersionRow }) {
  if (neverInForce(row)) return <span class="muted">Không áp dụng</span>;
  return row.state === 'retired' ? <span class="muted">Hết hiệu lực</span> : <StateBadge state={row.state} />;
}

function span(row: ProcedureVersionRow): string {
  if (neverInForce(row)) return '–';
  const from = `từ ${formatDateTime(row.validFrom)}`;
  return row.validTo ? `${from} đến ${formatDateTime(row.validTo)}` : from;
}

function VersionAct({ row, base, seen }: { row: ProcedureVersionRow; base: string; seen: number }) {
  if (row.state === 'published') return <span class="muted">–</span>;
  const scheduled = row.state === 'scheduled';
  return (
    <form method="post" action={`${base}/ban`}>
      <CsrfField />
      <SeenField seen={seen} />
      <input type="hidden" name="version" value={String(row.version)} />
      <Button
        size="sm"
        weight={scheduled ? 'stop' : 'normal'}
        name="do"
        value={scheduled ? 'call-off' : 'republish'}
      >
        {scheduled ? 'Hủy hẹn' : 'Công bố lại bản này'}
        <span class="vh"> (bản {row.version})</span>
      </Button>
    </form>
  );
}

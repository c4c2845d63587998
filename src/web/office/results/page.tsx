import { outcome } from '../../../core/deadline/index.ts';
import type { WorkRow } from '../../../modules/dossiers/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { Button, EmptyState, LinkButton, Moment, Pager, Table } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import { codeColumn, dossierHref, nameOf, procedureColumn, type ListFacts } from '../dossier-cells.tsx';
import { OfficeFrame } from '../frame.tsx';

/** Results that wait to be collected or sent; each leads to the page where it is handed over (II.10.4). */
export function ResultsPage(props: {
  desk: Desk;
  typed: string;
  rows: WorkRow[];
  facts: ListFacts;
  next?: string;
  paged: boolean;
}) {
  const { desk, typed, rows, facts, next, paged } = props;
  return (
    <OfficeFrame
      desk={desk}
      title="Trả kết quả"
      sub="Hồ sơ đã có kết quả, chờ trả cho người nộp"
      active="/mot-cua/tra-ket-qua"
    >
      <form class="row mb-2 toolbar" action="/mot-cua/tra-ket-qua" aria-label="Lọc danh sách">
        <label class="vh" for="l-tim">
          Mã hồ sơ, tên, số định danh hoặc điện thoại của người nhận
        </label>
        <input
          class="input w-find"
          id="l-tim"
          name="tim"
          value={typed}
          placeholder="Mã, tên, số điện thoại"
          autocomplete="off"
        />
        <Button icon="list-filter">Lọc</Button>
      </form>
      {rows.length === 0 ? (
        <EmptyState
          icon="package-check"
          title={typed ? 'Không có kết quả nào khớp' : 'Không có kết quả nào chờ trả'}
          action={typed || paged ? <LinkButton href="/mot-cua/tra-ket-qua">Bỏ bộ lọc</LinkButton> : undefined}
        >
          {typed
            ? 'Kết quả có thể chưa phát hành. Tìm bằng ô ở đầu trang để xem hồ sơ đang ở bước nào.'
            : 'Hồ sơ phát hành xong sẽ về đây.'}
        </EmptyState>
      ) : (
        <Table
          label="Kết quả chờ trả"
          rows={rows}
          keyboard
          href={(row) => dossierHref(row.dossierId)}
          dependsOn={facts.dependsOn}
          columns={[
            codeColumn,
            procedureColumn,
            {
              label: 'Có kết quả lúc',
              cell: (row) =>
                row.doneAt && (
                  <div>
                    <Moment at={row.doneAt} />
                    <span class="sub">{outcomeText(row.dueAt, row.doneAt)}</span>
                  </div>
                ),
            },
            {
              label: 'Người nộp muốn nhận',
              cell: (row) => (
                <div>
                  {methodText(row.delivery ?? {}) || 'Tại quầy'}
                  <span class="sub">{postalText(row.delivery ?? {})}</span>
                </div>
              ),
            },
            {
              label: 'Trả',
              cell: (row) => (
                <LinkButton size="sm" icon="package-check" href={`${dossierHref(row.dossierId)}/tra-ket-qua`}>
                  Trả kết quả<span class="vh"> hồ sơ {nameOf(row)}</span>
                </LinkButton>
              ),
            },
          ]}
        />
      )}
      <Pager first={paged ? '/mot-cua/tra-ket-qua' : undefined} next={next} />
    </OfficeFrame>
  );
}

/** The moment of completion decides, whatever the day of collection. */
function outcomeText(dueAt: Date | null, doneAt: Date): string {
  const came = outcome(dueAt, doneAt);
  return came === null ? '' : { early: 'Trước hạn', on_time: 'Đúng hạn', late: 'Trễ hạn' }[came];
}

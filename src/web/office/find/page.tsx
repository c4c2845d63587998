import type { FoundRow } from '../../../modules/dossiers/index.ts';
import { EmptyState, LinkButton, Pager, Table } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import {
  codeColumn,
  dossierHref,
  dueColumn,
  procedureColumn,
  receivedColumn,
  sourceColumn,
  statusColumn,
  type ListFacts,
} from '../dossier-cells.tsx';
import { OfficeFrame } from '../frame.tsx';

/** Dossiers of the officer's agencies that fit what was typed. */
export function FindPage(props: {
  desk: Desk;
  typed: string;
  rows: FoundRow[];
  /** Addresses of the first and the next page, where there are such. */
  first?: string;
  next?: string;
  facts: ListFacts;
}) {
  const { desk, typed, rows, first, next, facts } = props;
  return (
    <OfficeFrame
      desk={desk}
      title="Tìm hồ sơ"
      sub={typed === '' ? 'Gõ mã hồ sơ, tên, số định danh hoặc điện thoại vào ô đầu trang.' : subOf(props)}
    >
      {rows.length > 0 ? (
        <Table
          label={`Hồ sơ khớp “${typed}”`}
          rows={rows}
          keyboard
          href={(row) => dossierHref(row.dossierId)}
          dependsOn={facts.dependsOn}
          columns={[
            codeColumn,
            procedureColumn,
            statusColumn(facts),
            sourceColumn,
            receivedColumn,
            dueColumn(facts),
          ]}
        />
      ) : (
        <EmptyState
          icon="search"
          title={typed === '' ? 'Bạn muốn tìm hồ sơ nào?' : 'Không tìm thấy hồ sơ nào'}
          action={
            typed !== '' && (
              <LinkButton href={`/tra-cuu?ma=${encodeURIComponent(typed)}`} icon="scan-barcode">
                Tra cứu công khai bằng mã
              </LinkButton>
            )
          }
        >
          {typed === ''
            ? 'Quét mã vạch trên giấy hẹn để mở hồ sơ ngay.'
            : 'Kiểm tra lại mã hoặc bỏ bớt chữ. Hồ sơ của cơ quan khác không hiện ở đây.'}
        </EmptyState>
      )}
      <Pager first={first} next={next} note={(first || next) && `${rows.length} hồ sơ trên trang này`} />
    </OfficeFrame>
  );
}

/** How many there are, as far as it is known: counting all of them would cost more than showing some. */
function subOf({
  typed,
  rows,
  first,
  next,
}: {
  typed: string;
  rows: FoundRow[];
  first?: string;
  next?: string;
}): string {
  if (first) return `Hồ sơ khớp “${typed}”, tiếp theo`;
  return `${next ? `Hơn ${rows.length}` : rows.length} hồ sơ khớp “${typed}”${next ? ', mới nhất trước; gõ thêm để thu hẹp' : ''}`;
}

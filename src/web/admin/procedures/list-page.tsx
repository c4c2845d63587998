import { formatDate } from '../../../core/dates.ts';
import { formatNumber } from '../../../core/money.ts';
import {
  shortName,
  type AdminCounts,
  type AdminListRow,
  type FieldFacts,
} from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  Counts,
  Icon,
  LinkButton,
  Moment,
  Pager,
  SelectField,
  Table,
  Tag,
  TextField,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { NothingYet } from '../parts.tsx';
import { listAddress, type ListFilters } from './list-filters.ts';
import { editorPath } from './place.ts';
import { StateBadge } from './state.tsx';

export interface ListProps {
  desk: Desk;
  filters: ListFilters;
  rows: AdminListRow[];
  counts: AdminCounts;
  fields: readonly FieldFacts[];
  agencies: readonly { slug: string; name: string }[];
  /** Address of the next page. */
  next?: string;
}

/** Procedures of every state, found by name, code, field, agency and state. */
export function ListPage({ desk, filters, rows, counts, fields, agencies, next }: ListProps) {
  const count = (label: string, key: keyof AdminCounts, change: Partial<ListFilters>) => ({
    label,
    count: formatNumber(counts[key]),
    href: listAddress(filters, { state: '', review: false, ...change }),
    current: filters.state === (change.state ?? '') && filters.review === (change.review ?? false),
  });
  return (
    <AdminFrame
      desk={desk}
      title="Thủ tục"
      sub="Một danh mục cho cả cổng và bộ phận một cửa"
      active="/quan-tri/thu-tuc"
      actions={
        <>
          <LinkButton weight="quiet" icon="list" href="/quan-tri/linh-vuc">
            Lĩnh vực và nhóm
          </LinkButton>
          <LinkButton weight="main" icon="plus" href="/quan-tri/thu-tuc/moi">
            Thêm thủ tục
          </LinkButton>
        </>
      }
    >
      <div class="stack">
        <Counts
          label="Tình trạng"
          items={[
            count('Tất cả', 'all', {}),
            count('Đang công bố', 'published', { state: 'published' }),
            count('Có bản nháp', 'draft', { state: 'draft' }),
            count('Sắp áp dụng', 'scheduled', { state: 'scheduled' }),
            count('Ngừng áp dụng', 'retired', { state: 'retired' }),
            count('Cần rà soát', 'review', { review: true }),
          ]}
        />
        <form class="field-row" action="/quan-tri/thu-tuc" role="search" aria-label="Lọc thủ tục">
          {filters.state && <input type="hidden" name="tinh-trang" value={filters.state} />}
          {filters.review && <input type="hidden" name="ra-soat" value="1" />}
          <TextField name="q" label="Tên hoặc mã" type="search" value={filters.q} autocomplete="off" />
          <SelectField
            name="linh-vuc"
            label="Lĩnh vực"
            value={filters.field}
            options={[
              { value: '', label: 'Mọi lĩnh vực' },
              ...fields
                .filter((one) => one.parent === null)
                .map((one) => ({ value: one.code, label: one.name })),
            ]}
          />
          <SelectField
            name="co-quan"
            label="Cơ quan"
            value={filters.agency}
            options={[
              { value: '', label: 'Mọi cơ quan' },
              ...agencies.map((one) => ({ value: one.slug, label: one.name })),
            ]}
          />
          <Button icon="search">Tìm</Button>
        </form>
        {rows.length === 0 ? (
          <NothingYet title="Không có thủ tục nào khớp" href="/quan-tri/thu-tuc" action="Xem tất cả">
            Thử bớt từ, hoặc bỏ bớt bộ lọc.
          </NothingYet>
        ) : (
          <Table
            label="Thủ tục"
            keyboard
            href={(row) => editorPath(row.code)}
            rows={rows}
            columns={[
              {
                label: 'Thủ tục',
                cell: (row) => (
                  <>
                    <a href={editorPath(row.code)}>{shortName(row.name)}</a>
                    <span class="sub code">{row.code}</span>
                  </>
                ),
              },
              {
                label: 'Lĩnh vực',
                cell: (row) => (
                  <>
                    {row.fieldName}
                    {row.groupName && <span class="sub">{row.groupName}</span>}
                  </>
                ),
              },
              { label: 'Tình trạng', cell: (row) => <RowState row={row} /> },
              { label: 'Mức', number: true, cell: (row) => row.serviceLevel },
              {
                label: 'Sửa lần cuối',
                cell: (row) => <Moment at={row.draftAt ?? row.updatedAt} only="date" />,
              },
            ]}
          />
        )}
        <Pager first={filters.after ? listAddress(filters, {}) : undefined} next={next} />
      </div>
    </AdminFrame>
  );
}

function RowState({ row }: { row: AdminListRow }) {
  return (
    <span class="row g2">
      {row.version !== null && <StateBadge state="published" />}
      {row.version === null && row.ever && <StateBadge state="retired" />}
      {row.scheduledFrom && <Tag icon="calendar-clock">Bản mới từ {formatDate(row.scheduledFrom)}</Tag>}
      {row.validTo && !row.scheduledFrom && <Tag icon="clock">Ngừng từ {formatDate(row.validTo)}</Tag>}
      {row.draftBy && <Tag icon="pencil">Nháp của {row.draftBy}</Tag>}
      {row.needsReview && (
        <span class="tag">
          <Icon name="triangle-alert" />
          Cần rà soát
        </span>
      )}
    </span>
  );
}

import { formatDate } from '../../../core/dates.ts';
import { formatNumber } from '../../../core/money.ts';
import { ALWAYS, holds, type CatalogueState, type DatedItem } from '../../../modules/catalogues/index.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  EmptyState,
  ErrorSummary,
  LinkButton,
  Pager,
  Table,
  Tag,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import { catalogueHref, itemHref, LIST } from './paths.ts';

/** A row of the list with its place among all items. */
export interface ItemRow {
  item: DatedItem;
  at: number;
}

/** One catalogue: its items in order, and for the province's own the ways to change them. */
export function CataloguePage(props: {
  desk: Desk;
  state: CatalogueState;
  seen: number;
  today: string;
  find: string;
  rows: ItemRow[];
  /** How many fit what was typed. */
  found: number;
  next?: string;
  paged: boolean;
  typed?: Record<string, string>;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, state, seen, today, find, rows, found, next, paged, typed = {}, errors = [], stale } = props;
  const href = catalogueHref(state.code);
  const own = state.kind === 'internal';
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title={state.name}
      sub={state.description || (own ? 'Danh mục nội bộ' : 'Danh mục dùng chung, chỉ đọc')}
      active={LIST}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Danh mục', href: LIST },
        { label: state.name },
      ]}
      actions={
        <div class="row">
          <LinkButton href={`${href}/tai-ve.csv`} icon="download" download>
            Tải CSV
          </LinkButton>
          {own && (
            <LinkButton href={`${href}/nhap`} icon="upload">
              Nhập CSV
            </LinkButton>
          )}
        </div>
      }
    >
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={href} /> : <ErrorSummary errors={errors} />}
        {own && (
          <section class="card" aria-labelledby="them-muc">
            <h2 id="them-muc" class="mb-2">
              Thêm mục
            </h2>
            <form method="post" action={`${href}/them`} class="stack">
              <CsrfField />
              <SeenField seen={seen} />
              <div class="field-row">
                <TextField
                  name="ma"
                  label="Mã"
                  value={typed.ma}
                  error={errorOf('ma')}
                  autocapitalize="none"
                  spellcheck={false}
                />
                <TextField
                  name="ten"
                  label="Tên hiện cho người dân"
                  value={typed.ten}
                  error={errorOf('ten')}
                />
                <TextField
                  name="tu"
                  label="Hiệu lực từ ngày"
                  short
                  value={typed.tu ?? formatDate(today)}
                  error={errorOf('tu')}
                />
              </div>
              <Button icon="plus">Thêm mục</Button>
            </form>
          </section>
        )}
        <form class="row toolbar" action={href} aria-label="Tìm trong danh mục">
          <label class="vh" for="l-tim">
            Mã hoặc tên
          </label>
          <input
            class="input w-find"
            id="l-tim"
            name="tim"
            value={find}
            placeholder="Mã hoặc tên"
            autocomplete="off"
          />
          <Button icon="search">Tìm</Button>
          <span class="sm muted">{formatNumber(found)} mục</span>
          {find && <a href={href}>Bỏ tìm</a>}
        </form>
        {rows.length === 0 ? (
          <EmptyState
            icon="list"
            title={find ? `Không có mục nào khớp “${find}”` : 'Danh mục chưa có mục nào'}
          >
            {find
              ? 'Bỏ bớt chữ rồi tìm lại.'
              : own
                ? 'Thêm từng mục ở trên, hoặc nhập từ tệp CSV.'
                : 'Chạy đồng bộ để lấy về.'}
          </EmptyState>
        ) : (
          <Table
            label={state.name}
            rows={rows}
            columns={[
              {
                label: 'Tên',
                cell: ({ item }) => (own ? <a href={itemHref(state.code, item)}>{item.name}</a> : item.name),
              },
              { label: 'Mã', cell: ({ item }) => <code>{item.code}</code> },
              {
                label: 'Từ ngày',
                cell: ({ item }) => (item.from === ALWAYS ? 'Từ đầu' : formatDate(item.from)),
              },
              { label: 'Hết hiệu lực từ', cell: ({ item }) => (item.to ? formatDate(item.to) : '–') },
              { label: 'Tình trạng', cell: ({ item }) => <StateTag item={item} today={today} /> },
              ...(own && !find
                ? [
                    {
                      label: 'Thứ tự',
                      cell: (row: ItemRow) => <Order row={row} state={state} seen={seen} href={href} />,
                    },
                  ]
                : []),
            ]}
          />
        )}
        <Pager first={paged ? href : undefined} next={next} />
      </div>
    </AdminFrame>
  );
}

function StateTag({ item, today }: { item: DatedItem; today: string }) {
  if (holds(item, today)) return <Tag icon="circle-check">Đang dùng</Tag>;
  return item.from > today ? <Tag icon="clock">Sắp dùng</Tag> : <Tag icon="circle-x">Đã hết hiệu lực</Tag>;
}

function Order({
  row,
  state,
  seen,
  href,
}: {
  row: ItemRow;
  state: CatalogueState;
  seen: number;
  href: string;
}) {
  const { item, at } = row;
  return (
    <form method="post" action={`${href}/chuyen`} class="row g2">
      <CsrfField />
      <SeenField seen={seen} />
      <input type="hidden" name="ma" value={item.code} />
      <input type="hidden" name="tu" value={item.from} />
      <button
        class="btn btn--sm"
        name="di"
        value="len"
        disabled={at === 0}
        aria-label={`Đưa ${item.name} lên`}
      >
        ↑
      </button>
      <button
        class="btn btn--sm"
        name="di"
        value="xuong"
        disabled={at === state.items.length - 1}
        aria-label={`Đưa ${item.name} xuống`}
      >
        ↓
      </button>
    </form>
  );
}

import { formatDate } from '../../../core/dates.ts';
import { spanText, type CatalogueState, type DatedItem } from '../../../modules/catalogues/index.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import { catalogueHref, itemHref, LIST } from './paths.ts';

/** One item: another name, its days, its place. */
export function ItemPage(props: {
  desk: Desk;
  state: CatalogueState;
  item: DatedItem;
  at: number;
  seen: number;
  today: string;
  typed?: Record<string, string>;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, state, item, at, seen, today, typed, errors = [], stale } = props;
  const href = catalogueHref(state.code);
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title={item.name}
      sub={`Mã ${item.code} · ${spanText(item)}`}
      active={LIST}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Danh mục', href: LIST },
        { label: state.name, href },
        { label: item.name },
      ]}
    >
      <div class="stack">
        {stale ? (
          <StaleNote stale={stale} href={itemHref(state.code, item)} />
        ) : (
          <ErrorSummary errors={errors} />
        )}
        <form method="post" action={`${href}/muc`} class="card stack">
          <CsrfField />
          <SeenField seen={seen} />
          <input type="hidden" name="ma" value={item.code} />
          <input type="hidden" name="goc" value={item.from} />
          <TextField
            name="ten"
            label="Tên hiện cho người dân"
            value={typed?.ten ?? item.name}
            error={errorOf('ten')}
          />
          <TextField
            name="tu"
            label="Tên này áp dụng từ ngày"
            hint={`Đổi tên từ một ngày, ví dụ ${formatDate(today)}: hồ sơ nộp trước ngày đó giữ tên cũ. Để trống nếu chỉ sửa lỗi chính tả.`}
            short
            optional
            value={typed?.tu ?? ''}
            error={errorOf('tu')}
          />
          <TextField
            name="den"
            label="Hết hiệu lực từ ngày"
            hint="Từ ngày này người dân không chọn được nữa; hồ sơ đã nộp không đổi. Để trống nếu còn dùng."
            short
            optional
            value={typed?.den ?? (item.to ? formatDate(item.to) : '')}
            error={errorOf('den')}
          />
          <TextField
            name="thu-tu"
            label="Đứng thứ"
            hint={`Từ 1 đến ${state.items.length}`}
            short
            inputMode="numeric"
            value={typed?.['thu-tu'] ?? String(at + 1)}
            error={errorOf('thu-tu')}
          />
          <div class="row">
            <Button weight="main">Lưu mục</Button>
            <LinkButton weight="quiet" href={href}>
              Về danh mục
            </LinkButton>
          </div>
        </form>
      </div>
    </AdminFrame>
  );
}

import { formatNumber } from '../../../core/money.ts';
import type { listCatalogues } from '../../../modules/catalogues/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Moment, Table, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { catalogueHref, LIST } from './paths.ts';

type Row = Awaited<ReturnType<typeof listCatalogues>>[number];

/** All catalogues: those of the national system to read, the province's own to edit. */
export function ListPage(props: {
  desk: Desk;
  rows: Row[];
  /** End of the last synchronisation that succeeded. */
  synchronised: Date | null;
  communes: number;
  typed?: Record<string, string>;
  errors?: FormError[];
}) {
  const { desk, rows, synchronised, communes, typed = {}, errors = [] } = props;
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title="Danh mục"
      sub="Biểu mẫu dùng ngay những gì lưu ở đây"
      active={LIST}
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Quản trị', href: '/quan-tri' }, { label: 'Danh mục' }]}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <div>
          <h2 id="noi-bo" class="h-s mb-2">
            Danh mục nội bộ
          </h2>
          <Table
            label="Danh mục nội bộ"
            rows={rows.filter((row) => row.kind === 'internal')}
            columns={[
              { label: 'Danh mục', cell: (row) => <a href={catalogueHref(row.code)}>{row.name}</a> },
              { label: 'Mã', cell: (row) => <code>{row.code}</code> },
              { label: 'Dùng để', cell: (row) => row.description || '–' },
              { label: 'Mục đang dùng', cell: (row) => formatNumber(row.count), number: true },
            ]}
          />
        </div>
        <div>
          <h2 id="dung-chung" class="h-s mb-2">
            Danh mục dùng chung
          </h2>
          <p class="muted mb-2">
            Lấy từ hệ thống quốc gia, chỉ đọc ở đây.{' '}
            {synchronised ? (
              <>
                Đồng bộ gần nhất: <Moment at={synchronised} />.
              </>
            ) : (
              'Chưa đồng bộ lần nào; đang dùng bản cài sẵn.'
            )}
          </p>
          <Table
            label="Danh mục dùng chung"
            rows={[
              ...rows.filter((row) => row.kind === 'shared'),
              {
                code: '',
                name: 'Đơn vị hành chính',
                kind: 'shared' as const,
                description: 'Tỉnh, thành phố và phường, xã; dùng cho mọi ô địa chỉ.',
                count: communes,
              },
            ]}
            columns={[
              {
                label: 'Danh mục',
                cell: (row) => (row.code ? <a href={catalogueHref(row.code)}>{row.name}</a> : row.name),
              },
              { label: 'Mã', cell: (row) => <code>{row.code || 'admin-units'}</code> },
              { label: 'Dùng để', cell: (row) => row.description || '–' },
              { label: 'Mục đang dùng', cell: (row) => formatNumber(row.count), number: true },
            ]}
          />
        </div>
        <section class="card" aria-labelledby="them-danh-muc">
          <h2 id="them-danh-muc" class="mb-2">
            Thêm danh mục nội bộ
          </h2>
          <form method="post" action={LIST} class="stack">
            <CsrfField />
            <div class="field-row">
              <TextField name="ten" label="Tên danh mục" value={typed.ten} error={errorOf('ten')} />
              <TextField
                name="ma"
                label="Mã danh mục"
                hint="Chữ thường không dấu, số, gạch nối. Không đổi được về sau."
                value={typed.ma}
                error={errorOf('ma')}
                autocapitalize="none"
                spellcheck={false}
              />
            </div>
            <TextField name="mo-ta" label="Dùng để" value={typed['mo-ta']} optional />
            <Button icon="plus">Thêm danh mục</Button>
          </form>
        </section>
      </div>
    </AdminFrame>
  );
}

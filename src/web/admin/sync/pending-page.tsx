import type { ComponentChildren } from 'preact';
import { formatNumber } from '../../../core/money.ts';
import type { Outlook, Source } from '../../../modules/exchange/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  EmptyState,
  ErrorSummary,
  LinkButton,
  Pager,
  Table,
  Tabs,
  type FormError,
} from '../../ui/index.ts';
import { SyncFrame } from './frame.tsx';
import { ADDRESS, keyOf, OUTLOOK_NAMES, OUTLOOKS } from './words.ts';

export interface PendingRow {
  code: string;
  title: string;
  /** Where it is looked at, if it has a page. */
  href?: string;
  about: ComponentChildren;
}

const WHAT: Record<Outlook, { title: string; all: string; some: string }> = {
  new: { title: 'Mới ở cơ sở dữ liệu quốc gia', all: 'Nhận tất cả', some: 'Nhận mục đã chọn' },
  waiting: {
    title: 'Đã nhận, còn phần chờ quyết định',
    all: 'Thử nhận lại tất cả',
    some: 'Thử nhận lại mục đã chọn',
  },
  changed: { title: 'Có thay đổi ở cơ sở dữ liệu quốc gia', all: 'Nhận tất cả', some: 'Nhận mục đã chọn' },
  retired: {
    title: 'Không còn ở cơ sở dữ liệu quốc gia',
    all: 'Ngừng tất cả',
    some: 'Ngừng mục đã chọn',
  },
};

/** What waits for a decision: some by their boxes, or all of one kind. */
export function PendingPage(props: {
  desk: Desk;
  source: Source;
  outlook: Outlook;
  counts: Record<Outlook | 'same', number>;
  rows: PendingRow[];
  next?: string;
  paged: boolean;
  live: boolean;
  errors?: FormError[];
}) {
  const { desk, source, outlook, counts, rows, next, paged, live, errors = [] } = props;
  const address = `${ADDRESS[source]}/cho`;
  const words = WHAT[outlook];
  return (
    <SyncFrame
      desk={desk}
      source={source}
      title={words.title}
      below
      failed={errors.length > 0}
      sub={
        outlook === 'waiting'
          ? 'Những phần này được nhận nhưng chưa công bố được; mở từng thủ tục để xem lý do rồi quyết định từng phần.'
          : 'Chưa có gì thay đổi trên cổng cho đến khi bạn nhận. Hồ sơ đang xử lý giữ bản lúc nộp.'
      }
    >
      <ErrorSummary errors={errors} />
      <Tabs
        label="Loại thay đổi"
        items={OUTLOOKS[source].map((one) => ({
          href: `${address}?loai=${keyOf(one)}`,
          label: `${OUTLOOK_NAMES[one]} (${formatNumber(counts[one])})`,
          current: one === outlook,
        }))}
      />
      {rows.length === 0 ? (
        <EmptyState
          icon="circle-check"
          title="Không có gì chờ ở đây"
          action={<LinkButton href={ADDRESS[source]}>Về trang đồng bộ</LinkButton>}
        >
          Những gì cơ sở dữ liệu quốc gia có đã được quyết định hết.
        </EmptyState>
      ) : (
        <form method="post" action={address} class="stack">
          <CsrfField />
          <input type="hidden" name="loai" value={keyOf(outlook)} />
          <div class="row">
            <Button weight="main" name="nhan" value="chon" disabled={live}>
              {words.some}
            </Button>
            <Button name="nhan" value="tat-ca" disabled={live}>
              {`${words.all} ${formatNumber(counts[outlook])}`}
            </Button>
          </div>
          <Table
            label={words.title}
            rows={rows}
            select={{ name: 'ma', value: (row) => row.code, label: (row) => `Chọn ${row.title}` }}
            columns={[
              { label: 'Tên', cell: (row) => (row.href ? <a href={row.href}>{row.title}</a> : row.title) },
              { label: 'Mã', cell: (row) => <span class="nowrap">{row.code.replace(/^.*\//, '')}</span> },
              { label: 'Khác ở chỗ', cell: (row) => row.about },
            ]}
          />
          <Pager first={paged ? `${address}?loai=${keyOf(outlook)}` : undefined} next={next} />
        </form>
      )}
    </SyncFrame>
  );
}

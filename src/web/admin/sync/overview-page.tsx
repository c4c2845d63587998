import { formatDateTime } from '../../../core/dates.ts';
import { formatNumber } from '../../../core/money.ts';
import type { Outlook, Run, Source } from '../../../modules/exchange/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, Counts, CsrfField, Moment, Note, Pager, Table } from '../../ui/index.ts';
import { NothingYet } from '../parts.tsx';
import { SyncFrame } from './frame.tsx';
import {
  ADDRESS,
  countWords,
  durationWord,
  isLive,
  keyOf,
  kindWord,
  OUTLOOK_NAMES,
  OUTLOOKS,
  stateWord,
} from './words.ts';

/** What the national system has brought, what waits for a decision, and the journal. */
export function OverviewPage(props: {
  desk: Desk;
  source: Source;
  /** Address of the national system; null: none is named. */
  peer: string | null;
  counts: Record<Outlook | 'same', number>;
  runs: Run[];
  next?: string;
}) {
  const { desk, source, peer, counts, runs, next } = props;
  const [newest] = runs;
  const live = isLive(newest);
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <SyncFrame
      desk={desk}
      source={source}
      title="Đồng bộ"
      sub={
        peer
          ? `Cơ sở dữ liệu quốc gia: ${peer}. Lấy về mỗi đêm sau 22:00; chỉ áp dụng những gì bạn nhận.`
          : 'Cơ sở dữ liệu quốc gia về thủ tục và danh mục dùng chung'
      }
      actions={
        <form method="post" action={`${ADDRESS[source]}/chay`}>
          <CsrfField />
          <Button weight="main" icon="refresh-cw" disabled={live || !peer}>
            Lấy bản mới ngay
          </Button>
        </form>
      }
    >
      {!peer && (
        <Note tone="warn" title="Chưa nối với cơ sở dữ liệu quốc gia.">
          Người vận hành đặt NATIONAL_URL, NATIONAL_USER, NATIONAL_PASSWORD và NATIONAL_UNIT rồi khởi động
          lại.
        </Note>
      )}
      {newest && <State run={newest} />}
      {known > 0 && (
        <Counts
          label="Những gì đang chờ quyết định"
          items={OUTLOOKS[source].map((outlook) => ({
            href: `${ADDRESS[source]}/cho?loai=${keyOf(outlook)}`,
            label: OUTLOOK_NAMES[outlook],
            count: formatNumber(counts[outlook]),
          }))}
        />
      )}
      {runs.length === 0 ? (
        <NothingYet title="Chưa lấy về lần nào">
          Bấm “Lấy bản mới ngay” để hỏi cơ sở dữ liệu quốc gia. Chưa có gì thay đổi trên cổng cho đến khi bạn
          xem và nhận.
        </NothingYet>
      ) : (
        <div>
          <h2 id="nhat-ky" class="h-s mb-2">
            Nhật ký
          </h2>
          <Table
            label="Nhật ký đồng bộ"
            rows={runs}
            columns={[
              {
                label: 'Lúc',
                cell: (run) => (
                  <a href={`/quan-tri/dong-bo/lan/${run.id}`}>
                    <Moment at={run.requestedAt} />
                  </a>
                ),
              },
              { label: 'Việc', cell: kindWord },
              { label: 'Người thực hiện', cell: (run) => run.by?.name ?? 'Tự động' },
              {
                label: 'Kết quả',
                cell: (run) => `${stateWord(run)}${countWords(run) && `: ${countWords(run)}`}`,
              },
              { label: 'Thời gian', cell: (run) => durationWord(run) || '–', number: true },
            ]}
          />
          <Pager next={next} />
        </div>
      )}
    </SyncFrame>
  );
}

/** How the newest run stands. While it lives the page is fetched again every few seconds. */
function State({ run }: { run: Run }) {
  if (isLive(run)) {
    return (
      <Note
        tone="info"
        icon="refresh-cw"
        title={`${kindWord(run)}: ${run.state === 'queued' ? 'đang chờ' : 'đang chạy'}.`}
      >
        {run.total > 0 && (
          <>
            {formatNumber(run.done)} trên {formatNumber(run.total)}.{' '}
            <progress class="sync-progress" value={run.done} max={run.total} aria-label="Tiến độ" />{' '}
          </>
        )}
        Trang tự cập nhật; bạn có thể làm việc khác.
      </Note>
    );
  }
  if (run.state === 'failed') {
    return (
      <Note tone="late" title={`Lần chạy lúc ${formatDateTime(run.requestedAt)} không xong.`}>
        {run.reason}
      </Note>
    );
  }
  return (
    <Note
      tone={run.counts.faulty || (run.kind === 'accept' && run.counts.waiting) ? 'warn' : 'ok'}
      title={`${kindWord(run)} xong lúc ${formatDateTime(run.finishedAt!)}.`}
    >
      {countWords(run)}.{' '}
      {run.counts.faulty ? (
        <a href={`/quan-tri/dong-bo/lan/${run.id}`}>Xem bản ghi lỗi</a>
      ) : run.kind === 'accept' && run.counts.waiting ? (
        <a href={`/quan-tri/dong-bo/lan/${run.id}`}>Xem những phần chờ quyết định</a>
      ) : null}
    </Note>
  );
}

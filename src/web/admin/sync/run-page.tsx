import { formatNumber } from '../../../core/money.ts';
import type { Fault, Part, Run } from '../../../modules/exchange/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Facts, Moment, Table } from '../../ui/index.ts';
import { SyncFrame } from './frame.tsx';
import { ADDRESS, countWords, durationWord, kindWord, PART_NAMES, stateWord } from './words.ts';

/** One entry of the journal with the records that could not be read or taken over. */
export function RunPage(props: { desk: Desk; run: Run; faults: Fault[] }) {
  const { desk, run } = props;
  const faults = props.faults.filter((fault) => !fault.part);
  const waiting = props.faults.flatMap(({ code, reason, part }) =>
    part ? [{ code, reason, part: part as Part }] : [],
  );
  return (
    <SyncFrame desk={desk} source={run.source} title={`Lần ${run.id}`} sub={kindWord(run)} below>
      <div class="card">
        <Facts
          items={[
            { label: 'Bắt đầu', value: <Moment at={run.startedAt ?? run.requestedAt} /> },
            {
              label: 'Kết thúc',
              value: run.finishedAt && <Moment at={run.finishedAt} />,
              sub: durationWord(run),
            },
            { label: 'Người thực hiện', value: run.by?.name ?? 'Tự động, hằng đêm' },
            { label: 'Kết quả', value: stateWord(run), sub: countWords(run) },
            {
              label: 'Đã đi qua',
              value: `${formatNumber(run.done)} trên ${formatNumber(run.total)} bản ghi`,
            },
            { label: 'Lý do', value: run.reason },
          ]}
        />
      </div>
      {waiting.length > 0 && (
        <div>
          <h2 id="phan-cho" class="h-s mb-2">
            Phần chờ quyết định
          </h2>
          <p class="muted mb-2">
            Các phần khác của những thủ tục này đã được nhận. Những phần dưới đây giữ như đang dùng cho đến
            khi bạn quyết định ở trang của thủ tục.
          </p>
          <Table
            label="Phần chờ quyết định"
            rows={waiting}
            columns={[
              {
                label: 'Mã',
                cell: ({ code }) => <a href={`${ADDRESS.procedures}/thu-tuc/${code}`}>{code}</a>,
              },
              { label: 'Phần', cell: ({ part }) => PART_NAMES[part] },
              { label: 'Lý do', cell: ({ reason }) => reason },
            ]}
          />
        </div>
      )}
      {faults.length > 0 && (
        <div>
          <h2 id="loi-ban-ghi" class="h-s mb-2">
            Bản ghi lỗi
          </h2>
          <p class="muted mb-2">
            Những bản ghi này giữ nguyên như trước. Lần lấy sau sẽ hỏi lại; lỗi còn mãi thì báo bộ phận quản
            trị của cơ sở dữ liệu quốc gia.
          </p>
          <Table
            label="Bản ghi lỗi"
            rows={faults}
            columns={[
              { label: 'Mã', cell: (fault) => fault.code },
              { label: 'Lý do', cell: (fault) => fault.reason },
            ]}
          />
        </div>
      )}
    </SyncFrame>
  );
}

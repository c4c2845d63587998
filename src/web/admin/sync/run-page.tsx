import { formatNumber } from '../../../core/money.ts';
import type { Run } from '../../../modules/exchange/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Facts, Moment, Table } from '../../ui/index.ts';
import { SyncFrame } from './frame.tsx';
import { countWords, durationWord, kindWord, stateWord } from './words.ts';

/** One entry of the journal with the records that could not be read or taken over. */
export function RunPage(props: { desk: Desk; run: Run; faults: { code: string; reason: string }[] }) {
  const { desk, run, faults } = props;
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

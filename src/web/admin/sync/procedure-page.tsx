import { differences } from '../../../core/changes.ts';
import { formatDateTime } from '../../../core/dates.ts';
import type { ProcedureDefinition } from '../../../core/procedure.ts';
import { UNMATCHED, type Comparison, type Proposal } from '../../../modules/exchange/index.ts';
import { PROCEDURE_LABELS, PROCEDURE_WORDS, shortName } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, Note, type FormError } from '../../ui/index.ts';
import { DifferenceTable } from '../parts.tsx';
import { SyncFrame } from './frame.tsx';
import { ADDRESS, keyOf, PART_NAMES } from './words.ts';

/** One procedure: what the national database would change, part by part, to be taken or kept. */
export function ProcedurePage(props: { desk: Desk; comparison: Comparison; errors?: FormError[] }) {
  const { desk, comparison, errors = [] } = props;
  const { record, outlook, local, proposals, national } = comparison;
  const address = `${ADDRESS.procedures}/thu-tuc/${record.code}`;
  const byPart = proposals.length > 0;
  return (
    <SyncFrame
      desk={desk}
      source="procedures"
      title={shortName(local?.definition.name ?? record.title)}
      sub={`${record.code} · bản quốc gia nhận lúc ${formatDateTime(record.changedAt)}`}
      below
      failed={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      {outlook === 'same' ? (
        <Note tone="ok" title="Không còn gì để quyết định.">
          <a href={ADDRESS.procedures}>Về trang đồng bộ</a>
        </Note>
      ) : (
        <form method="post" action={address} class="stack">
          <CsrfField />
          <input type="hidden" name="ban" value={String(local?.versionId ?? '')} />
          <input type="hidden" name="luc" value={record.changedAt.toISOString()} />
          {byPart && (
            <>
              {proposals.some((one) => one.refused) && (
                <Note tone="warn" title="Có phần đã được nhận nhưng chưa công bố được.">
                  Lý do ghi ở từng phần. Sửa chỗ đó ở trang{' '}
                  <a href={`/quan-tri/thu-tuc/${record.code}`}>biên tập thủ tục</a> rồi nhận lại, hoặc bỏ dấu
                  để giữ phần đang dùng.
                </Note>
              )}
              <p class="muted">
                Đánh dấu những phần nhận theo bản quốc gia; phần bỏ dấu giữ như đang dùng cho đến khi nguồn
                lại thay đổi. Biểu mẫu, quy trình, cơ quan giải quyết và mã trường hợp tại đây luôn được giữ.
              </p>
              {proposals.map((proposal) => (
                <PartCard proposal={proposal} />
              ))}
            </>
          )}
          {outlook === 'new' && <NewProcedure definition={national} />}
          {outlook === 'retired' && (
            <Note tone="warn" title="Thủ tục này không còn trong danh sách quốc gia.">
              Ngừng áp dụng thì người dân không nộp được nữa; hồ sơ đang xử lý vẫn chạy tiếp theo bản lúc nộp.
            </Note>
          )}
          <div class="row">
            <Button weight="main" name="quyet" value="nhan">
              {byPart ? 'Ghi quyết định' : outlook === 'new' ? 'Nhận và công bố' : 'Ngừng áp dụng tại đây'}
            </Button>
            <Button name="quyet" value="giu">
              {byPart ? 'Giữ nguyên tất cả' : outlook === 'new' ? 'Bỏ qua' : 'Vẫn giữ tại đây'}
            </Button>
            <LinkButton weight="quiet" href={`${ADDRESS.procedures}/cho?loai=${keyOf(outlook)}`}>
              Về danh sách
            </LinkButton>
          </div>
        </form>
      )}
    </SyncFrame>
  );
}

function PartCard({ proposal }: { proposal: Proposal }) {
  const { part, before, after, marks, refused } = proposal;
  const name = PART_NAMES[part];
  const rows = differences(before, after, PROCEDURE_LABELS, PROCEDURE_WORDS);
  const unmatched = marks.find((mark) => mark.reason === UNMATCHED);
  return (
    <section class="card sync-part" aria-labelledby={`phan-${part}`}>
      <div class="card__head">
        <h2 id={`phan-${part}`}>{name}</h2>
        <label class="pick">
          <input type="checkbox" name="phan" value={part} checked />
          <span>Nhận</span>
        </label>
      </div>
      {refused && (
        <Note tone="warn" title="Lần nhận trước chưa công bố được phần này.">
          {refused}
        </Note>
      )}
      {unmatched ? (
        <>
          <p>
            Bản quốc gia ghi khác nhưng không ghép chắc chắn được với những gì đã biên tập tại đây. Nhận thì
            bản đang dùng giữ nguyên và thủ tục được đánh dấu “cần rà soát” kèm nội dung dưới đây.
          </p>
          <details>
            <summary>Xem bản quốc gia</summary>
            <p class="pre">{unmatched.text}</p>
          </details>
        </>
      ) : (
        <DifferenceTable
          label={`${name}: chỗ khác nhau`}
          rows={rows}
          before="Đang dùng"
          after="Bản quốc gia"
        />
      )}
    </section>
  );
}

function NewProcedure({ definition }: { definition: ProcedureDefinition }) {
  const { offeredBy: _none, source: _source, review = [], ...shown } = definition;
  const rows = differences({}, shown, PROCEDURE_LABELS, PROCEDURE_WORDS).filter((row) => row.after !== null);
  return (
    <>
      <Note tone="info" title="Nhận thì thủ tục được công bố để tra cứu.">
        Chưa nộp trực tuyến được cho đến khi bạn chọn cơ quan giải quyết, biểu mẫu và quy trình ở trang Thủ
        tục.
        {review.length > 0 && ` Có ${review.length} chỗ nguồn ghi chưa rõ, được đánh dấu để rà soát.`}
      </Note>
      <div class="sync-part">
        <DifferenceTable label="Nội dung thủ tục" rows={rows} before="Tại đây" after="Bản quốc gia" />
      </div>
    </>
  );
}

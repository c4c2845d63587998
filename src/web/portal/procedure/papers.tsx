import type { Component, ProcedureCase, ProcedureDefinition } from '../../../core/procedure.ts';
import { Button } from '../../ui/index.ts';

/** Papers of one case: those to hand in as a table, those to show as a list; a switch when there are several cases. */
export function Papers({
  definition,
  shown,
  here = `/thu-tuc/${definition.code}`,
}: {
  definition: ProcedureDefinition;
  shown: ProcedureCase;
  /** Address of the page. */
  here?: string;
}) {
  const show = shown.components.filter((one) => one.provide === 'present');
  // Rows of the published table with no number are remarks on the others.
  const isRemark = (one: Component): boolean => one.originals + one.copies === 0 && one.provide === 'upload';
  const handIn = shown.components.filter((one) => one.provide !== 'present' && !isRemark(one));
  const remarks = shown.components.filter(isRemark);
  const unknown = definition.review?.some((mark) => mark.place === 'sets');
  return (
    <div class="stack">
      {definition.cases.length > 1 && <CaseSwitch definition={definition} shown={shown} here={here} />}
      {shown.components.length === 0 ? (
        <p class="muted">Chưa có thông tin về giấy tờ.</p>
      ) : (
        !unknown && <p class="muted">Nộp {String(definition.sets).padStart(2, '0')} bộ hồ sơ.</p>
      )}
      {handIn.length > 0 && <PaperTable papers={handIn} />}
      <PaperList title="Xuất trình khi được hỏi" papers={show} />
      <PaperList title="Lưu ý về giấy tờ" papers={remarks} />
    </div>
  );
}

function PaperList({ title, papers }: { title: string; papers: readonly Component[] }) {
  if (papers.length === 0) return null;
  return (
    <div>
      <h3 class="h-s mb-2">{title}</h3>
      <ul class="ul">
        {papers.map((paper) => (
          <li>
            {paper.name}
            <Remarks paper={paper} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Chooses the case; works without script. */
function CaseSwitch({
  definition,
  shown,
  here,
}: {
  definition: ProcedureDefinition;
  shown: ProcedureCase;
  here: string;
}) {
  return (
    <form class="card stack" action={`${here}#giay-to`}>
      <div class="field">
        <label class="label" for="truong-hop">
          Trường hợp của bạn
        </label>
        {shown.hint && (
          <p class="hint" id="truong-hop-h">
            {shown.hint}
          </p>
        )}
        <select
          class="select"
          id="truong-hop"
          name="truong-hop"
          aria-describedby={shown.hint ? 'truong-hop-h' : undefined}
        >
          {definition.cases.map((one) => (
            <option value={one.code} selected={one.code === shown.code}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <div>
        <Button>Xem giấy tờ, thời hạn và phí</Button>
      </div>
    </form>
  );
}

function PaperTable({ papers }: { papers: readonly Component[] }) {
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="Bảng giấy tờ phải nộp">
      <table class="table table--cards">
        <caption>Phải nộp</caption>
        <thead>
          <tr>
            <th scope="col">Tên giấy tờ</th>
            <th scope="col" class="r">
              Bản chính
            </th>
            <th scope="col" class="r">
              Bản sao
            </th>
          </tr>
        </thead>
        <tbody>
          {papers.map((paper) => (
            <tr>
              <th scope="row">
                {paper.name}
                {paper.provide === 'form' && <span class="sub">Điền trực tiếp khi nộp trên mạng</span>}
                <Remarks paper={paper} />
              </th>
              <td class="r" data-l="Bản chính">
                {paper.originals}
              </td>
              <td class="r" data-l="Bản sao">
                {paper.copies}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Remarks({ paper }: { paper: Component }) {
  return (
    <>
      {paper.condition && <span class="sub">{paper.condition}</span>}
      {paper.note && <span class="sub">{paper.note}</span>}
      {paper.formName && <span class="sub">Mẫu: {paper.formName}</span>}
    </>
  );
}

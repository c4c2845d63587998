import type { Party } from '../../../core/dossier.ts';
import { formatDate } from '../../../core/dates.ts';
import { addressText, showPhone } from '../../../core/form/index.ts';
import { formatMoney } from '../../../core/money.ts';
import type { PaperView } from '../../../modules/dossiers/index.ts';
import { formatSize } from '../../../modules/documents/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { Facts, Icon, Moment, Tag, type Fact, type IconName } from '../../ui/index.ts';
import type { OpenDossier } from './open.ts';

/** The left pane: who applies, what was handed in, what the law says, what is owed. */
export function FactsPane({ view, shown }: { view: OpenDossier; shown: string | null }) {
  return (
    <div class="stack">
      <People view={view} />
      <Papers view={view} shown={shown} />
      {view.fees.length > 0 && <Fees view={view} />}
      {view.slips.length > 0 && <Slips view={view} shown={shown} />}
      {view.procedure.legalBasis.length > 0 && <Law view={view} />}
    </div>
  );
}

function People({ view }: { view: OpenDossier }) {
  const { dossier } = view;
  const { applicant, owner, delivery, collected } = dossier;
  const proxy = owner.name !== applicant.name || owner.identityNo !== applicant.identityNo;
  return (
    <section class="card" aria-labelledby="nguoi-nop">
      <h2 id="nguoi-nop" class="mb-2">
        Người nộp
      </h2>
      <Facts tight items={partyFacts(applicant)} />
      {proxy && (
        <>
          <h3 class="h-s mt-3 mb-2">Chủ hồ sơ</h3>
          <Facts tight items={partyFacts(owner)} />
        </>
      )}
      <h3 class="vh">Hồ sơ</h3>
      <Facts
        tight
        items={[
          { label: 'Nội dung', value: contentLine(view) },
          {
            label: 'Trường hợp',
            value: view.procedure.cases.length > 1 ? view.procedureCase.name : null,
          },
          { label: 'Nộp lúc', value: <Moment at={dossier.submitted_at} /> },
          { label: 'Trả kết quả', value: methodText(delivery), sub: postalText(delivery) },
          {
            label: 'Đã nhận',
            value: collected && `${collected.name}${collected.by === 'proxy' ? ' (nhận thay)' : ''}`,
            sub: collected && [collected.identityNo, collected.proxyPaper].filter(Boolean).join(' · '),
          },
        ]}
      />
    </section>
  );
}

/** What it is about, without the name of the procedure that stands above. */
export function contentLine({ dossier, procedure }: Pick<OpenDossier, 'dossier' | 'procedure'>): string {
  const name = `${procedure.name} – `;
  return dossier.content.startsWith(name) ? dossier.content.slice(name.length) : dossier.content;
}

export function partyFacts(party: Party): Fact[] {
  const organisation = party.kind === 'organisation';
  return [
    { label: organisation ? 'Tổ chức' : 'Họ tên', value: party.name },
    {
      label: organisation ? 'Mã số' : 'Định danh',
      value: party.identityNo && <span class="num">{party.identityNo}</span>,
    },
    { label: 'Đại diện', value: party.representative },
    { label: 'Ngày sinh', value: party.birthDate && <time>{formatDate(party.birthDate)}</time> },
    { label: 'Điện thoại', value: party.phone && <span class="num">{showPhone(party.phone)}</span> },
    { label: 'Thư', value: party.email },
    { label: 'Địa chỉ', value: party.address && addressText(party.address) },
  ];
}

const PAPER_STATES: Record<PaperView['state'], { icon: IconName; tone: string; text: string }> = {
  given: { icon: 'circle-check', tone: 'c-ok', text: 'đã có' },
  wanted: { icon: 'circle-alert', tone: 'c-warn', text: 'cần bổ sung' },
  missing: { icon: 'circle-dot', tone: '', text: 'chưa có' },
};

function Papers({ view, shown }: { view: OpenDossier; shown: string | null }) {
  const given = view.papers.filter((paper) => paper.state === 'given').length;
  return (
    <section class="card" aria-labelledby="giay-to">
      <div class="card__head">
        <h2 id="giay-to">Giấy tờ</h2>
        <Tag>
          {given} / {view.papers.length} đã có
        </Tag>
      </div>
      <ul class="ticks sm">
        {view.papers.map((paper) => {
          const state = PAPER_STATES[paper.state];
          const current = paper.files.filter((file) => !file.replaced);
          const old = paper.files.filter((file) => file.replaced);
          return (
            <li>
              <Icon name={state.icon} class={state.tone} />
              <div>
                {paper.name} <span class="vh">({state.text})</span>
                <span class="sub">{paperText(paper, view)}</span>
                {current.map((file) => (
                  <a
                    class="xs filelink"
                    href={`?xem=${file.id}#xem`}
                    aria-current={file.id === shown ? 'true' : undefined}
                  >
                    <Icon name="file-text" />
                    <span>
                      {file.name} · {formatSize(file.size)}
                    </span>
                  </a>
                ))}
                {old.length > 0 && (
                  <details class="xs">
                    <summary class="muted">{old.length} tệp đã thay</summary>
                    {old.map((file) => (
                      <a class="filelink" href={`?xem=${file.id}#xem`}>
                        <Icon name="history" />
                        <span>{file.name}</span>
                      </a>
                    ))}
                  </details>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function paperText(paper: PaperView, view: OpenDossier): string {
  const component = view.procedureCase.components.find((one) => one.code === paper.component_code);
  const asForm = component?.provide === 'form' && view.form !== null && paper.state === 'given';
  const count = [
    paper.originals > 0 && `${paper.originals} bản chính`,
    paper.copies > 0 && `${paper.copies} bản sao`,
  ];
  const state =
    paper.state === 'wanted'
      ? 'Đã yêu cầu bổ sung'
      : paper.state === 'missing'
        ? `Chưa có – ${paper.required ? 'bắt buộc' : 'không bắt buộc'}`
        : asForm && paper.files.length === 0 && view.dossier.source === 'online'
          ? 'Tờ khai điện tử'
          : '';
  return [state, ...count, paper.note].filter(Boolean).join(' · ');
}

function Fees({ view }: { view: OpenDossier }) {
  return (
    <section class="card" aria-labelledby="phi">
      <h2 id="phi" class="mb-2">
        Phí, lệ phí
      </h2>
      <ul class="ticks sm">
        {view.fees.map((fee) => (
          <li>
            <Icon name={fee.paidAt ? 'circle-check' : 'wallet'} class={fee.paidAt ? 'c-ok' : 'c-warn'} />
            <div>
              {fee.name}
              <span class="sub">
                {fee.paidAt ? (
                  <>
                    Đã nộp <Moment at={fee.paidAt} />
                    {fee.receiptNo && <>, biên lai {fee.receiptNo}</>}
                  </>
                ) : (
                  <>Chưa nộp{fee.dueUntil && <>, hạn {formatDate(fee.dueUntil)}</>}</>
                )}
              </span>
            </div>
            <span class="num nowrap">{formatMoney(fee.amount)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Slips({ view, shown }: { view: OpenDossier; shown: string | null }) {
  return (
    <section class="card" aria-labelledby="phieu">
      <h2 id="phieu" class="mb-2">
        Phiếu
      </h2>
      <ul class="ticks sm">
        {view.slips.map((slip) => (
          <li>
            <Icon name="printer" />
            <div>
              <a
                href={`?xem=phieu-${slip.id}#xem`}
                aria-current={shown === `phieu-${slip.id}` ? 'true' : undefined}
              >
                {slip.name}
              </a>
              <span class="sub">
                Số {slip.number} · <Moment at={slip.madeAt} />
              </span>
            </div>
            <a href={`/mot-cua/ho-so/${view.dossier.id}/phieu/${slip.id}`} target="_blank" rel="noopener">
              In<span class="vh"> {slip.name}, mở ở thẻ mới</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Documents that are listed at once; the rest unfold. */
const FIRST_LAWS = 5;

function Law({ view }: { view: OpenDossier }) {
  const documents = view.procedure.legalBasis;
  const rest = documents.slice(FIRST_LAWS);
  return (
    <section class="card" aria-labelledby="van-ban">
      <h2 id="van-ban" class="mb-2">
        Văn bản áp dụng
      </h2>
      <LawList documents={documents.slice(0, FIRST_LAWS)} />
      {rest.length > 0 && (
        <details class="accord">
          <summary class="sm">
            {rest.length} văn bản khác <Icon name="chevron-down" />
          </summary>
          <LawList documents={rest} />
        </details>
      )}
    </section>
  );
}

function LawList({ documents }: { documents: OpenDossier['procedure']['legalBasis'] }) {
  return (
    <ul class="ticks sm">
      {documents.map((document) => (
        <li>
          <Icon name="book-open" />
          <div>
            {document.number}
            <span class="sub">{document.name}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

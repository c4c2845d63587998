import { summarise, type Catalogues } from '../../../core/form/index.ts';
import { formatMoney } from '../../../core/money.ts';
import type { DetailKind } from '../../../core/status/index.ts';
import type { DossierPage, PaperView } from '../../../modules/dossiers/index.ts';
import { ReviewSections } from '../../ui/form/index.ts';
import {
  Due,
  Facts,
  Icon,
  Kept,
  LinkButton,
  Moment,
  PortalLayout,
  ReturningBadge,
  StatusBadge,
  type Fact,
} from '../../ui/index.ts';
import { FileList } from '../apply/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { detailFact, LookupBox } from '../lookup/index.ts';
import { JustFiled, Now } from './now.tsx';
import { OwnTimeline } from './timeline.tsx';
import type { Tracking } from './tracking.ts';

/** One's own dossier: how it stands, who has it, until when, and what there is to do. */
export function TrackingPage({
  tracking,
  catalogues,
  justFiled,
}: {
  tracking: Tracking;
  catalogues: Catalogues;
  justFiled: boolean;
}) {
  const { page, due } = tracking;
  const { dossier, procedure } = page;
  const name = dossier.code ?? dossier.registration_no;
  const path = `/ho-so/${dossier.id}`;
  return (
    <PortalLayout
      title={`Hồ sơ ${name}`}
      active="/ho-so"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: name },
      ]}
      heading={
        <div>
          <p class="muted measure">{procedure.name}</p>
          <h1 class="code-h mt-2">{name}</h1>
          <p class="row mt-2">
            <StatusBadge status={dossier.status} detail={tracking.detail} large />
            {dossier.status === 'done' && <ReturningBadge large />}
            {due && <Due tone={due.tone}>{due.text}</Due>}
          </p>
          {tracking.explanation && <p class="muted sm mt-2">{tracking.explanation}</p>}
          {!dossier.code && <p class="muted sm mt-2">Số đăng ký tạm. Mã hồ sơ được cấp khi tiếp nhận.</p>}
        </div>
      }
      side={<Side tracking={tracking} />}
      sideLabel="Việc với hồ sơ này"
    >
      {justFiled && <JustFiled tracking={tracking} />}
      <Now tracking={tracking} path={path} />
      <Results tracking={tracking} path={path} />
      <Whereabouts tracking={tracking} />
      <Kept
        of={dossier}
        as="own history"
        same={[page.directory]}
        draw={() => <History tracking={tracking} catalogues={catalogues} path={path} />}
      />
    </PortalLayout>
  );
}

/** What happened, what was paid, handed in and declared: the same until something happens. */
function History(props: { tracking: Tracking; catalogues: Catalogues; path: string }) {
  const { tracking, catalogues, path } = props;
  const { page } = tracking;
  const sections = page.form ? summarise(page.form, page.dossier.answers, catalogues) : [];
  return (
    <>
      <section aria-labelledby="dien-bien">
        <h2 id="dien-bien" class="mb-4">
          Diễn biến
        </h2>
        <OwnTimeline
          trace={page.trace}
          slips={page.slips}
          slipHref={(slip) => `${path}/phieu/${slip.id}`}
          agencyName={tracking.agencyName}
        />
      </section>
      {page.fees.length > 0 && <Fees fees={page.fees} />}
      <Papers papers={page.papers} path={path} />
      {sections.length > 0 && (
        <details class="accord">
          <summary>
            Nội dung bạn đã khai
            <Icon name="chevron-down" />
          </summary>
          <div class="stack">
            <ReviewSections sections={sections} level={3} />
          </div>
        </details>
      )}
    </>
  );
}

/** Told elsewhere on the page, with room for their length. */
const ELSEWHERE: readonly DetailKind[] = ['reason', 'to_add'];

/** Status with the details that go with it, who holds it, until when, how the result comes. */
function Whereabouts({ tracking }: { tracking: Tracking }) {
  const { page, holders, shown } = tracking;
  const { dossier } = page;
  const has = (...kinds: DetailKind[]): boolean => shown.details.some(({ kind }) => kinds.includes(kind));
  const others = has('unit') ? holders.slice(1) : holders;
  const facts: Fact[] = [
    {
      label: 'Tình trạng',
      value: shown.label,
      sub: has('at') ? null : (
        <>
          Từ <Moment at={dossier.status_at} />
        </>
      ),
    },
    ...shown.details.filter(({ kind }) => !ELSEWHERE.includes(kind)).map(detailFact),
    { label: 'Cơ quan giải quyết', value: has('authority') ? null : tracking.agencyName },
    ...others.map((holder): Fact => ({
      label: has('unit') ? 'Cùng xử lý' : 'Đang ở',
      value: holder.person ?? holder.unit,
      sub: [holder.position, holder.person && holder.unit, holder.agency].filter(Boolean).join(', '),
    })),
    {
      label: 'Hẹn trả kết quả',
      value: !has('due', 'overdue') && holders.length > 0 && dossier.due_at && <Moment at={dossier.due_at} />,
      sub: dossier.paused_at && 'Thời hạn đang dừng, chờ bạn bổ sung',
    },
    { label: 'Bộ phận Một cửa trả lời trước', value: tracking.answerBy && <Moment at={tracking.answerBy} /> },
    {
      label: 'Cách nhận kết quả',
      value: methodText(dossier.delivery),
      sub: dossier.delivery.method === 'counter' ? tracking.resultPlace : postalText(dossier.delivery),
    },
  ];
  return (
    <section class="card" aria-labelledby="o-dau">
      <h2 id="o-dau" class="mb-2">
        {holders.length > 0 ? 'Hồ sơ đang ở đâu' : 'Tình trạng hồ sơ'}
      </h2>
      <Facts items={facts.filter((fact) => fact.value)} />
    </section>
  );
}

function Results({ tracking, path }: { tracking: Tracking; path: string }) {
  const { results } = tracking.page;
  if (results.length === 0) return null;
  return (
    <section class="card" aria-labelledby="ket-qua">
      <h2 id="ket-qua" class="mb-2">
        Kết quả
      </h2>
      <ul class="files">
        {results.map((result) => (
          <li>
            <Icon name="file-check" />
            <span>
              {result.name}
              <small>
                {result.number && `Số ${result.number} · `}
                {result.signerName && `${result.signerName} ký · `}
                {result.issuedAt && <Moment at={result.issuedAt} only="date" />}
              </small>
            </span>
            <LinkButton size="sm" icon="download" href={`${path}/ket-qua/${result.id}`}>
              Tải về<span class="vh"> {result.name}</span>
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fees({ fees }: { fees: DossierPage['fees'] }) {
  return (
    <section class="card" aria-labelledby="phi">
      <h2 id="phi" class="h-s mb-2">
        Phí, lệ phí
      </h2>
      <Facts
        items={fees.map((fee) => ({
          label: fee.name,
          value: <span class="num">{formatMoney(fee.amount)}</span>,
          sub: fee.paidAt ? (
            <>
              Đã nộp <Moment at={fee.paidAt} />
              {fee.receiptNo && `, biên lai ${fee.receiptNo}`}
            </>
          ) : (
            'Chưa nộp'
          ),
        }))}
      />
    </section>
  );
}

const PAPER_STATE: Record<PaperView['state'], string> = {
  given: 'Đã nộp',
  missing: 'Không nộp',
  wanted: 'Cần bổ sung',
};

function Papers({ papers, path }: { papers: PaperView[]; path: string }) {
  return (
    <section class="card" aria-labelledby="giay-to">
      <h2 id="giay-to" class="h-s mb-2">
        Giấy tờ của hồ sơ
      </h2>
      <div class="stack">
        {papers.map((paper) => (
          <div>
            <p class="row row--between">
              <b>{paper.name}</b>
              <span class={paper.state === 'wanted' ? 'sm c-warn' : 'sm muted'}>
                {PAPER_STATE[paper.state]}
              </span>
            </p>
            <FileList
              label={paper.name}
              files={paper.files.map((file) => ({
                ...file,
                href: `${path}/tep/${file.id}`,
                note: (
                  <>
                    <Moment at={file.addedAt} />
                    {file.replaced && ' · đã thay bằng tệp mới'}
                  </>
                ),
              }))}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

function Side({ tracking }: { tracking: Tracking }) {
  const { page } = tracking;
  const path = `/ho-so/${page.dossier.id}`;
  return (
    <>
      <div class="card stack">
        <h2 class="h-s">Việc bạn làm được</h2>
        <LinkButton href={`${path}/ban-in`} icon="printer" block>
          In tờ khai đã nộp
        </LinkButton>
        {page.slips.map((slip) => (
          <LinkButton href={`${path}/phieu/${slip.id}`} icon="file-text" block>
            {slip.name}
          </LinkButton>
        ))}
        {page.actions.includes('withdraw') && (
          <LinkButton weight="quiet" href={`${path}/rut`} icon="undo-2" block>
            Rút hồ sơ
          </LinkButton>
        )}
      </div>
      <div class="card">
        <h2 class="h-s mb-2">Tra hồ sơ khác</h2>
        <LookupBox />
      </div>
    </>
  );
}

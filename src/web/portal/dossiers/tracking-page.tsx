import { summarise, type Catalogues } from '../../../core/form/index.ts';
import { formatMoney } from '../../../core/money.ts';
import type { DetailKind } from '../../../core/status/index.ts';
import type { DossierPage, PaperView } from '../../../modules/dossiers/index.ts';
import { ReviewSections } from '../../ui/form/index.ts';
import {
  Due,
  Facts,
  Icon,
  LinkButton,
  Moment,
  Note,
  PortalLayout,
  ReturningBadge,
  StatusBadge,
  type Fact,
} from '../../ui/index.ts';
import { FileList, methodText, postalText } from '../apply/index.ts';
import { detailFact, LookupBox } from '../lookup/index.ts';
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
  const sections = page.form ? summarise(page.form, dossier.answers, catalogues) : [];
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
            <StatusBadge status={dossier.status} large />
            {dossier.status === 'done' && <ReturningBadge large />}
            {due && <Due tone={due.tone}>{due.text}</Due>}
          </p>
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
    </PortalLayout>
  );
}

function JustFiled({ tracking }: { tracking: Tracking }) {
  const { dossier } = tracking.page;
  return (
    <Note tone="ok" title="Đã nộp hồ sơ.">
      Số đăng ký của bạn là <b class="code">{dossier.registration_no}</b>, dùng để tra cứu.
      {tracking.answerBy && (
        <>
          {' '}
          Bộ phận Một cửa trả lời trước <Moment at={tracking.answerBy} />.
        </>
      )}
    </Note>
  );
}

/** What the status has to say (Appendix I), most urgent first. */
function Now({ tracking, path }: { tracking: Tracking; path: string }) {
  const { page, due, lateness } = tracking;
  const { dossier } = page;
  const [holder] = tracking.holders;
  switch (dossier.status) {
    case 'supplement_requested':
      return <Supplement tracking={tracking} path={path} />;
    case 'payment_required':
      return <Payment tracking={tracking} />;
    case 'refused':
    case 'stopped':
    case 'withdrawn':
      return (
        <Note
          tone="info"
          icon={
            dossier.status === 'refused' ? 'ban' : dossier.status === 'stopped' ? 'octagon-pause' : 'circle-x'
          }
          title="Lý do:"
        >
          {dossier.status_reason}
          {dossier.status !== 'withdrawn' && (
            <p class="muted sm mt-2">Không đồng ý, bạn có quyền khiếu nại với {tracking.agencyName}.</p>
          )}
        </Note>
      );
    case 'done':
      return (
        <Note tone="ok" icon="package-check" title="Kết quả đã có.">
          {dossier.delivery.method === 'counter' && `Mời bạn đến ${tracking.resultPlace}. `}
          {dossier.delivery.method === 'post' && `Bưu chính giao tới ${postalText(dossier.delivery)}. `}
          {tracking.unpaid && `Khi nhận, bạn trả ${formatMoney(tracking.unpaid.total)}.`}
        </Note>
      );
    default:
      if (!lateness.late || !due) return null;
      return (
        <Note tone="late" icon="clock-alert" title={due.text}>
          {holder && (
            <p>
              Đang ở {[holder.person, holder.unit, holder.agency].filter(Boolean).join(', ')}. Chúng tôi xin
              lỗi vì để bạn phải chờ.
            </p>
          )}
        </Note>
      );
  }
}

function Supplement({ tracking, path }: { tracking: Tracking; path: string }) {
  const { page, openSupplement, shown } = tracking;
  if (!openSupplement) return null;
  const { items, reason, requested_at: at } = openSupplement;
  const asked = page.trace.find((event) => event.at.getTime() === at.getTime());
  const until = page.dossier.supplement_until ?? openSupplement.until;
  const slip = page.slips.find((one) => one.kind === '02');
  return (
    <section class="card stack need" aria-labelledby="can">
      <div>
        <h2 id="can">
          <Icon name="file-warning" />
          {items.length > 0 ? `Bạn cần bổ sung ${items.length} giấy tờ` : shown.label}
        </h2>
        <p class="mt-2">
          {until && (
            <>
              Gửi trước{' '}
              <b>
                <Moment at={until} />
              </b>
              .{' '}
            </>
          )}
          {page.dossier.paused_at && 'Trong lúc chờ, thời hạn giải quyết tạm dừng.'}
        </p>
      </div>
      <Note tone="warn" icon="message-square" title="Lý do">
        <p>{reason}</p>
        <p class="muted sm">
          {asked && `${[asked.actorName, asked.unitName].filter(Boolean).join(', ')} · `}
          <Moment at={at} />
        </p>
      </Note>
      <ul class="files">
        {items.map((item) => (
          <li>
            <Icon name="circle-alert" class="c-warn" />
            <span>
              {item.name}
              {item.what && <small>{item.what}</small>}
            </span>
          </li>
        ))}
      </ul>
      <p class="row">
        {page.actions.includes('supplement') && (
          <LinkButton weight="main" icon="send" href={`${path}/bo-sung`}>
            Bổ sung hồ sơ
          </LinkButton>
        )}
        {slip && (
          <LinkButton weight="quiet" icon="printer" href={`${path}/phieu/${slip.id}`}>
            Phiếu yêu cầu bổ sung
          </LinkButton>
        )}
      </p>
    </section>
  );
}

function Payment({ tracking }: { tracking: Tracking }) {
  const { unpaid, page } = tracking;
  return (
    <section class="card stack" aria-labelledby="tra-phi">
      <h2 id="tra-phi" class="h-ico">
        <Icon name="wallet" />
        {unpaid ? `Bạn cần nộp ${formatMoney(unpaid.total)}` : 'Bạn cần nộp phí, lệ phí'}
      </h2>
      <p>
        {unpaid?.until && (
          <>
            Nộp trước{' '}
            <b>
              <Moment at={unpaid.until} />
            </b>
            .{' '}
          </>
        )}
        Trả tại {tracking.resultPlace}. Đọc mã hồ sơ cho cán bộ thu.
      </p>
      {page.dossier.status_reason && <p class="muted">{page.dossier.status_reason}</p>}
    </section>
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

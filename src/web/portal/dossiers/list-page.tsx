import type { Status } from '../../../core/status/index.ts';
import type { ListedDraft, MyDossier } from '../../../modules/dossiers/index.ts';
import {
  Due,
  EmptyState,
  LinkButton,
  Moment,
  Note,
  Pager,
  PortalLayout,
  ReturningBadge,
  StatusBadge,
} from '../../ui/index.ts';
import { draftPath, HelpCard } from '../apply/index.ts';
import type { DueWords } from './due.ts';

export interface ListedDossier extends MyDossier {
  /** Detailed status of the open step, in words for applicants. */
  detail: string | undefined;
  agencyName: string;
  due: DueWords | null;
  /** When reception answers at the latest, for a new one. */
  answerBy: Date | null;
}

/** Mine: what waits for me, drafts, then what was filed. */
export function ListPage(props: {
  waiting: ListedDossier[];
  drafts: ListedDraft[];
  dossiers: ListedDossier[];
  next?: string;
  /** Not the first page of the list. */
  later: boolean;
}) {
  const { waiting, drafts, dossiers, next, later } = props;
  const nothing = drafts.length === 0 && dossiers.length === 0 && !later;
  return (
    <PortalLayout
      title="Hồ sơ của tôi"
      active="/ho-so"
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Hồ sơ của tôi' }]}
      side={
        <>
          <div class="card stack">
            <h2 class="h-s">Việc mới</h2>
            <LinkButton href="/thu-tuc" icon="search" block>
              Tìm thủ tục để nộp
            </LinkButton>
            <LinkButton href="/tra-cuu" icon="scan-barcode" block>
              Tra cứu bằng mã
            </LinkButton>
          </div>
          <HelpCard />
        </>
      }
      sideLabel="Việc mới và trợ giúp"
    >
      {nothing && (
        <EmptyState
          icon="briefcase"
          title="Bạn chưa có hồ sơ nào"
          action={
            <LinkButton weight="main" href="/thu-tuc">
              Tìm thủ tục
            </LinkButton>
          }
        >
          Hồ sơ bạn nộp trên cổng nằm ở đây, từ bản nháp đến khi trả kết quả.
        </EmptyState>
      )}
      {waiting.map((dossier) => (
        <Waiting dossier={dossier} />
      ))}
      {drafts.length > 0 && <Drafts drafts={drafts} />}
      {dossiers.length > 0 && (
        <section class="stack" aria-labelledby="da-nop">
          <h2 id="da-nop">Đã nộp</h2>
          {dossiers.map((dossier) => (
            <DossierCard dossier={dossier} />
          ))}
        </section>
      )}
      <Pager first={later ? '/ho-so' : undefined} next={next} />
    </PortalLayout>
  );
}

const nameOf = (dossier: MyDossier): string => dossier.code ?? dossier.registrationNo;

function Waiting({ dossier }: { dossier: ListedDossier }) {
  const supplement = dossier.status === 'supplement_requested';
  return (
    <Note
      tone="warn"
      icon={supplement ? 'file-warning' : 'wallet'}
      title={supplement ? 'Bạn cần bổ sung giấy tờ.' : 'Bạn cần nộp phí, lệ phí.'}
    >
      <p>
        {dossier.procedureName}, <span class="code">{nameOf(dossier)}</span>.
        {supplement && dossier.supplementUntil && (
          <>
            {' '}
            Gửi trước <Moment at={dossier.supplementUntil} />.
          </>
        )}
      </p>
      <p class="mt-3">
        <LinkButton
          weight="main"
          icon={supplement ? 'send' : 'wallet'}
          href={`/ho-so/${dossier.id}${supplement ? '/bo-sung' : ''}`}
        >
          {supplement ? 'Bổ sung' : 'Xem số tiền'}
          <span class="vh"> hồ sơ {nameOf(dossier)}</span>
        </LinkButton>
      </p>
    </Note>
  );
}

function Drafts({ drafts }: { drafts: ListedDraft[] }) {
  return (
    <section class="stack" aria-labelledby="nhap">
      <h2 id="nhap">Đang điền, chưa nộp</h2>
      <ul class="card files">
        {drafts.map((draft) => (
          <li>
            <span>
              <a href={draftPath(draft.id)}>{draft.procedure_name}</a>
              <small>
                {draft.procedure_version === null && 'Thủ tục đã ngừng áp dụng. '}
                Lưu lúc <Moment at={draft.updated_at} />
              </small>
            </span>
            <LinkButton size="sm" href={draftPath(draft.id)}>
              Làm tiếp<span class="vh"> {draft.procedure_name}</span>
            </LinkButton>
            <LinkButton weight="quiet" size="sm" icon="trash-2" href={draftPath(draft.id, 'bo')}>
              Bỏ<span class="vh"> hồ sơ nháp {draft.procedure_name}</span>
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DossierCard({ dossier }: { dossier: ListedDossier }) {
  const id = `hs-${dossier.id}`;
  return (
    <article class="card" aria-labelledby={id}>
      <div class="row row--between">
        <h3 id={id} class="h-s">
          <a href={`/ho-so/${dossier.id}`}>{dossier.procedureName}</a>
        </h3>
        <span class="row g1">
          <StatusBadge status={dossier.status} detail={dossier.detail} />
          {dossier.status === 'done' && <ReturningBadge />}
        </span>
      </div>
      <p class="muted mt-2 sm">
        <span class="code">{nameOf(dossier)}</span> · {dossier.agencyName}
      </p>
      <div class="row mt-2 sm">
        {dossier.due?.tone !== 'late' && (
          <span>
            <NextWords dossier={dossier} />
          </span>
        )}
        {dossier.due && <Due tone={dossier.due.tone}>{dossier.due.text}</Due>}
      </div>
    </article>
  );
}

/** What happens next, or what came of it. */
function NextWords({ dossier }: { dossier: ListedDossier }) {
  const words: Partial<Record<Status, preact.ComponentChildren>> = {
    submitted: dossier.answerBy && (
      <>
        Bộ phận Một cửa trả lời trước <Moment at={dossier.answerBy} />
      </>
    ),
    supplement_requested: 'Chờ bạn bổ sung giấy tờ',
    supplemented: 'Chờ cơ quan xem giấy tờ bổ sung',
    refused: dossier.statusReason,
    stopped: dossier.statusReason,
    withdrawn: 'Bạn đã rút hồ sơ',
    payment_required: 'Chờ bạn nộp phí, lệ phí',
    done: 'Kết quả đã có, mời bạn nhận',
    returned: dossier.returnedAt && (
      <>
        Trả ngày <Moment at={dossier.returnedAt} />
      </>
    ),
  };
  const known = words[dossier.status];
  if (known) return <>{known}</>;
  return dossier.dueAt ? (
    <>
      Hẹn trả <Moment at={dossier.dueAt} />
    </>
  ) : (
    <>
      Nộp lúc <Moment at={dossier.submittedAt} />
    </>
  );
}

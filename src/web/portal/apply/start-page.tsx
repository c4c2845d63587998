import { formatDateTime } from '../../../core/dates.ts';
import type { FieldError } from '../../../core/form/index.ts';
import type { ProcedureCase } from '../../../core/procedure.ts';
import type { ListedDraft } from '../../../modules/dossiers/index.ts';
import type { PublishedProcedure } from '../../../modules/procedures/index.ts';
import { Button, ErrorSummary, Kept, LinkButton, Note, PortalLayout } from '../../ui/index.ts';
import { HelpCard } from './frame.tsx';
import { AGENCY_ID, AgencyChoice, CASE_ID, CaseChoice } from './start-choices.tsx';
import { draftPath } from './steps.ts';

export interface StartPageProps {
  procedure: PublishedProcedure;
  /** Chosen beforehand, or typed before the form was turned back. */
  caseCode?: string;
  agencyId?: number;
  /** The agency was proposed from the address of the account. */
  proposed: boolean;
  /** Drafts that are open for this procedure. */
  drafts: ListedDraft[];
  errors?: readonly FieldError[];
}

/** Before the form: which case, and which agency. */
export function StartPage(props: StartPageProps) {
  const { procedure, drafts, errors = [] } = props;
  const { definition } = procedure;
  const errorOf = (path: string): string | undefined => errors.find((error) => error.path === path)?.message;
  const ids: Record<string, string> = { caseCode: CASE_ID, agencyId: AGENCY_ID };
  return (
    <PortalLayout
      title={`Nộp hồ sơ: ${procedure.name}`}
      active="/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Thủ tục', href: `/thu-tuc/${procedure.code}` },
        { label: 'Nộp hồ sơ' },
      ]}
      heading={
        <div>
          <p class="muted measure">
            {procedure.name} · <span class="code nowrap">{procedure.code}</span>
          </p>
          <h1 class="mt-2">Nộp hồ sơ trực tuyến</h1>
          <p class="lead mt-2">Chọn trường hợp và nơi giải quyết. Bạn điền đến đâu, hồ sơ được lưu đến đó.</p>
        </div>
      }
      side={
        <>
          <OtherWays procedure={procedure} />
          <HelpCard />
        </>
      }
      sideLabel="Cách nộp khác và trợ giúp"
    >
      <ErrorSummary errors={errors.map((error) => ({ field: ids[error.path], text: error.message }))} />
      {drafts.length > 0 && <OpenDrafts drafts={drafts} cases={definition.cases} />}
      <form class="stack g5" method="post" action={`/nop-ho-so/${procedure.code}`} novalidate>
        <Kept
          of={definition}
          as="cases to choose"
          same={[props.caseCode, errorOf('caseCode')]}
          draw={() => (
            <CaseChoice cases={definition.cases} chosen={props.caseCode} error={errorOf('caseCode')} />
          )}
        />
        <AgencyChoice
          agencies={procedure.agencies}
          chosen={props.agencyId}
          proposed={props.proposed}
          error={errorOf('agencyId')}
        />
        <div class="row formnav">
          <Button weight="main" size="lg" iconAfter="arrow-right">
            Bắt đầu điền hồ sơ
          </Button>
        </div>
      </form>
    </PortalLayout>
  );
}

function OpenDrafts({ drafts, cases }: { drafts: ListedDraft[]; cases: ProcedureCase[] }) {
  return (
    <Note tone="info" icon="history" title="Bạn có hồ sơ nháp của thủ tục này.">
      <ul class="files">
        {drafts.map((draft) => (
          <li>
            <span>
              {cases.find((one) => one.code === draft.case_code)?.name ?? draft.case_code}
              <small>Lưu lúc {formatDateTime(draft.updated_at)}</small>
            </span>
            <LinkButton size="sm" href={draftPath(draft.id)}>
              Làm tiếp
            </LinkButton>
          </li>
        ))}
      </ul>
    </Note>
  );
}

function OtherWays({ procedure }: { procedure: PublishedProcedure }) {
  const { channels, channelNotes } = procedure.definition;
  const others = channels.filter((channel) => channel !== 'online');
  if (others.length === 0) return null;
  const words = { counter: 'Nộp tại quầy', post: 'Gửi qua bưu chính', online: '' };
  return (
    <div class="card">
      <h2 class="h-s mb-2">Cách nộp khác</h2>
      <dl class="stack">
        {others.map((channel) => (
          <div>
            <dt>
              <b>{words[channel]}</b>
            </dt>
            <dd class="sm muted">
              {channelNotes?.[channel] ?? 'Mang hồ sơ giấy tới Bộ phận Một cửa, cán bộ nhập giúp bạn.'}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The procedure is known but takes nothing online. */
export function OfflinePage({ procedure }: { procedure: PublishedProcedure }) {
  return (
    <PortalLayout
      title="Thủ tục này chưa nhận hồ sơ trực tuyến"
      active="/thu-tuc"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Thủ tục', href: `/thu-tuc/${procedure.code}` },
        { label: 'Nộp hồ sơ' },
      ]}
      lead={`${procedure.name}. Bạn nộp hồ sơ giấy tại Bộ phận Một cửa.`}
      side={<HelpCard />}
      sideLabel="Trợ giúp"
    >
      {procedure.agencies.length > 0 && (
        <section class="card" aria-labelledby="noi-nop">
          <h2 class="h-s mb-2" id="noi-nop">
            Nơi giải quyết
          </h2>
          <ul class="ul">
            {procedure.agencies.map((agency) => (
              <li>
                {agency.name}, {agency.address}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <LinkButton href={`/thu-tuc/${procedure.code}`}>Xem thủ tục</LinkButton>
      </p>
    </PortalLayout>
  );
}

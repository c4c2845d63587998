import { overdueText, type Lateness } from '../../../core/deadline/index.ts';
import { presentation, statusLabel, STATUS_INFO } from '../../../core/status/index.ts';
import type { PublicView } from '../../../modules/dossiers/index.ts';
import {
  Facts,
  Moment,
  Note,
  PortalLayout,
  ReturningBadge,
  StatusBadge,
  Timeline,
  usePage,
  type IconName,
} from '../../ui/index.ts';
import { HelpCard } from '../apply/index.ts';
import { detailFact } from './details.tsx';
import { LookupBox } from './lookup-box.tsx';

export interface Found {
  view: PublicView;
  /** Detailed status of the open step and the explanation of the status, in words for applicants. */
  detail: string | undefined;
  explanation: string;
  agencyName: string;
  lateness: Lateness;
}

/** Looks a dossier up by its code: status and progress, no names (Circular 01/2018/TT-VPCP, article 16). */
export function LookupPage(props: { code: string; found: Found | null }) {
  const { code, found } = props;
  const missed = code !== '' && found === null;
  return (
    <PortalLayout
      title={found ? `Tra cứu hồ sơ ${found.view.code}` : 'Tra cứu hồ sơ'}
      active="/tra-cuu"
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Tra cứu hồ sơ' }]}
      heading={
        <div>
          <h1>Tra cứu hồ sơ</h1>
          <p class="lead mt-2">Nhập mã hồ sơ hoặc quét mã QR trên giấy hẹn. Không cần đăng nhập.</p>
        </div>
      }
      side={
        <>
          <OwnCard />
          <HelpCard />
        </>
      }
      sideLabel="Xem đầy đủ và trợ giúp"
    >
      {found && <Result found={found} />}
      {missed && <NotFoundNote code={code} />}
      <section class="card" aria-label={found ? 'Tra hồ sơ khác' : 'Tra cứu'}>
        <LookupBox code={found ? undefined : code} large={!found} />
      </section>
    </PortalLayout>
  );
}

function NotFoundNote({ code }: { code: string }) {
  const { site } = usePage();
  return (
    <Note tone="warn" title={`Không có hồ sơ mang mã “${code}”.`}>
      <ul class="ul mt-2">
        <li>
          So lại từng số với giấy tiếp nhận; mã kết thúc bằng ngày nhận và bốn chữ số, như{' '}
          <span class="code nowrap">261123-0007</span>.
        </li>
        <li>Chưa có giấy hẹn thì dùng số đăng ký cổng cấp khi bạn nộp.</li>
        <li>
          Nộp nơi khác hoặc trước khi có cổng này: gọi <b>{site.hotline}</b>.
        </li>
      </ul>
    </Note>
  );
}

function OwnCard() {
  const { viewer } = usePage();
  return (
    <div class="card">
      <h2 class="h-s">Hồ sơ của chính bạn?</h2>
      {viewer ? (
        <p class="mt-2 sm">
          Người đang xử lý, lý do, giấy tờ và kết quả có ở <a href="/ho-so">Hồ sơ của tôi</a>.
        </p>
      ) : (
        <p class="mt-2 sm">Đăng nhập để xem đủ người đang xử lý, lý do, giấy tờ và kết quả.</p>
      )}
      {!viewer && (
        <p class="mt-3">
          <a class="btn btn--block" href="/dang-nhap?tiep=%2Fho-so">
            Đăng nhập
          </a>
        </p>
      )}
    </div>
  );
}

function Result({ found }: { found: Found }) {
  const { view, agencyName, lateness } = found;
  const over = STATUS_INFO[view.status].final || view.doneAt !== null;
  const shown = presentation(
    view.status,
    {
      at: view.progress.findLast((one) => one.status === view.status)?.at,
      reason: view.statusReason,
      authority: agencyName,
      dueAt: view.dueAt,
      lateness,
      supplementUntil: view.supplementUntil,
      returnedAt: view.returnedAt,
    },
    'public',
  );
  const has = (kind: string): boolean => shown.details.some((detail) => detail.kind === kind);
  return (
    <section class="card stack" aria-labelledby="hs">
      <div>
        <p class="muted">{view.procedureName}</p>
        <h2 id="hs" class="code-h">
          {view.code}
        </h2>
        <p class="row mt-2">
          <StatusBadge status={view.status} detail={found.detail} large />
          {view.status === 'done' && <ReturningBadge large />}
        </p>
        {found.explanation && <p class="muted sm mt-2">{found.explanation}</p>}
      </div>
      {lateness.late && !over && view.dueAt && (
        <Note tone="late" icon="clock-alert" title={overdueText(view.dueAt, lateness)} />
      )}
      <Facts
        items={[
          ...shown.details.map(detailFact),
          { label: 'Cơ quan giải quyết', value: has('authority') ? null : agencyName },
          { label: 'Nộp lúc', value: <Moment at={view.submittedAt} /> },
          { label: 'Tiếp nhận lúc', value: view.acceptedAt && <Moment at={view.acceptedAt} /> },
          {
            label: 'Hẹn trả kết quả',
            value: !has('due') && !has('overdue') && view.dueAt && <Moment at={view.dueAt} />,
            sub: view.pausedAt && 'Thời hạn đang dừng, chờ người nộp bổ sung',
          },
          { label: 'Xong lúc', value: view.doneAt && <Moment at={view.doneAt} /> },
        ].filter((fact) => fact.value)}
      />
      {shown.withheld.length > 0 && (
        <p class="muted sm">Lý do và người xử lý chỉ hiện với người nộp, sau khi đăng nhập.</p>
      )}
      <h3 class="h-s">Diễn biến</h3>
      <Timeline
        items={view.progress.toReversed().map((one, i) => ({
          tone: i === 0 ? 'now' : 'ok',
          icon: i === 0 ? (STATUS_INFO[one.status].icon as IconName) : undefined,
          title: statusLabel(one.status),
          at: <Moment at={one.at} />,
        }))}
      />
    </section>
  );
}

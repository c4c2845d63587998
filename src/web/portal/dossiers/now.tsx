import { formatMoney } from '../../../core/money.ts';
import { Icon, LinkButton, Moment, Note } from '../../ui/index.ts';
import { postalText } from '../../ui/delivery-text.ts';
import type { Tracking } from './tracking.ts';

/** Right after filing: the number, and when an answer comes. */
export function JustFiled({ tracking }: { tracking: Tracking }) {
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
export function Now({ tracking, path }: { tracking: Tracking; path: string }) {
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

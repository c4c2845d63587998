import type { Slip } from '../../../modules/slips/index.ts';
import type { TraceView } from '../../../modules/dossiers/index.ts';
import { statusLabel, STATUS_INFO, type Status } from '../../../core/status/index.ts';
import { Moment, Timeline, type IconName, type TimelineItem } from '../../ui/index.ts';

/** What an act within one status was, in the owner's words. */
const DONE_WITHIN: Record<string, string> = {
  accept: 'tiếp nhận',
  forward: 'chuyển xử lý',
  assign: 'phân công',
  complete: 'xong một bước',
  sign: 'đã ký',
  issue: 'phát hành kết quả',
  'record-payment': 'đã nhận phí, lệ phí',
  'require-payment': 'báo phí, lệ phí',
  supplement: 'bổ sung hồ sơ',
  extend: 'hẹn lại ngày trả',
};

/** What has happened to the dossier, newest first, as its owner may read it. */
export function OwnTimeline(props: {
  trace: TraceView[];
  slips: Slip[];
  slipHref: (slip: Slip) => string;
  /** Named on the page already. */
  agencyName: string;
}) {
  const { trace, slips, slipHref, agencyName } = props;
  const items = trace.map((event, i): TimelineItem => {
    const slip = slips.find((one) => one.madeAt.getTime() === event.at.getTime() && fits(one, event));
    return {
      tone: i === 0 ? 'now' : 'ok',
      icon: i === 0 ? (STATUS_INFO[event.to].icon as IconName) : undefined,
      title: titleOf(event),
      at: <Moment at={event.at} />,
      children: (
        <>
          <p>
            {whoOf(event, agencyName)}
            {slip && (
              <>
                {' '}
                <a href={slipHref(slip)}>{slip.name}</a>
              </>
            )}
          </p>
          {event.note && <p>“{event.note}”</p>}
        </>
      ),
    };
  });
  return <Timeline items={items} />;
}

const SLIP_STATUS: Partial<Record<Slip['kind'], Status>> = {
  '01': 'accepted',
  '02': 'supplement_requested',
  '03': 'refused',
};

const fits = (slip: Slip, event: TraceView): boolean => SLIP_STATUS[slip.kind] === event.to;

function titleOf(event: TraceView): string {
  const label = statusLabel(event.to);
  if (event.from !== event.to) return label;
  const what = DONE_WITHIN[event.action];
  if (event.action === 'complete' && event.stepName) return `${label} – xong bước “${event.stepName}”`;
  return what ? `${label} – ${what}` : label;
}

const OWN_ACTS: Record<string, string> = {
  submit: 'Bạn nộp trên Cổng Dịch vụ công.',
  supplement: 'Bạn gửi bổ sung.',
  withdraw: 'Bạn rút hồ sơ.',
};

function whoOf(event: TraceView, agencyName: string): string {
  if (event.actorKind === 'citizen') return OWN_ACTS[event.action] ?? 'Bạn.';
  if (event.actorKind === 'system') return 'Hệ thống tự động.';
  const agency = event.agencyName === agencyName ? '' : event.agencyName;
  return `${[event.actorName, event.actorTitle, event.unitName, agency].filter(Boolean).join(', ')}.`;
}

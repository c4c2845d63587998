import { overdueText, type Lateness } from '../deadline/index.ts';
import { formatDate, formatDateTime } from '../dates.ts';
import { formatMoney } from '../money.ts';
import { RETURNING, STATUS_INFO, type StatusInfo } from './catalogue.ts';
import type { Status } from './types.ts';

/** What is known of a dossier and may have to be shown with its status; absent when there is none. */
export interface StatusFacts {
  /** When the status was reached. */
  at?: Date | null;
  reason?: string | null;
  /** What to add. */
  toAdd?: readonly string[];
  supplementUntil?: Date | null;
  /** Competent authority. */
  authority?: string | null;
  /** Who holds the dossier now. */
  holder?: { position?: string | null; unit?: string | null; person?: string | null } | null;
  dueAt?: Date | null;
  lateness?: Lateness;
  /** Whole đồng. */
  amount?: number | null;
  payUntil?: Date | null;
  returnedAt?: Date | null;
}

/** Who looks: anybody with the code, the logged-in owner, or an officer. */
export type Audience = 'public' | 'owner' | 'officer';

export type DetailKind =
  | 'at'
  | 'reason'
  | 'to_add'
  | 'supplement_until'
  | 'authority'
  | 'position'
  | 'unit'
  | 'person'
  | 'due'
  | 'overdue'
  | 'amount'
  | 'pay_until'
  | 'returning'
  | 'returned_at';

export interface Detail {
  kind: DetailKind;
  label: string;
  text: string;
}

export interface Presentation extends Pick<StatusInfo, 'label' | 'icon' | 'className'> {
  status: Status;
  details: Detail[];
  /** What there is but this audience may not see: the page may say that logging in shows it. */
  withheld: DetailKind[];
}

/** Shown beside each status (Appendix I of Circular 22/2019), in this order. */
const SHOWN: Record<Status, readonly DetailKind[]> = {
  submitted: ['at'],
  supplement_requested: ['reason', 'to_add', 'supplement_until'],
  supplemented: ['at'],
  refused: ['reason'],
  accepted: ['authority', 'due'],
  in_progress: ['authority', 'position', 'unit', 'person', 'due', 'overdue'],
  payment_required: ['amount', 'pay_until', 'reason'],
  stopped: ['reason'],
  withdrawn: ['at', 'reason'],
  done: ['returning'],
  returned: ['returned_at'],
};

/** Statuses that may not be given without a reason. */
export const REASON_REQUIRED: readonly Status[] = ['supplement_requested', 'refused', 'stopped'];

/**
 * Without logging in the code opens the status and the progress (Circular 01/2018/TT-VPCP, article 16): no names, and
 * no words written to the applicant, since those may tell what the dossier is about.
 */
const LOGIN_ONLY: readonly DetailKind[] = ['reason', 'to_add', 'position', 'unit', 'person', 'amount'];

/** What must be shown for a dossier in this status: label, icon, class, and the details that go with it. */
export function presentation(status: Status, facts: StatusFacts, audience: Audience = 'owner'): Presentation {
  const { label, icon, className } = STATUS_INFO[status];
  const there = SHOWN[status].flatMap((kind) => detail(kind, facts) ?? []);
  const hidden = (kind: DetailKind): boolean => audience === 'public' && LOGIN_ONLY.includes(kind);
  return {
    status,
    label,
    icon,
    className,
    details: there.filter(({ kind }) => !hidden(kind)),
    withheld: there.map(({ kind }) => kind).filter(hidden),
  };
}

function detail(kind: DetailKind, facts: StatusFacts): Detail | null {
  const late = facts.lateness?.late ? facts.lateness : null;
  switch (kind) {
    case 'at':
      return make(kind, 'Thời điểm', facts.at && formatDateTime(facts.at));
    case 'reason':
      return make(kind, 'Lý do', facts.reason);
    case 'to_add':
      return make(kind, 'Cần bổ sung', facts.toAdd?.join('; '));
    case 'supplement_until':
      return make(kind, 'Bổ sung chậm nhất', facts.supplementUntil && formatDate(facts.supplementUntil));
    case 'authority':
      return make(kind, 'Cơ quan giải quyết', facts.authority);
    case 'position':
      return make(kind, 'Vị trí', facts.holder?.position);
    case 'unit':
      return make(kind, 'Phòng, ban', facts.holder?.unit);
    case 'person':
      return make(kind, 'Người đang xử lý', facts.holder?.person);
    case 'due':
      return make(kind, 'Hẹn trả kết quả', !late && facts.dueAt && formatDateTime(facts.dueAt));
    case 'overdue':
      return make(kind, 'Quá hạn', late && facts.dueAt && overdueText(facts.dueAt, late));
    case 'amount':
      return make(kind, 'Số tiền phải nộp', facts.amount != null && formatMoney(facts.amount));
    case 'pay_until':
      return make(kind, 'Nộp chậm nhất', facts.payUntil && formatDate(facts.payUntil));
    case 'returning':
      return make(kind, 'Thông tin', RETURNING.label);
    case 'returned_at':
      return make(kind, 'Ngày trả kết quả', facts.returnedAt && formatDate(facts.returnedAt));
  }
}

function make(kind: DetailKind, label: string, text: string | false | null | undefined): Detail | null {
  return text ? { kind, label, text } : null;
}

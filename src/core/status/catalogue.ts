import type { Status } from './types.ts';

export interface StatusInfo {
  /** Shown text, exactly as Appendix I of Circular 22/2019 writes it; never shortened. */
  label: string;
  /** Id of the icon without "i-"; no two statuses share one. */
  icon: string;
  /** CSS class of the badge, empty for the neutral one. */
  className: string;
  /** Nothing follows: the dossier is out of everybody's hands. */
  final: boolean;
}

export const STATUS_INFO: Record<Status, StatusInfo> = {
  submitted: { label: 'Mới đăng ký', icon: 'file-plus', className: 'is-info', final: false },
  supplement_requested: {
    label: 'Yêu cầu bổ sung giấy tờ',
    icon: 'file-warning',
    className: 'is-warn',
    final: false,
  },
  supplemented: { label: 'Đã bổ sung hồ sơ', icon: 'file-check', className: 'is-teal', final: false },
  refused: { label: 'Không được tiếp nhận', icon: 'ban', className: '', final: true },
  accepted: { label: 'Được tiếp nhận', icon: 'inbox', className: 'is-teal', final: false },
  in_progress: { label: 'Đang xử lý', icon: 'hourglass', className: 'is-info', final: false },
  payment_required: {
    label: 'Yêu cầu thực hiện nghĩa vụ tài chính',
    icon: 'wallet',
    className: 'is-plum',
    final: false,
  },
  stopped: { label: 'Dừng xử lý', icon: 'octagon-pause', className: 'is-stop', final: true },
  withdrawn: { label: 'Công dân yêu cầu rút hồ sơ', icon: 'circle-x', className: '', final: true },
  done: { label: 'Đã xử lý xong', icon: 'circle-check', className: 'is-ok', final: false },
  returned: { label: 'Đã trả kết quả', icon: 'badge-check', className: 'is-done', final: true },
};

/** Information beside "Đã xử lý xong" (Appendix I, return of results, item 1). */
export const RETURNING = { label: 'Đang trả kết quả', icon: 'package-check', className: 'is-ok' } as const;

/** Statuses that nothing follows. */
export const FINAL_STATUSES: readonly Status[] = (Object.keys(STATUS_INFO) as Status[]).filter(
  (status) => STATUS_INFO[status].final,
);

const NATIONAL_CODES: Record<Exclude<Status, 'supplemented'>, number> = {
  submitted: 1,
  accepted: 2,
  refused: 3,
  in_progress: 4,
  supplement_requested: 5,
  payment_required: 6,
  withdrawn: 7,
  stopped: 8,
  done: 9,
  returned: 10,
};

/**
 * Code of the national list (QCVN 120:2019/BTTTT). The list has no "Đã bổ sung hồ sơ": such a dossier is a new one (1)
 * to the nation until it was accepted, and in progress (4) afterwards.
 */
export function nationalCode(status: Status, facts: { accepted: boolean }): number {
  return status === 'supplemented' ? (facts.accepted ? 4 : 1) : NATIONAL_CODES[status];
}

/** Shown text of a status. */
export function statusLabel(status: Status): string {
  return STATUS_INFO[status].label;
}

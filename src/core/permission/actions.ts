import { STATUSES, STATUS_INFO, type Status } from '../status/index.ts';
import type { Action } from './types.ts';

/** Supplemented during handling, too: before the acceptance no handling task is open. */
const HANDLING: Status[] = ['supplemented', 'in_progress', 'payment_required'];
const LIVING: Status[] = STATUSES.filter((status) => !STATUS_INFO[status].final);
const NOT_DONE: Status[] = LIVING.filter((status) => status !== 'done');

/** Statuses in which an act makes sense; null stands for a dossier that has not entered yet. */
export const ACTION_STATUSES: Record<Action, readonly (Status | null)[]> = {
  submit: [null],
  accept: [null, 'submitted', 'supplemented'],
  refuse: [null, 'submitted', 'supplemented'],
  forward: ['accepted'],
  'request-supplement': [null, 'submitted', 'supplemented', 'in_progress'],
  supplement: ['supplement_requested'],
  // Until the result is issued: Decree 118/2025, article 21.
  withdraw: ['submitted', 'supplement_requested', 'supplemented', 'accepted', 'in_progress'],
  restore: ['withdrawn'],
  assign: ['accepted', ...HANDLING],
  reassign: NOT_DONE,
  complete: ['accepted', ...HANDLING],
  approve: HANDLING,
  sign: HANDLING,
  'send-back': HANDLING,
  issue: HANDLING,
  consult: HANDLING,
  answer: NOT_DONE,
  delegate: NOT_DONE,
  extend: ['accepted', ...HANDLING],
  reschedule: ['accepted', ...HANDLING],
  stop: ['supplement_requested', ...HANDLING],
  'require-payment': ['accepted', 'supplemented', 'in_progress', 'done'],
  'record-payment': LIVING,
  'return-result': ['done'],
  comment: LIVING,
  correct: LIVING,
};

/** Words for "you can not … this dossier now". */
export const ACTION_LABELS: Record<Action, string> = {
  submit: 'nộp',
  accept: 'tiếp nhận',
  forward: 'chuyển xử lý',
  'request-supplement': 'yêu cầu bổ sung',
  supplement: 'bổ sung',
  refuse: 'từ chối tiếp nhận',
  withdraw: 'rút',
  restore: 'khôi phục',
  assign: 'phân công',
  reassign: 'phân công lại',
  complete: 'hoàn thành bước xử lý',
  approve: 'duyệt',
  sign: 'ký',
  'send-back': 'trả lại bước trước',
  issue: 'phát hành kết quả',
  consult: 'xin ý kiến',
  answer: 'trả lời ý kiến',
  delegate: 'ủy quyền xử lý',
  extend: 'gia hạn',
  reschedule: 'tính lại hạn trả',
  stop: 'dừng xử lý',
  'require-payment': 'yêu cầu nộp phí, lệ phí',
  'record-payment': 'ghi nhận đã nộp phí, lệ phí',
  'return-result': 'trả kết quả',
  comment: 'ghi ý kiến',
  correct: 'đính chính',
};

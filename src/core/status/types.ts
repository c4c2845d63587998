/** Statuses of Appendix I, Circular 22/2019, with the withdrawal of the national list (QCVN 120:2019). */
export const STATUSES = [
  'submitted',
  'supplement_requested',
  'supplemented',
  'refused',
  'accepted',
  'in_progress',
  'payment_required',
  'stopped',
  'withdrawn',
  'done',
  'returned',
] as const;
export type Status = (typeof STATUSES)[number];

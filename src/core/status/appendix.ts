import type { Status } from './types.ts';

const RECEPTION = 'Tiếp nhận hồ sơ';
const HANDLING = 'Giải quyết thủ tục hành chính';
const RETURN = 'Trả kết quả';

/**
 * Rows of the table in Appendix I of Circular 22/2019 that have a status shown. Withdrawal is not in the table: it comes
 * from the national list (QCVN 120:2019).
 */
export const APPENDIX_ROWS: Record<Status, string> = {
  submitted: 'Nộp hồ sơ, mục 2',
  supplement_requested: `${RECEPTION}, mục 1.1 và 2.1; ${HANDLING}, mục 3.2.1`,
  supplemented: `${RECEPTION}, mục 3; ${HANDLING}, mục 4`,
  refused: `${RECEPTION}, mục 1.2 và 2.1`,
  accepted: `${RECEPTION}, mục 1.3 và 2.2`,
  in_progress: `${HANDLING}, mục 1 đến 3.5`,
  payment_required: `${HANDLING}, mục 5`,
  stopped: `${HANDLING}, mục 3.2.2`,
  withdrawn: '',
  done: `${RETURN}, mục 1`,
  returned: `${RETURN}, mục 2`,
};

/** Changes that Appendix I itself describes, with its row: none may be closed. */
export const REQUIRED_CHANGES: readonly { from: Status | null; to: Status; row: string }[] = [
  { from: null, to: 'submitted', row: 'Nộp hồ sơ, mục 2' },
  { from: null, to: 'accepted', row: `${RECEPTION}, mục 1.3` },
  { from: null, to: 'refused', row: `${RECEPTION}, mục 1.2` },
  { from: null, to: 'supplement_requested', row: `${RECEPTION}, mục 1.1` },
  { from: 'submitted', to: 'accepted', row: `${RECEPTION}, mục 2.2` },
  { from: 'submitted', to: 'refused', row: `${RECEPTION}, mục 2.1` },
  { from: 'submitted', to: 'supplement_requested', row: `${RECEPTION}, mục 2.1` },
  { from: 'supplement_requested', to: 'supplemented', row: `${RECEPTION}, mục 3` },
  { from: 'supplemented', to: 'accepted', row: `${RECEPTION}, mục 3` },
  { from: 'supplemented', to: 'in_progress', row: `${HANDLING}, mục 4` },
  { from: 'accepted', to: 'in_progress', row: `${HANDLING}, mục 1` },
  { from: 'in_progress', to: 'supplement_requested', row: `${HANDLING}, mục 3.2.1` },
  { from: 'in_progress', to: 'stopped', row: `${HANDLING}, mục 3.2.2` },
  { from: 'in_progress', to: 'done', row: `${RETURN}, mục 1` },
  { from: 'done', to: 'returned', row: `${RETURN}, mục 2` },
];

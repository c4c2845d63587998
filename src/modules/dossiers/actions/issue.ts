import { NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { heldTask } from './shared.ts';

/** The clerk enters the result in the book of the year, which numbers it, and sends it to the counter. */
export const issue: Decide<'issue'> = (context, command) => {
  const task = heldTask(context, 'issue');
  const result = context.results.at(-1);
  if (!result?.signed_at) {
    throw new NotAllowed('Kết quả chưa được ký. Trả lại bước ký trước khi cấp số và đóng dấu.');
  }
  return {
    decisions: [{ decision: { kind: 'complete', token: task.token }, outcome: 'issued' }],
    issueResult: true,
    internalNote: command.note,
  };
};

import { InvalidInput } from '../errors.ts';
import type { Decide } from '../types.ts';
import { heldTask, refuseWhileConsulting, requiredText } from './shared.ts';

/**
 * The handling officer has appraised the dossier and sends it on along the flow, with an opinion that is kept with it
 * (Decree 61/2018, art. 19.3) and, where the next step is to decide, the draft of the result.
 */
export const complete: Decide<'complete'> = (context, command) => {
  const task = heldTask(context, 'process');
  refuseWhileConsulting(context, task.id);
  const opinion = requiredText(command.opinion, 'opinion', 'Ghi ý kiến thẩm định của bạn trước khi trình.');
  const { result } = command;
  if (result && result.name.trim() === '') {
    throw new InvalidInput([{ path: 'result.name', message: 'Ghi tên kết quả, ví dụ “Giấy khai sinh”.' }]);
  }
  return {
    statuses: context.dossier.status === 'in_progress' ? undefined : ['in_progress'],
    decisions: [
      {
        decision: {
          kind: 'complete',
          token: task.token,
          edge: command.edge,
          data: { edge: command.edge ?? '' },
        },
        outcome: 'completed',
      },
    ],
    draftResult: result,
    internalNote: opinion,
  };
};

import { waysOut } from '../../../core/flow/index.ts';
import { NotAllowed } from '../errors.ts';
import type { Context, Change, Decide, Task } from '../types.ts';
import { heldTask, requiredText } from './shared.ts';

/** The head of the unit agrees and sends the draft on to the one who signs. */
export const approve: Decide<'approve'> = (context, command) =>
  onward(context, heldTask(context, 'approve'), command, 'approved');

/** The competent person signs; a dossier may be signed several times in its life (II.9.2). */
export const sign: Decide<'sign'> = (context, command) => ({
  ...onward(context, heldTask(context, 'sign'), command, 'signed'),
  signResult: true,
});

/**
 * Back to a named earlier step, with the directions that the one there needs (II.9.1, II.9.3). They stay inside.
 */
export const sendBack: Decide<'send-back'> = (context, command) => {
  const task = heldTask(context, 'process', 'approve', 'sign', 'issue');
  const reason = requiredText(command.reason, 'reason', 'Ghi rõ cần làm lại điều gì.');
  return {
    decisions: [
      {
        decision: { kind: 'move', token: task.token, to: command.to },
        outcome: 'sent-back',
      },
    ],
    internalNote: reason,
    data: { to: context.flow.nodes[command.to]?.name ?? command.to },
  };
};

function onward(
  context: Context,
  task: Task & { token: string },
  command: { edge?: string; opinion?: string },
  outcome: string,
): Change {
  if (waysOut(context.flow, task.node).back.some((way) => way.edge === command.edge)) {
    throw new NotAllowed('Muốn trả lại, dùng “Trả lại bước trước” và ghi rõ cần làm lại điều gì.');
  }
  return {
    decisions: [
      {
        decision: {
          kind: 'complete',
          token: task.token,
          edge: command.edge,
          data: { edge: command.edge ?? '' },
        },
        outcome,
      },
    ],
    internalNote: command.opinion?.normalize('NFC').trim(),
  };
}

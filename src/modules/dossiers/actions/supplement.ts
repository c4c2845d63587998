import { resume } from '../../../core/deadline/index.ts';
import { prune, validate } from '../../../core/form/index.ts';
import { localDate } from '../../../core/dates.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { clockOf } from '../limits.ts';
import type { Decide } from '../types.ts';

/**
 * The applicant (or the counter for them) hands in what was asked for. Before reception the dossier waits at the counter
 * again; after it the clock runs on by the policy of the procedure's legal regime: from the start (Decree 61/2018,
 * art. 19.4) or for what was left.
 */
export const supplement: Decide<'supplement'> = (context, command) => {
  const { dossier } = context;
  const added = new Set(command.files.filter((one) => one.fileIds.length > 0).map((one) => one.component));
  if (context.actor.kind === 'officer') for (const component of command.received ?? []) added.add(component);
  const missing = context.papers.filter(
    (paper) =>
      paper.state === 'wanted' &&
      !added.has(paper.component_code) &&
      !answersInstead(context, command, paper.component_code),
  );
  if (missing.length > 0) {
    throw new InvalidInput(
      missing.map((paper) => ({
        path: `files.${paper.component_code}`,
        message: `Gửi kèm “${paper.name}” như đã được yêu cầu.`,
      })),
    );
  }
  let answers = dossier.answers;
  if (context.form && command.answers) {
    const today = localDate(context.now);
    const errors = validate(context.form, command.answers, { today });
    if (errors.length > 0) throw new InvalidInput(errors);
    answers = prune(context.form, command.answers);
  }
  if (added.size === 0 && !command.answers && !(command.note ?? '').trim()) {
    throw new InvalidInput([
      {
        path: 'note',
        message: 'Gửi kèm giấy tờ, sửa tờ khai hoặc viết cho chúng tôi biết bạn đã bổ sung gì.',
      },
    ]);
  }
  const clock = clockOf(context);
  const policy = context.procedure.supplementPolicy ?? context.rules.supplement.policy;
  const resumed = clock?.pausedAt
    ? resume(context.calendar, clock, context.now, policy, context.rules)
    : null;
  if (resumed && !resumed.ok) throw new NotAllowed(resumed.message);
  return {
    statuses: ['supplemented'],
    reason: null,
    set: {
      answers,
      paused_at: null,
      remaining_minutes: null,
      supplement_until: null,
      ...(resumed ? { due_at: resumed.state.dueAt, original_due_at: resumed.state.originalDueAt } : {}),
    },
    resumeTasks: true,
    addFiles: command.files,
    answerSupplement: { note: command.note ?? '' },
    note: command.note,
    data: { components: [...added] },
  };
};

/** A paper that is the electronic form itself is supplemented by sending the form's answers again. */
function answersInstead(
  context: Parameters<typeof supplement>[0],
  command: Parameters<typeof supplement>[1],
  component: string,
): boolean {
  const definition = context.procedureCase.components.find((one) => one.code === component);
  return definition?.provide === 'form' && command.answers !== undefined;
}

import { holdsTask } from '../../../core/permission/index.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Context, Task } from '../types.ts';
import { taskFacts } from '../facts.ts';

const MAX_TEXT = 4000;

/**
 * A reason, request or opinion that must be given.
 *
 * @throws InvalidInput naming the field
 */
export function requiredText(text: string | undefined, path: string, message: string): string {
  const given = (text ?? '').normalize('NFC').trim();
  if (given === '') throw new InvalidInput([{ path, message }]);
  if (given.length > MAX_TEXT) {
    throw new InvalidInput([
      { path, message: `Viết ngắn hơn: tối đa ${MAX_TEXT} ký tự, bạn đã viết ${given.length}.` },
    ]);
  }
  return given;
}

export const openTasks = (context: Context): Task[] =>
  context.tasks.filter((task) => task.closed_at === null);

/**
 * The open task of one of the steps that the actor holds; the first when several do.
 *
 * @throws NotAllowed when there is none
 */
export function heldTask(context: Context, ...steps: StepKind[]): Task & { token: string } {
  const task = openTasks(context).find(
    (open) =>
      open.kind === 'step' &&
      steps.includes(open.step) &&
      (context.actor.kind !== 'officer' || holdsTask(context.actor, taskFacts(open, context.flow))),
  );
  if (!task?.token) throw new NotAllowed('Hồ sơ không còn ở bước này. Mở lại hồ sơ để xem bước hiện tại.');
  return { ...task, token: task.token };
}

/** The reception task, which stays open from the filing until the dossier is handed over. */
export function receptionTask(context: Context): Task & { token: string } {
  const task = openTasks(context).find((open) => open.step === 'reception');
  if (!task?.token) throw new NotAllowed('Hồ sơ đã rời bước tiếp nhận.');
  return { ...task, token: task.token };
}

/** An answer to every open consultation is asked for before the dossier leaves the step. */
export function refuseWhileConsulting(context: Context, taskId: number): void {
  const waiting = openTasks(context).filter((task) => task.kind === 'consult' && task.parent_id === taskId);
  if (waiting.length === 0) return;
  const units = waiting.map((task) => context.directory.unitById(task.unit_id ?? 0)?.name ?? task.name);
  throw new NotAllowed(`Đang chờ ý kiến của ${units.join(', ')}. Chờ trả lời rồi mới chuyển bước tiếp theo.`);
}

/** Name by which a notice speaks of the dossier. */
export const dossierName = (context: Context): string =>
  context.dossier.code ?? context.dossier.registration_no;

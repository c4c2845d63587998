import { SelectField } from '../../ui/index.ts';
import { heldTask, openSteps } from '../dossier/open.ts';
import { holderWords } from '../dossier/words.ts';
import { OfficerChoice, Words } from './fields.tsx';
import type { ActPage } from './types.ts';

/** The head gives the dossier to an officer of the unit (Decree 61/2018, art. 19.1). */
export const assign: ActPage = {
  slug: 'phan-cong',
  action: 'assign',
  label: 'Phân công',
  icon: 'user-plus',
  lead: () => 'Người được chọn thấy hồ sơ trong mục “Chờ tôi xử lý”.',
  unitsToChoose: (view) => unitOf(heldTask(view, 'assign')?.unit_id),
  Fields: ({ view, typed, errors, candidates }) => (
    <>
      <OfficerChoice
        typed={typed}
        errors={errors}
        candidates={candidates.get(heldTask(view, 'assign')?.unit_id ?? 0) ?? []}
      />
      <Words typed={typed} errors={errors} name="note" label="Lời dặn" optional short />
    </>
  ),
  command: (typed) => ({
    action: 'assign',
    officerId: Number(typed.text('officerId')) || 0,
    note: typed.text('note') || undefined,
  }),
  done: 'Đã phân công người thụ lý.',
};

export const reassign: ActPage = {
  slug: 'phan-cong-lai',
  action: 'reassign',
  label: 'Phân công lại',
  icon: 'users',
  lead: () => 'Việc chuyển sang cán bộ khác trong phòng; thời hạn của bước giữ nguyên.',
  unitsToChoose: (view) => openSteps(view).flatMap((task) => unitOf(task.unit_id)),
  Fields: ({ view, typed, errors, candidates }) => {
    const tasks = openSteps(view).filter((task) => task.unit_id !== null);
    const chosen = tasks.find((task) => String(task.id) === typed.text('taskId')) ?? tasks[0];
    return (
      <>
        {tasks.length > 1 ? (
          <SelectField
            name="taskId"
            label="Việc cần chuyển"
            value={String(chosen?.id ?? '')}
            options={tasks.map((task) => ({
              value: String(task.id),
              label: `${task.name} – ${holderWords(view, task)}`,
            }))}
          />
        ) : (
          <>
            <input type="hidden" name="taskId" value={chosen?.id} />
            {chosen && (
              <p>
                Việc “{chosen.name}” đang do <b>{holderWords(view, chosen)}</b> giữ.
              </p>
            )}
          </>
        )}
        <OfficerChoice
          typed={typed}
          errors={errors}
          candidates={[...candidates.values()].flat()}
          except={tasks.length === 1 ? chosen?.assignee_id : null}
        />
        <Words typed={typed} errors={errors} name="note" label="Lý do, lời dặn" optional short />
      </>
    );
  },
  command: (typed) => ({
    action: 'reassign',
    taskId: Number(typed.text('taskId')) || 0,
    officerId: Number(typed.text('officerId')) || 0,
    note: typed.text('note') || undefined,
  }),
  done: 'Đã phân công lại.',
};

const WORK = ['assign', 'process', 'approve', 'sign', 'issue'] as const;

/** A colleague of the unit does the step in one's place, where the flow allows it (II.8.4). */
export const delegate: ActPage = {
  slug: 'uy-quyen',
  action: 'delegate',
  label: 'Ủy quyền xử lý',
  icon: 'user-plus',
  lead: () => 'Người được ủy quyền giữ việc này thay bạn; thời hạn của bước giữ nguyên.',
  unitsToChoose: (view) => unitOf(heldTask(view, ...WORK)?.unit_id),
  Fields: ({ view, typed, errors, candidates }) => {
    const task = heldTask(view, ...WORK);
    return (
      <>
        <OfficerChoice
          typed={typed}
          errors={errors}
          candidates={candidates.get(task?.unit_id ?? 0) ?? []}
          except={view.desk.actor.officerId}
        />
        <Words typed={typed} errors={errors} name="reason" label="Lý do, lời dặn" short />
      </>
    );
  },
  command: (typed) => ({
    action: 'delegate',
    officerId: Number(typed.text('officerId')) || 0,
    reason: typed.text('reason'),
  }),
  done: 'Đã ủy quyền xử lý.',
};

const unitOf = (id: number | null | undefined): number[] => (id === null || id === undefined ? [] : [id]);

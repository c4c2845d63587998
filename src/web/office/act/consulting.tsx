import { Field, Note, SelectField, TextField } from '../../ui/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import { Words } from './fields.tsx';
import type { ActPage } from './types.ts';

/** Another unit is asked (Decree 61/2018, art. 19.5). */
export const consult: ActPage = {
  slug: 'xin-y-kien',
  action: 'consult',
  label: 'Xin ý kiến',
  icon: 'messages-square',
  lead: () =>
    'Đơn vị được hỏi thấy hồ sơ và trả lời tại đây. Chưa có trả lời thì chưa chuyển bước tiếp được.',
  Fields: ({ view, typed, errors }) => (
    <>
      <Field name="unitId" label="Đơn vị được hỏi" error={errors.get('unitId')}>
        <select
          class="select"
          id="unitId"
          name="unitId"
          aria-invalid={errors.has('unitId') ? 'true' : undefined}
        >
          <option value="">Chọn…</option>
          {consultable(view).map(({ agency, units }) => (
            <optgroup label={agency.name}>
              {units.map((unit) => (
                <option value={unit.id} selected={typed.text('unitId') === String(unit.id)}>
                  {unit.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </Field>
      <Words typed={typed} errors={errors} name="request" label="Nội dung xin ý kiến" />
      <TextField
        name="workingHours"
        label="Trả lời trong (giờ làm việc)"
        hint="8 giờ là một ngày làm việc."
        short
        inputMode="numeric"
        value={typed.text('workingHours', '16')}
        error={errors.get('workingHours')}
      />
    </>
  ),
  command: (typed) => ({
    action: 'consult',
    unitId: Number(typed.text('unitId')) || 0,
    request: typed.text('request'),
    workingHours: Number(typed.text('workingHours').replace(',', '.')),
  }),
  done: 'Đã gửi xin ý kiến.',
};

/** Units of all agencies that work on dossiers, those of the own agency first. */
function consultable({ directory, dossier }: OpenDossier) {
  const own = (id: number): number => Number(id !== dossier.agency_id);
  return directory.agencies
    .filter((agency) => agency.validTo === null)
    .toSorted((a, b) => own(a.id) - own(b.id))
    .map((agency) => ({
      agency,
      units: agency.units.filter((unit) => unit.validTo === null && unit.kind !== 'counter'),
    }))
    .filter(({ units }) => units.length > 0);
}

export const answer: ActPage = {
  slug: 'tra-loi',
  action: 'answer',
  label: 'Trả lời ý kiến',
  icon: 'message-square',
  Fields: ({ view, typed, errors }) => {
    const asked = view.tasks.filter((task) => task.kind === 'consult' && view.held.includes(task.id));
    const task = asked.find((one) => String(one.id) === typed.text('taskId')) ?? asked[0];
    return (
      <>
        {asked.length > 1 ? (
          <SelectField
            name="taskId"
            label="Trả lời cho"
            value={String(task?.id ?? '')}
            options={asked.map((one) => ({ value: String(one.id), label: one.request ?? one.name }))}
          />
        ) : (
          <>
            <input type="hidden" name="taskId" value={task?.id} />
            <Note tone="info" title="Nội dung được hỏi:">
              <p class="pre">{task?.request}</p>
            </Note>
          </>
        )}
        <Words typed={typed} errors={errors} name="answer" label="Ý kiến trả lời" />
      </>
    );
  },
  command: (typed) => ({
    action: 'answer',
    taskId: Number(typed.text('taskId')) || 0,
    answer: typed.text('answer'),
  }),
  done: 'Đã trả lời ý kiến.',
};

export const comment: ActPage = {
  slug: 'y-kien',
  action: 'comment',
  label: 'Ghi ý kiến',
  icon: 'message-square',
  Fields: ({ typed, errors }) => (
    <Words typed={typed} errors={errors} name="text" label="Ý kiến" hint="Chỉ người xử lý hồ sơ thấy." />
  ),
  command: (typed) => ({ action: 'comment', text: typed.text('text') }),
  done: 'Đã lưu ý kiến.',
};

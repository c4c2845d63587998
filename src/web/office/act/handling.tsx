import { moveTargets, stepOrder } from '../../../core/flow/index.ts';
import type { Command } from '../../../modules/dossiers/index.ts';
import { Field, Note, SelectField, TextField } from '../../ui/index.ts';
import { heldTask, openSteps, type OpenDossier } from '../dossier/open.ts';
import { holderWords } from '../dossier/words.ts';
import { FilesField, OfficerChoice, Words } from './fields.tsx';
import type { ActPage, FieldsProps } from './types.ts';
import { waysOf, waysOn } from './ways.ts';

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

/** What a handling officer hands in may be a document to go on with, or the signed scan. */
const RESULT_FORMATS = ['pdf', 'docx', 'odt'];

/** Appraised, with the draft of the result (Decree 61/2018, art. 19.3). */
export const complete: ActPage = {
  slug: 'trinh',
  action: 'complete',
  label: 'Trình, chuyển bước tiếp',
  icon: 'send',
  lead: (view) => {
    const task = heldTask(view, 'process');
    const next = task && waysOf(view, task).onward[0];
    const target = next && view.flow.nodes[next.target];
    return target?.name ? `Bước tiếp theo: ${target.name}.` : null;
  },
  ways: (view) => waysOn(view, heldTask(view, 'process'), 'Trình, chuyển bước tiếp'),
  Fields: (props) => <CompleteFields {...props} />,
  files: () => ['resultFile'],
  command: (typed, view): Command => {
    const name = typed.text('result.name');
    const types = view.procedure.results;
    const type = types.find((one) => one.code === typed.text('result.type')) ?? types[0];
    return {
      action: 'complete',
      edge: typed.text('edge') || undefined,
      opinion: typed.text('opinion'),
      result: typed.has('result', '1')
        ? {
            typeCode: type?.code ?? '',
            name,
            summary: typed.text('result.summary'),
            fileId: typed.filesOf('resultFile').at(-1)?.id ?? null,
          }
        : undefined,
    };
  },
  done: 'Đã trình hồ sơ sang bước tiếp theo.',
};

function CompleteFields({ view, typed, errors }: FieldsProps) {
  const draft = view.results.findLast((one) => one.issuedAt === null);
  const types = view.procedure.results;
  const name = draft?.name ?? types[0]?.name ?? view.procedure.name;
  return (
    <>
      <Words
        typed={typed}
        errors={errors}
        name="opinion"
        label="Ý kiến thẩm định"
        hint="Người duyệt và người ký đọc; người nộp không thấy."
        proposed="Hồ sơ đầy đủ, hợp lệ, đủ điều kiện giải quyết."
      />
      <fieldset class="stack">
        <legend class="label">Dự thảo kết quả</legend>
        <label class="pick">
          <input type="checkbox" name="result" value="1" checked={typed.has('result', '1', true)} />
          <span>
            Kèm dự thảo kết quả
            <small>Bước này chưa cần kết quả thì bỏ dấu chọn.</small>
          </span>
        </label>
        {types.length > 1 && (
          <SelectField
            name="result.type"
            label="Loại kết quả"
            value={typed.text('result.type', draft?.typeCode ?? types[0]?.code)}
            options={types.map((one) => ({ value: one.code, label: one.name }))}
          />
        )}
        <Field name="result-name" label="Tên kết quả" error={errors.get('result.name')}>
          <input
            class="input"
            id="result-name"
            name="result.name"
            value={typed.text('result.name', name)}
            maxLength={300}
          />
        </Field>
        <Words
          typed={typed}
          errors={errors}
          name="result.summary"
          label="Nội dung kết quả"
          hint="In trong văn bản lập từ mẫu. Mỗi dòng là một đoạn."
          proposed={draft?.summary ?? ''}
          optional
          short
        />
        <FilesField
          typed={typed}
          errors={errors}
          name="resultFile"
          label="Văn bản tự soạn"
          hint="Không chọn thì kết quả được lập từ mẫu với dữ liệu của hồ sơ."
          accept={RESULT_FORMATS}
          optional
          single
        />
      </fieldset>
    </>
  );
}

export const approve: ActPage = {
  slug: 'duyet',
  action: 'approve',
  label: 'Duyệt',
  icon: 'check',
  quick: (view) => {
    const [only, ...others] = waysOn(view, heldTask(view, 'approve'), 'Duyệt');
    if (!only || others.length > 0) return null;
    const fields: Record<string, string> = only.edge ? { edge: only.edge } : {};
    return { label: 'Duyệt', fields };
  },
  ways: (view) => waysOn(view, heldTask(view, 'approve'), 'Duyệt'),
  Fields: ({ view, typed, errors }) => (
    <>
      <DraftFacts view={view} />
      <Words
        typed={typed}
        errors={errors}
        name="opinion"
        label="Ý kiến"
        proposed="Đồng ý trình ký."
        optional
        short
      />
    </>
  ),
  command: (typed) => ({
    action: 'approve',
    edge: typed.text('edge') || undefined,
    opinion: typed.text('opinion') || undefined,
  }),
  done: 'Đã duyệt.',
};

/** The competent person signs (II.9.2): a page of its own, so that nobody signs by mistake. */
export const sign: ActPage = {
  slug: 'ky',
  action: 'sign',
  label: 'Ký',
  icon: 'signature',
  sensitive: true,
  lead: () => 'Xem kết quả trước khi ký. Ký xong, văn thư cấp số và đóng dấu.',
  ways: (view) => waysOn(view, heldTask(view, 'sign'), 'Ký kết quả'),
  Fields: ({ view, typed, errors }) => (
    <>
      <DraftFacts view={view} />
      <Words typed={typed} errors={errors} name="opinion" label="Ý kiến" optional short />
    </>
  ),
  command: (typed) => ({
    action: 'sign',
    edge: typed.text('edge') || undefined,
    opinion: typed.text('opinion') || undefined,
  }),
  done: 'Đã ký.',
};

/** The draft that is decided on, with the way to read it. */
function DraftFacts({ view }: { view: OpenDossier }) {
  const draft = view.results.at(-1);
  if (!draft) {
    return (
      <Note tone="warn" title="Hồ sơ chưa có dự thảo kết quả.">
        Trả lại bước thụ lý nếu bước này cần kết quả.
      </Note>
    );
  }
  return (
    <p>
      Dự thảo:{' '}
      <a href={`/mot-cua/ho-so/${view.dossier.id}/ket-qua/${draft.id}`} target="_blank" rel="noopener">
        {draft.name}
        <span class="vh">, mở ở thẻ mới</span>
      </a>
      {draft.summary && <span class="sub pre">{draft.summary}</span>}
    </p>
  );
}

/** Back to a named earlier step with directions (II.9.1, II.9.3). */
export const sendBack: ActPage = {
  slug: 'tra-lai',
  action: 'send-back',
  label: 'Trả lại bước trước',
  icon: 'undo-2',
  lead: () => 'Hồ sơ về người đã làm bước đó. Thời hạn của hồ sơ vẫn chạy.',
  Fields: ({ view, typed, errors }) => {
    const steps = earlierSteps(view);
    return (
      <>
        <SelectField
          name="to"
          label="Trả về bước"
          value={typed.text('to', steps.at(-1)?.id)}
          options={steps.map((node) => ({ value: node.id, label: node.name }))}
          error={errors.get('to')}
        />
        <Words
          typed={typed}
          errors={errors}
          name="reason"
          label="Cần làm lại điều gì"
          hint="Chỉ người xử lý thấy."
        />
      </>
    );
  },
  command: (typed) => ({ action: 'send-back', to: typed.text('to'), reason: typed.text('reason') }),
  done: 'Đã trả hồ sơ về bước trước.',
};

/** Steps that the dossier can go back to from here; reception is behind it for good. */
function earlierSteps(view: OpenDossier): { id: string; name: string }[] {
  const task = heldTask(view, 'process', 'approve', 'sign', 'issue');
  if (!task?.token) return [];
  const order = stepOrder(view.flow);
  const done = new Set(view.tasks.filter((one) => one.closed_at !== null).map((one) => one.node));
  const here = order.indexOf(task.node);
  return moveTargets(view.flow, view.dossier.flow_state, task.token)
    .filter((id) => id !== task.node && done.has(id) && view.flow.nodes[id]?.step !== 'reception')
    .filter((id) => here === -1 || order.indexOf(id) < here)
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((id) => ({ id, name: view.flow.nodes[id]?.name ?? id }));
}

/** Whether there is any step to send it back to. */
export const canGoBack = (view: OpenDossier): boolean => earlierSteps(view).length > 0;

export const issue: ActPage = {
  slug: 'cap-so',
  action: 'issue',
  label: 'Cấp số, phát hành',
  icon: 'badge-check',
  lead: () => 'Kết quả được vào sổ, lấy số tiếp theo của năm và chuyển về bộ phận một cửa.',
  quick: () => ({ label: 'Cấp số, phát hành', fields: {} }),
  Fields: ({ view, typed, errors }) => (
    <>
      <DraftFacts view={view} />
      <Words typed={typed} errors={errors} name="note" label="Ghi chú vào sổ" optional short />
    </>
  ),
  command: (typed) => ({ action: 'issue', note: typed.text('note') || undefined }),
  done: 'Đã cấp số và phát hành kết quả.',
};

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

/** Not eligible after appraisal (Decree 61/2018, art. 19.8). */
export const stop: ActPage = {
  slug: 'dung-xu-ly',
  action: 'stop',
  label: 'Dừng xử lý',
  icon: 'octagon-pause',
  stop: true,
  lead: () => 'Việc giải quyết kết thúc, người nộp nhận thông báo có lý do. Không mở lại được.',
  Fields: ({ typed, errors }) => (
    <Words
      typed={typed}
      errors={errors}
      name="reason"
      label="Lý do không giải quyết"
      hint="Nêu điều, khoản của văn bản làm căn cứ."
    />
  ),
  command: (typed) => ({ action: 'stop', reason: typed.text('reason') }),
  done: 'Đã dừng xử lý hồ sơ và báo người nộp.',
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

const unitOf = (id: number | null | undefined): number[] => (id === null || id === undefined ? [] : [id]);

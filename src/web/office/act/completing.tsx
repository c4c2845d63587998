import { waysOut } from '../../../core/flow/index.ts';
import type { Command } from '../../../modules/dossiers/index.ts';
import { Field, SelectField } from '../../ui/index.ts';
import { heldTask, type OpenDossier } from '../dossier/open.ts';
import { FilesField, Words } from './fields.tsx';
import type { ActPage, FieldsProps } from './types.ts';
import { waysOn } from './ways.ts';

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
    const next = task && waysOut(view.flow, task.node).onward[0];
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
          <input
            type="checkbox"
            name="result"
            value="1"
            checked={typed.has('result', '1', needsResult(view))}
          />
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

/** Whether what comes next decides on a draft. */
function needsResult(view: OpenDossier): boolean {
  const task = heldTask(view, 'process');
  if (!task) return false;
  if (view.flow.nodes[task.node]?.makes) return true;
  const next = waysOut(view.flow, task.node).onward.map((way) => view.flow.nodes[way.target]?.step);
  return next.some((step) => step === 'approve' || step === 'sign');
}

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

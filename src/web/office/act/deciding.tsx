import { moveTargets, stepOrder } from '../../../core/flow/index.ts';
import { Note, SelectField } from '../../ui/index.ts';
import { heldTask, type OpenDossier } from '../dossier/open.ts';
import { Words } from './fields.tsx';
import type { ActPage } from './types.ts';
import { waysOn } from './ways.ts';

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
  const href = `/mot-cua/ho-so/${view.dossier.id}/ket-qua/${draft.id}`;
  return (
    <section class="viewer" aria-label="Dự thảo kết quả">
      <header>
        <b>{draft.name}</b>
        <a class="end" href={href} target="_blank" rel="noopener">
          Mở ở thẻ mới
        </a>
      </header>
      <iframe class="viewer__pdf" src={href} title={`Dự thảo ${draft.name}`} />
    </section>
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

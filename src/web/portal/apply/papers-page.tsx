import type { FieldError } from '../../../core/form/index.ts';
import type { Component } from '../../../core/procedure.ts';
import type { StoredFile } from '../../../modules/documents/index.ts';
import { draftPapers } from '../../../modules/dossiers/index.ts';
import { FormErrorSummary, formNames } from '../../ui/form/index.ts';
import { Button, Icon, Note } from '../../ui/index.ts';
import { FileChooser, FileList, FORMATS_TEXT } from './file-list.tsx';
import { DraftFrame, StepButtons } from './frame.tsx';
import type { OpenDraft } from './open-draft.ts';
import { draftPath, type DraftStep } from './steps.ts';

/** The papers of the case with their files. */
export function PapersPage(props: {
  open: OpenDraft;
  step: DraftStep;
  /** By id; every file of the draft. */
  files: ReadonlyMap<string, StoredFile>;
  errors?: readonly FieldError[];
}) {
  const { open, step, files, errors = [] } = props;
  const { draft, pinned } = open;
  const { components } = pinned.procedureCase;
  const uploads = draftPapers(pinned, draft.answers);
  const asked = new Set(uploads.map((paper) => paper.component.code));
  const shown = components.filter((one) => one.provide === 'present' && !asked.has(one.code));
  return (
    <DraftFrame
      open={open}
      step={step}
      title="Giấy tờ kèm theo"
      lead={
        uploads.length > 0
          ? 'Chụp rõ, đủ bốn góc, hoặc chọn tệp đã có. Mỗi giấy tờ gửi được nhiều tệp.'
          : 'Thủ tục này không cần gửi tệp nào trên mạng.'
      }
      failed={errors.length > 0}
      summary={<FormErrorSummary errors={errors} />}
    >
      <form
        class="stack g5"
        method="post"
        action={draftPath(draft.id, step.slug)}
        enctype="multipart/form-data"
        novalidate
      >
        <button class="vh" tabIndex={-1} aria-hidden="true">
          Lưu và tiếp tục
        </button>
        {uploads.map(({ component, must }) => (
          <Paper
            draftId={draft.id}
            component={component}
            must={must}
            files={(draft.files[component.code] ?? []).flatMap((id) => files.get(id) ?? [])}
            errors={errors.filter((error) => error.path === `files.${component.code}`)}
          />
        ))}
        {uploads.length > 0 && (
          <details class="help">
            <summary>
              <Icon name="circle-question-mark" />
              Mọi định dạng nhận được
            </summary>
            <div>{FORMATS_TEXT}</div>
          </details>
        )}
        {shown.length > 0 && <Present components={shown} />}
        <StepButtons first={open.steps.indexOf(step) === 0} />
      </form>
    </DraftFrame>
  );
}

/** One paper: the chooser and what was uploaded; `label` and `hint` where the form has its own words. */
export function Paper(props: {
  draftId: string;
  component: Component;
  must: boolean;
  label?: string;
  hint?: string;
  files: StoredFile[];
  errors: readonly FieldError[];
}) {
  const { draftId, component, must, files, errors } = props;
  const label = props.label ?? component.name;
  const name = `files.${component.code}`;
  return (
    <section class="card stack">
      <FileChooser
        id={formNames().id(name)}
        name={name}
        label={label}
        optional={!must}
        hint={props.hint ? <p>{props.hint}</p> : <PaperHint component={component} />}
        errors={errors.map((error) => error.message)}
      >
        <Button size="sm" icon="upload" name="_tai" value={component.code}>
          Tải lên<span class="vh"> {label}</span>
        </Button>
      </FileChooser>
      <FileList
        label={`Tệp đã tải lên: ${label}`}
        files={files.map((file) => ({ ...file, href: draftPath(draftId, `tep/${file.id}`) }))}
        action={(file) => (
          <Button weight="quiet" size="sm" icon="trash-2" name="_bo" value={file.id}>
            Bỏ<span class="vh"> tệp {file.name}</span>
          </Button>
        )}
      />
    </section>
  );
}

/** When the paper is needed, and how many of it. */
function PaperHint({ component }: { component: Component }) {
  const { condition, note, originals, copies } = component;
  const counts = [originals > 0 && `${originals} bản chính`, copies > 0 && `${copies} bản sao`].filter(
    Boolean,
  );
  if (!condition && !note && counts.length === 0) return null;
  return (
    <p>
      {condition && <b>{when(condition)}. </b>}
      {counts.length > 0 && `${counts.join(', ')}. `}
      {note}
    </p>
  );
}

const when = (condition: string): string =>
  /^(chỉ )?(khi|nếu|trường hợp)/i.test(condition) ? condition : `Khi: ${condition}`;

function Present({ components }: { components: Component[] }) {
  return (
    <Note tone="info" icon="user" title="Mang theo khi đến quầy, không phải tải lên:">
      <ul class="ul mt-2">
        {components.map((component) => (
          <li>
            {component.name}
            {component.note && <span class="sub">{component.note}</span>}
          </li>
        ))}
      </ul>
    </Note>
  );
}

import { randomUUID } from 'node:crypto';
import type { AnswerSection, FieldError } from '../../../core/form/index.ts';
import type { StoredFile } from '../../../modules/documents/index.ts';
import { draftPapers } from '../../../modules/dossiers/index.ts';
import { FormErrorSummary, ReviewSections } from '../../ui/form/index.ts';
import { Button, ErrorNote, Facts, late, LinkButton, Note } from '../../ui/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { FeeList } from './fees.tsx';
import { FileList } from './file-list.tsx';
import { DraftFrame } from './frame.tsx';
import type { OpenDraft } from './open-draft.ts';
import { DELIVERY, draftPath, formSlug, PAPERS, type DraftStep } from './steps.ts';

/** Name and id of the promise. */
export const PROMISE = 'cam-ket';

/** Everything once more, then the promise and the button that files it. */
export function ReviewPage(props: {
  open: OpenDraft;
  step: DraftStep;
  sections: AnswerSection[];
  files: ReadonlyMap<string, StoredFile>;
  /** What still keeps it from being filed; `stepId` is the address part of the page. */
  missing: readonly FieldError[];
  /** It was sent and turned back. */
  failed?: boolean;
  promiseError?: string;
  message?: string;
}) {
  const { open, step, missing, failed, promiseError } = props;
  const { draft } = open;
  const path = (slug: string): string => draftPath(draft.id, slug);
  const errors = promiseError ? [...missing, { path: PROMISE, message: promiseError }] : missing;
  return (
    <DraftFrame
      open={open}
      step={step}
      title="Xem lại rồi nộp"
      failed={failed}
      summary={failed ? <FormErrorSummary errors={errors} editHref={path} /> : null}
      side={<Afterwards />}
    >
      {props.message && <Note tone="warn">{props.message}</Note>}
      {!failed && missing.length > 0 && <Missing missing={missing} path={path} />}
      <ReviewSections sections={props.sections} editHref={(stepId) => path(formSlug(stepId))} />
      <Papers open={open} files={props.files} />
      <section class="card">
        <div class="card__head">
          <h2 class="h-s">Nhận kết quả và lệ phí</h2>
          <a href={path(DELIVERY)}>
            Sửa<span class="vh"> cách nhận kết quả</span>
          </a>
        </div>
        <Facts
          items={[
            {
              label: 'Cách nhận',
              value: methodText(draft.delivery) || <span class="muted">Chưa chọn</span>,
              sub: postalText(draft.delivery),
            },
          ]}
        />
        <FeeList procedureCase={open.pinned.procedureCase} />
      </section>
      <form class="stack g5" method="post" action={path(step.slug)} novalidate>
        <input type="hidden" name="key" value={late(randomUUID)} />
        <div class={promiseError ? 'field field--error' : 'field'}>
          {promiseError && <ErrorNote id={`${PROMISE}-e`}>{promiseError}</ErrorNote>}
          <label class="pick">
            <input
              type="checkbox"
              id={PROMISE}
              name={PROMISE}
              value="1"
              required
              aria-invalid={promiseError ? 'true' : undefined}
              aria-describedby={promiseError && `${PROMISE}-e`}
            />
            <span>
              Tôi đã xem lại. Tôi cam kết thông tin và giấy tờ trên là đúng và chịu trách nhiệm trước pháp
              luật.
            </span>
          </label>
        </div>
        <div class="row formnav">
          <Button weight="main" size="lg" icon="send">
            Nộp hồ sơ
          </Button>
          <LinkButton weight="quiet" icon="arrow-left" href={path(DELIVERY)}>
            Quay lại
          </LinkButton>
          <LinkButton weight="quiet" href="/ho-so">
            Lưu, nộp sau
          </LinkButton>
        </div>
      </form>
    </DraftFrame>
  );
}

function Missing({ missing, path }: { missing: readonly FieldError[]; path: (slug: string) => string }) {
  return (
    <Note tone="warn" title={`Còn ${missing.length} chỗ chưa xong.`}>
      <ul class="ul mt-2">
        {missing.map((error) => (
          <li>
            <a href={`${path(error.stepId ?? '')}#${error.path.replaceAll('.', '-')}`}>
              {error.context && `${error.context}: `}
              {error.message}
            </a>
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Papers({ open, files }: { open: OpenDraft; files: ReadonlyMap<string, StoredFile> }) {
  const { draft, pinned } = open;
  const uploads = draftPapers(pinned, draft.answers);
  if (uploads.length === 0) return null;
  const given = uploads.map(({ component, must }) => ({
    component,
    must,
    files: (draft.files[component.code] ?? []).flatMap((id) => files.get(id) ?? []),
  }));
  return (
    <section class="card">
      <div class="card__head">
        <h2 class="h-s">Giấy tờ kèm theo</h2>
        <a href={draftPath(draft.id, PAPERS)}>
          Sửa<span class="vh"> giấy tờ kèm theo</span>
        </a>
      </div>
      <div class="stack">
        {given.map((one) => (
          <div>
            <p>
              <b>{one.component.name}</b>
            </p>
            {one.files.length === 0 && <p class="muted sm">{one.must ? 'Chưa có tệp' : 'Không gửi'}</p>}
            <FileList
              label={one.component.name}
              files={one.files.map((file) => ({ ...file, href: draftPath(draft.id, `tep/${file.id}`) }))}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

function Afterwards() {
  return (
    <div class="card">
      <h2 class="h-s mb-2">Sau khi nộp</h2>
      <ol class="ol sm">
        <li>Bạn có ngay số đăng ký để theo dõi.</li>
        <li>Bộ phận Một cửa trả lời trong 8 giờ làm việc: tiếp nhận, hoặc nói rõ cần bổ sung gì.</li>
        <li>Khi tiếp nhận, bạn có mã hồ sơ và ngày hẹn trả kết quả.</li>
      </ol>
    </div>
  );
}

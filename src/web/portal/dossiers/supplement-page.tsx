import type { AdminUnits, Answers, Catalogues, FieldError } from '../../../core/form/index.ts';
import type { StoredFile } from '../../../modules/documents/index.ts';
import { FormErrorSummary, formNames, FormStep } from '../../ui/form/index.ts';
import {
  Button,
  Icon,
  LinkButton,
  Moment,
  Note,
  PortalLayout,
  StatusBadge,
  TextArea,
} from '../../ui/index.ts';
import { FileChooser, FileList, HelpCard } from '../apply/index.ts';
import type { WantedPaper } from './supplement.ts';
import type { Tracking } from './tracking.ts';

export interface SupplementPageProps {
  tracking: Tracking;
  /** Papers that are asked for; when none is named, all that take files. */
  papers: WantedPaper[];
  /** Files that were taken before the page had to be shown again. */
  kept: ReadonlyMap<string, StoredFile[]>;
  /** The form, when it is to be corrected. */
  form: { answers: Answers; sealed: string | null; catalogues: Catalogues; adminUnits: AdminUnits } | null;
  note: string;
  actionKey: string;
  today: string;
  errors?: readonly FieldError[];
  conflict?: string;
}

/** Answers a request for supplement in one place: what was asked, files for each paper, the form, a word to the officer. */
export function SupplementPage(props: SupplementPageProps) {
  const { tracking, papers, kept, form, errors = [], conflict } = props;
  const { page, openSupplement } = tracking;
  const { dossier, procedure } = page;
  const name = dossier.code ?? dossier.registration_no;
  const until = dossier.supplement_until ?? openSupplement?.until;
  return (
    <PortalLayout
      title={`Bổ sung hồ sơ ${name}`}
      active="/ho-so"
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: name, href: `/ho-so/${dossier.id}` },
        { label: 'Bổ sung' },
      ]}
      heading={
        <div>
          <p class="muted measure">
            {procedure.name} · <span class="code">{name}</span>
          </p>
          <h1>Bổ sung hồ sơ</h1>
          <p class="row mt-2">
            <StatusBadge status={dossier.status} detail={tracking.detail} />
            {until && (
              <span class="sm">
                Gửi trước <Moment at={until} />
              </span>
            )}
          </p>
        </div>
      }
      side={<HelpCard />}
      sideLabel="Trợ giúp"
    >
      <FormErrorSummary errors={errors} />
      {conflict && (
        <Note tone="warn" title="Hồ sơ vừa thay đổi.">
          {conflict} Những gì bạn vừa nhập còn ở dưới.
        </Note>
      )}
      {openSupplement && <Asked request={openSupplement} papers={papers} />}
      <form
        class="stack g5"
        method="post"
        action={`/ho-so/${dossier.id}/bo-sung`}
        enctype="multipart/form-data"
        novalidate
      >
        <button class="vh" tabIndex={-1} aria-hidden="true">
          Gửi bổ sung
        </button>
        <input type="hidden" name="key" value={props.actionKey} />
        <input type="hidden" name="revision" value={dossier.revision} />
        {papers.map((paper) => (
          <Paper
            paper={paper}
            files={kept.get(paper.component) ?? []}
            errors={errors.filter((error) => error.path === `files.${paper.component}`)}
          />
        ))}
        {form && page.form && (
          <>
            <p class="lead">Sửa những chỗ chưa đúng trong tờ khai dưới đây; chỗ đúng để nguyên.</p>
            {form.sealed && <input type="hidden" name="da-khai" value={form.sealed} />}
            {page.form.steps.map((step) => (
              <section class="card stack" aria-label={step.title}>
                <h2>{step.title}</h2>
                <FormStep
                  def={page.form!}
                  step={step}
                  answers={form.answers}
                  errors={errors}
                  catalogues={form.catalogues}
                  adminUnits={form.adminUnits}
                  today={props.today}
                />
              </section>
            ))}
          </>
        )}
        <TextArea
          name="note"
          label="Lời nhắn cho cán bộ"
          optional
          hint="Ví dụ: bản vẽ mới thay bản cũ ở trang 2"
          value={props.note}
          error={errors.find((error) => error.path === 'note')?.message}
          maxLength={4000}
        />
        <div class="row formnav">
          <Button weight="main" size="lg" icon="send">
            Gửi bổ sung
          </Button>
          <LinkButton weight="quiet" href={`/ho-so/${dossier.id}`}>
            Để sau
          </LinkButton>
        </div>
      </form>
    </PortalLayout>
  );
}

/** The reason, and what is asked for that has no chooser of its own below. */
function Asked(props: { request: NonNullable<Tracking['openSupplement']>; papers: WantedPaper[] }) {
  const { request, papers } = props;
  const others = request.items.filter((item) => !papers.some((paper) => paper.component === item.component));
  return (
    <Note tone="warn" icon="message-square" title="Lý do">
      <p>{request.reason}</p>
      {others.length > 0 && (
        <ul class="ul mt-2">
          {others.map((item) => (
            <li>
              {item.name}
              {item.what && `: ${item.what}`}
            </li>
          ))}
        </ul>
      )}
      <p class="muted sm mt-2">
        Yêu cầu lúc <Moment at={request.requested_at} />
      </p>
    </Note>
  );
}

function Paper(props: { paper: WantedPaper; files: StoredFile[]; errors: readonly FieldError[] }) {
  const { paper, files, errors } = props;
  const field = `files.${paper.component}`;
  return (
    <section class="card stack">
      <FileChooser
        id={formNames().id(field)}
        name={field}
        label={paper.name}
        optional={!paper.wanted}
        hint={paper.what && <p>{paper.what}</p>}
        errors={errors.map((error) => error.message)}
      >
        <Button size="sm" icon="upload" name="_op" value={`tai:${paper.component}`}>
          Tải lên<span class="vh"> {paper.name}</span>
        </Button>
      </FileChooser>
      {files.map((file) => (
        <input type="hidden" name={`giu.${paper.component}`} value={file.id} />
      ))}
      {files.length > 0 && (
        <p class="sm c-ok">
          <Icon name="circle-check" /> Sẽ gửi cùng hồ sơ khi bạn bấm “Gửi bổ sung”.
        </p>
      )}
      <FileList
        label={`Tệp sẽ gửi: ${paper.name}`}
        files={files.map((file) => ({ ...file, href: `/ho-so/tep-vua-gui/${file.id}` }))}
        action={(file) => (
          <Button weight="quiet" size="sm" icon="trash-2" name="_op" value={`bo:${file.id}`}>
            Bỏ<span class="vh"> tệp {file.name}</span>
          </Button>
        )}
      />
    </section>
  );
}

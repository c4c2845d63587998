import type {
  AdminUnits,
  Answers,
  AnswerSection,
  Catalogues,
  FieldError,
  FormDefinition,
  FormStep as Step,
} from '../../../core/form/index.ts';
import type { ComponentChildren } from 'preact';
import { FormErrorSummary, FormStep, ReviewSections } from '../../ui/form/index.ts';
import { Button, CsrfField, LinkButton, Note, PortalLayout, Stepper } from '../../ui/index.ts';
import { formPath } from './paths.ts';

interface PreviewProps {
  def: FormDefinition;
  /** "Bản nháp", "Bản 3". */
  version: string;
  /** Carried along in addresses: which version is looked at. */
  query: Record<string, string>;
}

export const previewPath = (
  { def, query }: Pick<PreviewProps, 'def' | 'query'>,
  more: Record<string, string>,
): string => formPath(def.code, `xem-truoc?${new URLSearchParams({ ...query, ...more })}`);

function Frame(
  props: PreviewProps & { current: number; title: string; failed?: boolean; children: ComponentChildren },
) {
  const { def, version, current, title, failed, children } = props;
  const steps = [
    ...def.steps.map((step) => ({ label: step.title, href: previewPath(props, { buoc: step.id }) })),
    { label: 'Xem lại' },
  ];
  return (
    <PortalLayout
      title={`${title} – xem trước`}
      failed={failed}
      breadcrumbs={[{ label: 'Xem trước', href: formPath(def.code) }, { label: def.title }]}
      heading={
        <>
          <p class="muted measure">{def.title}</p>
          <Stepper current={current} steps={steps} />
        </>
      }
      side={
        <div class="card">
          <h2 class="h-s mb-2">Xem trước</h2>
          <p class="sm">
            {version}. Đây đúng là trang người dân sẽ thấy; những gì bạn điền ở đây không được lưu.
          </p>
          <ul class="ul mt-2">
            <li>
              <a href={previewPath(props, { xem: 'xem-lai' })}>Trang xem lại với dữ liệu mẫu</a>
            </li>
            <li>
              <a href={previewPath(props, { xem: 'ban-in' })}>Bản in với dữ liệu mẫu</a>
            </li>
            <li>
              <a href={previewPath(props, { xem: 'ban-in', trong: '1' })}>Bản in để trống</a>
            </li>
          </ul>
          <p class="mt-3">
            <LinkButton size="sm" icon="arrow-left" href={formPath(def.code, 'sua')}>
              Về trang soạn
            </LinkButton>
          </p>
        </div>
      }
      sideLabel="Xem trước"
    >
      {children}
    </PortalLayout>
  );
}

/** A step as citizens see it, to be tried out. */
export function PreviewStep(
  props: PreviewProps & {
    step: Step;
    answers: Answers;
    errors: readonly FieldError[];
    catalogues: Catalogues;
    adminUnits: AdminUnits;
    today: string;
  },
) {
  const { def, step, answers, errors } = props;
  return (
    <Frame {...props} current={def.steps.indexOf(step)} title={step.title} failed={errors.length > 0}>
      <FormErrorSummary errors={errors} />
      <div>
        <p class="muted">
          Bước {def.steps.indexOf(step) + 1} / {def.steps.length}
        </p>
        <h1>{step.title}</h1>
        {step.lead && <p class="lead mt-2">{step.lead}</p>}
      </div>
      <form class="stack g5" method="post" action={previewPath(props, { buoc: step.id })} novalidate>
        <CsrfField />
        <input type="hidden" name="_truoc" value={JSON.stringify(answers)} />
        <FormStep
          def={def}
          step={step}
          answers={answers}
          errors={errors}
          catalogues={props.catalogues}
          adminUnits={props.adminUnits}
          today={props.today}
        />
        <div class="row formnav">
          <Button weight="main" size="lg" iconAfter="arrow-right">
            Thử và tiếp tục
          </Button>
        </div>
      </form>
    </Frame>
  );
}

/** The review page as citizens see it. */
export function PreviewReview(
  props: PreviewProps & {
    sections: readonly AnswerSection[];
    subject: string;
    missing: readonly FieldError[];
  },
) {
  const { def, sections, subject, missing } = props;
  return (
    <Frame {...props} current={def.steps.length} title="Xem lại rồi nộp">
      <h1>Xem lại rồi nộp</h1>
      {subject && (
        <Note tone="info" title="Trích yếu hồ sơ:">
          {subject}
        </Note>
      )}
      {missing.length > 0 && (
        <Note tone="warn" title={`Còn ${missing.length} chỗ chưa xong.`}>
          <ul class="ul mt-2">
            {missing.map((error) => (
              <li>
                {error.context && `${error.context}: `}
                {error.message}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <ReviewSections sections={sections} editHref={(stepId) => previewPath(props, { buoc: stepId })} />
    </Frame>
  );
}

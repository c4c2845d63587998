import type {
  AdminUnits,
  Answers,
  Catalogues,
  FieldError,
  FormDefinition,
  FormStep as Step,
  Offer,
} from '../../../core/form/index.ts';
import type { ComponentChildren } from 'preact';
import { FormErrorSummary, FormStep } from '../../ui/form/index.ts';
import type { StoredFile } from '../../../modules/documents/index.ts';
import type { DraftPaper } from '../../../modules/dossiers/index.ts';
import { DraftFrame, StepButtons } from './frame.tsx';
import type { OpenDraft } from './open-draft.ts';
import { Paper } from './papers-page.tsx';
import { draftPath, type DraftStep } from './steps.ts';

/** A paper that a step asks for, with its files. */
export interface StepPaper extends DraftPaper {
  files: StoredFile[];
}

export interface FormPageProps {
  open: OpenDraft;
  step: DraftStep;
  def: FormDefinition;
  questions: Step;
  answers: Answers;
  offers: Readonly<Record<string, Offer>>;
  catalogues: Catalogues;
  adminUnits: AdminUnits;
  errors?: readonly FieldError[];
  /** Papers that this step asks for, by component. */
  papers?: ReadonlyMap<string, StepPaper>;
  /** Below the questions. */
  children?: ComponentChildren;
}

/** One step of questions: a form's own, or how the result is to be handed over. */
export function FormPage(props: FormPageProps) {
  const { open, step, questions, errors = [] } = props;
  const path = draftPath(open.draft.id, step.slug);
  return (
    <DraftFrame
      open={open}
      step={step}
      title={questions.title}
      lead={questions.lead}
      failed={errors.length > 0}
      summary={<FormErrorSummary errors={errors} />}
    >
      <form
        class="stack g5"
        method="post"
        action={path}
        enctype={props.papers?.size ? 'multipart/form-data' : undefined}
        novalidate
        data-autosave={`${draftPath(open.draft.id, 'tu-luu')}?buoc=${step.slug}`}
      >
        <FormStep
          def={props.def}
          step={questions}
          answers={props.answers}
          errors={errors}
          offers={props.offers}
          catalogues={props.catalogues}
          adminUnits={props.adminUnits}
          today={open.today}
          attachment={(item) => {
            const paper = props.papers?.get(item.component);
            return paper ? (
              <Paper
                draftId={open.draft.id}
                component={paper.component}
                must={paper.must}
                label={item.label}
                hint={item.hint}
                files={paper.files}
                errors={errors.filter((error) => error.path === `files.${item.component}`)}
              />
            ) : null;
          }}
        />
        {props.children}
        <StepButtons first={open.steps.indexOf(step) === 0} />
      </form>
    </DraftFrame>
  );
}

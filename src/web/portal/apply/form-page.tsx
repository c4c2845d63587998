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
import { DraftFrame, StepButtons } from './frame.tsx';
import type { OpenDraft } from './open-draft.ts';
import { draftPath, type DraftStep } from './steps.ts';

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
        />
        {props.children}
        <StepButtons first={open.steps.indexOf(step) === 0} />
      </form>
    </DraftFrame>
  );
}

import type { ComponentChildren } from 'preact';
import type {
  AdminUnits,
  Answers,
  AttachmentItem,
  Catalogues,
  FormDefinition,
  FormStep,
} from '../../../core/form/index.ts';
import { findItem } from '../../../core/form/index.ts';
import { pageContext } from '../render.ts';
import type { FormNames } from './names.ts';

/** What every part of a drawn step needs to know. */
export interface PageForm {
  def: FormDefinition;
  step: FormStep;
  answers: Answers;
  /** Answers to what shows: conditions are decided by them. */
  shown: Answers;
  /** Path → message. */
  errors: ReadonlyMap<string, string>;
  catalogues: Catalogues;
  adminUnits?: AdminUnits;
  names: FormNames;
  /** ISO; for examples of dates to come. */
  today?: string;
  attachment?: (item: AttachmentItem) => ComponentChildren;
}

const Context = pageContext<PageForm | null>(null);
export const PageFormProvider = Context.Provider;

/** The step being drawn. */
export function usePageForm(): PageForm {
  const form = Context.use();
  if (!form) throw new Error('Inputs of a form are drawn inside <FormStep>');
  return form;
}

/** Whether the field of a path is asked on the step being drawn, so that its answer may still change on this page. */
export const isOpen = (form: PageForm, path: string): boolean => findItem(form.def, path)?.step === form.step;

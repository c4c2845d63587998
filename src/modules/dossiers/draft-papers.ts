import { askedPapers } from '../../core/form/index.ts';
import type { Answers } from '../../core/form/types.ts';
import type { Component } from '../../core/procedure.ts';
import type { Pinned } from './store.ts';

/** A paper that is handed in as files with a draft. */
export interface DraftPaper {
  component: Component;
  /** Whether the draft can not be filed without it. */
  must: boolean;
  /** Step of the form that asks for it; null: only the page of papers does. */
  stepId: string | null;
}

/**
 * Papers to hand in as files, in the order of the case. A paper that the form speaks of is wanted only when its place in
 * the form shows for these answers.
 */
export function draftPapers(pinned: Pick<Pinned, 'form' | 'procedureCase'>, answers: Answers): DraftPaper[] {
  const { form, procedureCase } = pinned;
  const asked = form ? askedPapers(form, answers) : new Map();
  return procedureCase.components.flatMap((component): DraftPaper[] => {
    const { code, provide, required } = component;
    if (asked.has(code)) {
      const shown = asked.get(code);
      return shown
        ? [{ component, must: required || shown.item.required === true, stepId: shown.step.id }]
        : [];
    }
    // A form that is filled in here stands for its own paper.
    const takesFiles = provide === 'upload' || (provide === 'form' && !form);
    return takesFiles ? [{ component, must: required, stepId: null }] : [];
  });
}

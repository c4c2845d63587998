import type { AttachmentItem, FormItem, FormStep } from '../../../core/form/index.ts';
import { getFiles } from '../../../modules/documents/index.ts';
import type { Platform } from '../../../platform/index.ts';
import type { StepPaper } from './form-page.tsx';
import type { OpenDraft } from './open-draft.ts';
import type { DraftStep } from './steps.ts';

/** Papers that a step of the form speaks of, whether they show yet or not, with the files that are there. */
export async function stepPapers(
  { db }: Pick<Platform, 'db'>,
  open: OpenDraft,
  step: DraftStep,
): Promise<Map<string, StepPaper>> {
  const asked = step.form ? attachmentsIn(step.form) : [];
  if (asked.length === 0) return new Map();
  const { draft, pinned } = open;
  const ids = asked.flatMap((item) => draft.files[item.component] ?? []);
  const files = new Map((await getFiles(db, ids)).map((file) => [file.id, file]));
  return new Map(
    asked.flatMap((item): [string, StepPaper][] => {
      const component = pinned.procedureCase.components.find((one) => one.code === item.component);
      if (!component) return [];
      const own = (draft.files[component.code] ?? []).flatMap((id) => files.get(id) ?? []);
      const must = item.required === true || component.required;
      return [[component.code, { component, must, stepId: step.slug, files: own }]];
    }),
  );
}

function attachmentsIn(step: FormStep): AttachmentItem[] {
  const within = (items: readonly FormItem[]): AttachmentItem[] =>
    items.flatMap((item) =>
      item.kind === 'attachment' ? [item] : item.kind === 'group' ? within(item.items) : [],
    );
  return within(step.items);
}

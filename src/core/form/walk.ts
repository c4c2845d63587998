import type {
  Answers,
  AttachmentItem,
  Condition,
  FieldItem,
  FormDefinition,
  FormItem,
  FormStep,
  JsonSchema,
  RepeatItem,
} from './types.ts';
import { holds } from './condition.ts';
import { getPath, isFilled, isPlainObject, setPath } from './paths.ts';
import { mustFill, schemaAt } from './schema.ts';

export interface VisibleField {
  kind: 'field';
  step: FormStep;
  item: FieldItem;
  /** Absolute, with the index of the member: "members.0.name". */
  path: string;
  /** Path of the member it stands in. */
  member?: string;
  schema: JsonSchema;
  required: boolean;
  /** Title of the group or member around it. */
  context?: string;
}

export interface VisibleRepeat {
  kind: 'repeat';
  step: FormStep;
  item: RepeatItem;
  path: string;
  schema: JsonSchema;
  /** Members as they are stored, filled up with blank ones to the fewest allowed. */
  members: unknown[];
  /** Fewest members that must be given. */
  least: number;
  context?: string;
}

/** A paper that the form asks for, given what was answered. */
export interface VisibleAttachment {
  step: FormStep;
  item: AttachmentItem;
}

export type VisibleItem = VisibleField | VisibleRepeat;

const NOTHING: JsonSchema = {};

const pick = (value: Record<string, unknown>, names: string[]) =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(value, name) ? [[name, value[name]]] : [])));

/**
 * Goes through the form in its own order and keeps, in `kept`, only answers to what shows. A condition sees the kept
 * answers of earlier items alone, so one pass settles everything and a second pass changes nothing.
 */
function walk(
  def: FormDefinition,
  answers: Answers,
): { items: VisibleItem[]; kept: Answers; attachments: VisibleAttachment[] } {
  const items: VisibleItem[] = [];
  const kept: Answers = {};
  const attachments: VisibleAttachment[] = [];
  const shows = (condition: Condition | undefined, member?: string) =>
    condition === undefined || holds(condition, kept, member);

  const keep = (path: string, schema: JsonSchema) => {
    const value = getPath(answers, path);
    if (!isFilled(value)) return;
    const names = schema.properties;
    const known = names && isPlainObject(value) ? pick(value, Object.keys(names)) : value;
    setPath(kept, path, typeof known === 'object' ? structuredClone(known) : known);
  };

  const visitField = (
    step: FormStep,
    item: FieldItem,
    root: JsonSchema,
    member?: string,
    context?: string,
  ) => {
    if (!shows(item.showIf, member)) return;
    const path = member ? `${member}.${item.path}` : item.path;
    const schema = schemaAt(root, item.path) ?? NOTHING;
    keep(path, schema);
    items.push({ kind: 'field', step, item, path, member, schema, required: mustFill(root, item), context });
  };

  const visitRepeat = (step: FormStep, item: RepeatItem, context?: string) => {
    const schema = schemaAt(def.schema, item.path) ?? NOTHING;
    const stored = getPath(answers, item.path);
    const least = schema.minItems ?? (mustFill(def.schema, item) ? 1 : 0);
    const members = Array.isArray(stored) ? [...stored] : [];
    while (members.length < least) members.push({});
    items.push({ kind: 'repeat', step, item, path: item.path, schema, members, least, context });
    members.forEach((_, i) => {
      const member = `${item.path}.${i}`;
      setPath(kept, member, {});
      for (const field of item.items) {
        visitField(step, field, schema.items ?? NOTHING, member, `${item.memberTitle} ${i + 1}`);
      }
    });
  };

  const visit = (step: FormStep, list: FormItem[], context?: string) => {
    for (const item of list) {
      if (item.kind === 'field') visitField(step, item, def.schema, undefined, context);
      else if (!shows(item.showIf)) continue;
      else if (item.kind === 'group') visit(step, item.items, item.title);
      else if (item.kind === 'repeat') visitRepeat(step, item, context);
      else if (item.kind === 'attachment') attachments.push({ step, item });
    }
  };

  for (const step of def.steps) visit(step, step.items);
  return { items, kept, attachments };
}

/**
 * Fields and repeats that show for these answers, in the order of the page; a repeat comes before the fields of its
 * members.
 * @param stepId only this step's
 */
export function visibleItems(def: FormDefinition, answers: Answers, stepId?: string): VisibleItem[] {
  const { items } = walk(def, answers);
  return stepId === undefined ? items : items.filter((entry) => entry.step.id === stepId);
}

/** Papers of which the form itself speaks, by component: those that show for these answers, and null for the others. */
export function askedPapers(def: FormDefinition, answers: Answers): Map<string, VisibleAttachment | null> {
  const papers = new Map<string, VisibleAttachment | null>();
  const visit = (items: readonly FormItem[]): void => {
    for (const item of items) {
      if (item.kind === 'attachment') papers.set(item.component, null);
      else if (item.kind === 'group') visit(item.items);
    }
  };
  for (const step of def.steps) visit(step.items);
  if (papers.size > 0)
    for (const shown of walk(def, answers).attachments) papers.set(shown.item.component, shown);
  return papers;
}

/** Answers to what shows, blank members in their places: what conditions on the page are decided by. */
export const shownAnswers = (def: FormDefinition, answers: Answers): Answers => walk(def, answers).kept;

/**
 * The answers a dossier keeps: what is hidden, unknown or empty is dropped, and so are blank members of a repeat.
 * Members keep their order; does not change `answers`.
 */
export function prune(def: FormDefinition, answers: Answers): Answers {
  const { items, kept } = walk(def, answers);
  for (const entry of items) {
    if (entry.kind !== 'repeat') continue;
    const members = getPath(kept, entry.path);
    if (Array.isArray(members)) setPath(kept, entry.path, members.filter(isFilled));
  }
  return withoutEmpty(kept);
}

function withoutEmpty(value: Answers): Answers {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (isFilled(inner) ? [[key, tidy(inner)]] : [])),
  );
}

const tidy = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.filter(isFilled).map(tidy)
    : isPlainObject(value)
      ? withoutEmpty(value)
      : value;

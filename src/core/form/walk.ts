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
import { copyOf, getPath, isFilled, isPlainObject, putAt, setPath, valueAt } from './paths.ts';
import { preparedSteps, type PreparedField, type PreparedItem, type PreparedRepeat } from './prepared.ts';

/** Not to be changed: what shows for some answers is the same object for others. */
export interface VisibleField {
  readonly kind: 'field';
  readonly step: FormStep;
  readonly item: FieldItem;
  /** Absolute, with the index of the member: "members.0.name". */
  readonly path: string;
  /** Path of the member it stands in. */
  readonly member?: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Title of the group or member around it. */
  readonly context?: string;
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

/** A paper that the form asks for, given what was answered. Not to be changed, either. */
export interface VisibleAttachment {
  readonly step: FormStep;
  readonly item: AttachmentItem;
}

export type VisibleItem = VisibleField | VisibleRepeat;

/** The form as it shows for some answers. */
export interface Walked {
  items: VisibleItem[];
  /** What was answered to each of the items. */
  values: unknown[];
  /** Answers to what shows, sharing nothing with those that were given. */
  kept: Answers;
  attachments: VisibleAttachment[];
}

/**
 * Goes through the form in its own order and keeps, in `kept`, only answers to what shows. A condition sees the kept
 * answers of earlier items alone, so one pass settles everything and a second pass changes nothing.
 * @param stepId lists only the items of this step, and goes no further
 */
export function walk(def: FormDefinition, answers: Answers, stepId?: string): Walked {
  const items: VisibleItem[] = [];
  const values: unknown[] = [];
  const kept: Answers = {};
  const attachments: VisibleAttachment[] = [];
  let lists = true;
  const show = (entry: VisibleItem, value: unknown) => {
    if (!lists) return;
    items.push(entry);
    values.push(value);
  };
  const shows = (condition: Condition | undefined, member?: string) =>
    condition === undefined || holds(condition, kept, member);

  const visitField = (field: PreparedField) => {
    if (!shows(field.showIf)) return;
    const value = valueAt(answers, field.keys);
    if (isFilled(value)) putAt(kept, field.keys, keptOf(field, value));
    show(field.shown, value);
  };

  const visitRepeat = ({ step, item, schema, least, context, keys, fields }: PreparedRepeat) => {
    const stored = valueAt(answers, keys);
    const members = Array.isArray(stored) ? [...stored] : [];
    while (members.length < least) members.push({});
    show({ kind: 'repeat', step, item, path: item.path, schema, members, least, context }, stored);
    for (let i = 0; i < members.length; i += 1) {
      visitMember(`${item.path}.${i}`, [...keys, String(i)], `${item.memberTitle} ${i + 1}`, fields);
    }
  };

  const visitMember = (
    member: string,
    keys: readonly string[],
    context: string,
    fields: readonly PreparedField[],
  ) => {
    putAt(kept, keys, {});
    const stored = valueAt(answers, keys);
    for (const field of fields) {
      if (!shows(field.showIf, member)) continue;
      const value = valueAt(stored, field.keys);
      if (isFilled(value)) putAt(kept, [...keys, ...field.keys], keptOf(field, value));
      show({ ...field.shown, path: `${member}.${field.shown.path}`, member, context }, value);
    }
  };

  const visit = (list: readonly PreparedItem[]) => {
    for (const item of list) {
      if (item.kind === 'field') visitField(item);
      else if (!shows(item.showIf)) continue;
      else if (item.kind === 'group') visit(item.items);
      else if (item.kind === 'repeat') visitRepeat(item);
      else attachments.push(item.shown);
    }
  };

  const steps = preparedSteps(def);
  const last = stepId === undefined ? steps.length - 1 : steps.findLastIndex((step) => step.id === stepId);
  for (const step of steps.slice(0, last + 1)) {
    lists = stepId === undefined || step.id === stepId;
    visit(step.items);
  }
  return { items, values, kept, attachments };
}

/** What is kept of an answer: all of it, or the parts that its schema knows. */
function keptOf({ parts }: PreparedField, value: unknown): unknown {
  if (!parts || !isPlainObject(value)) return copyOf(value);
  return Object.fromEntries(
    parts.filter((part) => Object.hasOwn(value, part)).map((part) => [part, copyOf(value[part])]),
  );
}

/**
 * Fields and repeats that show for these answers, in the order of the page; a repeat comes before the fields of its
 * members.
 * @param stepId only this step's
 */
export const visibleItems = (def: FormDefinition, answers: Answers, stepId?: string): VisibleItem[] =>
  walk(def, answers, stepId).items;

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
    Object.entries(value)
      .filter(([, inner]) => isFilled(inner))
      .map(([key, inner]) => [key, tidy(inner)]),
  );
}

const tidy = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.filter(isFilled).map(tidy)
    : isPlainObject(value)
      ? withoutEmpty(value)
      : value;

import type { Answers, Catalogues, FormDefinition, Known, Offer } from './types.ts';
import { copyOf, getPath, isFilled, setPath } from './paths.ts';
import { answerText, choiceText } from './text.ts';
import { visibleItems } from './walk.ts';

/** What a field may ask to be offered. */
export const PREFILLS: ReadonlySet<string> = new Set([
  'account.name',
  'account.personalId',
  'account.birthDate',
  'account.gender',
  'account.nationality',
  'account.ethnicity',
  'account.phone',
  'account.email',
  'account.address',
  'organisation.name',
  'organisation.taxCode',
  'organisation.address',
  'organisation.phone',
  'organisation.email',
  'organisation.representative',
]);

/**
 * Known values to offer for choosing (criterion III.1.1), by path: for each shown field with a prefill that is known,
 * differs from what is filled in, and – for choices – is one of the options.
 * @param stepId only this step's
 */
export function offers(
  def: FormDefinition,
  known: Known,
  answers: Answers = {},
  options: { stepId?: string; catalogues?: Catalogues } = {},
): Record<string, Offer> {
  const found: Record<string, Offer> = {};
  for (const entry of visibleItems(def, answers, options.stepId)) {
    if (entry.kind === 'repeat' || !entry.item.prefill || !Object.hasOwn(known, entry.item.prefill)) continue;
    const { value, source } = known[entry.item.prefill]!;
    if (!isFilled(value) || isSame(value, getPath(answers, entry.path))) continue;
    const { item, path } = entry;
    if (item.options && !item.options.some((option) => option.value === String(value))) continue;
    const text =
      item.input === 'select' ? choiceText(item, value, options.catalogues) : answerText(item, value);
    found[path] = { path, label: item.label, value, text, source };
  }
  return found;
}

/** Answers after the person chose an offer: one path, or "*" for every offer given. Other paths change nothing. */
export function takeOffer(answers: Answers, offered: Readonly<Record<string, Offer>>, path: string): Answers {
  const next = copyOf(answers);
  for (const offer of Object.values(offered)) {
    if (path === '*' || offer.path === path) setPath(next, offer.path, copyOf(offer.value));
  }
  return next;
}

/** Same stored value, whatever the order of an address's parts. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const left = Object.entries(a).filter(([, value]) => isFilled(value));
  const right = Object.entries(b).filter(([, value]) => isFilled(value));
  return left.length === right.length && left.every(([key, value]) => isSame(value, (b as Answers)[key]));
}

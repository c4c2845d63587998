import type { AnswerSection, Answers, Catalogues, FormDefinition } from './types.ts';
import { findItem } from './lookup.ts';
import { answerText } from './text.ts';
import { getPath, isFilled } from './paths.ts';
import { visibleItems, walk } from './walk.ts';

/**
 * The answers as people read them, for the review page, the print-out and the office alike: a section for each step,
 * each group in it and each filled member of a repeat, in the order in which they begin; only what shows.
 */
export function summarise(
  def: FormDefinition,
  answers: Answers,
  catalogues: Catalogues = {},
): AnswerSection[] {
  const sections = new Map<string, AnswerSection>();
  let open: { key: string; section: AnswerSection } | undefined;
  const section = (title: string, stepId: string, key = title): AnswerSection => {
    // Most rows stand in the same section as the row before.
    if (open?.key === key && open.section.stepId === stepId) return open.section;
    const place = `${stepId}/${key}`;
    const known = sections.get(place) ?? { title, stepId, rows: [] };
    sections.set(place, known);
    open = { key, section: known };
    return known;
  };
  let number = 0;
  let member: string | undefined;
  const { items, values } = walk(def, answers);
  for (const [i, entry] of items.entries()) {
    if (entry.kind === 'repeat') {
      number = 0;
      if (!entry.members.some(isFilled)) {
        const { rows } = section(entry.context ?? entry.step.title, entry.step.id);
        rows.push({ path: entry.path, label: entry.item.title, text: '' });
      }
      continue;
    }
    if (entry.member && !isFilled(getPath(answers, entry.member))) continue;
    if (entry.member && entry.member !== member) number += 1;
    member = entry.member;
    const title = entry.member ? memberTitle(def, entry.member, number) : (entry.context ?? entry.step.title);
    const { path, item } = entry;
    const text = answerText(item, values[i], catalogues);
    section(title, entry.step.id, entry.member).rows.push({ path, label: item.label, text });
  }
  return [...sections.values()];
}

function memberTitle(def: FormDefinition, member: string, number: number): string {
  const repeat = findItem(def, member)?.item;
  return `${repeat?.kind === 'repeat' ? repeat.memberTitle : member} ${number}`;
}

/** The dossier's content line (trích yếu): texts of the subject paths that are shown and filled, joined with ", ". */
export function subjectLine(def: FormDefinition, answers: Answers, catalogues: Catalogues = {}): string {
  const shown = visibleItems(def, answers);
  return (def.subject ?? [])
    .flatMap((path) => {
      const entry = shown.find((one) => one.kind === 'field' && one.path === path);
      const text = entry?.kind === 'field' ? answerText(entry.item, getPath(answers, path), catalogues) : '';
      return text ? [text] : [];
    })
    .join(', ');
}

import type { ProcedureDefinition } from '../../../core/procedure.ts';
import { tokens } from '../../../core/text.ts';

/** Words of a text without marks, one space between: what the database splits into lexemes without surprises. */
export const folded = (text: string): string => tokens(text).join(' ');

/** Words of a procedure by how much a hit in them counts. */
export interface SearchDocument {
  /** Name. */
  a: string;
  /** Everyday words. */
  b: string;
  /** Field and results. */
  c: string;
  /** Content: summary, steps, papers, conditions. */
  d: string;
  /** Name and everyday words, one a line: for comparing by similarity. */
  text: string;
}

/** What search looks in for a procedure. */
export function searchDocument(definition: ProcedureDefinition): SearchDocument {
  const titles = [definition.name, ...definition.aliases].map(folded);
  const papers = definition.cases.flatMap((one) => [
    one.name,
    one.hint ?? '',
    ...one.components.flatMap((component) => [component.name, component.formName ?? '']),
  ]);
  const content = [
    definition.summary,
    ...definition.steps.flatMap((step) => [step.title, step.text]),
    ...new Set(papers),
    ...definition.conditions,
    ...definition.legalBasis.map((law) => law.name),
  ];
  return {
    a: titles[0] ?? '',
    b: titles.slice(1).join(' '),
    c: folded([definition.field.name, ...definition.results.map((result) => result.name)].join(' ')),
    d: folded(content.join(' ')),
    text: titles.join('\n'),
  };
}

import { isResultTemplate, type TemplateRef } from '../../../modules/slips/index.ts';

export const HOME = '/quan-tri/mau-phieu';

/** Address of a template's page; results stand under "ket-qua". */
export const templateHref = (ref: TemplateRef): string => `${HOME}/${ref.set ?? 'ket-qua'}/${ref.kind}`;

/** The template that an address names. */
export const refOf = ({ set, kind }: { set: string; kind: string }): TemplateRef => ({
  set: set === 'ket-qua' ? null : set,
  kind,
});

/** Whether the program brings a template for this along. */
export const ships = (ref: TemplateRef): boolean => ref.set !== null || isResultTemplate(ref.kind);

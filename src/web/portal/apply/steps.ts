import type { FormDefinition, FormStep } from '../../../core/form/index.ts';

/** One page of an application. */
export interface DraftStep {
  /** Last part of its address. */
  slug: string;
  label: string;
  kind: 'form' | 'papers' | 'delivery' | 'review';
  /** The questions, for kind "form". */
  form?: FormStep;
}

export const PAPERS = 'giay-to';
export const DELIVERY = 'nhan-ket-qua';
export const REVIEW = 'xem-lai';
const OWN: readonly string[] = [PAPERS, DELIVERY, REVIEW];

/** Address part of a form's step; a form may call a step as one of our own pages. */
export const formSlug = (stepId: string): string => (OWN.includes(stepId) ? `to-khai-${stepId}` : stepId);

/** The pages in order: the form's steps, papers, delivery, review. */
export function stepsOf(form: FormDefinition | null): DraftStep[] {
  return [
    ...(form?.steps ?? []).map((step): DraftStep => ({
      slug: formSlug(step.id),
      label: step.title,
      kind: 'form',
      form: step,
    })),
    { slug: PAPERS, label: 'Giấy tờ', kind: 'papers' },
    { slug: DELIVERY, label: 'Nhận kết quả', kind: 'delivery' },
    { slug: REVIEW, label: 'Xem lại, nộp', kind: 'review' },
  ];
}

/** Address of a draft, or of one of its pages. */
export const draftPath = (draftId: string, page?: string): string =>
  `/nop-ho-so/ban-nhap/${draftId}${page ? `/${page}` : ''}`;

import type { Detail } from '../../../core/status/index.ts';
import type { Fact } from '../../ui/index.ts';

/** A detail that goes with a status, as a line of facts; dates and sums in figures of one width. */
export const detailFact = ({ label, text }: Detail): Fact => ({
  label,
  value: /^\d/.test(text) ? <span class="num">{text}</span> : text,
});

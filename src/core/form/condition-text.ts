import type { Catalogues, Condition, FormDefinition } from './types.ts';
import { findItem } from './lookup.ts';
import { answerText } from './text.ts';

/**
 * A condition in words, to follow "nếu": "“Quan hệ với chủ hộ” là “Quan hệ khác”". Its paths are absolute.
 */
export function conditionText(
  def: FormDefinition,
  condition: Condition,
  catalogues: Catalogues = {},
): string {
  const tell = (one: Condition): string => {
    if ('all' in one) return one.all.map(tell).join(' và ');
    if ('any' in one) return one.any.map(tell).join(' hoặc ');
    if ('not' in one) {
      if ('filled' in one.not) return tell({ ...one.not, filled: !one.not.filled });
      return 'equals' in one.not || 'in' in one.not
        ? leaf(one.not, 'không phải là')
        : `không đúng là ${tell(one.not)}`;
    }
    return leaf(one, 'là');
  };
  const leaf = (one: Extract<Condition, { path: string }>, verb: string): string => {
    const found = findItem(def, one.path)?.item;
    const label = found?.kind === 'repeat' ? found.title : (found?.label ?? one.path);
    if ('filled' in one) return `${one.filled ? 'đã' : 'chưa'} điền “${label}”`;
    const values = 'in' in one ? one.in : [one.equals];
    const texts = values.map((value) =>
      found?.kind !== 'field'
        ? String(value)
        : found.input === 'checkboxes'
          ? answerText(found, [value], catalogues)
          : answerText(found, value, catalogues),
    );
    return `“${label}” ${verb} ${texts.map((text) => `“${text}”`).join(' hoặc ')}`;
  };
  return tell(condition);
}

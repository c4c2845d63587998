import type { Address, Catalogues, FieldItem } from './types.ts';
import { showDate, showNumber, showPhone } from './formats.ts';
import { isPlainObject } from './paths.ts';

/** "Họ và tên" → "họ và tên"; abbreviations keep their capitals, a remark in brackets is left out. */
export function lowerLabel(label: string): string {
  const text = label.replace(/\s*\([^)]*\)\s*$/, '');
  return /^\p{Lu}(?=\p{Ll}|\s|$)/u.test(text) ? text.charAt(0).toLocaleLowerCase('vi') + text.slice(1) : text;
}

/** "thành viên" → "Thành viên". */
export const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

const UNIT_KINDS = /^(Phường|Xã|Thị trấn|Đặc khu|Quận|Huyện|Thị xã|Thành phố|Tỉnh)(?= )/;

/** An address on one line: "Số 8 ngõ 21 Hàng Than, phường Yên Hà, tỉnh Lam Giang". */
export function addressText(address: Partial<Address> | undefined): string {
  if (!isPlainObject(address)) return '';
  const { detail, commune, district, province } = address as Record<string, unknown>;
  return [detail, commune, district, province]
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part, i) =>
      i === 0 ? String(part) : String(part).replace(UNIT_KINDS, (kind) => kind.toLocaleLowerCase('vi')),
    )
    .join(', ');
}

/** Name of one choice: the option's label, the catalogue's name, or the value itself when neither knows it. */
export function choiceText(item: FieldItem, value: unknown, catalogues: Catalogues = {}): string {
  const option = item.options?.find((entry) => entry.value === String(value));
  if (option) return option.label;
  const row = item.catalogue
    ? catalogues[item.catalogue]?.find((entry) => entry.code === String(value))
    : undefined;
  return row?.name ?? String(value);
}

/** An answer as people read it; empty when there is none. */
export function answerText(item: FieldItem, value: unknown, catalogues: Catalogues = {}): string {
  if (value === undefined || value === null || value === '') return '';
  switch (item.input) {
    case 'address':
      return addressText(value as Partial<Address>);
    case 'checkboxes':
      return (Array.isArray(value) ? value : [value])
        .map((one) => choiceText(item, one, catalogues))
        .join('; ');
    case 'radio':
    case 'select':
      return choiceText(item, value, catalogues);
    case 'yesno':
      return value === true ? 'Có' : value === false ? 'Không' : String(value);
    case 'declaration':
      return value === true ? 'Đã cam kết' : '';
    case 'date':
      return showDate(String(value));
    case 'money':
      return typeof value === 'number' ? `${showNumber(value)} đồng` : String(value);
    case 'phone':
      return showPhone(String(value));
    default:
      return typeof value === 'number' ? showNumber(value) : String(value);
  }
}

/** What stands in the input for a stored value; several texts for checkboxes. Reading it again gives the value back. */
export function typedValue(item: FieldItem, value: unknown): string | string[] {
  if (item.input === 'checkboxes') return Array.isArray(value) ? value.map(String) : [];
  if (value === undefined || value === null || typeof value === 'object') return '';
  if (item.input === 'date') return showDate(String(value));
  if (typeof value === 'number' && ['integer', 'number', 'money'].includes(item.input))
    return showNumber(value);
  return item.input === 'phone' ? showPhone(String(value)) : String(value);
}

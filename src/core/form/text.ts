import type { Address, Catalogues, FieldItem } from './types.ts';
import { showDate, showNumber, showPhone } from './formats.ts';
import { isPlainObject } from './paths.ts';

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "thành viên" → "Thành viên". */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Họ và tên" → "họ và tên"; abbreviations keep their capitals, a remark in brackets is left out. */
export function lowerLabel(label: string): string {
  const text = label.includes('(') ? label.replace(/\s*\([^)]*\)\s*$/, '') : label;
  return /^\p{Lu}(?=\p{Ll}|\s|$)/u.test(text) ? lowerFirst(text) : text;
}

const UNIT_KINDS = /^(Phường|Xã|Thị trấn|Đặc khu|Quận|Huyện|Thị xã|Thành phố|Tỉnh) /;

/** An address on one line: "Số 8 ngõ 21 Hàng Than, phường Yên Hà, tỉnh Lam Giang". */
export function addressText(address: Partial<Address> | undefined): string {
  if (!isPlainObject(address)) return '';
  const { detail, commune, district, province } = address as Record<string, unknown>;
  let line = '';
  for (const part of [detail, commune, district, province]) {
    if (typeof part !== 'string' || part === '') continue;
    if (line === '') line = part;
    else line += `, ${UNIT_KINDS.test(part) ? lowerFirst(part) : part}`;
  }
  return line;
}

/** Name of one choice: the option's label, the catalogue's name, or the value itself when neither knows it. */
export function choiceText(item: FieldItem, value: unknown, catalogues: Catalogues = {}): string {
  const chosen = String(value);
  const option = item.options?.find((entry) => entry.value === chosen);
  if (option) return option.label;
  const row = item.catalogue ? catalogues[item.catalogue]?.find((entry) => entry.code === chosen) : undefined;
  return row?.name ?? chosen;
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

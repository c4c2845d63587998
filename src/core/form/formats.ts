/** Texts people type for ids, phones, dates and sums, and the form in which they are kept. No clock, no locale data. */

/** Text as it is kept: NFC, trimmed, no control characters; several lines only where they belong. */
export function cleanText(typed: string, lines: 'one' | 'many'): string {
  const text = typed
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // Control characters and invisible marks break print-outs, search and XML exchange.
    .replace(/[^\P{Cc}\t\n]|[\u200b\ufeff]/gu, '');
  return (lines === 'one' ? text.replace(/\s+/g, ' ') : text).trim();
}

/** Digits of an id typed with blanks, dots or dashes; anything else stays as typed. */
export function cleanDigits(typed: string): string {
  const text = cleanText(typed, 'one');
  const digits = text.replace(/[\s.\-–]/g, '');
  return /^\d+$/.test(digits) ? digits : text;
}

/** Phone as kept: "0904112358" for Viet Nam (+84, 84 and 0084 become 0), "+…" for other countries. */
export function cleanPhone(typed: string): string {
  const text = cleanText(typed, 'one');
  const compact = text.replace(/[\s.\-–()]/g, '');
  if (!/^\+?\d+$/.test(compact)) return text;
  return compact.replace(/^(?:\+84|0084)0?(?=\d{8,})/, '0').replace(/^84(?=\d{9}$)/, '0');
}

/** Tax code as kept: a branch code gets its dash. */
export function cleanTaxCode(typed: string): string {
  const digits = cleanDigits(typed);
  return /^\d{13}$/.test(digits) ? `${digits.slice(0, 10)}-${digits.slice(10)}` : digits;
}

const pad = (part: string, length: number) => part.padStart(length, '0');

/** Date typed DD/MM/YYYY (also with - . or blanks, as DDMMYYYY, or ISO) → ISO; text that is no date stays as typed. */
export function cleanDate(typed: string): string {
  const text = cleanText(typed, 'one');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const vn = iso
    ? null
    : (/^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})$/.exec(text) ??
      /^(\d{2})(\d{2})(\d{4})$/.exec(text));
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : vn ? [vn[3], vn[2], vn[1]] : [];
  if (!year || !month || !day) return text;
  const date = `${year}-${pad(month, 2)}-${pad(day, 2)}`;
  return isDate(date) ? date : text;
}

/** Whether a text is a day of the calendar in ISO form, from 1800 to 2199. */
export function isDate(text: string): boolean {
  const parts = /^(1[89]\d\d|2[01]\d\d)-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

/** ISO date → DD/MM/YYYY; other text unchanged. */
export const showDate = (iso: string): string =>
  isDate(iso) ? `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}` : iso;

/**
 * Number typed the Vietnamese way: "150.000.000", "1.234,5", "72,5", with "đồng" or "đ" after sums. A dot before exactly
 * three digits separates thousands; other text stays as typed.
 */
export function cleanNumber(typed: string): number | string {
  const text = cleanText(typed, 'one');
  const bare = text.replace(/\s*(?:đồng|đ|₫|vnđ|vnd)$/iu, '');
  const grouped = /^-?\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?$/.test(bare)
    ? bare.replace(/[.\s]/g, '')
    : /^-?\d{1,3}(?:,\d{3}){2,}$/.test(bare)
      ? bare.replaceAll(',', '')
      : bare;
  const digits = grouped.replace(',', '.');
  if (!/^-?\d+(?:\.\d+)?$/.test(digits)) return text;
  const value = Number(digits);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : text;
}

/** Number as people read it: "150.000.000", "72,5". */
export function showNumber(value: number): string {
  const text = String(value);
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, '.');
  return fraction ? `${grouped},${fraction}` : grouped;
}

/** "0904112358" → "0904 112 358"; numbers of other countries unchanged. */
export const showPhone = (phone: string): string =>
  /^0[35789]\d{8}$/.test(phone) ? `${phone.slice(0, 4)} ${phone.slice(4, 7)} ${phone.slice(7)}` : phone;

/**
 * Personal identification number: 12 digits, the first three a province or country of birth registration, the fourth
 * century and sex, 0–3 until 2099 (Decree 137/2015, art. 7).
 */
export const isPersonalId = (text: string): boolean => /^(?!000)\d{3}[0-3]\d{8}$/.test(text);

const TAX_WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** Whether the tenth digit of a tax code is 10 minus the weighted sum of the first nine modulo 11. */
export function hasTaxCheckDigit(code: string): boolean {
  const sum = TAX_WEIGHTS.reduce((total, weight, i) => total + weight * Number(code[i]), 0);
  return 10 - (sum % 11) === Number(code[9]);
}

/**
 * Tax code: ten digits, or ten, a dash and three for a branch; for individuals and household businesses the personal
 * identification number (Law on Tax Administration 38/2019, art. 35.7; Circular 86/2024/TT-BTC, from 01/07/2025).
 */
export const isTaxCode = (text: string): boolean =>
  /^\d{10}(?:-\d{3})?$/.test(text) ? hasTaxCheckDigit(text) : isPersonalId(text);

/** Phone of Viet Nam (mobile ten digits, fixed lines 02… ten or eleven) or "+" and 8–15 digits of another country. */
export const isPhone = (text: string): boolean =>
  /^(?:0[35789]\d{8}|02\d{8,9}|\+(?!84)[1-9]\d{7,14})$/.test(text);

/** E-mail address, judged by shape. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>(),;:"\\[\]]{1,64}@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}]{2,63}$/u.test(text);

/**
 * Text as people type it and as it is stored: NFC, searchable without marks, masked where it must not be read.
 */

/** Control and format characters (zero-width, soft hyphen, direction marks …) other than white space. */
const INVISIBLE = /(?!\s)[\p{Cc}\p{Cf}]|\uFEFF/gu;

/** One line as it is stored: NFC (criterion V.11), invisible characters gone, runs of white space made one space. */
export function clean(text: string): string {
  return text.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/** Several lines as they are stored: like `clean`, but line breaks stay (at most one empty line in a row). */
export function cleanLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map(clean)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Search form: lower case, no diacritics, đ as d, single spaces. Folding twice changes nothing. */
export function fold(text: string): string {
  // Nothing to take away from what is plain already: most words of most texts.
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** Folded words and numbers, in order. */
export function tokens(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Part of a web address made from a name: "Đăng ký khai sinh" → "dang-ky-khai-sinh". */
export function slug(text: string): string {
  return (
    fold(text)
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? ''
  );
}

/** Whether each word of a person's name begins with a capital and goes on in small letters ("Nguyễn Thị Ánh"). */
export function isTitleCaseName(name: string): boolean {
  return clean(name) !== '' && titleCaseName(name) === clean(name);
}

/** A person's name with each word capitalised; also behind a hyphen or an apostrophe ("H'Hen Niê"). */
export function titleCaseName(name: string): string {
  return clean(name)
    .toLocaleLowerCase('vi')
    .replace(
      /(^|[\s'’ʼ-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'),
    )
    .normalize('NFC');
}

/** Personal identification number for lists and logs: 001085007731 → 0010••••7731. Short numbers keep four digits. */
export function mask(id: string): string {
  const text = clean(id);
  if (text.length < 12)
    return '•'.repeat(Math.max(text.length - 4, 4)) + (text.length > 4 ? text.slice(-4) : '');
  return `${text.slice(0, 4)}${'•'.repeat(text.length - 8)}${text.slice(-4)}`;
}

/** Phone number for lists and logs: 0912345678 → 091••••678. */
export function maskPhone(phone: string): string {
  const text = phone.replace(/\s+/g, '');
  if (text.length < 8) return '•'.repeat(text.length);
  return `${text.slice(0, 3)}${'•'.repeat(text.length - 6)}${text.slice(-3)}`;
}

/** E-mail address for lists and logs: an@example.vn → a•••@example.vn. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  return `${[...email][0]}•••${email.slice(at)}`;
}

/** Name for logs: first letter of each word, lengths hidden. Public pages show no names at all. */
export function maskName(name: string): string {
  return clean(name)
    .split(' ')
    .filter(Boolean)
    .map((word) => `${[...word][0]}•••`)
    .join(' ');
}

import { isIsoDate, localDate } from './dates.ts';

/**
 * Dossier codes after Circular 01/2018/TT-VPCP, article 19: agency code, day of reception, number of that day.
 * old: agency codes of QCVN 102:2016, four groups, level 1 at the right (000.00.15.H99).
 * new: agency codes of Decision 20/2020/QĐ-TTg, level 1 at the left, as many groups as needed (H99.15).
 */
export type DossierCodeStyle = 'old' | 'new';

export interface DossierCode {
  style: DossierCodeStyle;
  agencyCode: string;
  /** Local day of reception, YYYY-MM-DD. */
  date: string;
  /** Number of the dossier among those the agency received that day, from 1. */
  serial: number;
}

const OLD_AGENCY = /^(\d{3})\.(\d{2})\.(\d{2})\.([A-Y]\d{2})$/;
const NEW_AGENCY = /^[A-Y]\d{2}(\.[0-9A-Z]{1,3})*$/;
/** Decision 20/2020/QĐ-TTg, article 4. */
const LONGEST_AGENCY = 35;

/** The style an agency code is written in, null when it is none. */
export function agencyCodeStyle(code: string): DossierCodeStyle | null {
  if (OLD_AGENCY.test(code)) return 'old';
  return NEW_AGENCY.test(code) && code.length <= LONGEST_AGENCY ? 'new' : null;
}

/**
 * An agency code in the wanted style: the groups turned round, empty ones dropped or filled in. Throws RangeError when
 * it is no agency code or can not be written in that style (more than four levels, letters below level 1).
 */
export function agencyCodeIn(style: DossierCodeStyle, code: string): string {
  const found = agencyCodeStyle(code);
  if (!found) throw new RangeError(`Not an agency code: ${code}`);
  if (found === style) return code;
  if (style === 'new') {
    const groups = code.split('.').reverse();
    while (groups.length > 1 && /^0+$/.test(groups.at(-1)!)) groups.pop();
    return groups.join('.');
  }
  const groups = code.split('.');
  const [one, two = '', three = '', four = ''] = groups;
  const old = `${four.padStart(3, '0')}.${three.padStart(2, '0')}.${two.padStart(2, '0')}.${one}`;
  if (groups.length > 4 || !OLD_AGENCY.test(old)) throw new RangeError(`No old-style code for ${code}`);
  return old;
}

/**
 * Code of a dossier. `date` is the day of reception (a moment counts by its local day); `serial` has four digits and
 * grows wider above 9,999, because a number that wrapped would name two dossiers. Throws RangeError on a bad part.
 */
export function formatDossierCode(parts: {
  style: DossierCodeStyle;
  agencyCode: string;
  date: Date | string;
  serial: number;
}): string {
  const date = typeof parts.date === 'string' ? parts.date : localDate(parts.date);
  if (!isIsoDate(date) || !date.startsWith('20')) throw new RangeError(`Not a day of reception: ${date}`);
  if (!Number.isSafeInteger(parts.serial) || parts.serial < 1) {
    throw new RangeError(`Not a number of the day: ${parts.serial}`);
  }
  const agency = agencyCodeIn(parts.style, parts.agencyCode);
  return `${agency}-${date.slice(2).replaceAll('-', '')}-${String(parts.serial).padStart(4, '0')}`;
}

/** Parts of a code, however it was typed; null when it is no dossier code. */
export function parseDossierCode(typed: string): DossierCode | null {
  return readCode(typed.replace(/\s+/g, '')) ?? readCode(typed.trim().replace(/\s+/g, '-'));
}

/** Whether the text is a dossier code exactly as the system writes it. */
export function isDossierCode(text: string): boolean {
  const code = parseDossierCode(text);
  return code !== null && formatDossierCode(code) === text;
}

/**
 * The code as the system writes it: upper case, no spaces, plain hyphens, the letter O read as zero where only a digit
 * can stand. Null when it is no dossier code.
 */
export function normaliseDossierCode(typed: string): string | null {
  const code = parseDossierCode(typed);
  return code && formatDossierCode(code);
}

function readCode(typed: string): DossierCode | null {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/-{2,}/g, '-');
  const match = /^([0-9A-Z.]+)-([0-9O]{6})-([0-9O]{4,15})$/.exec(text);
  if (!match) return null;
  const digits = (part: string): string => part.replaceAll('O', '0');
  const oldAgency = /^([0-9O]{3}\.[0-9O]{2}\.[0-9O]{2}\.)([A-Y])([0-9O]{2})$/.exec(match[1]!);
  const newAgency = /^([A-Y])([0-9O]{2})(\..+)?$/.exec(match[1]!);
  const agencyCode = oldAgency
    ? digits(oldAgency[1]!) + oldAgency[2] + digits(oldAgency[3]!)
    : newAgency
      ? newAgency[1] + digits(newAgency[2]!) + (newAgency[3] ?? '')
      : '';
  const style = agencyCodeStyle(agencyCode);
  const [yymmdd, number] = [digits(match[2]!), digits(match[3]!)];
  const date = `20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`;
  const serial = Number(number);
  const exact = String(serial).padStart(4, '0') === number;
  return style && isIsoDate(date) && serial > 0 && exact ? { style, agencyCode, date, serial } : null;
}

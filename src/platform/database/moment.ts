import pg from 'pg';

const anyMoment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

const HOUR = 3_600_000;
const two = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

/**
 * A moment as the database writes it. Lists bring hundreds of them, all as our time zone has them
 * ("2026-11-23 08:00:00.25+07"), and are read by their places; other forms go the long way of pg.
 */
export function momentOf(text: string): Date {
  const length = text.length;
  const usual =
    length >= 22 &&
    text[4] === '-' &&
    text[10] === ' ' &&
    text.endsWith('+07') &&
    (length === 22 || text[19] === '.');
  if (!usual) return anyMoment(text);
  // What is finer than milliseconds is cut off, as pg does.
  const fraction = length === 22 ? 0 : Number(text.slice(20, Math.min(length - 3, 23)).padEnd(3, '0'));
  const year = two(text, 0) * 100 + two(text, 2);
  const utc = Date.UTC(
    year,
    two(text, 5) - 1,
    two(text, 8),
    two(text, 11),
    two(text, 14),
    two(text, 17),
    fraction,
  );
  // Date.UTC takes years below 100 for those of the last century.
  return year < 100 ? anyMoment(text) : new Date(utc - 7 * HOUR);
}

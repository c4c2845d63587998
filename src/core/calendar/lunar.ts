/*
 * The Vietnamese lunar calendar: months begin on the day of the new moon as it falls in Viet Nam (UTC+7), the month of
 * the winter solstice is the eleventh, and a year of thirteen months doubles the first month without a major solar term.
 * After the astronomical series of J. Meeus (Astronomical Algorithms, 1998), as Hồ Ngọc Đức arranged them for Viet Nam.
 */
import { dateOfDay } from '../dates.ts';

const RADIAN = Math.PI / 180;
const TIME_ZONE = 7;
const LUNATION = 29.530588853;
/** Julian day of 1970-01-01. */
const UNIX_EPOCH = 2440588;

/** Julian day number, in Viet Nam, of the k-th new moon after 1 January 1900. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean =
    2415020.75933 +
    29.53058868 * k +
    0.0001178 * t * t -
    0.000000155 * t ** 3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t * t) * RADIAN);
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t * t - 0.00000347 * t ** 3) * RADIAN;
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t * t + 0.00001236 * t ** 3) * RADIAN;
  const node = (21.2964 + 390.67050646 * k - 0.0016528 * t * t - 0.00000239 * t ** 3) * RADIAN;
  const shift =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * node) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * node + sun) -
    0.0004 * Math.sin(2 * node - sun) -
    0.0006 * Math.sin(2 * node + moon) +
    0.001 * Math.sin(2 * node - moon) +
    0.0005 * Math.sin(2 * moon + sun);
  const drift = -0.000278 + 0.000265 * t + 0.000262 * t * t;
  return Math.floor(mean + shift - drift + 0.5 + TIME_ZONE / 24);
}

/** Twelfth of the sun's way, 0 to 11, at the beginning of a local day. */
function sunTwelfth(julianDay: number): number {
  const t = (julianDay - 0.5 - TIME_ZONE / 24 - 2451545) / 36525;
  const anomaly = (357.5291 + 35999.0503 * t - 0.0001559 * t * t - 0.00000048 * t ** 3) * RADIAN;
  const mean = 280.46645 + 36000.76983 * t + 0.0003032 * t * t;
  const shift =
    (1.9146 - 0.004817 * t - 0.000014 * t * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.00029 * Math.sin(3 * anomaly);
  const degrees = (((mean + shift) % 360) + 360) % 360;
  return Math.floor(degrees / 30);
}

const julianDayOf = (year: number, month: number, day: number): number =>
  Math.round(Date.UTC(year, month - 1, day) / 86_400_000) + UNIX_EPOCH;

/** First day of the eleventh lunar month, the one with the winter solstice, of a solar year. */
function eleventhMonth(year: number): number {
  const k = Math.floor((julianDayOf(year, 12, 31) - 2415021) / LUNATION);
  const start = newMoon(k);
  return sunTwelfth(start) >= 9 ? newMoon(k - 1) : start;
}

/** Which month after the eleventh is the doubled one. */
function leapOffset(from: number): number {
  const k = Math.floor(0.5 + (from - 2415021.076998695) / LUNATION);
  let i = 1;
  let before = sunTwelfth(newMoon(k + i));
  for (;;) {
    i += 1;
    const now = sunTwelfth(newMoon(k + i));
    if (now === before || i >= 14) return i - 1;
    before = now;
  }
}

/**
 * Solar date (ISO) of a day of the lunar year that begins in a solar year; never a day of a doubled month.
 *
 * @param month 1 to 10
 * @param day 1 to 29
 */
export function lunarDate(year: number, month: number, day: number): string {
  const [from, to] = [eleventhMonth(year - 1), eleventhMonth(year)];
  const k = Math.floor(0.5 + (from - 2415021.076998695) / LUNATION);
  let offset = month + 1;
  if (to - from > 365) {
    const leap = leapOffset(from);
    if (offset >= leap) offset += 1;
  }
  return dateOfDay(newMoon(k + offset) + day - 1 - UNIX_EPOCH);
}

import { weekdayName } from '../../core/dates.ts';
import type { WeeklyHours } from '../../platform/database/schema.ts';

/**
 * Working hours as people read them, days with the same hours in one line:
 * "Thứ Hai – Thứ Sáu: 07:30–11:30, 13:30–17:00".
 */
export function hoursText(hours: WeeklyHours): string[] {
  const lines: { from: number; to: number; spans: string }[] = [];
  for (let day = 1; day <= 7; day++) {
    const spans = (hours[String(day)] ?? []).map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ');
    const last = lines.at(-1);
    if (last && last.spans === spans) last.to = day;
    else lines.push({ from: day, to: day, spans });
  }
  return lines
    .filter((line) => line.spans !== '')
    .map(
      ({ from, to, spans }) => `${from === to ? nameOf(from) : `${nameOf(from)} – ${nameOf(to)}`}: ${spans}`,
    );
}

// 1 January 2024 was a Monday.
const nameOf = (day: number): string => weekdayName(`2024-01-0${day}`);

function clock(minutes: number): string {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

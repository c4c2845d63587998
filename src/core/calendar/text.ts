import type { Span } from './types.ts';

/** Spans as an administrator types them: "07:30–11:30, 13:30–17:00". */
export const spansText = (spans: readonly Span[]): string =>
  spans.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ');

/**
 * Spans of what was typed: "7:30-11:30, 13h30–17h". Order and overlap are for checkCalendar to judge.
 *
 * @returns null when it can not be read; an empty list when nothing was typed
 */
export function parseSpans(typed: string): [number, number][] | null {
  const text = typed.trim();
  if (text === '') return [];
  const spans = text.split(/[,;]+/).map((part) => {
    const match = /^\s*(\d{1,2})(?:[:h.](\d{2})?)?\s*[-–—]\s*(\d{1,2})(?:[:h.](\d{2})?)?\s*$/.exec(part);
    if (!match) return null;
    const [from, to] = [minutes(match[1]!, match[2]), minutes(match[3]!, match[4])];
    return from === null || to === null ? null : ([from, to] as [number, number]);
  });
  return spans.every((span) => span !== null) ? spans : null;
}

function minutes(hour: string, minute = '0'): number | null {
  const total = Number(hour) * 60 + Number(minute);
  return Number(minute) > 59 || total > 1440 ? null : total;
}

function clock(total: number): string {
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

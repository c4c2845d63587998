import type { CalendarRow } from '../../../core/calendar/index.ts';

export const HREF = '/quan-tri/lich-lam-viec';

export const KINDS: Record<CalendarRow['kind'], string> = {
  holiday: 'Nghỉ lễ',
  rest: 'Nghỉ bù, nghỉ hoán đổi',
  working: 'Làm bù',
};

/** Address of a year of the province or of an agency. */
export function calendarHref(year: number, agencyId: number | null): string {
  const query = new URLSearchParams({ nam: String(year) });
  if (agencyId !== null) query.set('co-quan', String(agencyId));
  return `${HREF}?${query.toString()}`;
}

import { parseSpans, suggestedDays, type CalendarRow } from '../../../core/calendar/index.ts';
import { parseDate } from '../../../core/dates.ts';
import { clean } from '../../../core/text.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import type { CalendarChange } from '../../../modules/working-time/index.ts';
import { fieldsOf, valuesOf } from '../request.ts';
import { KINDS } from './words.ts';

/**
 * The change that a form of the calendar's page asks for.
 *
 * @throws InvalidConfiguration when what was typed can not be read
 */
export function changeFrom(
  body: unknown,
  year: number,
  agency: Agency | null,
  weekly: Agency['hours'],
): CalendarChange {
  const fields = fieldsOf(body);
  const days = { kind: 'days' as const, agencyId: agency?.id ?? null, year };
  switch (fields['viec']) {
    case 'bo':
      return { ...days, put: [], drop: valuesOf(body, 'drop') };
    case 'goi-y': {
      const chosen = new Set(valuesOf(body, 'put'));
      const put = suggestedDays(year, weekly)
        .filter((row) => fields['tat-ca'] === '1' || chosen.has(row.date))
        .map(({ proposal: _proposal, ...row }) => row);
      return { ...days, put, drop: [] };
    }
    case 'gio':
      return hoursFrom(fields, agency);
    default: {
      const spans = parseSpans(fields['spans'] ?? '');
      if (spans === null) {
        const message = 'Viết giờ làm như 07:30–11:30, 13:30–17:00, các khoảng cách nhau bằng dấu phẩy.';
        throw new InvalidConfiguration([{ place: 'spans', message }]);
      }
      const row: CalendarRow = {
        date: parseDate(fields['date'] ?? '') ?? fields['date'] ?? '',
        kind: (fields['kind'] ?? '') in KINDS ? (fields['kind'] as CalendarRow['kind']) : 'holiday',
        name: clean(fields['name'] ?? ''),
        ...(spans.length > 0 ? { spans } : {}),
      };
      return { ...days, put: [row], drop: [] };
    }
  }
}

function hoursFrom(fields: Record<string, string>, agency: Agency | null): CalendarChange {
  if (!agency) {
    throw new InvalidConfiguration([
      { place: '', message: 'Giờ làm việc là của từng cơ quan. Chọn cơ quan trước.' },
    ]);
  }
  const hours: Record<string, [number, number][]> = {};
  const faults: { place: string; message: string }[] = [];
  for (let day = 1; day <= 7; day++) {
    const spans = parseSpans(fields[`hours.${day}`] ?? '');
    if (spans === null) {
      const message = `Không đọc được “${fields[`hours.${day}`]}”. Viết như 07:30–11:30, 13:30–17:00.`;
      faults.push({ place: `hours.${day}`, message });
    } else if (spans.length > 0) hours[String(day)] = spans;
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return { kind: 'hours', agencyId: agency.id, hours };
}

const CARRIED = new Set(['viec', 'nam', 'co-quan', 'date', 'kind', 'name', 'spans', 'tat-ca']);

/** The form again, to be carried through the preview. */
export function hiddenOf(body: unknown): [string, string][] {
  const fields = fieldsOf(body);
  return [
    ...Object.entries(fields).filter(([name]) => CARRIED.has(name) || name.startsWith('hours.')),
    ...valuesOf(body, 'put').map((date): [string, string] => ['put', date]),
    ...valuesOf(body, 'drop').map((date): [string, string] => ['drop', date]),
  ];
}

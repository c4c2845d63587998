import { isWorkingDay, type WorkCalendar } from '../../../core/calendar/index.ts';
import { addDays, formatDate, weekday } from '../../../core/dates.ts';

const HEADS = ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'];
const KIND_WORDS = { holiday: 'nghỉ lễ', rest: 'nghỉ bù, nghỉ hoán đổi', working: 'làm bù' };

/** The twelve months of a year: what is worked, what is off and why. */
export function YearView({ year, calendar, today }: { year: number; calendar: WorkCalendar; today: string }) {
  return (
    <div class="year">
      {Array.from({ length: 12 }, (_unused, index) => (
        <Month year={year} month={index + 1} calendar={calendar} today={today} />
      ))}
    </div>
  );
}

function Month(props: { year: number; month: number; calendar: WorkCalendar; today: string }) {
  const { year, month, calendar, today } = props;
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const weeks: (string | null)[][] = [];
  let week: (string | null)[] = Array.from({ length: weekday(first) - 1 }, () => null);
  for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = addDays(date, 1)) {
    week.push(date);
    if (week.length === 7) {
      weeks.push(week);
      week = [];
    }
  }
  if (week.length > 0) weeks.push([...week, ...Array.from({ length: 7 - week.length }, () => null)]);
  return (
    <table class="month">
      <caption>Tháng {month}</caption>
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((days) => (
          <tr>
            {days.map((date) => (date ? <Day date={date} calendar={calendar} today={today} /> : <td />))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ date, calendar, today }: { date: string; calendar: WorkCalendar; today: string }) {
  const own = calendar.days[date];
  const classes = [
    own ? `day--${own.kind}` : isWorkingDay(calendar, date) ? '' : 'day--off',
    date === today && 'day--now',
  ];
  const words = own ? `${formatDate(date)}: ${own.name}, ${KIND_WORDS[own.kind]}` : undefined;
  return (
    <td class={classes.filter(Boolean).join(' ') || undefined} title={words}>
      {Number(date.slice(8))}
      {own && <span class="vh"> {own.name}</span>}
    </td>
  );
}

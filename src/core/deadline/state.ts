import {
  addWorkingMinutes,
  isWorkingDay,
  workingDaysBetween,
  workingMinutesBetween,
  type WorkCalendar,
} from '../calendar/index.ts';
import { addDays, daysBetween, formatDate, localDate } from '../dates.ts';
import { closeOn, dueAt, wholeMinute, type TimeLimit } from './due.ts';
import { DEFAULT_RULES, type SupplementPolicy, type TimeRules } from './rules.ts';

const DAY_MINUTES = 24 * 60;

/** The clock of one dossier. Plain data: every change makes a new one. */
export interface DeadlineState {
  limit: TimeLimit;
  /** Valid reception; stays when the clock is restarted. */
  receivedAt: Date;
  /** What counts now; null when the procedure's limit is not known. */
  dueAt: Date | null;
  /** What would count without an apology: statistics may use either. */
  originalDueAt: Date | null;
  /** Set while the applicant supplements: the clock stands still. */
  pausedAt: Date | null;
  /**
   * Only while paused: what is left until dueAt, in working minutes; for limits in calendar days in days of 1,440
   * minutes. Negative when the dossier was late already.
   */
  remainingMinutes: number | null;
  /** How many supplements were asked for since reception, and how many new dates were given. */
  supplements: number;
  extensions: number;
}

export type DeadlineChange = { ok: true; state: DeadlineState } | { ok: false; message: string };

/** Starts the clock at valid reception. */
export function start(
  calendar: WorkCalendar,
  limit: TimeLimit,
  receivedAt: Date,
  rules: TimeRules = DEFAULT_RULES,
): DeadlineState {
  const due = dueAt(calendar, limit, receivedAt, rules);
  return {
    limit,
    receivedAt,
    dueAt: due,
    originalDueAt: due,
    pausedAt: null,
    remainingMinutes: null,
    supplements: 0,
    extensions: 0,
  };
}

/** Stops the clock because a supplement is asked for; refused while it stands, or when it was asked for often enough. */
export function pause(
  calendar: WorkCalendar,
  state: DeadlineState,
  at: Date,
  rules: TimeRules = DEFAULT_RULES,
): DeadlineChange {
  if (state.pausedAt) return no('Hồ sơ đang chờ bổ sung. Chờ người nộp bổ sung xong rồi mới yêu cầu tiếp.');
  if (state.supplements >= rules.supplement.times) {
    return no(
      `Hồ sơ đã được yêu cầu bổ sung ${state.supplements} lần, bằng số lần quy định cho phép. Giải quyết theo giấy tờ hiện có.`,
    );
  }
  const remainingMinutes = state.dueAt && left(calendar, state.limit, wholeMinute(at), state.dueAt);
  return {
    ok: true,
    state: { ...state, pausedAt: at, remainingMinutes, supplements: state.supplements + 1 },
  };
}

/**
 * Starts the clock again when the supplement is complete. restart: the whole limit runs from now. pause: what was left
 * runs from now, so neither side gains; a dossier that was late stays as late as it was.
 */
export function resume(
  calendar: WorkCalendar,
  state: DeadlineState,
  at: Date,
  policy: SupplementPolicy,
  rules: TimeRules = DEFAULT_RULES,
): DeadlineChange {
  const { pausedAt, limit } = state;
  if (!pausedAt) return no('Hồ sơ không chờ bổ sung nên thời hạn đang tính bình thường.');
  const running = { ...state, pausedAt: null, remainingMinutes: null };
  if (policy === 'restart') {
    const due = dueAt(calendar, limit, at, rules);
    return { ok: true, state: { ...running, dueAt: due, originalDueAt: due } };
  }
  const move = (due: Date | null): Date | null =>
    due && after(calendar, limit, wholeMinute(at), left(calendar, limit, wholeMinute(pausedAt), due));
  return {
    ok: true,
    state: { ...running, dueAt: move(state.dueAt), originalDueAt: move(state.originalDueAt) },
  };
}

/** Gives a new date with an apology: at least a day before the due date, and once (Decree 61/2018, article 19.9). */
export function extend(
  calendar: WorkCalendar,
  state: DeadlineState,
  apology: { at: Date; newDueAt: Date },
  rules: TimeRules = DEFAULT_RULES,
): DeadlineChange {
  const { at, newDueAt } = apology;
  if (!state.dueAt) return no('Thủ tục chưa có thời hạn giải quyết nên không có ngày hẹn để lùi.');
  if (state.pausedAt)
    return no('Hồ sơ đang chờ bổ sung, thời hạn đang dừng. Hẹn lại sau khi người nộp bổ sung.');
  if (state.extensions >= rules.apology.times) {
    return no(`Hồ sơ đã được hẹn lại ${state.extensions} lần, không hẹn lại thêm được.`);
  }
  if (daysBetween(localDate(at), localDate(state.dueAt)) < rules.apology.leadDays) {
    const last = formatDate(addDays(localDate(state.dueAt), -rules.apology.leadDays));
    return no(`Phải xin lỗi và hẹn lại chậm nhất ngày ${last}, trước hạn ${rules.apology.leadDays} ngày.`);
  }
  if (newDueAt <= state.dueAt) {
    return no(`Ngày hẹn mới phải sau ngày hẹn cũ, ${formatDate(state.dueAt)}.`);
  }
  if (!isWorkingDay(calendar, localDate(newDueAt))) {
    return no(`Ngày ${formatDate(newDueAt)} cơ quan không làm việc. Chọn một ngày làm việc.`);
  }
  return { ok: true, state: { ...state, dueAt: newDueAt, extensions: state.extensions + 1 } };
}

/** Working minutes left until the due date, and working days after today's; zero when late, null without a due date. */
export function remaining(
  calendar: WorkCalendar,
  state: DeadlineState,
  now: Date,
): { minutes: number; days: number } | null {
  if (!state.dueAt) return null;
  const at = state.pausedAt ?? now;
  if (at >= state.dueAt) return { minutes: 0, days: 0 };
  return {
    minutes: Math.ceil(workingMinutesBetween(calendar, at, state.dueAt)),
    days: workingDaysBetween(calendar, localDate(at), localDate(state.dueAt)),
  };
}

export interface Lateness {
  late: boolean;
  /** Working days begun since the due date, calendar days for limits in calendar days; 0 on the due date itself. */
  days: number;
  /** Working minutes since the due moment, rounded down. */
  minutes: number;
}

/**
 * How late the dossier is at a moment: now, or when it was finished. On time means finished by the due moment, whatever
 * the day of collection. While the applicant supplements nothing is added.
 */
export function lateness(calendar: WorkCalendar, state: DeadlineState, at: Date): Lateness {
  return latenessOf(calendar, state.dueAt, state.pausedAt ?? at, state.limit.unit);
}

/** The same for any due moment: a step's, a consultation's. */
export function latenessOf(
  calendar: WorkCalendar,
  due: Date | null,
  at: Date,
  unit: TimeLimit['unit'] = 'working_day',
): Lateness {
  if (!due || at <= due) return { late: false, days: 0, minutes: 0 };
  const [dueDate, today] = [localDate(due), localDate(at)];
  return {
    late: true,
    days:
      unit === 'calendar_day' ? daysBetween(dueDate, today) : workingDaysBetween(calendar, dueDate, today),
    minutes: Math.floor(workingMinutesBetween(calendar, due, at)),
  };
}

/**
 * How a finished dossier counts in the control slip and the reports: early (finished on a day before the due date),
 * on_time, or late. Null without a due date.
 */
export function outcome(due: Date | null, finishedAt: Date): 'early' | 'on_time' | 'late' | null {
  if (!due) return null;
  if (finishedAt > due) return 'late';
  return localDate(finishedAt) < localDate(due) ? 'early' : 'on_time';
}

function left(calendar: WorkCalendar, limit: TimeLimit, from: Date, due: Date): number {
  if (limit.unit === 'calendar_day') return daysBetween(localDate(from), localDate(due)) * DAY_MINUTES;
  return Math.floor(workingMinutesBetween(calendar, from, due));
}

function after(calendar: WorkCalendar, limit: TimeLimit, from: Date, minutes: number): Date {
  if (limit.unit === 'calendar_day')
    return closeOn(calendar, addDays(localDate(from), minutes / DAY_MINUTES));
  return addWorkingMinutes(calendar, from, minutes);
}

function no(message: string): DeadlineChange {
  return { ok: false, message };
}

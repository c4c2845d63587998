import type { CalendarRow } from './build.ts';

/**
 * Rows offered to an administrator who opens a year; the calendar itself is what the agency's table holds. Sources:
 * Labour Code 2019, articles 111 and 112 (holidays, and the day off in lieu when one falls on a weekly rest day);
 * Resolution 28/2026/QH16 (Vietnam Culture Day, 24 November, from 2026); the Prime Minister's yearly decisions on Tết,
 * on National Day and on exchanged days.
 */
export interface HolidayRow extends CalendarRow {
  /** Not decided yet when written down: to be confirmed before the year begins. */
  proposal?: true;
}

const TET = 'Tết Nguyên đán';

export const VIETNAM_2026: readonly HolidayRow[] = [
  { date: '2026-01-01', kind: 'holiday', name: 'Tết Dương lịch' },
  { date: '2026-01-02', kind: 'rest', name: 'Nghỉ hoán đổi với Thứ Bảy 10/01/2026' },
  { date: '2026-01-10', kind: 'working', name: 'Làm bù cho Thứ Sáu 02/01/2026' },
  { date: '2026-02-16', kind: 'holiday', name: `${TET} (29 tháng Chạp)` },
  { date: '2026-02-17', kind: 'holiday', name: `${TET} (mùng 1)` },
  { date: '2026-02-18', kind: 'holiday', name: `${TET} (mùng 2)` },
  { date: '2026-02-19', kind: 'holiday', name: `${TET} (mùng 3)` },
  { date: '2026-02-20', kind: 'holiday', name: `${TET} (mùng 4)` },
  { date: '2026-04-26', kind: 'holiday', name: 'Giỗ Tổ Hùng Vương' },
  { date: '2026-04-27', kind: 'rest', name: 'Nghỉ bù Giỗ Tổ Hùng Vương' },
  { date: '2026-04-30', kind: 'holiday', name: 'Ngày Chiến thắng' },
  { date: '2026-05-01', kind: 'holiday', name: 'Ngày Quốc tế lao động' },
  { date: '2026-08-22', kind: 'working', name: 'Làm bù cho Thứ Hai 31/08/2026' },
  { date: '2026-08-31', kind: 'rest', name: 'Nghỉ hoán đổi với Thứ Bảy 22/08/2026' },
  { date: '2026-09-01', kind: 'holiday', name: 'Quốc khánh (ngày liền kề)' },
  { date: '2026-09-02', kind: 'holiday', name: 'Quốc khánh' },
  { date: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa Việt Nam' },
];

/** Tết after the first of the two options laid before the Government: 4–10 February; mùng 1 is Saturday 6 February. */
export const VIETNAM_2027: readonly HolidayRow[] = [
  { date: '2027-01-01', kind: 'holiday', name: 'Tết Dương lịch' },
  { date: '2027-02-04', kind: 'holiday', name: `${TET} (28 tháng Chạp)`, proposal: true },
  { date: '2027-02-05', kind: 'holiday', name: `${TET} (29 tháng Chạp)`, proposal: true },
  { date: '2027-02-06', kind: 'holiday', name: `${TET} (mùng 1)`, proposal: true },
  { date: '2027-02-07', kind: 'holiday', name: `${TET} (mùng 2)`, proposal: true },
  { date: '2027-02-08', kind: 'holiday', name: `${TET} (mùng 3)`, proposal: true },
  { date: '2027-02-09', kind: 'rest', name: `Nghỉ bù ${TET}`, proposal: true },
  { date: '2027-02-10', kind: 'rest', name: `Nghỉ bù ${TET}`, proposal: true },
  { date: '2027-04-16', kind: 'holiday', name: 'Giỗ Tổ Hùng Vương' },
  { date: '2027-04-30', kind: 'holiday', name: 'Ngày Chiến thắng' },
  { date: '2027-05-01', kind: 'holiday', name: 'Ngày Quốc tế lao động' },
  { date: '2027-05-03', kind: 'rest', name: 'Nghỉ bù Ngày Quốc tế lao động' },
  { date: '2027-09-02', kind: 'holiday', name: 'Quốc khánh' },
  { date: '2027-09-03', kind: 'holiday', name: 'Quốc khánh (ngày liền kề)', proposal: true },
  { date: '2027-11-24', kind: 'holiday', name: 'Ngày Văn hóa Việt Nam' },
];

import { expect, it } from 'vitest';
import { hoursText } from './hours.ts';

it('puts days with the same hours in one line', () => {
  const day: [number, number][] = [
    [450, 690],
    [810, 1020],
  ];
  expect(hoursText({ 1: day, 2: day, 3: day, 4: day, 5: day, 6: [[450, 690]] })).toEqual([
    'Thứ Hai – Thứ Sáu: 07:30–11:30, 13:30–17:00',
    'Thứ Bảy: 07:30–11:30',
  ]);
  expect(hoursText({ 1: day, 3: day })).toEqual([
    'Thứ Hai: 07:30–11:30, 13:30–17:00',
    'Thứ Tư: 07:30–11:30, 13:30–17:00',
  ]);
  expect(hoursText({})).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentOf } from './moment.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

test('moments are read as the calendar and pg have them', () => {
  const year = fc.integer({ min: 1, max: 9999 });
  const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,6}$/));
  const zone = fc.constantFrom('+07', '+00', '-05', '+05:30', '+07:06:30');
  const parts = fc.record({
    year,
    day: fc.integer({ min: 0, max: 364 }),
    second: fc.integer({ min: 0, max: 86_399 }),
    fraction,
    zone,
  });
  fc.assert(
    fc.property(parts, (one) => {
      const date = new Date(Date.UTC(2001, 0, 1 + one.day));
      const day = `${pad(one.year, 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
      const [h, m, s] = [Math.floor(one.second / 3600), Math.floor(one.second / 60) % 60, one.second % 60];
      const time = `${pad(h, 2)}:${pad(m, 2)}:${pad(s, 2)}`;
      const given = momentOf(`${day} ${time}${one.fraction}${one.zone}`);
      const [hours = '0', minutes = '0', seconds = '0'] = one.zone.slice(1).split(':');
      const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
      const local = Date.parse(`${day}T${time}${one.fraction.slice(0, 4)}Z`);
      expect(given.getTime()).toBe(local - (one.zone.startsWith('-') ? -offset : offset) * 1000);
    }),
  );
});

test('no moment and what is endless', () => {
  expect(momentOf('infinity')).toBe(Infinity);
  expect(momentOf('-infinity')).toBe(-Infinity);
  expect(momentOf('0044-03-15 12:00:00+07 BC').getTime()).toBeLessThan(0);
});

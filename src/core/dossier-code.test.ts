import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './dates.ts';
import {
  agencyCodeIn,
  agencyCodeStyle,
  formatDossierCode,
  isDossierCode,
  normaliseDossierCode,
  parseDossierCode,
} from './dossier-code.ts';

const day = fc.nat(36_500).map((days) => addDays('2000-01-01', days));
const serial = fc.integer({ min: 1, max: 10_000_000 });
const oldAgency = fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}$/);
const newAgency = fc.stringMatching(/^[A-Y]\d{2}(\.[0-9A-Z]{1,3}){0,7}$/);

describe('the code of a dossier', () => {
  it('[II.5.3] is agency code, day of reception and number of the day, in both styles', () => {
    const parts = { date: '2026-11-23', serial: 1 };
    expect(formatDossierCode({ ...parts, style: 'old', agencyCode: '000.00.15.H99' })).toBe(
      '000.00.15.H99-261123-0001',
    );
    expect(formatDossierCode({ ...parts, style: 'new', agencyCode: 'H99.15' })).toBe('H99.15-261123-0001');
  });

  it('[II.5.3] takes the day in Viet Nam of the moment of reception', () => {
    const code = formatDossierCode({
      style: 'new',
      agencyCode: 'H99.15',
      date: new Date('2026-11-22T18:00:00Z'),
      serial: 7,
    });
    expect(code).toBe('H99.15-261123-0007');
  });

  it('[II.5.3] grows wider with the 10,000th dossier of a day and never wraps', () => {
    const code = (number: number): string =>
      formatDossierCode({ style: 'old', agencyCode: '000.00.15.H99', date: '2026-11-23', serial: number });
    expect(code(9_999)).toBe('000.00.15.H99-261123-9999');
    expect(code(10_000)).toBe('000.00.15.H99-261123-10000');
    expect(parseDossierCode(code(10_000))?.serial).toBe(10_000);
    expect(isDossierCode(code(10_000))).toBe(true);
  });

  it('refuses bad parts', () => {
    const good = { style: 'new', agencyCode: 'H99.15', date: '2026-11-23', serial: 1 } as const;
    expect(() => formatDossierCode({ ...good, serial: 0 })).toThrow(RangeError);
    expect(() => formatDossierCode({ ...good, serial: 1.5 })).toThrow(RangeError);
    expect(() => formatDossierCode({ ...good, date: '2026-02-30' })).toThrow(RangeError);
    expect(() => formatDossierCode({ ...good, date: '1999-01-01' })).toThrow(RangeError);
    expect(() => formatDossierCode({ ...good, agencyCode: 'Z99' })).toThrow(RangeError);
  });

  it('comes back in its parts, whatever they are', () => {
    const old = fc.record({ style: fc.constant('old' as const), agencyCode: oldAgency, date: day, serial });
    const fresh = fc.record({
      style: fc.constant('new' as const),
      agencyCode: newAgency.filter((code) => code.length <= 35),
      date: day,
      serial,
    });
    fc.assert(
      fc.property(fc.oneof(old, fresh), (parts) => {
        const code = formatDossierCode(parts);
        expect(parseDossierCode(code)).toEqual(parts);
        expect(isDossierCode(code)).toBe(true);
        expect(normaliseDossierCode(` ${code.toLowerCase().replaceAll('-', ' – ')} `)).toBe(code);
      }),
    );
  });

  it('differs for every number, day and agency', () => {
    fc.assert(
      fc.property(oldAgency, oldAgency, day, day, serial, serial, (a1, a2, d1, d2, s1, s2) => {
        const one = formatDossierCode({ style: 'old', agencyCode: a1, date: d1, serial: s1 });
        const two = formatDossierCode({ style: 'old', agencyCode: a2, date: d2, serial: s2 });
        expect(one === two).toBe(a1 === a2 && d1 === d2 && s1 === s2);
      }),
    );
  });
});

describe('typed codes', () => {
  it.each([
    ['000.00.15.h29-190815-0001', '000.00.15.H29-190815-0001'],
    ['000.00.06.H56–231027–0361', '000.00.06.H56-231027-0361'],
    [' H15.50.05.13 - 261008 - 0975 ', 'H15.50.05.13-261008-0975'],
    ['OOO.oo.15.H29-19O815-OOO1', '000.00.15.H29-190815-0001'],
    ['000.00.15.H29 190815 0001', '000.00.15.H29-190815-0001'],
    ['H99.1 5-261123-0001', 'H99.15-261123-0001'],
    ['Ｈ９９.15-261123-0001', 'H99.15-261123-0001'],
  ])('%s', (typed, code) => expect(normaliseDossierCode(typed)).toBe(code));

  it.each([
    '',
    '0001',
    '000.00.15.H29-190815-001',
    '000.00.15.H29-190815-0000',
    '000.00.15.H29-190815-00012',
    '000.00.15.H29-190230-0001',
    '000.00.15.Z29-190815-0001',
    '00.00.15.H29-190815-0001',
    'H99.-261123-0001',
    'H99.1234-261123-0001',
    `H99${'.123'.repeat(9)}-261123-0001`,
  ])('not %s', (typed) => expect(normaliseDossierCode(typed)).toBeNull());

  it('is exact about what the system writes', () => {
    expect(isDossierCode('000.00.15.H29-190815-0001')).toBe(true);
    expect(isDossierCode('000.00.15.h29-190815-0001')).toBe(false);
    expect(isDossierCode('000.00.15.H29-190815-0001 ')).toBe(false);
  });

  it('leaves letters of an agency code alone', () => {
    expect(parseDossierCode('O15.O1-261123-0001')?.agencyCode).toBe('O15.O1');
  });
});

describe('agency codes', () => {
  it('change style both ways', () => {
    expect(agencyCodeIn('new', '000.00.15.H99')).toBe('H99.15');
    expect(agencyCodeIn('new', '000.05.10.H56')).toBe('H56.10.05');
    expect(agencyCodeIn('new', '000.00.00.H99')).toBe('H99');
    expect(agencyCodeIn('old', 'H56.10.05')).toBe('000.05.10.H56');
    expect(agencyCodeIn('old', 'H99')).toBe('000.00.00.H99');
    expect(() => agencyCodeIn('old', 'H15.50.05.13.02')).toThrow(RangeError);
    expect(() => agencyCodeIn('old', 'H15.A5')).toThrow(RangeError);
    expect(agencyCodeStyle('H99.15')).toBe('new');
    expect(agencyCodeStyle('99.15')).toBeNull();
  });

  it('keep every old code through the new style', () => {
    fc.assert(
      fc.property(oldAgency, (code) => {
        expect(agencyCodeIn('old', agencyCodeIn('new', code))).toBe(code);
      }),
    );
  });
});

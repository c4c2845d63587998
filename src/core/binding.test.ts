import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bind, checkBindings, type Bindings, type BindingSource, type Bound } from './binding.ts';
import type { FormDefinition } from './form/index.ts';

const form: FormDefinition = {
  code: 'thu',
  title: 'Tờ khai thử',
  schema: { type: 'object' },
  steps: [
    {
      id: 'mot',
      title: 'Một',
      items: [
        { kind: 'field', path: 'child.name', label: 'Họ tên', input: 'text' },
        { kind: 'field', path: 'child.birthDate', label: 'Ngày sinh', input: 'date' },
        {
          kind: 'field',
          path: 'child.gender',
          label: 'Giới tính',
          input: 'radio',
          options: [{ value: 'male', label: 'Nam' }],
        },
        { kind: 'field', path: 'child.people', label: 'Dân tộc', input: 'select', catalogue: 'ethnicities' },
        { kind: 'field', path: 'child.place', label: 'Nơi sinh', input: 'address' },
        { kind: 'field', path: 'capital', label: 'Vốn', input: 'money' },
        {
          kind: 'repeat',
          path: 'lines',
          title: 'Ngành, nghề',
          memberTitle: 'Ngành',
          addLabel: 'Thêm',
          items: [{ kind: 'field', path: 'line', label: 'Ngành', input: 'select', catalogue: 'lines' }],
        },
      ],
    },
  ],
};

const source: BindingSource = {
  form,
  answers: {
    child: {
      name: 'Trần {An} [Nhiên]',
      birthDate: '2026-11-12',
      gender: 'male',
      people: '01',
      place: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 8' },
    },
    capital: 150_000_000,
    lines: [{ line: '5630' }, {}, { line: '4711' }],
  },
  catalogues: {
    ethnicities: [{ code: '01', name: 'Kinh' }],
    lines: [{ code: '5630', name: 'Dịch vụ phục vụ đồ uống' }],
  },
  facts: { number: '12/2026', issuedAt: '2026-11-23' },
};

const text = (template: string): unknown => bind({ x: template }, source)['x'];

describe('bound text', () => {
  test.each([
    ['Cháu {child.name}', 'Cháu Trần {An} [Nhiên]'],
    ['{child.birthDate}', '12/11/2026'],
    ['{child.birthDate|long}', 'ngày 12 tháng 11 năm 2026'],
    ['{child.birthDate|words}', 'Ngày mười hai tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['{child.birthDate|year}', '2026'],
    ['{child.gender}, {child.people}', 'Nam, Kinh'],
    ['{child.gender|code}', 'male'],
    ['{child.place}', 'Số 8, phường Yên Hà, tỉnh Lam Giang'],
    ['{child.place.commune}', 'Phường Yên Hà'],
    ['{capital} ({capital|words} đồng)', '150.000.000 đồng (một trăm năm mươi triệu đồng)'],
    ['Số {@number}, {@issuedAt|long}', 'Số 12/2026, ngày 23 tháng 11 năm 2026'],
    ['A[, cha {father.name}][, con {child.name|code}]', 'A, con Trần {An} [Nhiên]'],
    ['A[ và [{father.name}] B]', 'A và  B'],
    ['{father.name}', ''],
    ['{child.birthDate|strange}', ''],
    ['{@unknown}', ''],
    ['{child.__proto__} {constructor} {@constructor}', ''],
    ['lẻ ] [ và { và ]', 'lẻ ]  và { và'],
    ['lẻ [ và {', 'lẻ [ và {'],
  ])('%s → %s', (template, expected) => {
    expect(text(template)).toBe(expected);
  });

  test('a choice has its own text, and another when it is none of those named', () => {
    const binding = { of: 'child.gender', choices: { male: 'ông {child.name|code}' }, otherwise: 'bà' };
    expect(bind({ x: binding }, source)['x']).toBe('ông Trần {An} [Nhiên]');
    expect(bind({ x: binding }, { ...source, answers: {} })['x']).toBe('bà');
    expect(bind({ x: { of: 'child.gender', choices: {} } }, source)['x']).toBe('');
  });

  test('lists have a row for each member, and none where a column is empty', () => {
    const fields: Bindings = {
      lines: [
        { row: { code: '00', name: '{child.name|code}' } },
        { row: { code: '01', name: '{father.name}' } },
        { each: 'lines', item: { row: { code: '{.line|code}', name: '{.line}' } } },
        { each: 'nothing', item: '{.line}' },
        'một\n\nhai',
      ],
    };
    expect(bind(fields, source)['lines']).toEqual([
      { code: '00', name: 'Trần {An} [Nhiên]' },
      { code: '5630', name: 'Dịch vụ phục vụ đồ uống' },
      { code: '4711', name: '4711' },
      'một',
      'hai',
    ]);
  });

  test('an answer that is no text, however it calls itself, gives empty text', () => {
    const answers = { x: { toString: 0 } };
    for (const format of ['long', 'words', 'year', 'code']) {
      expect(bind({ a: `{x|${format}}` }, { ...source, answers })).toEqual({ a: '' });
    }
    expect(bind({ a: { of: 'x', choices: { b: 'c' }, otherwise: 'd' } }, { ...source, answers })).toEqual({
      a: 'd',
    });
  });

  test('whatever is bound to whatever was answered, text comes out', () => {
    const path = fc.constantFrom(
      'child.name',
      'child.place',
      'capital',
      'lines',
      'lines.0.line',
      '.line',
      '@number',
      'x',
    );
    const format = fc.constantFrom('', '|long', '|words', '|year', '|code', '|none');
    const piece = fc.oneof(
      fc.tuple(path, format).map(([name, shape]) => `{${name}${shape}}`),
      fc.constantFrom('[', ']', '{', '}', '|', ' chữ '),
      fc.string({ maxLength: 5 }),
    );
    const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const record = fc.dictionary(fc.string({ maxLength: 5 }), template, { maxKeys: 3 });
    const single = fc.oneof(template, fc.record({ of: path, choices: record }));
    const item = fc.oneof(single, fc.record({ row: record }));
    const entry = fc.oneof(item, fc.record({ each: path, item }));
    const binding = fc.oneof(single, fc.array(entry, { maxLength: 3 }));
    const answers = fc.record(
      { child: fc.jsonValue(), capital: fc.jsonValue(), lines: fc.jsonValue(), x: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const isText = (value: unknown): boolean => typeof value === 'string';
    fc.assert(
      fc.property(binding, answers, (one, given) => {
        const bound: Bound = bind({ x: one }, { ...source, answers: given });
        const value = bound['x']!;
        if (!Array.isArray(one)) expect(isText(value)).toBe(true);
        for (const row of Array.isArray(value) ? value : []) {
          expect(isText(row) || Object.values(row).every(isText)).toBe(true);
        }
        expect(Array.isArray(checkBindings({ x: one }, form, []))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the check of bindings', () => {
  test('takes what the form asks and the facts there are', () => {
    const fields: Bindings = {
      a: '{child.name} {child.place.commune} {@number|code}[, {capital|words}]',
      b: { of: 'child.gender', choices: { male: '{child.name}' }, otherwise: '' },
      c: [{ each: 'lines', item: { row: { code: '{.line|code}' } } }, { row: { code: '{capital}' } }, 'chữ'],
    };
    expect(checkBindings(fields, form, ['number'])).toEqual([]);
  });

  test.each<[string, Bindings]>([
    ['an unknown path', { a: '{father.name}' }],
    ['a path in a choice', { a: { of: 'child.gender', choices: { male: '{father.name}' } } }],
    ['the answer chosen by', { a: { of: 'father.name', choices: {} } }],
    ['an unknown fact', { a: '{@nobody}' }],
    ['an unknown format', { a: '{child.birthDate|loud}' }],
    ['an open bracket', { a: '[{child.name}' }],
    ['a brace that closes nothing', { a: 'child.name}' }],
    ['a member path outside a list', { a: '{.line}' }],
    ['an unknown list', { a: [{ each: 'child', item: 'x' }] }],
    ['an unknown member', { a: [{ each: 'lines', item: { row: { code: '{.name}' } } }] }],
    ['a whole list as text', { a: '{lines}' }],
  ])('names %s', (_what, fields) => {
    expect(checkBindings(fields, form, ['number'])).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareForms } from './compare.ts';
import { editForm } from './edit.ts';
import { readFormFile, writeFormFile } from './file.ts';
import { outline } from './places.ts';
import { sampleAnswers } from './sample.ts';
import { exampleForm } from './testing/forms.ts';
import { validate } from './validate.ts';

const LINES = { 'business-lines': [{ code: '5610', name: 'Nhà hàng' }] };

describe('compareForms', () => {
  it('has nothing to say of the same form', () => {
    expect(compareForms(exampleForm(), exampleForm())).toEqual([]);
  });

  it('names what was added, taken away, changed and moved', () => {
    const before = exampleForm();
    const first = 'steps.nguoi-nop.items.0';
    let after = editForm(before, { op: 'remove', place: 'steps.nguoi-nop.items.5' }).definition;
    after = editForm(after, { op: 'add', what: 'money', parent: 'steps.nguoi-nop' }).definition;
    const name = structuredClone(before.steps[0]!.items[0]!);
    if (name.kind !== 'field') throw new Error('The example has changed');
    const { kind: _kind, ...field } = { ...name, label: 'Họ tên', showIf: undefined };
    after = editForm(after, {
      op: 'field',
      place: first,
      field,
      required: false,
      rules: { maxLength: 60 },
    }).definition;
    after = editForm(after, { op: 'shift', place: 'steps.nguoi-nop.items.2', by: -1 }).definition;
    const rows = compareForms(before, after).map((row) => [row.label, row.before, row.after]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Họ tên › Nhãn', 'Họ và tên', 'Họ tên'],
        ['Họ tên › Bắt buộc', 'Có', 'Không'],
        ['Họ tên › Nhiều nhất (ký tự)', '100', '60'],
        ['Số tiền', null, 'Số tiền, bắt buộc, bước “Chủ hộ kinh doanh”'],
        ['Thư điện tử', 'Thư điện tử, bước “Chủ hộ kinh doanh”', null],
        ['Thứ tự', expect.any(String), expect.any(String)],
      ]),
    );
  });

  it('has something to say of every removal', () => {
    fc.assert(
      fc.property(fc.nat(100), (at) => {
        const def = exampleForm();
        const spots = outline(def);
        const { place } = spots[at % spots.length]!;
        expect(compareForms(def, editForm(def, { op: 'remove', place }).definition)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('files', () => {
  it('hold the whole form, keys and questions in the order people write them', () => {
    const text = writeFormFile(exampleForm());
    expect(readFormFile(text)).toEqual({ definition: exampleForm() });
    // The order of keys is lost in the database.
    const shuffled = JSON.parse(text, (_key, value: unknown) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1)))
        : value,
    ) as typeof exampleForm extends () => infer D ? D : never;
    expect(writeFormFile(shuffled)).toBe(text);
  });
});

it('sample answers show everything and may be handed in', () => {
  const today = '2026-11-23';
  const answers = sampleAnswers(exampleForm(), { today, catalogues: LINES });
  expect(validate(exampleForm(), answers, { today, catalogues: LINES })).toEqual([]);
});

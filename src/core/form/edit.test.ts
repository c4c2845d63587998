import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOver } from './carry-over.ts';
import { checkForm } from './check.ts';
import { editForm, EditRefused, type FormEdit } from './edit.ts';
import { freshForm, NEW_ITEMS } from './fresh.ts';
import { nearestPlace, outline, patternOf, rawAt, schemaRoot, spotAt } from './places.ts';
import { exampleForm, goodAnswers } from './testing/forms.ts';
import type { FieldItem, FormDefinition } from './types.ts';
import { mustFill } from './schema.ts';

const KNOWN = { catalogues: ['business-lines'] };
const does = (def: FormDefinition, ...edits: FormEdit[]): FormDefinition =>
  edits.reduce((one, edit) => editForm(one, edit).definition, def);
const fieldAt = (def: FormDefinition, place: string): FieldItem => {
  const spot = spotAt(def, place);
  if (spot?.kind !== 'item' || spot.item.kind !== 'field') throw new Error(place);
  return spot.item;
};
/** The edit that changes nothing, to begin from. */
const asIs = (def: FormDefinition, place: string): Extract<FormEdit, { op: 'field' }> => {
  const { kind: _kind, ...field } = fieldAt(def, place);
  const spot = spotAt(def, place);
  const root = schemaRoot(def, spot?.kind === 'item' ? spot.repeat : undefined);
  return { op: 'field', place, field, required: mustFill(root, field), rules: {} };
};

describe('editForm', () => {
  it('builds a form from nothing that may be published', () => {
    let def = freshForm('don-thu', 'Đơn thử');
    for (const { what } of NEW_ITEMS) {
      if (['step', 'group', 'repeat', 'attachment'].includes(what)) continue;
      def = editForm(def, { op: 'add', what, parent: 'steps.buoc-1' }).definition;
    }
    expect(checkForm(def)).toEqual([]);
    expect(outline(def)).toHaveLength(1 + 17);
  });

  it('adds, fills and names repeats, groups and steps', () => {
    const def = does(
      freshForm('don-thu', 'Đơn thử'),
      { op: 'add', what: 'group', parent: 'steps.buoc-1' },
      { op: 'add', what: 'text', parent: 'steps.buoc-1.items.0' },
      { op: 'add', what: 'repeat', parent: 'steps.buoc-1' },
      { op: 'add', what: 'text', parent: 'steps.buoc-1.items.1' },
      { op: 'add', what: 'step', parent: 'steps' },
      { op: 'add', what: 'declaration', parent: 'steps.buoc-2' },
    );
    expect(checkForm(def)).toEqual([]);
    expect(rawAt(def.schema, 'danhSachMoi')?.items?.properties).toHaveProperty('oMoi');
  });

  it('has a path follow its label until it is published, and everything that refers to it follow the path', () => {
    const made = does(
      freshForm('don-thu', 'Đơn thử'),
      { op: 'add', what: 'yesno', parent: 'steps.buoc-1' },
      { op: 'add', what: 'text', parent: 'steps.buoc-1' },
    );
    const first = 'steps.buoc-1.items.0';
    const conditional = asIs(made, 'steps.buoc-1.items.1');
    conditional.field.showIf = { path: fieldAt(made, first).path, equals: true };
    const linked = does(made, conditional, {
      op: 'form',
      title: 'Đơn',
      subject: [fieldAt(made, first).path],
    });
    const renaming = asIs(linked, first);
    renaming.field.label = 'Đã kết hôn?';
    const after = editForm(linked, renaming).definition;
    expect(fieldAt(after, first).path).toBe('daKetHon');
    expect(fieldAt(after, 'steps.buoc-1.items.1').showIf).toEqual({ path: 'daKetHon', equals: true });
    expect(after.subject).toEqual(['daKetHon']);
    expect(checkForm(after)).toEqual([]);
    expect(fieldAt(editForm(linked, renaming, linked).definition, first).path).toBe(
      fieldAt(linked, first).path,
    );
  });

  it('moves a field into a repeat and out again with its schema and the conditions on it', () => {
    const def = exampleForm();
    const inside = editForm(def, {
      op: 'move',
      place: 'steps.nguoi-nop.items.0',
      parent: 'steps.thanh-vien.items.1',
      index: 0,
    });
    const moved = spotAt(inside.definition, inside.place);
    expect(moved?.kind === 'item' && patternOf(moved)).toBe('members.*.name2');
    expect(fieldAt(inside.definition, inside.place).prefill).toBeUndefined();
    const out = editForm(def, {
      op: 'move',
      place: 'steps.thanh-vien.items.1.items.3',
      parent: 'steps.thanh-vien',
      index: 2,
    });
    expect(checkForm(out.definition, KNOWN).map((fault) => fault.place)).toEqual([out.place]);
    expect(checkForm(out.definition, KNOWN)[0]!.message).toContain('nhóm lặp lại');
  });

  it('shifts through groups, repeats and steps, and back', () => {
    const def = does(
      freshForm('don-thu', 'Đơn thử'),
      { op: 'add', what: 'text', parent: 'steps.buoc-1' },
      { op: 'add', what: 'group', parent: 'steps.buoc-1' },
      { op: 'add', what: 'note', parent: 'steps.buoc-1.items.1' },
      { op: 'add', what: 'step', parent: 'steps' },
    );
    const way: string[] = [];
    let at = { definition: def, place: 'steps.buoc-1.items.0' };
    for (let i = 0; i < 4; i += 1) {
      at = editForm(at.definition, { op: 'shift', place: at.place, by: 1 });
      way.push(at.place);
    }
    expect(way).toEqual([
      'steps.buoc-1.items.0.items.0',
      'steps.buoc-1.items.0.items.1',
      'steps.buoc-1.items.1',
      'steps.buoc-2.items.0',
    ]);
    for (let i = 0; i < 4; i += 1) at = editForm(at.definition, { op: 'shift', place: at.place, by: -1 });
    expect(at.definition).toEqual(def);
  });

  it('refuses what can not be, and changes nothing', () => {
    const def = exampleForm();
    const before = structuredClone(def);
    const refused = (edit: FormEdit) => expect(() => editForm(def, edit)).toThrow(EditRefused);
    refused({ op: 'move', place: 'steps.thanh-vien.items.1', parent: 'steps.thanh-vien.items.1', index: 0 });
    refused({ op: 'add', what: 'note', parent: 'steps.thanh-vien.items.1' });
    refused({ op: 'remove', place: 'steps.khong-co.items.7' });
    const clash = asIs(def, 'steps.nguoi-nop.items.0');
    clash.field.path = 'applicant.address.detail';
    refused(clash);
    expect(def).toEqual(before);
  });

  it('duplicates a group whose conditions look at the copy', () => {
    const base = does(
      freshForm('don-thu', 'Đơn thử'),
      { op: 'add', what: 'group', parent: 'steps.buoc-1' },
      { op: 'add', what: 'yesno', parent: 'steps.buoc-1.items.0' },
      { op: 'add', what: 'text', parent: 'steps.buoc-1.items.0' },
    );
    const edit = asIs(base, 'steps.buoc-1.items.0.items.1');
    edit.field.showIf = { path: fieldAt(base, 'steps.buoc-1.items.0.items.0').path, equals: true };
    const { definition, place } = editForm(does(base, edit), {
      op: 'duplicate',
      place: 'steps.buoc-1.items.0',
    });
    const [asked, shown] = [fieldAt(definition, `${place}.items.0`), fieldAt(definition, `${place}.items.1`)];
    expect(shown.showIf).toEqual({ path: asked.path, equals: true });
    expect(asked.path).not.toBe(edit.field.path);
    expect(checkForm(definition)).toEqual([]);
  });
});

describe('[II.2.5~] any sequence of edits', () => {
  const edits = fc.array(
    fc.record({
      op: fc.constantFrom('add', 'move', 'shift', 'remove', 'duplicate', 'field'),
      what: fc.constantFrom(...NEW_ITEMS.map((one) => one.what)),
      at: fc.nat(200),
      to: fc.nat(200),
      index: fc.nat(6),
      label: fc.constantFrom('Họ và tên', 'Ngày cấp', '', 'Số 12', 'Đ'),
      input: fc.constantFrom(
        'text',
        'date',
        'radio',
        'yesno',
        'checkboxes',
        'address',
        'declaration',
        'money',
      ),
      required: fc.boolean(),
    }),
    { maxLength: 25 },
  );
  type Step = typeof edits extends fc.Arbitrary<(infer S)[]> ? S : never;

  const toEdit = (def: FormDefinition, step: Step): FormEdit => {
    const spots = outline(def);
    const place = spots[step.at % Math.max(1, spots.length)]?.place ?? 'form';
    const parent = spots[step.to % Math.max(1, spots.length)]?.place ?? 'steps';
    if (step.op === 'add') return { op: 'add', what: step.what, parent, index: step.index };
    if (step.op === 'move') return { op: 'move', place, parent, index: step.index };
    if (step.op === 'shift') return { op: 'shift', place, by: step.required ? 1 : -1 };
    if (step.op === 'field') {
      const spot = spotAt(def, place);
      if (spot?.kind !== 'item' || spot.item.kind !== 'field') return { op: 'duplicate', place };
      const edit = asIs(def, place);
      const options = [{ value: 'a', label: 'A' }];
      return {
        ...edit,
        field: { ...edit.field, label: step.label, input: step.input as FieldItem['input'], options },
        required: step.required,
      };
    }
    return { op: step.op as 'remove', place };
  };

  /** What a person may leave undone; everything else would be the builder's own mistake. */
  const LEFT_UNDONE = [
    /Điều kiện hiện/,
    /Trích yếu dùng/,
    /x-after trỏ tới|nằm trong nhóm lặp lại/,
    /chưa có (ô|mục|bước|nhãn|tên|nội dung|lựa chọn)/,
    /chưa gắn với thành phần/,
    /Giấy tờ “.*” đã hỏi/,
  ];

  it('leaves schema and pages in step, or the fault is named at a place that exists', () => {
    fc.assert(
      fc.property(fc.boolean(), edits, (empty, steps) => {
        let def = empty ? freshForm('don-thu', 'Đơn thử') : exampleForm();
        for (const step of steps) {
          try {
            def = editForm(def, toEdit(def, step)).definition;
          } catch (error) {
            if (!(error instanceof EditRefused)) throw error;
          }
        }
        for (const fault of checkForm(def, KNOWN)) {
          expect(
            LEFT_UNDONE.some((pattern) => pattern.test(fault.message)),
            `${fault.place}: ${fault.message}`,
          ).toBe(true);
          const place = ['steps', 'subject'].includes(fault.place) ? 'form' : fault.place;
          expect(spotAt(def, nearestPlace(def, place)), fault.place).not.toBeNull();
        }
        // Answers of a draft on the example can always be carried over to whatever was built.
        expect(() => carryOver(exampleForm(), def, goodAnswers())).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('comes back when what was moved down is moved up again', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 8 }), (at, times) => {
        const def = exampleForm();
        const items = outline(def).filter(
          (one) => one.kind === 'item' && !one.repeat && one.item.kind !== 'field',
        );
        const start = items[at % items.length]!;
        let now = { definition: def, place: start.place };
        let moved = 0;
        for (let i = 0; i < times; i += 1) {
          const next = editForm(now.definition, { op: 'shift', place: now.place, by: 1 });
          if (next.place === now.place) break;
          now = next;
          moved += 1;
        }
        for (let i = 0; i < moved; i += 1)
          now = editForm(now.definition, { op: 'shift', place: now.place, by: -1 });
        expect(now.definition).toEqual(def);
      }),
      { numRuns: 40 },
    );
  });
});

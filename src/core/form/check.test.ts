import { describe, expect, it } from 'vitest';
import type { FormDefinition } from './types.ts';
import { checkForm } from './check.ts';
import { exampleForm, oneField } from './testing/forms.ts';

/** Faults of the example after a change, as "place: message". */
function faultsAfter(change: (def: any) => void): string[] {
  const def = exampleForm();
  change(def);
  return checkForm(def, { catalogues: ['business-lines'] }).map((one) => `${one.place}: ${one.message}`);
}

describe('checkForm', () => {
  it('finds nothing wrong with the documented example', () => {
    expect(checkForm(exampleForm(), { catalogues: ['business-lines'] })).toEqual([]);
  });

  it.each<[string, (def: any) => void, RegExp]>([
    [
      'a path the schema lacks',
      (def) => (def.steps[0].items[0].path = 'applicant.fullName'),
      /items\.0: Lược đồ không có “applicant.fullName”/,
    ],
    [
      'a required path nobody asks',
      (def) => def.steps[1].items.splice(3, 1),
      /schema\.properties\.business: “business.capital” bắt buộc nhưng không bước nào hỏi/,
    ],
    [
      'a required name the schema does not define',
      (def) => def.schema.required.push('seal'),
      /“seal” bắt buộc nhưng lược đồ không định nghĩa/,
    ],
    [
      'a path asked twice',
      (def) => def.steps[1].items.push(def.steps[0].items[0]),
      /“applicant.name” đã hỏi ở chỗ khác/,
    ],
    [
      'a condition on nothing',
      (def) => (def.steps[2].items[1].showIf.path = 'single'),
      /“single”, nhưng mẫu không có ô này/,
    ],
    [
      'a condition on a later field',
      (def) => (def.steps[0].items[0].showIf = { path: 'alone', equals: true }),
      /chưa hỏi ở phía trước/,
    ],
    [
      'a condition of no known shape',
      (def) => (def.steps[2].items[1].showIf = { path: 'alone' }),
      /viết sai dạng/,
    ],
    [
      'an unknown format',
      (def) => (def.schema.properties.applicant.properties.name.format = 'ten'),
      /Không có định dạng “ten”/,
    ],
    [
      'an unknown catalogue',
      (def) => (def.steps[1].items[2].catalogue = 'nganh'),
      /Không có danh mục “nganh”/,
    ],
    [
      'an unknown prefill',
      (def) => (def.steps[0].items[0].prefill = 'account.shoe'),
      /Không có dữ liệu sẵn “account.shoe”/,
    ],
    [
      'a prefill in a repeat',
      (def) => (def.steps[2].items[1].items[0].prefill = 'account.name'),
      /không dùng dữ liệu sẵn/,
    ],
    [
      'a repeat that is no array',
      (def) => (def.schema.properties.members = { type: 'object' }),
      /phải là mảng/,
    ],
    ['a choice without options', (def) => delete def.steps[0].items[4].options, /chưa có lựa chọn/],
    [
      'two options of one value',
      (def) => (def.steps[0].items[4].options[1].value = 'male'),
      /hai lựa chọn cùng giá trị/,
    ],
    [
      'an option outside the enum',
      (def) => (def.schema.properties.applicant.properties.gender.enum = ['male']),
      /“female” không có trong enum/,
    ],
    ['a keyword that does not run', (def) => (def.schema.anyOf = []), /Từ khóa “anyOf”/],
    [
      'an input on the wrong type',
      (def) => (def.schema.properties.alone.type = 'string'),
      /“yesno” cần lược đồ kiểu boolean, không phải string/,
    ],
    ['an unknown input', (def) => (def.steps[0].items[0].input = 'color'), /Không có kiểu ô “color”/],
    [
      'a broken pattern',
      (def) => (def.schema.properties.business.properties.name.pattern = '('),
      /pattern “\(” viết sai/,
    ],
    [
      'a path to the prototype',
      (def) => (def.steps[0].items[0].path = '__proto__.x'),
      /chỉ được gồm chữ không dấu/,
    ],
    ['a subject nobody asks', (def) => def.subject.push('applicant.nick'), /Trích yếu dùng “applicant.nick”/],
    [
      'x-after without its date',
      (def) => (def.schema.properties.business.properties.started['x-after'] = 'born'),
      /x-after trỏ tới “born”/,
    ],
    ['two steps of one id', (def) => (def.steps[1].id = 'nguoi-nop'), /hai bước cùng mã/],
    [
      'a field over another',
      (def) =>
        def.steps[1].items.push({
          kind: 'field',
          path: 'applicant.address.detail',
          label: 'Số nhà',
          input: 'text',
        }),
      /trùng phần với “applicant.address”/,
    ],
  ])('reports %s', (_name, change, expected) => {
    expect(faultsAfter(change)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it('asks for a promise that must be true', () => {
    expect(checkForm(oneField('declaration', { type: 'boolean' }))).toEqual([
      { place: 'steps.mot.items.0', message: 'Ô cam kết cần lược đồ có const: true.' },
    ]);
  });

  it('answers a document that is no form with a fault, not a crash', () => {
    expect(checkForm({} as FormDefinition)).toHaveLength(1);
  });
});

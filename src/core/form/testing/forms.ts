import { readFileSync } from 'node:fs';
import type { Answers, FieldItem, FormDefinition, InputKind, JsonSchema } from '../types.ts';
import { typedValue } from '../text.ts';
import { getPath, isPlainObject } from '../paths.ts';
import { ADDRESS_PARTS } from '../read.ts';
import { visibleItems } from '../walk.ts';

/** The complete example of the developer reference: what is documented is what is tested. */
export function exampleForm(): FormDefinition {
  const text = readFileSync(new URL('../../../../docs/forms.md', import.meta.url), 'utf8');
  return JSON.parse(/```json\n([\s\S]+?)\n```/.exec(text)![1]!) as FormDefinition;
}

/** Answers to the example that may be handed in. */
export const goodAnswers = (): Answers => ({
  applicant: {
    name: 'Nguyễn Thị Hồng Nhung',
    personalId: '001194002216',
    birthDate: '1991-02-14',
    gender: 'female',
    phone: '0904112358',
    email: 'nhung@vidu.vn',
    address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 8 ngõ 21 Hàng Than' },
  },
  business: {
    name: 'Hộ kinh doanh Bún chả Hồng Nhung',
    address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 8 ngõ 21 Hàng Than' },
    line: '5610',
    capital: 150_000_000,
    started: '2026-06-01',
  },
  alone: false,
  members: [
    { name: 'Trần Quốc Bảo', personalId: '001091004827', role: 'spouse' },
    { name: 'Nguyễn Thị Ngọc Ánh', personalId: '001194005621', role: 'other', roleOther: 'Em gái' },
  ],
  notifyBy: ['sms', 'email'],
  declaration: true,
});

/** A form of one field `x`, for trying one input. */
export function oneField(
  input: InputKind,
  schema: JsonSchema,
  more: Partial<FieldItem> & { required?: boolean } = {},
): FormDefinition {
  const { required = true, ...item } = more;
  return {
    code: 'thu',
    title: 'Mẫu thử',
    schema: { type: 'object', required: required ? ['x'] : [], properties: { x: schema } },
    steps: [
      { id: 'mot', title: 'Một', items: [{ kind: 'field', path: 'x', label: 'Mục thử', input, ...item }] },
    ],
  };
}

/** The body a browser would post for a page showing these answers. */
export function bodyOf(def: FormDefinition, answers: Answers): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {};
  for (const entry of visibleItems(def, answers)) {
    if (entry.kind === 'repeat') continue;
    const value = getPath(answers, entry.path);
    if (entry.item.input === 'address') {
      for (const part of ADDRESS_PARTS) {
        body[`${entry.path}.${part}`] = isPlainObject(value) ? String(value[part] ?? '') : '';
      }
    } else body[entry.path] = typedValue(entry.item, value);
  }
  return body;
}

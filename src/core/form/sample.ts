import type { AdminUnits, Answers, Catalogues } from './types.ts';
import type { FormDefinition } from './types.ts';
import { setPath } from './paths.ts';
import { visibleItems, type VisibleField } from './walk.ts';

const NAMES = ['Nguyễn Thị Hồng Nhung', 'Trần Quốc Bảo', 'Lê Minh Châu', 'Phạm Ngọc Ánh'];
/** Texts that the patterns of common papers take: a time, a year, a number of a decision. */
const PATTERNED = ['08:30', '2026', '12', '123456', '12/QĐ-UBND', 'AB 123456', '30H-123.45'];
const YEAR_DAYS = 365;

/**
 * Invented answers to everything that a form asks, for looking at its review page and print-out before it is published.
 * @param today ISO
 */
export function sampleAnswers(
  def: FormDefinition,
  around: { today: string; catalogues?: Catalogues; adminUnits?: AdminUnits },
): Answers {
  let answers: Answers = {};
  // What is answered first may show more; each pass answers what the one before has brought up.
  for (let pass = 0; pass < 5; pass += 1) {
    const next = structuredClone(answers);
    let count = 0;
    for (const entry of visibleItems(def, answers)) {
      if (entry.kind === 'repeat') {
        if (entry.members.length === 0) setPath(next, `${entry.path}.0`, {});
      } else setPath(next, entry.path, sampleValue(entry, count++, around));
    }
    if (JSON.stringify(next) === JSON.stringify(answers)) break;
    answers = next;
  }
  return answers;
}

function sampleValue(
  { item, schema }: VisibleField,
  index: number,
  { today, catalogues = {}, adminUnits }: Parameters<typeof sampleAnswers>[1],
): unknown {
  const choices =
    item.options?.map((one) => one.value) ?? (catalogues[item.catalogue ?? ''] ?? []).map((r) => r.code);
  const choice = choices[0];
  switch (item.input) {
    case 'personal-id':
      return '001194002216';
    case 'tax-code':
      return '0100109106';
    case 'phone':
      return '0904112358';
    case 'email':
      return 'ten@vidu.vn';
    case 'date':
      return shifted(today, schema['x-when'] === 'future' ? 30 : -(34 * YEAR_DAYS) + index);
    case 'integer':
    case 'number':
    case 'money':
      return Math.min(
        schema.maximum ?? Infinity,
        Math.max(schema.minimum ?? 0, item.input === 'money' ? 150_000_000 : 2),
      );
    case 'yesno':
    case 'declaration':
      return true;
    case 'checkboxes':
      return choice === undefined ? undefined : [choice];
    case 'radio':
    case 'select':
      return choice !== undefined && (schema.type === 'integer' || schema.type === 'number')
        ? Number(choice)
        : choice;
    case 'address': {
      const known = adminUnits?.provinces.map((unit) => unit.name) ?? [];
      const province = known.find((name) => name === 'Tỉnh Lam Giang') ?? known[0] ?? 'Tỉnh Lam Giang';
      const commune = adminUnits?.communesOf(province)[0]?.name ?? 'Phường Yên Hà';
      return { province, commune, detail: 'Số 8 ngõ 21 đường Hàng Than' };
    }
    default: {
      const text = /\b(họ|tên|người)\b/iu.test(item.label)
        ? NAMES[index % NAMES.length]!
        : `Nội dung ${index + 1}`;
      if (schema.pattern !== undefined) {
        const pattern = new RegExp(schema.pattern, 'u');
        return PATTERNED.find((one) => pattern.test(one));
      }
      return text.slice(0, schema.maxLength ?? 200);
    }
  }
}

function shifted(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

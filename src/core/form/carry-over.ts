import type { Answers, FieldItem, FormDefinition, FormItem, JsonSchema } from './types.ts';
import { getPath, isFilled, isPlainObject, setPath } from './paths.ts';
import { readValue } from './read.ts';
import { mustFill, schemaAt } from './schema.ts';
import { answerText, typedValue } from './text.ts';

interface Asked {
  item: FieldItem;
  schema: JsonSchema | undefined;
  required: boolean;
  /** Path of the repeat, when it stands in one. */
  repeat?: string;
}

/**
 * Brings the answers of a draft from an old version of its form to the new one: same path, same answer. Answers whose
 * field is gone are dropped; answers that are no longer possible are dropped or kept as typed for the person to mend.
 * `changes` tells the person what became different, in Vietnamese.
 */
export function carryOver(
  oldDef: FormDefinition,
  newDef: FormDefinition,
  answers: Answers,
): { answers: Answers; changes: string[] } {
  const before = askedFields(oldDef);
  const after = askedFields(newDef);
  const next: Answers = {};
  const changes: string[] = [];

  for (const [pattern, old] of before) {
    const now = after.get(pattern);
    const kept = now !== undefined && now.repeat === old.repeat;
    let said = false;
    for (const path of pathsOf(pattern, old, answers)) {
      const value = getPath(answers, path);
      if (!isFilled(value)) continue;
      if (!kept) {
        const text = answerText(old.item, value);
        changes.push(`Mẫu mới không hỏi “${old.item.label}” nữa; bỏ nội dung bạn đã điền: ${text}.`);
        continue;
      }
      const moved = convert(old.item, now, value);
      if (moved.value !== undefined) setPath(next, path, moved.value);
      if (moved.change && !said) changes.push(moved.change);
      said ||= moved.change !== undefined;
    }
    if (kept && now.item.label !== old.item.label) {
      changes.push(`“${old.item.label}” nay ghi là “${now.item.label}”.`);
    }
    if (kept && now.required && !old.required) changes.push(`“${now.item.label}” nay bắt buộc điền.`);
  }
  for (const [pattern, now] of after) {
    if (before.has(pattern)) continue;
    changes.push(
      now.required ? `Thêm “${now.item.label}”: cần điền.` : `Thêm “${now.item.label}” (không bắt buộc).`,
    );
  }
  keepMembers(next);
  return { answers: next, changes };
}

function convert(old: FieldItem, now: Asked, value: unknown): { value: unknown; change?: string } {
  const { item, schema } = now;
  if (item.input === 'address' || old.input === 'address') {
    if (item.input === old.input) return { value: structuredClone(value) };
    const text = answerText(old, value);
    return item.input === 'address'
      ? {
          value: { detail: text },
          change: `“${item.label}” nay chia thành tỉnh, xã và số nhà; xem lại giúp.`,
        }
      : { value: text };
  }
  const typed = typedValue(old, value);
  const read =
    item.input === old.input && !item.options
      ? structuredClone(value)
      : readValue(item, schema, [typed].flat());
  if (item.options && isFilled(read)) {
    const possible = new Set(item.options.map((option) => option.value));
    const chosen = [read].flat();
    const left = chosen.filter((one) => possible.has(String(one)));
    if (left.length < chosen.length) {
      const gone = chosen
        .filter((one) => !possible.has(String(one)))
        .map((one) => answerText(old, Array.isArray(value) ? [one] : one));
      return {
        value: Array.isArray(read) && left.length ? left : undefined,
        change: `“${item.label}” không còn lựa chọn “${gone.join('”, “')}”; chọn lại.`,
      };
    }
  }
  const changed = item.input !== old.input && item.input !== 'text' && item.input !== 'textarea';
  return {
    value: read,
    change: changed ? `“${item.label}” nay điền theo cách khác; xem lại giúp.` : undefined,
  };
}

/** Fields by the pattern of their path: "mother.name", "members.*.name". */
function askedFields(def: FormDefinition): Map<string, Asked> {
  const found = new Map<string, Asked>();
  const visit = (items: FormItem[]) => {
    for (const item of items) {
      if (item.kind === 'group') visit(item.items);
      else if (item.kind === 'field') {
        const required = mustFill(def.schema, item);
        found.set(item.path, { item, schema: schemaAt(def.schema, item.path), required });
      } else if (item.kind === 'repeat') {
        const member = schemaAt(def.schema, item.path)?.items ?? {};
        for (const field of item.items) {
          const asked = {
            item: field,
            schema: schemaAt(member, field.path),
            required: mustFill(member, field),
          };
          found.set(`${item.path}.*.${field.path}`, { ...asked, repeat: item.path });
        }
      }
    }
  };
  for (const step of def.steps) visit(step.items);
  return found;
}

function pathsOf(pattern: string, asked: Asked, answers: Answers): string[] {
  if (asked.repeat === undefined) return [pattern];
  const members = getPath(answers, asked.repeat);
  return Array.isArray(members) ? members.map((_, i) => pattern.replace('.*.', `.${i}.`)) : [];
}

/** A member none of whose answers came along leaves a hole; an empty member stands in for it. */
function keepMembers(answers: Answers): void {
  for (const value of Object.values(answers)) {
    if (Array.isArray(value)) for (let i = 0; i < value.length; i++) value[i] ??= {};
    else if (isPlainObject(value)) keepMembers(value);
  }
}

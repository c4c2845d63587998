import type { Answers, FieldItem, FormDefinition, FormItem, JsonSchema, RepeatItem } from './types.ts';
import { cleanDate, cleanDigits, cleanNumber, cleanPhone, cleanTaxCode, cleanText } from './formats.ts';
import { copyOf, getPath, isPlainObject, setPath } from './paths.ts';
import { schemaAt } from './schema.ts';

/** A URL-encoded body as parsed: one text or several a name. */
export type FormBody = Readonly<Record<string, unknown>>;

/** A button of the form that is not "go on": the page is shown again after it. */
export type FormOperation =
  | { kind: 'add'; path: string }
  | { kind: 'remove'; path: string; index: number }
  | { kind: 'province'; path: string }
  | { kind: 'offer'; path: string };

export const ADDRESS_PARTS = ['province', 'district', 'commune', 'detail'] as const;
const MOST_MEMBERS = 200;

/** Which button of the form was pressed, or null for "save and go on". `offer` with path "*" takes all of the step. */
export function operationOf(body: FormBody): FormOperation | null {
  const offer = texts(body, '_offer')?.at(-1);
  if (offer) return { kind: 'offer', path: offer };
  const [, kind, path] = /^(add|remove|province):([\w.-]+)$/.exec(texts(body, '_op')?.at(-1) ?? '') ?? [];
  if (!kind || !path) return null;
  if (kind !== 'remove') return { kind: kind as 'add' | 'province', path };
  const [, list, index] = /^(.+)\.(\d{1,3})$/.exec(path) ?? [];
  return list ? { kind: 'remove', path: list, index: Number(index) } : null;
}

/**
 * Answers from a posted form. Names the form does not have are ignored; a name that is absent keeps its previous answer,
 * an empty one clears it; what can not be read as its type stays as typed, for `validate` to report. Adds or removes a
 * member when such a button was pressed.
 * @param stepId the step that was posted; all steps when left out
 */
export function readAnswers(
  def: FormDefinition,
  body: FormBody,
  previous: Answers,
  stepId?: string,
): Answers {
  const answers = copyOf(previous);
  const operation = operationOf(body);

  const visit = (items: FormItem[]) => {
    for (const item of items) {
      if (item.kind === 'group') visit(item.items);
      else if (item.kind === 'field')
        readField(item, schemaAt(def.schema, item.path), item.path, body, answers);
      else if (item.kind === 'repeat') {
        readMembers(def, item, body, answers);
        if (operation?.path === item.path) changeMembers(def, item, operation, answers);
      }
    }
  };
  for (const step of def.steps) if (stepId === undefined || step.id === stepId) visit(step.items);
  return answers;
}

function texts(body: FormBody, name: string): string[] | undefined {
  if (!Object.hasOwn(body, name)) return undefined;
  const value = body[name];
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

function readField(
  item: FieldItem,
  schema: JsonSchema | undefined,
  path: string,
  body: FormBody,
  into: Answers,
) {
  if (item.input === 'address') {
    for (const part of ADDRESS_PARTS) {
      const typed = texts(body, `${path}.${part}`);
      if (!typed) continue;
      if (!isPlainObject(getPath(into, path))) setPath(into, path, {});
      setPath(into, `${path}.${part}`, cleanText(typed.at(-1) ?? '', 'one') || undefined);
    }
    if (isPlainObject(getPath(into, path)) && Object.keys(getPath(into, path) as object).length === 0) {
      setPath(into, path, undefined);
    }
    return;
  }
  const typed = texts(body, path);
  if (typed) setPath(into, path, readValue(item, schema, typed));
}

function readMembers(def: FormDefinition, item: RepeatItem, body: FormBody, into: Answers) {
  const indices = new Set<number>();
  for (const name of Object.keys(body)) {
    if (!name.startsWith(`${item.path}.`)) continue;
    const index = /^(\d{1,3})\./.exec(name.slice(item.path.length + 1))?.[1];
    if (index) indices.add(Number(index));
  }
  if (indices.size === 0) return;
  const schema = schemaAt(def.schema, item.path)?.items;
  const stored = getPath(into, item.path);
  const members: unknown[] = Array.isArray(stored) ? stored : [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const known = members[index];
    const member: Answers = isPlainObject(known) ? known : {};
    if (index >= members.length && members.length >= MOST_MEMBERS) break;
    const prefix = `${item.path}.${index}.`;
    const own = Object.fromEntries(
      Object.keys(body).flatMap((name) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), body[name]]] : [],
      ),
    );
    for (const field of item.items) {
      readField(field, schema && schemaAt(schema, field.path), field.path, own, member);
    }
    if (index < members.length) members[index] = member;
    else members.push(member);
  }
  setPath(into, item.path, members);
}

function changeMembers(def: FormDefinition, item: RepeatItem, operation: FormOperation, into: Answers) {
  const stored = getPath(into, item.path);
  const members: unknown[] = Array.isArray(stored) ? stored : [];
  const most = Math.min(schemaAt(def.schema, item.path)?.maxItems ?? MOST_MEMBERS, MOST_MEMBERS);
  if (operation.kind === 'add' && members.length < most) members.push({});
  if (operation.kind === 'remove') members.splice(operation.index, 1);
  setPath(into, item.path, members);
}

/** Typed texts of one input → its stored value, undefined when empty. Address parts are read by `readAnswers`. */
export function readValue(
  item: FieldItem,
  schema: JsonSchema | undefined,
  typed: readonly string[],
): unknown {
  if (item.input === 'checkboxes') {
    const chosen = [...new Set(typed.map((text) => cleanText(text, 'one')).filter(Boolean))];
    return chosen.length ? chosen : undefined;
  }
  const text = typed.findLast((entry) => entry.trim() !== '');
  if (text === undefined) return undefined;
  switch (item.input) {
    case 'textarea':
      return cleanText(text, 'many') || undefined;
    case 'date':
      return cleanDate(text);
    case 'integer':
    case 'number':
    case 'money':
      return cleanNumber(text);
    case 'personal-id':
      return cleanDigits(text);
    case 'tax-code':
      return cleanTaxCode(text);
    case 'phone':
      return cleanPhone(text);
    case 'yesno':
      return text === 'true' ? true : text === 'false' ? false : cleanText(text, 'one');
    case 'declaration':
      return ['true', 'on', '1', 'yes'].includes(text) || undefined;
    case 'radio':
    case 'select':
      return readChoice(item, schema, cleanText(text, 'one'));
    default:
      return cleanText(text, 'one') || undefined;
  }
}

/** A choice is its value; a row picked from a long catalogue is typed as "5610 – Nhà hàng" and kept as its code. */
function readChoice(item: FieldItem, schema: JsonSchema | undefined, text: string): unknown {
  const value = item.catalogue ? (/^(\S+) – /.exec(text)?.[1] ?? text) : text;
  const numeric = schema?.type === 'integer' || schema?.type === 'number';
  return numeric && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value || undefined;
}

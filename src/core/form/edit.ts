import type {
  AttachmentItem,
  Condition,
  FieldItem,
  FormDefinition,
  FormItem,
  FormStep,
  JsonSchema,
  NoteItem,
  RepeatItem,
} from './types.ts';
import type { FieldRules } from './field-schema.ts';
import { editedSchema, freshSchema } from './field-schema.ts';
import { freshItem, type NewItem } from './fresh.ts';
import { freePath, pathFrom } from './names-of.ts';
import { outline, patternOf, rawAt, schemaRoot, spotAt, stepPlace, type ItemSpot } from './places.ts';
import { followRenames, renameAfter, renameCondition } from './rewrite.ts';
import { mustFill } from './schema.ts';
import { putSchema, takeSchema } from './schema-moves.ts';

/** What can be done to a form in the builder. Places are those of `checkForm`. */
export type FormEdit =
  | { op: 'add'; what: NewItem; parent: string; index?: number }
  | { op: 'move'; place: string; parent: string; index: number }
  | { op: 'shift'; place: string; by: -1 | 1 }
  | { op: 'remove'; place: string }
  | { op: 'duplicate'; place: string }
  | { op: 'form'; title: string; legalBasis?: string; subject: string[] }
  | { op: 'step'; place: string; id: string; title: string; lead?: string }
  | { op: 'field'; place: string; field: Omit<FieldItem, 'kind'>; required: boolean; rules: FieldRules }
  | { op: 'group'; place: string; title: string; lead?: string; showIf?: Condition }
  | {
      op: 'repeat';
      place: string;
      repeat: Omit<RepeatItem, 'kind' | 'items'>;
      least?: number;
      most?: number;
    }
  | { op: 'note'; place: string; note: Omit<NoteItem, 'kind'> }
  | { op: 'attachment'; place: string; attachment: Omit<AttachmentItem, 'kind'> };

/** An edit that can not be made; nothing has changed. */
export class EditRefused extends Error {
  /** Name of the property it is about; empty: the edit as a whole. */
  readonly property: string;
  constructor(property: string, message: string) {
    super(message);
    this.name = 'EditRefused';
    this.property = property;
  }
}

export interface Edited {
  definition: FormDefinition;
  /** Place of what was edited, as it is now; after a removal the place beside it. */
  place: string;
}

/**
 * One edit of a form: definition in, definition out, its schema and its pages kept in step. Does not change `before`.
 * @param published the version in force: paths it asks keep their names when a label changes, so that drafts of citizens
 *   keep their answers
 * @throws EditRefused when it can not be made
 */
export function editForm(before: FormDefinition, edit: FormEdit, published?: FormDefinition): Edited {
  const def = structuredClone(before);
  switch (edit.op) {
    case 'add':
      return add(def, edit.what, edit.parent, edit.index);
    case 'move':
      return move(def, edit.place, edit.parent, edit.index);
    case 'shift':
      return shift(def, edit.place, edit.by);
    case 'remove':
      return remove(def, edit.place);
    case 'duplicate':
      return duplicate(def, edit.place);
    case 'form':
      Object.assign(def, { title: edit.title, legalBasis: edit.legalBasis, subject: edit.subject });
      if (!edit.legalBasis) delete def.legalBasis;
      if (edit.subject.length === 0) delete def.subject;
      return { definition: def, place: 'form' };
    case 'step':
      return editStep(def, edit);
    case 'field':
      return editField(def, edit, published);
    case 'repeat':
      return editRepeat(def, edit);
    default: {
      const { item } = itemAt(def, edit.place);
      if (item.kind !== edit.op) throw gone();
      const next =
        edit.op === 'group'
          ? { title: edit.title, lead: edit.lead, showIf: edit.showIf }
          : edit.op === 'note'
            ? edit.note
            : edit.attachment;
      assign(item, next);
      return { definition: def, place: edit.place };
    }
  }
}

const gone = () =>
  new EditRefused('', 'Mục này không còn ở chỗ cũ. Chọn lại mục ở danh sách bên trái rồi làm lại.');

function itemAt(def: FormDefinition, place: string): ItemSpot {
  const spot = spotAt(def, place);
  if (spot?.kind !== 'item') throw gone();
  return spot;
}

/** Takes over properties and drops those that are empty. */
function assign(target: object, properties: object): void {
  for (const [key, value] of Object.entries(properties)) {
    const empty = value === undefined || value === '' || value === false;
    if (empty && !['label', 'title', 'memberTitle', 'addLabel', 'text', 'component'].includes(key))
      delete (target as Record<string, unknown>)[key];
    else (target as Record<string, unknown>)[key] = value;
  }
}

/** A step, group or repeat that takes items, and the repeat that it is or stands in. */
function holderAt(
  def: FormDefinition,
  place: string,
): { list: FormItem[]; repeat?: RepeatItem; isRepeat: boolean } {
  const spot = spotAt(def, place);
  if (spot?.kind === 'step') return { list: spot.step.items, isRepeat: false };
  if (spot?.kind === 'item' && (spot.item.kind === 'group' || spot.item.kind === 'repeat')) {
    const isRepeat = spot.item.kind === 'repeat';
    return { list: spot.item.items, repeat: isRepeat ? (spot.item as RepeatItem) : spot.repeat, isRepeat };
  }
  throw new EditRefused('', 'Chỗ này không chứa được mục khác. Chọn một bước, nhóm hoặc nhóm lặp lại.');
}

const onlyFields = () =>
  new EditRefused('', 'Trong nhóm lặp lại chỉ đặt được ô nhập. Đặt mục này ở ngoài nhóm lặp lại.');

function add(def: FormDefinition, what: NewItem, parent: string, at?: number): Edited {
  if (what === 'step') {
    const taken = new Set(def.steps.map((step) => step.id));
    let number = def.steps.length + 1;
    while (taken.has(`buoc-${number}`)) number += 1;
    const step: FormStep = { id: `buoc-${number}`, title: `Bước ${def.steps.length + 1}`, items: [] };
    const index = clamp(at ?? def.steps.length, def.steps.length);
    def.steps.splice(index, 0, step);
    return { definition: def, place: stepPlace(step, index) };
  }
  const holder = holderAt(def, parent);
  const item = freshItem(what);
  if (holder.isRepeat && item.kind !== 'field') throw onlyFields();
  const index = clamp(at ?? holder.list.length, holder.list.length);
  if (item.kind === 'field') {
    const root = schemaRoot(def, holder.repeat);
    item.path = freePath(root, pathFrom(item.label));
    if (item.input === 'declaration') putSchema(root, item.path, freshSchema('declaration'), true);
    else putSchema(root, item.path, freshSchema(item.input), item.input !== 'email');
  } else if (item.kind === 'repeat') {
    item.path = freePath(def.schema, pathFrom(item.title));
    const members: JsonSchema = { type: 'array', maxItems: 20, items: { type: 'object', properties: {} } };
    putSchema(def.schema, item.path, members, false);
  }
  holder.list.splice(index, 0, item);
  return { definition: def, place: `${parent}.items.${index}` };
}

const clamp = (index: number, most: number): number => Math.max(0, Math.min(Math.trunc(index), most));

function move(def: FormDefinition, place: string, parent: string, index: number): Edited {
  const from = spotAt(def, place);
  if (from?.kind === 'step') {
    if (parent !== 'steps') throw new EditRefused('', 'Bước chỉ đổi chỗ với bước khác.');
    def.steps.splice(from.index, 1);
    const at = clamp(index > from.index ? index - 1 : index, def.steps.length);
    def.steps.splice(at, 0, from.step);
    return { definition: def, place: stepPlace(from.step, at) };
  }
  const spot = itemAt(def, place);
  if (parent === place || parent.startsWith(`${place}.`)) {
    throw new EditRefused('', 'Không đặt được một nhóm vào trong chính nó.');
  }
  const holder = holderAt(def, parent);
  if (holder.isRepeat && spot.item.kind !== 'field') throw onlyFields();
  spot.list.splice(spot.index, 1);
  const at = clamp(holder.list === spot.list && index > spot.index ? index - 1 : index, holder.list.length);
  rehome(def, spot, holder.repeat);
  holder.list.splice(at, 0, spot.item);
  return { definition: def, place: placeOf(def, spot.item) };
}

/** Place of an item by identity: the removal before it may have moved its parents. */
function placeOf(def: FormDefinition, item: FormItem): string {
  return outline(def).find((one) => one.kind === 'item' && one.item === item)!.place;
}

/** Has the schema of a field follow it into a repeat or out of it; what refers to it follows, too. */
function rehome(def: FormDefinition, spot: ItemSpot, repeat: RepeatItem | undefined): void {
  const { item } = spot;
  if (item.kind !== 'field' || spot.repeat === repeat) return;
  const before = patternOf(spot)!;
  const taken = takeSchema(def, spot.repeat, item.path);
  const root = schemaRoot(def, repeat);
  item.path = freePath(root, item.path.split('.').at(-1)!);
  putSchema(root, item.path, taken.schema, taken.required);
  const [from, to] = [spot.repeat && `${spot.repeat.path}.*`, repeat && `${repeat.path}.*`];
  const renames = new Map([[before, to ? `${to}.${item.path}` : item.path]]);
  renameCondition(item, renames, to, from);
  renameAfter(taken.schema, renames, to, from);
  // Known data is offered outside repeats only.
  if (repeat) delete item.prefill;
  followRenames(def, renames);
}

function shift(def: FormDefinition, place: string, by: -1 | 1): Edited {
  const spot = spotAt(def, place);
  if (spot?.kind === 'step') {
    return move(def, place, 'steps', spot.index + (by === 1 ? 2 : -1));
  }
  const { list, index, item, parent } = itemAt(def, place);
  const neighbour = list[index + by];
  if (neighbour) {
    const takes =
      neighbour.kind === 'group' || (neighbour.kind === 'repeat' && item.kind === 'field') ? neighbour : null;
    if (takes) return move(def, place, `${parent}.items.${index + by}`, by === 1 ? 0 : takes.items.length);
    return move(def, place, parent, index + (by === 1 ? 2 : -1));
  }
  const around = spotAt(def, parent);
  if (around?.kind === 'item') {
    return move(def, place, around.parent, around.index + (by === 1 ? 1 : 0));
  }
  const next = around?.kind === 'step' ? def.steps[around.index + by] : undefined;
  if (!next) return { definition: def, place };
  return move(def, place, stepPlace(next, def.steps.indexOf(next)), by === 1 ? 0 : next.items.length);
}

function remove(def: FormDefinition, place: string): Edited {
  const spot = spotAt(def, place);
  if (spot?.kind === 'step') {
    def.steps.splice(spot.index, 1);
    for (const item of spot.step.items) forget(def, item, undefined);
    const beside = def.steps[Math.min(spot.index, def.steps.length - 1)];
    return { definition: def, place: beside ? stepPlace(beside, def.steps.indexOf(beside)) : 'form' };
  }
  const { list, index, item, parent, repeat } = itemAt(def, place);
  list.splice(index, 1);
  forget(def, item, repeat);
  const beside = Math.min(index, list.length - 1);
  return { definition: def, place: beside < 0 ? parent : `${parent}.items.${beside}` };
}

/** Takes the schema of what was removed away, all of a group included. */
function forget(def: FormDefinition, item: FormItem, repeat: RepeatItem | undefined): void {
  if (item.kind === 'group') for (const inner of item.items) forget(def, inner, repeat);
  if (item.kind === 'field' || item.kind === 'repeat') takeSchema(def, repeat, item.path);
}

function duplicate(def: FormDefinition, place: string): Edited {
  const spot = spotAt(def, place);
  const renames = new Map<string, string>();
  if (spot?.kind === 'step') {
    const copy = structuredClone(spot.step);
    const taken = new Set(def.steps.map((step) => step.id));
    for (let number = 2; taken.has(copy.id); number += 1) copy.id = `${spot.step.id}-${number}`;
    copy.title = `${copy.title} (bản sao)`;
    for (const item of copy.items) renewPaths(def, item, undefined, renames);
    def.steps.splice(spot.index + 1, 0, copy);
    for (const item of copy.items) renameWithin(item, renames);
    return { definition: def, place: stepPlace(copy, spot.index + 1) };
  }
  const { list, index, item, parent, repeat } = itemAt(def, place);
  const copy = structuredClone(item);
  renewPaths(def, copy, repeat, renames);
  list.splice(index + 1, 0, copy);
  renameWithin(copy, renames);
  return { definition: def, place: `${parent}.items.${index + 1}` };
}

/** Gives a copy paths of its own, with schemas like those it was copied from. */
function renewPaths(
  def: FormDefinition,
  item: FormItem,
  repeat: RepeatItem | undefined,
  renames: Map<string, string>,
): void {
  if (item.kind === 'group') for (const inner of item.items) renewPaths(def, inner, repeat, renames);
  if (item.kind !== 'field' && item.kind !== 'repeat') return;
  const root = schemaRoot(def, repeat);
  const schema = rawAt(root, item.path);
  const prefix = repeat ? `${repeat.path}.*.` : '';
  const required = mustFill(root, item);
  const path = freePath(root, item.path);
  if (schema) putSchema(root, path, structuredClone(schema), required);
  renames.set(prefix + item.path, prefix + path);
  item.path = path;
}

/** Has the conditions of a copy look at the copy's own fields. */
function renameWithin(item: FormItem, renames: Map<string, string>): void {
  renameCondition(item, renames, undefined);
  if (item.kind === 'group') for (const inner of item.items) renameWithin(inner, renames);
}

function editStep(def: FormDefinition, edit: Extract<FormEdit, { op: 'step' }>): Edited {
  const spot = spotAt(def, edit.place);
  if (spot?.kind !== 'step') throw gone();
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(edit.id)) {
    throw new EditRefused('id', 'Mã bước chỉ gồm chữ thường không dấu, chữ số và gạch nối, tối đa 40 ký tự.');
  }
  if (def.steps.some((step) => step !== spot.step && step.id === edit.id)) {
    throw new EditRefused('id', `Đã có bước mã “${edit.id}”. Chọn mã khác.`);
  }
  assign(spot.step, { id: edit.id, title: edit.title, lead: edit.lead });
  return { definition: def, place: stepPlace(spot.step, spot.index) };
}

function editField(
  def: FormDefinition,
  edit: Extract<FormEdit, { op: 'field' }>,
  published: FormDefinition | undefined,
): Edited {
  const spot = itemAt(def, edit.place);
  const { item, repeat } = spot;
  if (item.kind !== 'field') throw gone();
  const root = schemaRoot(def, repeat);
  const wanted = wantedPath(def, spot, edit, published);
  const before = { input: item.input, schema: rawAt(root, item.path) };
  const required = edit.field.input === 'declaration' || edit.required;
  rename(def, spot, wanted);
  assign(item, { ...edit.field, path: wanted });
  if (!edit.field.options?.length) delete item.options;
  putSchema(root, wanted, editedSchema(item, before, edit.rules, required), required);
  return { definition: def, place: edit.place };
}

/** The path as it was typed; a path made from the label goes on following it until it has been published. */
function wantedPath(
  def: FormDefinition,
  spot: ItemSpot,
  { field }: Extract<FormEdit, { op: 'field' }>,
  published: FormDefinition | undefined,
): string {
  const item = spot.item as FieldItem;
  if (field.path !== item.path || field.label === item.label || !field.label.trim()) return field.path;
  const followed =
    item.label.trim() === '' || item.path.replace(/\d+$/, '') === pathFrom(item.label).replace(/\d+$/, '');
  const inForce =
    published && outline(published).some((one) => one.kind === 'item' && patternOf(one) === patternOf(spot));
  if (!followed || inForce) return field.path;
  const next = pathFrom(field.label);
  return next === item.path ? next : freePath(schemaRoot(def, spot.repeat), next);
}

const PATH = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;

/** Calls the answer of a field or repeat anew; its schema and all that refers to it follow. */
function rename(def: FormDefinition, spot: ItemSpot, path: string): void {
  const item = spot.item as FieldItem | RepeatItem;
  if (path === item.path) return;
  if (!PATH.test(path) || path.length > 100 || /(^|\.)(constructor|prototype)(\.|$)/.test(path)) {
    throw new EditRefused(
      'path',
      'Tên dữ liệu chỉ gồm chữ không dấu, chữ số và dấu chấm, bắt đầu bằng chữ; ví dụ hoVaTen hoặc me.hoVaTen.',
    );
  }
  const prefix = spot.repeat ? `${spot.repeat.path}.*.` : '';
  const clash = outline(def).find((one) => {
    if (one.kind !== 'item' || one.item === item || one.repeat !== spot.repeat) return false;
    const other = one.item.kind === 'field' || one.item.kind === 'repeat' ? one.item.path : undefined;
    return (
      other !== undefined && (other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`))
    );
  });
  if (clash) throw new EditRefused('path', `Tên dữ liệu “${path}” đã dùng cho mục khác. Chọn tên khác.`);
  const { schema, required } = takeSchema(def, spot.repeat, item.path, true);
  const before = prefix + item.path;
  item.path = path;
  putSchema(schemaRoot(def, spot.repeat), path, schema, required);
  followRenames(def, new Map([[before, prefix + path]]));
}

function editRepeat(def: FormDefinition, edit: Extract<FormEdit, { op: 'repeat' }>): Edited {
  const spot = itemAt(def, edit.place);
  if (spot.item.kind !== 'repeat') throw gone();
  rename(def, spot, edit.repeat.path);
  assign(spot.item, edit.repeat);
  const schema = rawAt(def.schema, spot.item.path);
  if (schema) {
    assign(schema, { minItems: edit.least || undefined, maxItems: edit.most });
    putSchema(def.schema, spot.item.path, schema, (edit.least ?? 0) > 0);
  }
  return { definition: def, place: edit.place };
}

import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AdminUnits, Answers, Catalogues, FieldError, FormDefinition, JsonSchema } from './types.ts';
import type { VisibleField, VisibleRepeat } from './walk.ts';
import { isDate, isEmail, isPersonalId, isPhone, isTaxCode } from './formats.ts';
import { findItem } from './lookup.ts';
import * as say from './messages.ts';
import { getPath, isFilled, isPlainObject, resolvePath } from './paths.ts';
import { perForm } from './per-form.ts';
import { FORMAT_OF_INPUT } from './schema.ts';
import { lowerLabel } from './text.ts';
import { walk } from './walk.ts';

export interface ValidateOptions {
  /** Today in the agency's zone, ISO. */
  today: string;
  /** Only this step's fields. */
  step?: string;
  /** When given, choices from a catalogue must be among its rows. */
  catalogues?: Catalogues;
  /** When given, addresses without a district must name units of this list. */
  adminUnits?: AdminUnits;
}

interface Compiled {
  check(schema: JsonSchema, format: string | undefined): ValidateFunction;
}

/** Validators of one definition. The Ajv instance dies with the definition, so that its cache can not grow for ever. */
const compiled = perForm((): Compiled => {
  const ajv = new Ajv2020({ strict: false, meta: false, validateSchema: false, logger: false });
  ajv.addFormat('personal-id', isPersonalId);
  ajv.addFormat('tax-code', isTaxCode);
  ajv.addFormat('vn-phone', isPhone);
  ajv.addFormat('vn-date', isDate);
  ajv.addFormat('email', isEmail);
  const checks = new Map<JsonSchema, ValidateFunction>();
  return {
    check(schema, format) {
      let check = checks.get(schema);
      if (!check) {
        check = ajv.compile(format && !schema.format ? { ...schema, format } : schema);
        checks.set(schema, check);
      }
      return check;
    },
  };
});

/**
 * What is wrong with the answers, in the order of the page; empty when they may be handed in. Hidden fields are never
 * reported. At most one error a field (one a part for addresses).
 *
 * Keep definitions in memory: validators are compiled once per definition object.
 */
export function validate(def: FormDefinition, answers: Answers, options: ValidateOptions): FieldError[] {
  const errors: FieldError[] = [];
  const skipped: string[] = [];
  const { items, kept } = walk(def, answers);
  for (const entry of items) {
    if (entry.kind === 'repeat') skipped.push(...spareMembers(entry));
    if (options.step !== undefined && entry.step.id !== options.step) continue;
    if (entry.kind === 'field' && entry.member && skipped.includes(entry.member)) continue;
    const found = entry.kind === 'repeat' ? repeatErrors(entry) : fieldErrors(def, entry, kept, options);
    // Over all steps the same label may stand on two of them ("Họ và tên" of husband and wife).
    const context = entry.context ?? (options.step === undefined ? entry.step.title : undefined);
    errors.push(...found.map((error) => ({ ...error, context, stepId: entry.step.id })));
  }
  return errors;
}

/** Members opened on the page, left blank and not needed: neither checked nor kept. */
function spareMembers(repeat: VisibleRepeat): string[] {
  const blank = repeat.members.flatMap((member, i) => (isFilled(member) ? [] : [`${repeat.path}.${i}`]));
  const needed = Math.max(0, repeat.least - (repeat.members.length - blank.length));
  return blank.slice(needed);
}

function repeatErrors({ path, item, schema, members }: VisibleRepeat): FieldError[] {
  const filled = members.filter(isFilled).length;
  if (schema.maxItems === undefined || filled <= schema.maxItems) return [];
  return [{ path, message: say.tooManyText(item.memberTitle, schema.maxItems, filled) }];
}

function fieldErrors(
  def: FormDefinition,
  field: VisibleField,
  answers: Answers,
  options: ValidateOptions,
): FieldError[] {
  const value = getPath(answers, field.path);
  if (field.item.input === 'address') {
    return addressErrors(def, field, value, options);
  }
  const message = isFilled(value)
    ? valueFault(def, field, value, answers, options)
    : field.required
      ? say.missingText(field.item)
      : undefined;
  return message === undefined ? [] : [{ path: field.path, message }];
}

function valueFault(
  def: FormDefinition,
  { item, schema, member }: VisibleField,
  value: unknown,
  answers: Answers,
  options: ValidateOptions,
): string | undefined {
  const { check } = compiled(def);
  const format = FORMAT_OF_INPUT[item.input];
  const valid = check(schema, format);
  if (!valid(value)) {
    const { keyword, params } = valid.errors![0]!;
    if (keyword === 'format') return say.formatText(item, schema.format ?? format ?? '', String(value));
    return say.keywordText(item, keyword, params['limit'] ?? params['multipleOf'], value);
  }
  if (!isOffered(item, value, options.catalogues)) return say.wrongKindText(item);

  if (typeof value !== 'string' || !isDate(value)) return undefined;
  const when = schema['x-when'];
  if (when && !isOnSide(value, when, options.today)) return say.whenText(item, when, options.today);
  const after = schema['x-after'];
  const other = after && getPath(answers, resolvePath(after, member));
  if (after && typeof other === 'string' && isDate(other) && value < other) {
    const otherItem = findItem(def, resolvePath(after, member))?.item;
    return say.afterText(item, otherItem?.kind === 'field' ? otherItem.label : after, other);
  }
  return undefined;
}

function isOnSide(date: string, when: NonNullable<JsonSchema['x-when']>, today: string): boolean {
  return when === 'past' ? date < today : when === 'future' ? date > today : date <= today;
}

function isOffered(item: VisibleField['item'], value: unknown, catalogues: Catalogues | undefined): boolean {
  const rows = item.catalogue ? catalogues?.[item.catalogue] : undefined;
  if (!['radio', 'select', 'checkboxes'].includes(item.input) || (!item.options && !rows)) return true;
  const offers = (one: string) =>
    item.options?.some((option) => option.value === one) || rows?.some((row) => row.code === one);
  return (Array.isArray(value) ? value : [value]).every((one) => offers(String(one)));
}

function addressErrors(
  def: FormDefinition,
  { item, path, schema, required }: VisibleField,
  value: unknown,
  { adminUnits }: ValidateOptions,
): FieldError[] {
  const address = isPlainObject(value) ? value : {};
  if (!isFilled(address) && !required) return [];
  const at = (part: string, message: string): FieldError => ({ path: `${path}.${part}`, message });

  const errors: FieldError[] = [];
  for (const part of ['province', 'commune', 'detail'] as const) {
    if (!isFilled(address[part]) && schema.required?.includes(part))
      errors.push(at(part, say.missingPartText(item, part)));
  }
  if (errors.length) return errors;

  const valid = compiled(def).check(schema, undefined);
  if (!valid(address)) {
    const { keyword, params, instancePath } = valid.errors![0]!;
    const part = instancePath.slice(1) || 'detail';
    const text = address[part];
    if (keyword === 'maxLength' && typeof text === 'string') {
      const name = `${say.PART_NAMES[part as keyof typeof say.PART_NAMES]} của ${lowerLabel(item.label)}`;
      return [at(part, say.tooLongText(name, Number(params['limit']), [...text].length))];
    }
    return [at(part, say.wrongKindText(item))];
  }
  if (!adminUnits || isFilled(address['district'])) return [];
  return unitErrors(item, String(address['province']), String(address['commune']), adminUnits).map(
    ([part, message]) => at(part, message),
  );
}

function unitErrors(
  item: VisibleField['item'],
  province: string,
  commune: string,
  units: AdminUnits,
): [string, string][] {
  if (!isAmong(units.provinces, province)) {
    return [
      [
        'province',
        say.unknownUnitText(item, 'province', province, undefined, nearest(units.provinces, province)),
      ],
    ];
  }
  const communes = units.communesOf(province);
  if (communes.length === 0 || isAmong(communes, commune)) return [];
  return [['commune', say.unknownUnitText(item, 'commune', commune, province, nearest(communes, commune))]];
}

const same = (name: string) => name.normalize('NFC').toLowerCase();
const fold = (name: string) =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();

function isAmong(units: readonly { name: string }[], name: string): boolean {
  // Most names were chosen from this very list: spelling is looked into only for the others.
  if (units.some((unit) => unit.name === name)) return true;
  const wanted = same(name);
  return units.some((unit) => same(unit.name) === wanted);
}

function nearest(units: readonly { name: string }[], typed: string): string | undefined {
  const wanted = fold(typed).replace(/^(phuong|xa|tinh|thanh pho|dac khu|p\.|x\.|tp\.?)\s*/, '');
  return wanted.length < 2 ? undefined : units.find((unit) => fold(unit.name).includes(wanted))?.name;
}

import type { AgencyFacts, AgencyKind, UnitKind } from '../../../core/agency/index.ts';
import { OFFICE_WEEK } from '../../../core/calendar/index.ts';
import { clean } from '../../../core/text.ts';
import { dateOf, dateText, KINDS, slugOf, UNIT_KINDS } from './words.ts';

/** What stands in the inputs of an agency's form. */
export interface TypedAgency {
  fields: Record<string, string>;
  codes: Record<'style' | 'code' | 'from' | 'to', string>[];
  units: Record<'id' | 'code' | 'name' | 'kind' | 'phone' | 'validFrom' | 'validTo' | 'handOver', string>[];
}

/** Rows of a posted table, "units.0.name" …, without those in which nothing was typed. */
export function rowsOf(
  fields: Record<string, string>,
  table: string,
  telling: string[],
): Record<string, string>[] {
  const rows = new Map<number, Record<string, string>>();
  for (const [name, value] of Object.entries(fields)) {
    const match = new RegExp(`^${table}\\.(\\d{1,3})\\.(\\w+)$`).exec(name);
    if (!match) continue;
    const row = rows.get(Number(match[1])) ?? {};
    row[match[2]!] = value;
    rows.set(Number(match[1]), row);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row)
    .filter((row) => telling.some((part) => (row[part] ?? '').trim() !== ''));
}

/** The form of an agency as it was posted. */
export function typedFrom(fields: Record<string, string>): TypedAgency {
  const text = (row: Record<string, string>, part: string): string => row[part] ?? '';
  return {
    fields,
    codes: rowsOf(fields, 'codes', ['code']).map((row) => ({
      style: text(row, 'style') === 'old' ? 'old' : 'new',
      code: clean(text(row, 'code')).toUpperCase(),
      from: text(row, 'from'),
      to: text(row, 'to'),
    })),
    units: rowsOf(fields, 'units', ['id', 'name', 'code']).map((row) => ({
      id: text(row, 'id'),
      code: text(row, 'code').trim() || slugOf(text(row, 'name')),
      name: clean(text(row, 'name')),
      kind: text(row, 'kind'),
      phone: text(row, 'phone'),
      validFrom: text(row, 'validFrom'),
      validTo: text(row, 'validTo'),
      handOver: text(row, 'handOver'),
    })),
  };
}

/** The form of an agency as it is written. */
export function typedOf(facts: AgencyFacts): TypedAgency {
  return {
    fields: {
      name: facts.name,
      shortName: facts.shortName,
      slug: facts.slug,
      kind: facts.kind,
      parentId: facts.parentId === null ? '' : String(facts.parentId),
      receivesAtId:
        facts.receivesItself || facts.receivesAtId === facts.id
          ? 'self'
          : String(facts.receivesAtId ?? 'self'),
      address: facts.address,
      phone: facts.phone,
      email: facts.email,
      validFrom: dateText(facts.validFrom),
      renamed: 'on',
    },
    codes: facts.codes.map((code) => ({
      style: code.style,
      code: code.code,
      from: dateText(code.from),
      to: dateText(code.to),
    })),
    units: facts.units.map((unit) => ({
      id: unit.id === null ? '' : String(unit.id),
      code: unit.code,
      name: unit.name,
      kind: unit.kind,
      phone: unit.phone,
      validFrom: dateText(unit.validFrom),
      validTo: dateText(unit.validTo),
      handOver: '',
    })),
  };
}

/** An agency with nothing typed yet: its counter, its leaders and its clerks are proposed. */
export function typedNew(today: string): TypedAgency {
  const unit = (code: string, name: string, kind: UnitKind) => ({
    id: '',
    code,
    name,
    kind,
    phone: '',
    validFrom: dateText(today),
    validTo: '',
    handOver: '',
  });
  return {
    fields: { kind: 'commune', receivesAtId: 'self', validFrom: dateText(today) },
    codes: [
      { style: 'new', code: '', from: dateText(today), to: '' },
      { style: 'old', code: '', from: dateText(today), to: '' },
    ],
    units: [
      unit('mot-cua', 'Bộ phận Tiếp nhận và Trả kết quả', 'counter'),
      unit('lanh-dao', 'Lãnh đạo', 'leadership'),
      unit('van-thu', 'Văn thư', 'clerk'),
    ],
  };
}

/** Facts of what was typed; what the form does not show stays as it is known. */
export function factsFrom(typed: TypedAgency, known: AgencyFacts | null): AgencyFacts {
  const field = (name: string): string => clean(typed.fields[name] ?? '');
  const end = (text: string): string | null => (text.trim() === '' ? null : dateOf(text));
  const receives = field('receivesAtId');
  const itself = receives === 'self' || receives === '';
  const validFrom = dateOf(field('validFrom'));
  return {
    id: known?.id ?? null,
    slug: known?.slug ?? (field('slug') || slugOf(field('shortName').replace(/^UBND /i, ''))),
    name: field('name'),
    shortName: field('shortName'),
    kind: (field('kind') in KINDS ? field('kind') : 'department') as AgencyKind,
    codes: typed.codes.map((code) => ({
      style: code.style === 'old' ? 'old' : 'new',
      code: code.code,
      from: code.from.trim() === '' ? validFrom : dateOf(code.from),
      to: end(code.to),
    })),
    formerNames: known?.formerNames ?? [],
    parentId: Number(field('parentId')) || null,
    receivesAtId: itself ? (known?.id ?? null) : Number(receives) || null,
    ...(itself && !known ? { receivesItself: true } : {}),
    address: field('address'),
    phone: field('phone'),
    email: field('email'),
    hours:
      known?.hours ??
      Object.fromEntries(Object.entries(OFFICE_WEEK).map(([day, spans]) => [day, [...spans]])),
    validFrom,
    validTo: known?.validTo ?? null,
    successorIds: known?.successorIds ?? [],
    units: typed.units.map((unit) => {
      const before = known?.units.find((one) => String(one.id) === unit.id);
      return {
        id: before?.id ?? null,
        code: before?.code ?? unit.code,
        name: unit.name,
        kind: before?.kind ?? ((unit.kind in UNIT_KINDS ? unit.kind : 'division') as UnitKind),
        phone: clean(unit.phone),
        validFrom: unit.validFrom.trim() === '' ? validFrom : dateOf(unit.validFrom),
        validTo: end(unit.validTo),
        successorId: before?.successorId ?? null,
      };
    }),
  };
}

/** Units to which others are handed over, by the unit that ends. */
export const handOverOf = (typed: TypedAgency): Map<number, number> =>
  new Map(
    typed.units
      .filter((unit) => unit.id !== '' && Number(unit.handOver) > 0)
      .map((unit) => [Number(unit.id), Number(unit.handOver)]),
  );

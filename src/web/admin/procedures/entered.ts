import { parseMoney } from '../../../core/money.ts';
import {
  CHANNELS,
  type Channel,
  type Component,
  type Fee,
  type Limit,
  type LimitUnit,
  type ProcedureCase,
  type ProcedureDefinition,
} from '../../../core/procedure.ts';
import { clean, cleanLines } from '../../../core/text.ts';
import type { ConfigurationFault } from '../../../modules/configuration/index.ts';
import { fieldsOf, valuesOf } from '../request.ts';

/** Lists whose rows the page adds, takes away and moves; the last three belong to the case that is shown. */
export const LISTS = ['steps', 'results', 'conditions', 'legalBasis', 'cases', 'components', 'fees'] as const;
export type ListName = (typeof LISTS)[number];

export interface Entered {
  definition: ProcedureDefinition;
  /** What could not be read; the place is the name of the input. */
  faults: ConfigurationFault[];
  /** What was typed, for drawing the page again. */
  typed: Record<string, string>;
}

/** Rows on one page of a list. */
const MOST_ROWS = 400;

/** A field that is offered in the select, with the groups within it. */
export interface FieldChoice {
  code: string;
  name: string;
  parent: string | null;
}

/**
 * Reads the editor's form over the draft it was drawn from: what the form does not show stays as it was.
 *
 * @param caseIndex the case whose papers, limits and fees the page shows
 */
export function readEntered(
  body: unknown,
  draft: ProcedureDefinition,
  caseIndex: number,
  fields: readonly FieldChoice[],
): Entered {
  const entered = readForm(body, draft, caseIndex, fields, true);
  // A page that is turned back shows its rows where they stood: their numbers are those of the draft.
  return entered.faults.length > 0 ? readForm(body, draft, caseIndex, fields, false) : entered;
}

function readForm(
  body: unknown,
  draft: ProcedureDefinition,
  caseIndex: number,
  fields: readonly FieldChoice[],
  moved: boolean,
): Entered {
  const typed = fieldsOf(body);
  const faults: ConfigurationFault[] = [];
  const reader = new Reader(typed, faults, '', moved);
  const all = (name: string): string[] => valuesOf(body, name);
  const chosen = <T extends string>(name: string, from: readonly T[]): T[] => {
    const values = all(name);
    return from.filter((one) => values.includes(one));
  };
  const field = fields.find((one) => one.code === typed.field && one.parent === null);
  const group = typed.group
    ? fields.find((one) => one.code === typed.group && one.parent !== null)
    : undefined;
  if (group && group.parent !== (field?.code ?? draft.field.code)) {
    faults.push({
      place: 'group',
      message: `Nhóm “${group.name}” không thuộc lĩnh vực đã chọn. Chọn nhóm của lĩnh vực đó hoặc để trống.`,
    });
  }
  // What is already there keeps its order.
  const channels = chosen('channels', [...new Set([...draft.channels, ...CHANNELS])]);
  const cases = reader.rows('cases', draft.cases, (row, was) => readCase(row, was, draft));
  // Cases may have been moved: the shown one is known by where it stood.
  const shown = draft.cases[caseIndex];
  const at = shown ? cases.findIndex((one) => one.was === caseIndex) : -1;
  if (shown && at >= 0) {
    cases[at] = { ...cases[at]!, value: { ...cases[at]!.value, ...readShown(reader, shown, channels) } };
  }
  const definition: ProcedureDefinition = {
    ...draft,
    name: clean(typed.name ?? ''),
    aliases: lines(typed.aliases),
    field: field ? { code: field.code, name: field.name } : draft.field,
    group: group ? { code: group.code, name: group.name } : undefined,
    levels: chosen('levels', ['ministry', 'province', 'commune']),
    offeredBy: [...new Set(all('offeredBy').filter(Boolean))],
    subjects: chosen('subjects', ['citizen', 'organisation']),
    subjectsText: clean(typed.subjectsText ?? '') || undefined,
    decision: clean(typed.decision ?? '') || undefined,
    summary: cleanLines(typed.summary ?? ''),
    steps: values(
      reader.rows('steps', draft.steps, (row) => ({ title: row.text('title'), text: row.lines('text') })),
    ),
    channels,
    channelNotes: notes(typed),
    cases: values(cases),
    sets: reader.whole('sets', 'Số bộ hồ sơ', draft.sets),
    results: values(
      reader.rows('results', draft.results, (row, was) => ({
        ...was,
        code: row.text('code'),
        name: row.text('name'),
      })),
    ),
    conditions: values(reader.rows('conditions', draft.conditions, (row) => row.lines('text'))),
    legalBasis: values(
      reader.rows('legalBasis', draft.legalBasis, (row, was) => ({
        ...was,
        number: row.text('number'),
        name: row.text('name'),
      })),
    ),
    serviceLevel: {
      level: oneOf(Number(typed.level), [1, 2, 3, 4] as const, draft.serviceLevel.level),
      kind: oneOf(typed.kind, ['full', 'partial', 'information'] as const, draft.serviceLevel.kind),
    },
    formCode: typed.formCode || undefined,
    flowCode: typed.flowCode || undefined,
    supplementPolicy:
      typed.supplementPolicy === 'restart' || typed.supplementPolicy === 'pause'
        ? typed.supplementPolicy
        : undefined,
    review: draft.review?.filter((_, index) => !all('reviewed').includes(String(index))),
  };
  return { definition, faults, typed };
}

interface Read<T> {
  value: T;
  /** Where it stood in the draft; null: new. */
  was: number | null;
}

const values = <T>(rows: readonly Read<T>[]): T[] => rows.map((row) => row.value);

class Reader {
  readonly #typed: Record<string, string>;
  readonly #faults: ConfigurationFault[];
  readonly #at: string;
  /** Whether rows come in the order they were given on the page. */
  readonly #moved: boolean;

  constructor(typed: Record<string, string>, faults: ConfigurationFault[], at: string, moved: boolean) {
    this.#typed = typed;
    this.#faults = faults;
    this.#at = at;
    this.#moved = moved;
  }

  text(name: string): string {
    return clean(this.#typed[this.#at + name] ?? '');
  }

  lines(name: string): string {
    return cleanLines(this.#typed[this.#at + name] ?? '');
  }

  has(name: string): boolean {
    return this.#typed[this.#at + name] !== undefined;
  }

  /** A whole number; what is none is a fault, and the earlier number stays. */
  whole(name: string, label: string, before: number): number {
    const text = this.text(name).replace(/^0+(?=\d)/, '');
    if (/^\d{1,9}$/.test(text)) return Number(text);
    this.fault(name, `${label}: “${text}” không phải số nguyên. Nhập một số, ví dụ 1.`);
    return before;
  }

  fault(name: string, message: string): void {
    this.#faults.push({ place: this.#at + name, message });
  }

  /** Rows as they were typed, in the order that was given to them. */
  rows<T>(list: ListName, before: readonly T[], read: (row: Reader, was: T | undefined) => T): Read<T>[] {
    const found: (Read<T> & { place: number })[] = [];
    for (let index = 0; index < MOST_ROWS && this.#typed[`${list}.${index}.was`] !== undefined; index += 1) {
      const row = new Reader(this.#typed, this.#faults, `${list}.${index}.`, this.#moved);
      const was = placeOf(before, row.text('was'), row.text('key'));
      const place = Number(row.text('place'));
      found.push({
        value: read(row, was === null ? undefined : before[was]),
        was,
        place: Number.isFinite(place) ? place : index,
      });
    }
    return this.#moved ? found.toSorted((a, b) => a.place - b.place) : found;
  }
}

/** Where a row stood in the draft: at its number, unless somebody else has moved the row of that code meanwhile. */
function placeOf(before: readonly unknown[], was: string, key: string): number | null {
  const codeAt = (index: number): unknown => (before[index] as { code?: unknown } | undefined)?.code;
  const number = was === '' ? NaN : Number(was);
  const known = Number.isInteger(number) && number in before ? number : null;
  if (key === '' || (known !== null && codeAt(known) === key)) return known;
  const moved = before.findIndex((_, index) => codeAt(index) === key);
  return moved >= 0 ? moved : known;
}

function readCase(row: Reader, was: ProcedureCase | undefined, draft: ProcedureDefinition): ProcedureCase {
  const code = row.text('code') || freeCode(draft);
  return {
    ...(was ?? { limits: [], fees: [], components: [] }),
    code,
    name: row.text('name'),
    hint: row.text('hint') || undefined,
  };
}

/** Papers, limits and fees of the case that the page shows. */
function readShown(
  reader: Reader,
  shown: ProcedureCase,
  channels: readonly Channel[],
): Pick<ProcedureCase, 'components' | 'limits' | 'fees'> {
  return {
    components: values(reader.rows('components', shown.components, readComponent)),
    limits: [...new Set([...shown.limits.map((limit) => limit.channel), ...channels])]
      .filter((channel) => channels.includes(channel))
      .flatMap((channel) => readLimit(reader, channel, shown) ?? []),
    fees: values(reader.rows('fees', shown.fees, readFee)),
  };
}

function readComponent(row: Reader, was: Component | undefined): Component {
  return {
    ...was,
    code: row.text('code'),
    name: row.text('name'),
    originals: row.whole('originals', 'Số bản chính', was?.originals ?? 1),
    copies: row.whole('copies', 'Số bản sao', was?.copies ?? 0),
    required: row.has('required'),
    provide: oneOf(row.text('provide'), ['form', 'upload', 'present'] as const, was?.provide ?? 'upload'),
    condition: row.text('condition') || undefined,
    note: row.lines('note') || undefined,
    formName: row.text('formName') || undefined,
  };
}

const UNITS: readonly LimitUnit[] = ['working_day', 'working_hour', 'calendar_day'];

function readLimit(reader: Reader, channel: Channel, shown: ProcedureCase): Limit | null {
  const was = shown.limits.find((limit) => limit.channel === channel);
  // A way to apply that was only now ticked has no row yet.
  if (!reader.has(`limits.${channel}.amount`)) return was ?? null;
  const text = reader.text(`limits.${channel}.amount`).replace(',', '.');
  const note = reader.lines(`limits.${channel}.note`);
  const unit = oneOf(reader.text(`limits.${channel}.unit`), UNITS, was?.unit ?? 'working_day');
  if (text === '' && note === '') return null;
  const known = /^\d{1,4}(\.\d{1,2})?$/.test(text);
  if (text !== '' && !known) {
    reader.fault(
      `limits.${channel}.amount`,
      `Thời hạn “${text}” không phải là số. Nhập số, ví dụ 3 hoặc 0,5; để trống khi chưa rõ và ghi chú lý do.`,
    );
  }
  return { channel, amount: known ? Number(text) : null, unit, ...(note ? { note } : {}) };
}

function readFee(row: Reader, was: Fee | undefined): Fee {
  const text = row.text('amount');
  const amount = text === '' ? null : parseMoney(text);
  if (text !== '' && amount === null) {
    row.fault(
      'amount',
      `Mức thu “${text}” không phải số tiền. Nhập số đồng, ví dụ 8.000; để trống khi chưa định mức.`,
    );
  }
  const channel = CHANNELS.find((one) => one === row.text('channel'));
  const { channel: _before, ...rest } = was ?? { channel: undefined };
  return {
    ...rest,
    code: row.text('code') || 'phi',
    name: row.text('name'),
    kind: oneOf(row.text('kind'), ['fee', 'charge'] as const, was?.kind ?? 'charge'),
    amount,
    per: row.text('per') || undefined,
    ...(channel ? { channel } : {}),
    condition: row.text('condition') || undefined,
  };
}

const lines = (text = ''): string[] => [...new Set(text.split(/\r?\n/).map(clean).filter(Boolean))];

function notes(typed: Record<string, string>): ProcedureDefinition['channelNotes'] {
  const found = CHANNELS.flatMap((channel) => {
    const text = cleanLines(typed[`channelNotes.${channel}`] ?? '');
    return text ? [[channel, text] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function oneOf<T extends string | number>(value: unknown, from: readonly T[], otherwise: T): T {
  return from.find((one) => one === value) ?? otherwise;
}

/** Next free code of a case: "1.001193.04". */
export function freeCode({ code, cases }: ProcedureDefinition): string {
  const taken = new Set(cases.map((one) => one.code));
  for (let number = cases.length + 1; ; number += 1) {
    const free = `${code}.${String(number).padStart(2, '0')}`;
    if (!taken.has(free)) return free;
  }
}

const freeName = (taken: readonly { code: string }[], stem: string): string => {
  let number = taken.length + 1;
  while (taken.some((one) => one.code === `${stem}${number}`)) number += 1;
  return `${stem}${number}`;
};

/** What a button of the editor does to the lists: "add:steps", "remove:steps.2", "up:fees.1", "down:fees.0". */
export function changeRows(
  definition: ProcedureDefinition,
  caseIndex: number,
  act: string,
): { definition: ProcedureDefinition; list: ListName; row: number } | null {
  const [, verb, name, place] = /^(add|remove|up|down):([a-zA-Z]+)(?:\.(\d{1,3}))?$/.exec(act) ?? [];
  const list = LISTS.find((one) => one === name);
  if (!verb || !list) return null;
  const rows = [...rowsOf(definition, list, caseIndex)];
  let row = Number(place ?? rows.length);
  if (verb === 'add') rows.push(blankRow(definition, list, caseIndex));
  else if (!(row in rows)) return null;
  else if (verb === 'remove') rows.splice(row, 1);
  else {
    const to = verb === 'up' ? row - 1 : row + 1;
    if (!(to in rows)) return { definition, list, row };
    rows.splice(to, 0, ...rows.splice(row, 1));
    row = to;
  }
  return { definition: withRows(definition, list, caseIndex, rows), list, row };
}

function rowsOf(definition: ProcedureDefinition, list: ListName, caseIndex: number): readonly unknown[] {
  if (list === 'components' || list === 'fees') return definition.cases[caseIndex]?.[list] ?? [];
  return definition[list];
}

function withRows(
  definition: ProcedureDefinition,
  list: ListName,
  caseIndex: number,
  rows: unknown[],
): ProcedureDefinition {
  if (list !== 'components' && list !== 'fees') return { ...definition, [list]: rows };
  const cases = definition.cases.map((one, index) => (index === caseIndex ? { ...one, [list]: rows } : one));
  return { ...definition, cases };
}

function blankRow(definition: ProcedureDefinition, list: ListName, caseIndex: number): unknown {
  const shown = definition.cases[caseIndex];
  const blanks: Record<ListName, () => unknown> = {
    steps: () => ({ title: '', text: '' }),
    results: () => ({ code: freeName(definition.results, `KQ.${definition.code}.`), name: '' }),
    conditions: () => '',
    legalBasis: () => ({ number: '', name: '' }),
    // A further case usually differs little from the one before it.
    cases: () => ({
      ...(definition.cases.at(-1) ?? { limits: [], fees: [], components: [] }),
      code: freeCode(definition),
      name: '',
      hint: undefined,
    }),
    components: (): Component => ({
      code: freeName(shown?.components ?? [], `${definition.code}-GT`),
      name: '',
      originals: 1,
      copies: 0,
      required: true,
      provide: 'upload',
    }),
    fees: (): Fee => ({
      code: freeName(shown?.fees ?? [], 'thu-'),
      name: '',
      kind: 'charge',
      amount: 0,
      per: 'hồ sơ',
    }),
  };
  return blanks[list]();
}

import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkCalendar,
  makeCalendar,
  workingDayMinutes,
  type CalendarRow,
  type Span,
} from '../../core/calendar/index.ts';
import {
  advance,
  choices,
  compile,
  initialState,
  longestPathMinutes,
  openTokens,
} from '../../core/flow/index.ts';
import { publicationMessages, type Flow, type StepKind } from '../../core/flow/index.ts';
import { checkForm, isPersonalId, isPhone, isTaxCode, validate } from '../../core/form/index.ts';
import type { Answers, FieldItem, FormDefinition, FormItem } from '../../core/form/types.ts';
import { checkDocument, RESULT_NAMES } from '../slips/index.ts';
import { CHANNELS, type Limit, type ProcedureDefinition } from '../../core/procedure.ts';

interface Agency {
  slug: string;
  kind: string;
  codeNew: string;
  codeOld: string;
  parent: string | null;
  receivesAt: string;
  phone: string;
  hours: Record<string, [string, string][]>;
  units: { code: string; name: string; kind: string }[];
}
interface Position {
  agency: string;
  unit: string;
  role: string;
}
interface Officer {
  username: string;
  phone: string;
  email: string;
  positions: Position[];
}
interface Person {
  username?: string;
  personalId: string;
  birthDate: string;
  phone: string;
  address: { province: string; commune: string };
}
interface Organisation {
  username: string;
  taxCode: string;
  phone: string;
  representative: Person;
}
interface DemoDossier {
  key: string;
  procedure: string;
  case: string;
  agency: string;
  channel: string;
  applicant: string | Person;
  stage: string;
  at?: string;
  papers?: string[];
  reason?: string;
  supplement?: { component: string; name: string; what: string }[];
  answers: Answers;
}

const seed = new URL('../../../seed/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, seed), 'utf8');
const json = <T>(path: string): T => JSON.parse(text(path)) as T;
const named = (folder: string, ending: string): string[] =>
  readdirSync(new URL(`${folder}/`, seed))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const agencies = json<Agency[]>('agencies.json');
const officers = json<Officer[]>('officers.json');
const { citizens, organisations } = json<{ citizens: Person[]; organisations: Organisation[] }>(
  'citizens.json',
);
const accounts = json<{ password: string; accounts: { role: string; username: string }[] }>(
  'demo-accounts.json',
);
const units =
  json<{ name: string; code: string; communes: { code: string; name: string }[] }[]>('admin-units-2026.json');
const catalogues = json<Record<string, { code: string; name: string }[]>>('catalogues.json');
const fields = json<{ code: string; name: string }[]>('fields.json');
const dossiers = json<DemoDossier[]>('demo-dossiers.json');
const procedures = named('procedures', '.json').map((code) =>
  json<ProcedureDefinition>(`procedures/${code}.json`),
);
const forms = new Map(
  named('forms', '.json').map((code) => [code, json<FormDefinition>(`forms/${code}.json`)]),
);
const flows = new Map<string, Flow>();

const agency = (slug: string): Agency => {
  const found = agencies.find((one) => one.slug === slug);
  if (!found) throw new Error(`no agency ${slug}`);
  return found;
};
const offering = (procedure: ProcedureDefinition): Agency[] =>
  procedure.offeredBy.flatMap((slug) =>
    slug === 'commune' ? agencies.filter((one) => one.kind === 'commune') : [agency(slug)],
  );
const holds = (slug: string, unit: string, role: string): boolean =>
  officers.some((officer) =>
    officer.positions.some((one) => one.agency === slug && one.unit === unit && one.role === role),
  );
const fieldItems = (items: FormItem[]): FieldItem[] =>
  items.flatMap((item) => (item.kind === 'field' ? [item] : 'items' in item ? fieldItems(item.items) : []));

beforeAll(async () => {
  for (const code of named('flows', '.bpmn')) {
    const { flow, messages } = await compile(text(`flows/${code}.bpmn`));
    expect(messages, code).toEqual([]);
    flows.set(code, flow!);
  }
});

describe('agencies and people', () => {
  it('agencies have both codes, a counter that receives for them and units of the same codes', () => {
    for (const key of ['slug', 'codeNew', 'codeOld'] as const) {
      expect(new Set(agencies.map((one) => one[key])).size).toBe(agencies.length);
    }
    for (const one of agencies) {
      expect(one.codeNew).toMatch(/^H99(\.\d{2})*$/);
      expect(one.codeOld).toMatch(/^\d{3}\.\d{2}\.\d{2}\.H99$/);
      if (one.parent !== null) agency(one.parent);
      expect(agency(one.receivesAt).units.map((unit) => unit.code)).toContain('mot-cua');
      expect(new Set(one.units.map((unit) => unit.code)).size).toBe(one.units.length);
    }
    const communes = agencies.filter((one) => one.kind === 'commune');
    expect(communes.length).toBeGreaterThan(1);
    for (const one of communes) {
      expect(one.units.map((unit) => unit.code)).toEqual(communes[0]!.units.map((unit) => unit.code));
    }
  });

  it('weekly hours and day rows make a calendar that can be used', () => {
    const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    const span = ([from, to]: readonly [string, string]): Span => [minutes(from), minutes(to)];
    const { days } = json<{ days: (Omit<CalendarRow, 'spans'> & { spans?: [string, string][] })[] }>(
      'calendar.json',
    );
    const rows = days.map(({ spans, ...day }) => (spans ? { ...day, spans: spans.map(span) } : day));
    for (const one of agencies) {
      const weekly = Object.fromEntries(
        Object.entries(one.hours).map(([day, spans]) => [day, spans.map(span)]),
      );
      expect(checkCalendar(makeCalendar(weekly, rows)), one.slug).toEqual([]);
      expect(workingDayMinutes(makeCalendar(weekly, rows)), one.slug).toBe(450);
    }
    const years = new Set(days.map((day) => day.date.slice(0, 4)));
    expect([...years].sort()).toEqual(['2026', '2027']);
  });

  it('officers hold positions in units that exist', () => {
    expect(new Set(officers.map((one) => one.username)).size).toBe(officers.length);
    for (const officer of officers) {
      expect(officer.email).toBe(`${officer.username}@lamgiang.example`);
      expect(isPhone(officer.phone)).toBe(true);
      for (const { agency: slug, unit, role } of officer.positions) {
        expect(agency(slug).units.map((one) => one.code)).toContain(unit);
        expect(['counter', 'head', 'officer', 'leader', 'clerk', 'editor', 'admin']).toContain(role);
      }
    }
  });

  it('citizens and organisations have numbers of valid shape and live in the province', () => {
    const province = units.find((one) => one.code === '99')!;
    const communes = province.communes.map((one) => one.name);
    for (const person of [...citizens, ...organisations.map((one) => one.representative)]) {
      expect(isPersonalId(person.personalId)).toBe(true);
      // Digits 5 and 6 are the year of birth (Decree 137/2015, art. 7).
      expect(person.personalId.slice(4, 6)).toBe(person.birthDate.slice(2, 4));
      expect(isPhone(person.phone)).toBe(true);
      expect(person.address.province).toBe(province.name);
      expect(communes).toContain(person.address.commune);
    }
    for (const one of organisations) expect(isTaxCode(one.taxCode), one.username).toBe(true);
  });

  it('every account shown at start-up exists and holds the role it is shown for', () => {
    for (const { role, username } of accounts.accounts) {
      if (role === 'citizen') expect(citizens.some((one) => one.username === username)).toBe(true);
      else if (role === 'company') expect(organisations.some((one) => one.username === username)).toBe(true);
      else {
        const officer = officers.find((one) => one.username === username);
        expect(
          officer?.positions.map((one) => one.role),
          username,
        ).toContain(role);
      }
    }
    expect(accounts.password.length).toBeGreaterThanOrEqual(12);
  });
});

/** Working minutes that a limit surely leaves; fifteen days of the calendar hold at least ten working days. */
function limitMinutes(limit: Limit): number {
  const amount = limit.amount!;
  // Zero days: the same day, and the next one when received late.
  if (amount === 0) return 450;
  if (limit.unit === 'working_hour') return amount * 60;
  return (limit.unit === 'working_day' ? amount : Math.floor((amount * 5) / 7)) * 450;
}

describe('procedures', () => {
  it.each(procedures.map((one) => [one.code, one] as const))(
    '[II.1.2~] %s is defined in full',
    (code, one) => {
      expect(code).toMatch(/^\d\.\d{6}$/);
      expect(fields).toContainEqual(one.field);
      expect(one.aliases.length).toBeGreaterThanOrEqual(3);
      expect(one.steps.length).toBeGreaterThanOrEqual(3);
      expect(one.results.length).toBeGreaterThan(0);
      expect(one.conditions.length).toBeGreaterThan(0);
      expect(one.sets).toBeGreaterThan(0);
      expect(forms.has(one.formCode!)).toBe(true);
      expect(flows.has(one.flowCode!)).toBe(true);
      expect(one.serviceLevel.kind).toBe(
        { 4: 'full', 3: 'partial', 2: 'information', 1: 'information' }[one.serviceLevel.level],
      );
      for (const { number, name } of one.legalBasis) {
        expect(number).toMatch(/^\d+(\.\d+)?\/\d{4}\/(QH\d{2}|NĐ-CP|NQ-CP|TT-[A-Z]+)$/);
        expect(name.length).toBeGreaterThan(5);
      }
      expect(new Set(one.cases.map((entry) => entry.code)).size).toBe(one.cases.length);
      for (const entry of one.cases) {
        expect(entry.limits.map((limit) => limit.channel).sort()).toEqual([...one.channels].sort());
        expect(new Set(entry.components.map((component) => component.code)).size).toBe(
          entry.components.length,
        );
        expect(entry.components.filter((component) => component.provide === 'form')).toHaveLength(1);
        expect(entry.fees.length).toBeGreaterThan(0);
        for (const fee of entry.fees) {
          if (fee.amount === null) expect(fee.condition).toBeTruthy();
          else expect(Number.isInteger(fee.amount) && fee.amount >= 0).toBe(true);
        }
        for (const { originals, copies } of entry.components) expect(originals + copies).toBeGreaterThan(0);
      }
      for (const channel of one.channels) expect(CHANNELS).toContain(channel);
    },
  );

  it('a limit that is kept within the day is written as one, and the applicant is told of late reception', () => {
    const limits = procedures.flatMap((one) => one.cases.flatMap((entry) => entry.limits));
    const sameDay = limits.filter((limit) => limit.amount === 0);
    expect(sameDay.length).toBeGreaterThan(0);
    for (const limit of sameDay)
      expect(limit).toMatchObject({ unit: 'working_day', note: expect.stringContaining('15 giờ') });
    for (const limit of limits) expect(limit.note ?? '').not.toMatch(/trong ngày;/);
  });

  it('what is only shown at the counter says when to bring it, where the rest goes online', () => {
    for (const one of procedures.filter((each) => each.serviceLevel.kind === 'full')) {
      expect(one.channels).toContain('online');
      const shown = one.cases
        .flatMap((entry) => entry.components)
        .filter((each) => each.provide === 'present');
      for (const paper of shown) expect(paper.note ?? '', `${one.code} ${paper.code}`).toMatch(/quầy/);
    }
  });

  it('no two papers of different kinds share a code, and no two procedures a flow', () => {
    const names = new Map<string, string>();
    for (const component of procedures.flatMap((one) => one.cases.flatMap((entry) => entry.components))) {
      const first = names.get(component.code) ?? component.name;
      names.set(component.code, first);
      expect(component.name.startsWith(first.slice(0, 20)), component.code).toBe(true);
    }
    expect(new Set(procedures.map((one) => one.flowCode)).size).toBe(procedures.length);
    expect(new Set(procedures.map((one) => one.flowCode))).toEqual(new Set(named('flows', '.bpmn')));
  });

  it.each(procedures.map((one) => [one.code, one] as const))(
    '[II.3.2] the steps of %s give minutes that fit its shortest time limit',
    (code, one) => {
      const limits = one.cases.flatMap((entry) => entry.limits).filter((limit) => limit.amount !== null);
      const flow = flows.get(one.flowCode!)!;
      expect(publicationMessages(flow, Math.min(...limits.map(limitMinutes))), code).toEqual([]);
      expect(longestPathMinutes(flow)).toBeGreaterThan(0);
    },
  );

  it.each(procedures.map((one) => [one.code, one] as const))(
    'every step of %s has somebody to do it',
    (code, one) => {
      const nodes = Object.values(flows.get(one.flowCode!)!.nodes);
      for (const node of nodes.filter((each) => each.kind === 'userTask')) {
        const rule = node.actor!;
        if (rule.kind === 'performer') {
          expect(nodes.map((each) => each.id)).toContain(rule.ref);
          continue;
        }
        for (const handling of offering(one)) {
          const slug = rule.agency === 'reception' ? handling.receivesAt : handling.slug;
          expect(holds(slug, rule.unit!, rule.role!), `${code} ${node.id} at ${slug}`).toBe(true);
        }
      }
    },
  );
});

/** Steps gone through from a start event, taking the named edge where there is a choice and the default elsewhere. */
function walk(flow: Flow, start: string, take: string[] = []): StepKind[] {
  let state = advance(flow, initialState(), { kind: 'start', start }).state;
  const steps: StepKind[] = [];
  for (let turn = 0; turn < 60 && !state.ended; turn++) {
    const token = openTokens(flow, state)[0]!;
    steps.push(flow.nodes[token.node]!.step!);
    const options = choices(flow, token.node);
    const edge = options.find((option) => option.edge === take[0])?.edge;
    if (edge) take.shift();
    const decided = edge ?? options.find((option) => option.edge.endsWith('_yes'))?.edge ?? options[0]?.edge;
    state = advance(flow, state, {
      kind: 'complete',
      token: token.id,
      ...(decided ? { edge: decided } : {}),
    }).state;
  }
  expect(state.ended).toBe(true);
  return steps;
}

describe('flows', () => {
  it('[II.3.4] online and counter dossiers both enter at reception and come out at return', () => {
    for (const [code, flow] of flows) {
      const starts = Object.values(flow.nodes).filter((node) => node.kind === 'start');
      expect(starts.map((node) => node.id).sort(), code).toEqual(['counter', 'online']);
      for (const { id } of starts) {
        const steps = walk(flow, id);
        expect(steps[0]).toBe('reception');
        expect(steps.at(-1)).toBe('return');
        expect(steps).toContain('sign');
      }
    }
  });

  it('[II.3.3] reception and handling may ask for a supplement', () => {
    for (const [code, flow] of flows) {
      const may = Object.values(flow.nodes).filter((node) => node.allows?.includes('supplement'));
      expect(
        may.map((node) => node.step),
        code,
      ).toEqual(expect.arrayContaining(['reception', 'process']));
    }
  });

  it('[II.9.1] what the leader sends back returns to handling and is signed again', () => {
    for (const flow of flows.values()) {
      const steps = walk(flow, 'online', ['decision_no']);
      const first = steps.indexOf('sign');
      expect(steps.slice(first + 1)).toContain('process');
      expect(steps.filter((step) => step === 'sign')).toHaveLength(2);
    }
  });

  it('every element of a flow is drawn', () => {
    for (const [code, flow] of flows) {
      const drawn = new Set(
        [...text(`flows/${code}.bpmn`).matchAll(/bpmnElement="([^"]+)"/g)].map((match) => match[1]),
      );
      for (const id of [...Object.keys(flow.nodes), ...Object.keys(flow.edges)])
        expect(drawn.has(id), `${code} ${id}`).toBe(true);
    }
  });
});

describe('results', () => {
  it.each(procedures.map((one) => [one.code, one] as const))(
    '%s binds its documents to what its form asks',
    (_code, { results, formCode }) => {
      const form = forms.get(formCode!)!;
      const faults = results.flatMap(({ document }) => (document ? checkDocument(document, form) : []));
      expect(faults).toEqual([]);
    },
  );

  it('every template that ships is used, and a binding to nothing is found', () => {
    const documents = procedures.flatMap(({ results }) => results.flatMap(({ document }) => document ?? []));
    expect(new Set(documents.map((one) => one.template))).toEqual(new Set(Object.keys(RESULT_NAMES)));
    const form = forms.get('to-khai-chung')!;
    const birth = documents.find((one) => one.template === 'birth-extract')!;
    expect(checkDocument(birth, form).map((fault) => fault.place)).toContain('childName');
    expect(checkDocument({ template: 'marriage', fields: {} }, form)).toHaveLength(1);
    const { title: _left, ...others } = birth.fields;
    expect(
      checkDocument(
        { template: birth.template, fields: { ...others, sex: ['Nam'], age: '1' } },
        forms.get('to-khai-khai-sinh')!,
      ).map((fault) => fault.place),
    ).toEqual(['title', 'sex', 'age']);
  });
});

describe('forms', () => {
  it.each([...forms])('%s has no fault, and help at every input', (code, form) => {
    expect(form.code).toBe(code);
    expect(checkForm(form)).toEqual([]);
    const asked = form.steps.flatMap((step) => fieldItems(step.items));
    for (const field of asked) {
      expect(field.help ?? '', `${code} ${field.path}`).not.toBe('');
      if (field.catalogue)
        expect(catalogues[field.catalogue]?.length ?? 0, field.catalogue).toBeGreaterThan(0);
    }
    expect(form.subject?.length ?? 0).toBeGreaterThan(0);
  });

  it('the catalogues name the 54 peoples, Vietnam first among countries, and no code twice', () => {
    expect(catalogues['ethnicities']!.filter((row) => row.code !== '99')).toHaveLength(54);
    expect(catalogues['countries']![0]).toEqual({ code: 'VN', name: 'Việt Nam' });
    for (const rows of Object.values(catalogues))
      expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });
});

describe('home page', () => {
  it('tiles lead to procedures that exist', () => {
    const tiles = json<{ audience: string; icon: string; procedures: string[] }[]>('life-events.json');
    for (const tile of tiles) {
      expect(tile.procedures.length).toBeGreaterThan(0);
      for (const code of tile.procedures) expect(procedures.map((one) => one.code)).toContain(code);
    }
    expect(new Set(tiles.map((tile) => tile.audience))).toEqual(new Set(['citizen', 'organisation']));
  });
});

const TODAY = '2026-11-23';

/** Answers with "@+30" replaced by the date thirty days from today. */
function dated(value: unknown): unknown {
  if (typeof value === 'string' && /^@[+-]\d+$/.test(value)) {
    return new Date(Date.parse(TODAY) + Number(value.slice(1)) * 86_400_000).toISOString().slice(0, 10);
  }
  if (Array.isArray(value)) return value.map(dated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, dated(part)]));
}

describe('demo dossiers', () => {
  it.each(dossiers.map((one) => [one.key, one] as const))('%s can be submitted as it is', (_key, one) => {
    const procedure = procedures.find((each) => each.code === one.procedure)!;
    const entry = procedure.cases.find((each) => each.code === one.case)!;
    expect(offering(procedure).map((each) => each.slug)).toContain(one.agency);
    expect(procedure.channels).toContain(one.channel);
    if (typeof one.applicant === 'string') {
      expect([...citizens, ...organisations].map((each) => each.username)).toContain(one.applicant);
    } else expect(isPersonalId(one.applicant.personalId)).toBe(true);
    const adminUnits = {
      provinces: units,
      communesOf: (name: string) =>
        units.find((each) => each.name === name || each.code === name)?.communes ?? [],
    };
    const answers = dated(one.answers) as Answers;
    expect(
      validate(forms.get(procedure.formCode!)!, answers, { today: TODAY, catalogues, adminUnits }),
    ).toEqual([]);
    const needed = entry.components
      .filter((each) => each.required && each.provide === 'upload')
      .map((each) => each.code);
    expect(one.papers ?? []).toEqual(expect.arrayContaining(needed));
    const known = entry.components.map((each) => each.code);
    for (const code of [...(one.papers ?? []), ...(one.supplement ?? []).map((item) => item.component)]) {
      expect(known).toContain(code);
    }
    if (one.at) expect(flows.get(procedure.flowCode!)!.nodes[one.at]?.kind).toBe('userTask');
    if (one.stage === 'in_progress') expect(one.at).toBeTruthy();
    if (['supplement_requested', 'refused', 'withdrawn'].includes(one.stage)) expect(one.reason).toBeTruthy();
  });

  it('show every stage of a dossier', () => {
    expect(new Set(dossiers.map((one) => one.stage))).toEqual(
      new Set([
        'submitted',
        'accepted',
        'in_progress',
        'supplement_requested',
        'refused',
        'withdrawn',
        'done',
        'returned',
      ]),
    );
  });
});

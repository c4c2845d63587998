import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { addWorkingMinutes, nextWorkingMoment, type WorkCalendar } from '../../core/calendar/index.ts';
import { addDays, localDate, momentAt } from '../../core/dates.ts';
import type { Party, SupplementItem } from '../../core/dossier.ts';
import { choices } from '../../core/flow/index.ts';
import type { Flow } from '../../core/flow/types.ts';
import type { Answers } from '../../core/form/types.ts';
import type { Actor } from '../../core/permission/index.ts';
import {
  loadDirectory,
  officerByAccount,
  officersOf,
  workCalendar,
  type Agency,
} from '../../modules/agencies/index.ts';
import { saveFile } from '../../modules/documents/index.ts';
import {
  act,
  attachFiles,
  dossierPage,
  saveDraft,
  startDraft,
  type Command,
  type DossierPage,
} from '../../modules/dossiers/index.ts';
import { getPerson, partyOf } from '../../modules/people/index.ts';
import { getProcedure } from '../../modules/procedures/index.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { Platform } from '../../platform/index.ts';
import { readSeed } from './province.ts';

interface DemoDossier {
  key: string;
  procedure: string;
  case: string;
  agency: string;
  channel: 'online' | 'counter' | 'post';
  applicant: string | (Omit<Party, 'identityNo' | 'kind'> & { personalId: string });
  stage:
    | 'submitted'
    | 'accepted'
    | 'in_progress'
    | 'supplement_requested'
    | 'refused'
    | 'withdrawn'
    | 'done'
    | 'returned';
  at?: string;
  daysAgo: number;
  papers?: string[];
  answers: Answers;
  reason?: string;
  supplement?: SupplementItem[];
}

type Task = DossierPage['tasks'][number];

/**
 * Plays the demo dossiers through the same acts that people use, each on its own day.
 *
 * @param progress played: keys that an earlier run has played · onPlayed: told after each one
 */
export async function loadDemoDossiers(
  platform: Platform,
  folder: string,
  progress: { played: readonly string[]; onPlayed: (key: string) => Promise<void> } = {
    played: [],
    onPlayed: async () => {},
  },
): Promise<void> {
  const demos = await readSeed<DemoDossier[]>(folder, 'demo-dossiers.json');
  const sample = await readFile(path.join(folder, 'files', 'giay-to-mau.pdf'));
  const before = new Set(progress.played);
  for (const demo of demos.filter((one) => !before.has(one.key))) {
    try {
      await new Play(platform, demo, sample).run();
      await progress.onPlayed(demo.key);
    } catch (error) {
      throw new Error(`demo dossier ${demo.key}: ${(error as Error).message}`, { cause: error });
    }
  }
}

class Play {
  readonly #demo: DemoDossier;
  readonly #sample: Buffer;
  readonly #real: Platform;
  readonly #platform: Platform;
  readonly #clock = fixedClock(new Date(0));
  #calendar!: WorkCalendar;
  #agency!: Agency;
  #reception!: Agency;
  #applicant: Actor | null = null;

  constructor(platform: Platform, demo: DemoDossier, sample: Buffer) {
    this.#real = platform;
    this.#platform = { ...platform, clock: this.#clock };
    this.#demo = demo;
    this.#sample = sample;
  }

  async run(): Promise<void> {
    const { db } = this.#platform;
    const demo = this.#demo;
    const directory = await loadDirectory(db);
    this.#agency = directory.agencyBySlug(demo.agency)!;
    this.#reception = directory.receptionAgency(this.#agency.id)!;
    this.#calendar = await workCalendar(db, this.#agency.id);
    const day = addDays(localDate(this.#real.clock.now()), -demo.daysAgo);
    const opening = nextWorkingMoment(this.#calendar, momentAt(day, 8 * 60));
    // Today's dossiers came in before now, whatever the hour of the start.
    this.#clock.set(new Date(Math.min(opening.getTime(), this.#real.clock.now().getTime() - 3_600_000)));
    const id = demo.channel === 'online' ? await this.#fileOnline() : await this.#takeIn();
    if (id !== null) await this.#goOn(id);
  }

  /** An hour or so of office time passes, but never beyond the present. */
  #pass(minutes: number): void {
    const next = addWorkingMinutes(this.#calendar, this.#clock.now(), minutes);
    const latest = this.#real.clock.now().getTime();
    this.#clock.set(new Date(Math.min(next.getTime(), latest)));
  }

  async #fileOnline(): Promise<number> {
    const { db } = this.#platform;
    const account = await db
      .selectFrom('account')
      .select(['id', 'person_id'])
      .where('username', '=', this.#demo.applicant as string)
      .executeTakeFirstOrThrow();
    this.#applicant = { kind: 'account', accountId: account.id, personId: account.person_id! };
    const draft = await startDraft(this.#platform, account.id, {
      procedureCode: this.#demo.procedure,
      caseCode: this.#demo.case,
      agencyId: this.#agency.id,
    });
    await saveDraft(this.#platform, account.id, draft.id, {
      answers: this.#answers(),
      delivery: { method: 'online' },
      step: 'xem-lai',
    });
    for (const component of this.#demo.papers ?? []) {
      await attachFiles(this.#platform, account.id, draft.id, component, [await this.#scan(account.id)]);
    }
    const { dossierId } = await act(
      this.#platform,
      this.#applicant,
      { draft: draft.id },
      { action: 'submit' },
    );
    return dossierId;
  }

  async #takeIn(): Promise<number | null> {
    const { db } = this.#platform;
    const demo = this.#demo;
    const procedure = (await getProcedure(db, demo.procedure))!;
    const theCase = procedure.definition.cases.find((one) => one.code === demo.case)!;
    const applicant = await this.#party();
    const counter = await this.#counter();
    const scans = new Map<string, string>();
    for (const component of demo.papers ?? []) scans.set(component, await this.#scan(null));
    const intake = {
      procedureCode: demo.procedure,
      agencyId: this.#agency.id,
      caseCode: demo.case,
      source: demo.channel as 'counter' | 'post',
      applicant,
      owner: applicant,
      content: '',
      answers: this.#answers(),
      delivery: { method: 'counter' as const },
      papers: theCase.components.map((component) => ({
        component: component.code,
        given: component.required || scans.has(component.code),
        note: '',
        fileIds: scans.has(component.code) ? [scans.get(component.code)!] : [],
      })),
      fees: [],
    };
    const command: Command =
      demo.stage === 'refused'
        ? { action: 'refuse', reason: demo.reason!, intake }
        : { action: 'accept', forward: demo.stage !== 'accepted', intake };
    const { dossierId } = await act(this.#platform, counter, { intake: randomUUID() }, command);
    return demo.stage === 'refused' ? null : dossierId;
  }

  async #goOn(id: number): Promise<void> {
    const { stage, at, reason, supplement } = this.#demo;
    if (stage === 'submitted') return;
    if (stage === 'withdrawn') {
      this.#pass(60);
      await this.#do(this.#applicant!, id, { action: 'withdraw', reason: reason! });
      return;
    }
    if (this.#demo.channel === 'online') {
      const counter = await this.#counter();
      this.#pass(45);
      if (stage === 'refused') return this.#do(counter, id, { action: 'refuse', reason: reason! });
      if (stage === 'supplement_requested' && at === 'reception') {
        return this.#do(counter, id, { action: 'request-supplement', reason: reason!, items: supplement! });
      }
      await this.#do(counter, id, { action: 'accept', forward: stage !== 'accepted' });
    }
    if (stage === 'accepted') return;
    await this.#walk(id, stage === 'done' || stage === 'returned' ? 'return' : at!);
    this.#pass(90);
    if (stage === 'supplement_requested') {
      const page = await this.#page(id);
      const task = page.tasks.find((one) => one.closed_at === null && one.node === at)!;
      const command: Command = { action: 'request-supplement', reason: reason!, items: supplement! };
      await this.#do(await this.#holder(task), id, command);
    }
    if (stage === 'returned') {
      const { dossier, fees } = await this.#page(id);
      const counter = await this.#counter();
      if (fees.some((fee) => fee.paidAt === null)) {
        await this.#do(counter, id, { action: 'record-payment', method: 'cash', receiptNo: `BL-${id}` });
      }
      const collected = { method: 'counter' as const, name: dossier.applicant.name, by: 'self' as const };
      await this.#do(counter, id, { action: 'return-result', collected });
    }
  }

  /** Does one step after the other until the wanted one is open. */
  async #walk(id: number, wanted: string): Promise<void> {
    for (let turns = 0; turns < 40; turns++) {
      const page = await this.#page(id);
      const open = page.tasks.filter((task) => task.closed_at === null && task.kind === 'step');
      if (open.some((task) => task.node === wanted)) return;
      const task = open[0];
      if (!task) throw new Error(`no open step on the way to ${wanted}`);
      this.#pass(Math.min(task.minutes ?? 120, 240) / 2);
      await this.#do(await this.#holder(task), id, await this.#command(page, task, wanted));
    }
    throw new Error(`${wanted} was not reached`);
  }

  async #command(page: DossierPage, task: Task, wanted: string): Promise<Command> {
    const edge = nearest(page.flow, task.node, wanted);
    switch (task.step) {
      case 'assign': {
        const members = await officersOf(this.#platform.db, task.unit_id!, 'officer');
        const all = members.length ? members : await officersOf(this.#platform.db, task.unit_id!);
        return { action: 'assign', officerId: all[0]!.id, note: 'Kiểm tra kỹ giấy tờ trước khi trình.' };
      }
      case 'process': {
        const [type] = page.procedure.results;
        return {
          action: 'complete',
          edge,
          opinion: 'Hồ sơ đầy đủ, hợp lệ, đủ điều kiện giải quyết.',
          result: { typeCode: type?.code ?? '', name: type?.name ?? page.procedure.name, summary: '' },
        };
      }
      case 'approve':
        return { action: 'approve', edge, opinion: 'Đồng ý trình ký.' };
      case 'sign':
        return { action: 'sign', edge };
      case 'issue':
        return { action: 'issue' };
      default:
        throw new Error(`step ${task.step} is not walked`);
    }
  }

  async #do(actor: Actor, id: number, command: Command): Promise<void> {
    await act(this.#platform, actor, { dossier: id }, command);
  }

  #page(id: number): Promise<DossierPage> {
    return dossierPage(this.#platform.db, { kind: 'system' }, id);
  }

  async #counter(): Promise<Actor> {
    const unit = this.#reception.units.find((one) => one.kind === 'counter')!;
    const [member] = await officersOf(this.#platform.db, unit.id, 'counter');
    return this.#actor(member!.accountId);
  }

  async #holder(task: Task): Promise<Actor> {
    const members = task.unit_id === null ? [] : await officersOf(this.#platform.db, task.unit_id);
    const member =
      members.find((one) => one.id === task.assignee_id) ??
      members.find((one) => one.role === task.role) ??
      members[0];
    if (!member) throw new Error(`nobody holds ${task.name}`);
    return this.#actor(member.accountId);
  }

  async #actor(accountId: number): Promise<Actor> {
    const officer = (await officerByAccount(this.#platform.db, accountId))!;
    return {
      kind: 'officer',
      accountId,
      officerId: officer.id,
      name: officer.name,
      positions: officer.positions,
      groups: [],
    };
  }

  async #party(): Promise<Party> {
    const { applicant } = this.#demo;
    if (typeof applicant !== 'string') {
      const { personalId, ...rest } = applicant;
      return { ...rest, kind: 'citizen', identityNo: personalId };
    }
    const { person_id: id } = await this.#platform.db
      .selectFrom('account')
      .select('person_id')
      .where('username', '=', applicant)
      .executeTakeFirstOrThrow();
    return partyOf((await getPerson(this.#platform.db, id!))!);
  }

  async #scan(createdBy: number | null): Promise<string> {
    const file = await saveFile(this.#platform, {
      content: this.#sample,
      name: 'ban-chup-mau.pdf',
      mime: 'application/pdf',
      createdBy,
    });
    return file.id;
  }

  /** `@-12` in the answers is the date twelve days before the submission. */
  #answers(): Answers {
    const day = localDate(this.#clock.now());
    const dated = (value: unknown): unknown => {
      if (typeof value === 'string' && /^@[+-]\d+$/.test(value)) return addDays(day, Number(value.slice(1)));
      if (Array.isArray(value)) return value.map(dated);
      if (value !== null && typeof value === 'object') {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dated(inner)]));
      }
      return value;
    };
    return dated(this.#demo.answers) as Answers;
  }
}

/** The way out of a step that leads to the wanted one by the fewest edges. */
function nearest(flow: Flow, from: string, wanted: string): string | undefined {
  const distance = new Map<string, number>([[wanted, 0]]);
  for (let queue = [wanted]; queue.length > 0;) {
    const next: string[] = [];
    for (const id of queue) {
      for (const edge of Object.values(flow.edges)) {
        if (edge.target === id && !distance.has(edge.source)) {
          distance.set(edge.source, distance.get(id)! + 1);
          next.push(edge.source);
        }
      }
    }
    queue = next;
  }
  const ways = choices(flow, from);
  const [best] = [...ways].sort(
    (one, other) =>
      (distance.get(flow.edges[one.edge]?.target ?? '') ?? 99) -
      (distance.get(flow.edges[other.edge]?.target ?? '') ?? 99),
  );
  return best?.edge;
}

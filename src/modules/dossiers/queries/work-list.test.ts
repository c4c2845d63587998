import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { loadDemoDossiers } from '../../../cli/seed/dossiers.ts';
import { startChanges, type Changes } from '../../../platform/changes.ts';
import { openDatabase, type OpenDatabase } from '../../../platform/database/index.ts';
import type { Db } from '../../../platform/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { BOXES, boxesOf, findDossiers, keepDossiers, workList, type Box, type WorkRow } from '../index.ts';
import { applicant, doing, filed, officer } from '../testing.ts';

let platform: TestPlatform;
let officers: OfficerActor[];

beforeAll(async () => {
  platform = await testPlatform({ seeded: true, now: new Date('2026-11-23T16:30:00+07:00') });
  await loadDemoDossiers(platform, 'seed');
  const accounts = await platform.db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .select('account.username')
    .orderBy('officer.id')
    .execute();
  officers = await Promise.all(accounts.map(({ username }) => officer(platform, username!)));
}, 60_000);
afterAll(() => platform.close());

/** Every dossier and task there is. */
async function everything() {
  const dossiers = await platform.db.selectFrom('dossier').selectAll().execute();
  const tasks = await platform.db.selectFrom('task').selectAll().execute();
  const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  return { dossiers, pairs: tasks.map((task) => ({ task, dossier: byId.get(task.dossier_id)! })) };
}
type Everything = Awaited<ReturnType<typeof everything>>;

/** What a box holds, looked through one by one: "dossier.task", in the order of the list. */
function plainBox({ dossiers, pairs }: Everything, box: Box, actor: OfficerActor, now: Date): string[] {
  const units = actor.positions.filter(({ role }) => box.roles.includes(role)).map(({ unitId }) => unitId);
  const roles: string[] = actor.positions.map(({ role }) => role);
  const found: { id: number; sort: Date | null; name: string }[] = [];
  if (box.statuses) {
    const agencies = actor.positions.filter(({ role }) => role === 'counter').map((one) => one.agencyId);
    const finished = box.statuses.some((status) => status === 'refused' || status === 'returned');
    const unaccepted =
      box.accepted === false || box.statuses.some((status) => /^submitted|requested$/.test(status));
    for (const dossier of dossiers) {
      if (!box.statuses.includes(dossier.status)) continue;
      if (!agencies.includes(dossier.reception_agency_id)) continue;
      if (box.accepted !== undefined && (dossier.accepted_at !== null) !== box.accepted) continue;
      const sort = finished ? dossier.status_at : unaccepted ? dossier.submitted_at : dossier.due_at;
      found.push({ id: dossier.id, sort, name: `${dossier.id}.` });
    }
  } else {
    for (const { task, dossier } of pairs) {
      const free = task.assignee_id === null;
      const own = task.assignee_id === actor.officerId;
      const ofGroup = free && task.group_code !== null && actor.groups.includes(task.group_code);
      const ofUnit = task.unit_id !== null && units.includes(task.unit_id);
      const mine = own || ofGroup || (free && ofUnit && (task.role === null || roles.includes(task.role)));
      const named = (own && (task.unit_id === null || task.step === 'assign')) || ofGroup;
      const before = { mine, named, unit: ofUnit, done: task.closed_by === actor.officerId }[box.whose!];
      if (!before || (task.closed_at === null) === (box.whose === 'done')) continue;
      if (box.kind && task.kind !== box.kind) continue;
      if (box.steps && !(box.steps as string[]).includes(task.step ?? '')) continue;
      if (box.outcome && task.outcome !== box.outcome) continue;
      if (box.paused !== undefined && (task.paused_at !== null) !== box.paused) continue;
      if (box.dossierStatus && dossier.status !== box.dossierStatus) continue;
      if (box.late && !(dossier.due_at && dossier.due_at < now && task.paused_at === null)) continue;
      const sort = box.whose === 'done' ? task.closed_at : task.due_at;
      found.push({ id: task.id, sort, name: `${dossier.id}.${task.id}` });
    }
  }
  const newestFirst = box.whose === 'done' || /^(tu-choi|da-tra)$/.test(box.code);
  const value = ({ sort }: { sort: Date | null }): number => sort?.getTime() ?? Infinity;
  const ascending = found.toSorted((a, b) => (value(a) === value(b) ? a.id - b.id : value(a) - value(b)));
  return (newestFirst ? ascending.toReversed() : ascending).map(({ name }) => name);
}

/** All rows of a box, from page to page. */
async function walked(actor: OfficerActor, box: Box, limit: number, db = platform.db): Promise<WorkRow[]> {
  const rows: WorkRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last && { sort: last.sort, id: last.id };
    const page = await workList(db, actor, box, { limit, after }, platform.clock.now());
    rows.push(...page);
    if (page.length < limit) return rows;
  }
}

const boxNamed = (code: string): Box => BOXES.find((box) => box.code === code)!;

describe('the boxes of a desk', () => {
  it('[II.8.3~] [II.9.4~] hold what looking at every dossier finds, in the same order, page by page', async () => {
    const all = await everything();
    const met = new Set<string>();
    for (const actor of officers) {
      for (const box of boxesOf(actor)) {
        const expected = plainBox(all, box, actor, platform.clock.now());
        if (expected.length > 0) met.add(box.code);
        for (const limit of [1, 3, 50]) {
          const names = (await walked(actor, box, limit)).map(
            (row) => `${row.dossierId}.${row.taskId ?? ''}`,
          );
          expect(names, `${box.code} of officer ${actor.officerId} by ${limit}`).toEqual(expected);
        }
      }
    }
    // The demo province has something in most of them, finished ones too.
    for (const code of ['cho-tiep-nhan', 'da-tra', 'viec', 'cua-phong', 'da-ky', 'da-xu-ly'])
      expect(met).toContain(code);
  });

  it('[II.8.1~] show a dossier as it stands now, however often they were read before', async () => {
    const counter = await officer(platform, 'tranthingan');
    const received = boxNamed('cho-chuyen');
    const waiting = boxNamed('cho-tiep-nhan');
    const [first] = await walked(counter, waiting, 50);
    const { dossierId } = first!;
    const rowIn = async (box: Box): Promise<WorkRow | undefined> =>
      (await walked(counter, box, 50)).find((row) => row.dossierId === dossierId);
    expect(await rowIn(waiting)).toBe(await rowIn(waiting));
    await doing(platform, counter, dossierId, { action: 'accept' });
    expect(await rowIn(waiting)).toBeUndefined();
    const accepted = await rowIn(received);
    expect(accepted).toMatchObject({ status: 'accepted', revision: first!.revision + 1 });
    await doing(platform, counter, dossierId, { action: 'forward' });
    expect(await rowIn(received)).toBeUndefined();
  });

  it('show a name that was changed elsewhere as soon as the database tells of it', async () => {
    const database = openDatabase(platform.databaseUrl, { max: 4 });
    const changes = await startChanges(database.db, platform.databaseUrl, platform.log);
    try {
      const head = await officer(platform, 'vuthimailan');
      const held = async (): Promise<WorkRow> =>
        (await walked(head, boxNamed('cua-phong'), 50, database.db)).find((row) => row.officerName !== null)!;
      const { officerName, procedureCode, dossierId } = await held();
      const names = async () => {
        const rows = await walked(head, boxNamed('cua-phong'), 50, database.db);
        const row = rows.find((one) => one.dossierId === dossierId && one.officerName !== null)!;
        return { officer: row.officerName, procedure: row.procedureName };
      };
      // Sooner than a process looks by itself.
      const soon = { timeout: 2_000, interval: 20 };
      const { db } = platform;
      await db.updateTable('officer').set({ name: 'Tên Mới' }).where('name', '=', officerName!).execute();
      await expect.poll(names, soon).toMatchObject({ officer: 'Tên Mới' });
      const name = 'Thủ tục đổi tên';
      await db.updateTable('procedure').set({ name }).where('code', '=', procedureCode).execute();
      await expect.poll(names, soon).toMatchObject({ procedure: name });
    } finally {
      await changes.close();
      await database.close();
    }
  });
});

describe('lists kept by another process', () => {
  let other: OpenDatabase;
  let changes: Changes;
  let statements = 0;
  beforeAll(async () => {
    other = openDatabase(platform.databaseUrl, { onQuery: () => statements++ });
    changes = await startChanges(other.db, platform.databaseUrl, platform.log);
    keepDossiers({ db: other.db, changes });
  });
  afterAll(async () => {
    await changes.close();
    await other.close();
  });

  /** Until the other process has heard of all that was committed so far: word comes in the order of the commits. */
  async function heardOfAll(): Promise<void> {
    const heard = new Promise<void>((resolve) =>
      changes.listen({ desk: (ways) => ways?.includes('test=0') && resolve() }),
    );
    await sql`select pg_notify('motcua_desk', 'test=0')`.execute(platform.db);
    await heard;
  }
  const listed = async (db: Db, actor: OfficerActor, box: Box): Promise<string[]> =>
    (await workList(db, actor, box, { limit: 5 }, platform.clock.now())).map(
      (row) => `${row.dossierId}.${row.taskId} ${row.status} ${row.dueAt?.toISOString()}`,
    );
  async function everyList(db: Db): Promise<Record<string, string[]>> {
    const lists: Record<string, string[]> = {};
    for (const actor of officers) {
      const found = await findDossiers(db, actor, 'nguyen', { limit: 5 });
      lists[`found by ${actor.officerId}`] = found.map(
        (row) => `${row.dossierId} ${row.status} ${row.dueAt?.toISOString()}`,
      );
      for (const box of boxesOf(actor))
        lists[`${box.code} of ${actor.officerId}`] = await listed(db, actor, box);
    }
    return lists;
  }

  it('are read once', async () => {
    for (let times = 0; times < 2; times++) await everyList(other.db);
    statements = 0;
    expect(await everyList(other.db)).toEqual(await everyList(platform.db));
    expect(statements).toBe(0);
  });

  it('[II.8.1~] are never what they were before a change, whatever changed', async () => {
    const any = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
    const tasks = await platform.db.selectFrom('task').selectAll().orderBy('id').execute();
    const dossiers = await platform.db.selectFrom('dossier').selectAll().orderBy('id').execute();
    const taskChange = fc.record({
      of: fc.constant('task' as const),
      at: fc.nat(),
      set: fc.oneof(
        fc.nat().map((n) => ({ unit_id: any(tasks, n).unit_id })),
        fc.nat().map((n) => ({ assignee_id: any(officers, n).officerId })),
        fc.constant({ assignee_id: null }),
        fc.constant({ closed_at: null, closed_by: null, outcome: null }),
        fc.nat().map((n) => ({ closed_at: platform.clock.now(), closed_by: any(officers, n).officerId })),
        fc.integer({ min: -9, max: 9 }).map((n) => ({ due_at: daysFromNow(n) })),
        fc.boolean().map((paused) => ({ paused_at: paused ? platform.clock.now() : null })),
      ),
    });
    const dossierChange = fc.record({
      of: fc.constant('dossier' as const),
      at: fc.nat(),
      set: fc.oneof(
        fc.nat().map((n) => ({ status: any(dossiers, n).status })),
        fc.integer({ min: -9, max: 9 }).map((n) => ({ due_at: daysFromNow(n) })),
        fc.nat().map((n) => ({ reception_agency_id: any(dossiers, n).reception_agency_id })),
        fc.nat().map((n) => ({ agency_id: any(dossiers, n).agency_id })),
      ),
    });
    const change = fc.oneof(taskChange, dossierChange);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (some) => {
        for (let times = 0; times < 2; times++) await everyList(other.db);
        for (const { of, at, set } of some) {
          const { id } = of === 'task' ? any(tasks, at) : any(dossiers, at);
          await platform.db.updateTable(of).set(set).where('id', '=', id).execute();
        }
        await heardOfAll();
        expect(await everyList(other.db)).toEqual(await everyList(platform.db));
      }),
      { numRuns: 25 },
    );
  });

  it('[II.8.1~] show what the officer has just done here before the word of it has come around', async () => {
    const own = { ...platform, db: other.db };
    const counter = await officer(platform, 'tranthingan');
    const [waiting, received] = [boxNamed('cho-tiep-nhan'), boxNamed('cho-chuyen')];
    const citizen = await applicant(platform, 'nguyenthuhuong');
    const { dossierId } = await filed(platform, citizen);
    await heardOfAll();
    const both = async (): Promise<boolean[]> =>
      Promise.all(
        [waiting, received].map(async (box) =>
          (await workList(other.db, counter, box, { limit: 50 }, platform.clock.now())).some(
            (row) => row.dossierId === dossierId,
          ),
        ),
      );
    for (let times = 0; times < 3; times++) expect(await both()).toEqual([true, false]);
    await doing(own, counter, dossierId, { action: 'accept' });
    expect(await both()).toEqual([false, true]);
  });

  it('of late things follow the time', async () => {
    const head = await officer(platform, 'vuthimailan');
    const late = boxNamed('phong-qua-han');
    const at = async (now: Date): Promise<number> =>
      (await workList(other.db, head, late, { limit: 50 }, now)).length;
    const soon = daysFromNow(0);
    const nextYear = new Date('2027-11-23T16:30:00+07:00');
    for (let times = 0; times < 3; times++) expect(await at(new Date(0))).toBe(0);
    expect(await at(nextYear)).toBeGreaterThan(0);
    expect(await at(nextYear)).toBeGreaterThanOrEqual(await at(soon));
  });
});

const daysFromNow = (days: number): Date => new Date(platform.clock.now().getTime() + days * 86_400_000);

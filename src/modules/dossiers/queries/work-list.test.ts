import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { loadDemoDossiers } from '../../../cli/seed/dossiers.ts';
import { startChanges } from '../../../platform/changes.ts';
import { openDatabase } from '../../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { BOXES, boxesOf, workList, type Box, type WorkRow } from '../index.ts';
import { doing, officer } from '../testing.ts';

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

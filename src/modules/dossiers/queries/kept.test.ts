import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountActor } from '../../../core/permission/index.ts';
import { loadDemoDossiers } from '../../../cli/seed/dossiers.ts';
import { startChanges, type Changes } from '../../../platform/changes.ts';
import { openDatabase, type OpenDatabase } from '../../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { act, dossierPage, keepDossiers, lookup, myDossiers } from '../index.ts';
import { applicant, filed, officer } from '../testing.ts';
import { kept as keptAs } from './kept.ts';

/** Another process of the same system, which keeps dossiers. */
let platform: TestPlatform;
let other: OpenDatabase;
let changes: Changes;
let citizen: AccountActor;
let statements = 0;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await loadDemoDossiers(platform, 'seed');
  other = openDatabase(platform.databaseUrl, { onQuery: () => statements++ });
  changes = await startChanges(other.db, platform.databaseUrl, platform.log);
  keepDossiers({ db: other.db, changes });
  citizen = await applicant(platform, 'nguyenthuhuong');
}, 60_000);
afterAll(async () => {
  await changes.close();
  await other.close();
  await platform.close();
});

const system = { kind: 'system' } as const;
const seen = (id: number) => dossierPage(other.db, system, id);
/** Until the other process has heard of all that was committed so far: word comes in the order of the commits. */
async function heardOfAll(): Promise<void> {
  const NONE = 0;
  const heard = told(NONE);
  await sql`select pg_notify('motcua_dossier', ${String(NONE)})`.execute(platform.db);
  await heard;
}
/** Asked for often enough that it is kept. */
async function kept(id: number) {
  await heardOfAll();
  await seen(id);
  const page = await seen(id);
  expect((await seen(id)).dossier).toBe(page.dossier);
  return page;
}
/** The next word of a change of this dossier. */
const told = (id: number): Promise<void> =>
  new Promise((resolve) => changes.listen({ dossier: (one) => id === one && resolve() }));

it('a dossier is read once, and read anew after an act of another process', async () => {
  const { dossierId } = await filed(platform, citizen);
  const first = await kept(dossierId);
  statements = 0;
  expect((await seen(dossierId)).dossier).toBe(first.dossier);
  expect(statements).toBe(0);

  const heard = told(dossierId);
  await act(platform, citizen, { dossier: dossierId }, { action: 'withdraw', reason: 'Nộp nhầm' });
  await heard;
  const second = await seen(dossierId);
  expect(second.dossier).toMatchObject({ status: 'withdrawn', revision: first.dossier.revision + 1 });
  expect(second.trace).toHaveLength(first.trace.length + 1);
});

it('an act of the process itself is seen at once, before the word of it has come around', async () => {
  const { dossierId } = await filed(platform, citizen);
  await kept(dossierId);
  const own = { ...platform, db: other.db };
  await act(own, citizen, { dossier: dossierId }, { action: 'withdraw', reason: 'Nộp nhầm' });
  expect((await seen(dossierId)).dossier.status).toBe('withdrawn');
});

it('the list of an applicant and what anybody may look up follow the dossier', async () => {
  const mine = () => myDossiers(other.db, citizen.accountId, { limit: 5 });
  await heardOfAll();
  await mine();
  const before = await mine();
  expect(await mine()).toBe(before);
  const { dossierId, registrationNo } = await filed(platform, citizen);
  await heardOfAll();
  const [newest] = await mine();
  expect(newest).toMatchObject({ id: dossierId, status: 'submitted' });
  await lookup(other.db, registrationNo);
  const view = await lookup(other.db, registrationNo);
  expect(await lookup(other.db, registrationNo)).toBe(view);
  expect(view).toMatchObject({ status: 'submitted' });

  // By this process: at once.
  const own = { ...platform, db: other.db };
  await act(own, citizen, { dossier: dossierId }, { action: 'withdraw', reason: 'Nộp nhầm' });
  expect((await mine())[0]).toMatchObject({ id: dossierId, status: 'withdrawn' });
  expect(await lookup(other.db, registrationNo)).toMatchObject({ status: 'withdrawn' });
  const again = await filed(own, citizen);
  expect((await mine())[0]!.id).toBe(again.dossierId);
});

it('everything that is read along is told of', async () => {
  await sql`insert into dossier_fee (dossier_id, code, name, kind, amount)
    select id, 'le-phi', 'Lệ phí', 'fee', 8000 from dossier limit 1`.execute(platform.db);
  const tables = ['dossier', 'task', 'paper', 'supplement', 'result', 'dossier_fee', 'slip'] as const;
  for (const table of tables) {
    const key = sql.ref(table === 'dossier' ? 'id' : 'dossier_id');
    const { rows } = await sql<{ id: number }>`select ${key} as id from ${sql.table(table)} limit 1`.execute(
      platform.db,
    );
    const { id } = rows[0]!;
    const before = await kept(id);
    const heard = told(id);
    const same = table === 'dossier' ? sql.ref('content') : key;
    await sql`update ${sql.table(table)} set ${same} = ${same} where ${key} = ${id}`.execute(platform.db);
    await heard;
    expect((await seen(id)).dossier, table).not.toBe(before.dossier);
  }
});

it('files and events are told of, and what is published', async () => {
  const file = await platform.db
    .selectFrom('paper_file')
    .innerJoin('paper', 'paper.id', 'paper_file.paper_id')
    .select(['paper_file.paper_id', 'paper_file.file_id', 'paper.dossier_id as id'])
    .executeTakeFirstOrThrow();
  const { id } = file;
  const changing = [
    () =>
      platform.db
        .updateTable('paper_file')
        .set({ replaced_at: platform.clock.now() })
        .where('paper_id', '=', file.paper_id)
        .where('file_id', '=', file.file_id)
        .execute(),
    async () => {
      const columns = await sql<{ name: string }>`select column_name as name from information_schema.columns
        where table_name = 'trace' and column_name not in ('id', 'action_key')`.execute(platform.db);
      const names = sql.join(columns.rows.map((one) => sql.ref(one.name)));
      await sql`insert into trace (${names}) select ${names} from trace where dossier_id = ${id} limit 1`.execute(
        platform.db,
      );
    },
  ];
  for (const change of changing) {
    const before = await kept(id);
    const heard = told(id);
    await change();
    await heard;
    expect((await seen(id)).dossier).not.toBe(before.dossier);
  }
  const before = await kept(id);
  const published = new Promise<void>((resolve) => changes.listen({ published: resolve }));
  await platform.db
    .updateTable('officer')
    .set({ name: sql`name` })
    .execute();
  await published;
  expect((await seen(id)).dossier).not.toBe(before.dossier);
});

it('what was read before a change is not kept after it', async () => {
  const { dossierId } = await filed(platform, citizen);
  await heardOfAll();
  await seen(dossierId);
  const old = {};
  const heard = told(dossierId);
  const read = keptAs(other.db, 'dossiers', String(dossierId), async () => {
    await platform.db.updateTable('dossier').set({ content: 'khác' }).where('id', '=', dossierId).execute();
    await heard;
    return { value: old, toldBy: [`dossier ${dossierId}`] };
  });
  expect(await read).toBe(old);
  expect((await seen(dossierId)).dossier.content).toBe('khác');
});

it('without word from the database nothing is kept', async () => {
  const { dossierId } = await filed(platform, citizen);
  await heardOfAll();
  const deaf = openDatabase(platform.databaseUrl);
  const broken = await startChanges(deaf.db, platform.databaseUrl, platform.log);
  keepDossiers({ db: deaf.db, changes: broken });
  await dossierPage(deaf.db, system, dossierId);
  const page = await dossierPage(deaf.db, system, dossierId);
  expect((await dossierPage(deaf.db, system, dossierId)).dossier).toBe(page.dossier);
  await broken.close();
  expect((await dossierPage(deaf.db, system, dossierId)).dossier).not.toBe(page.dossier);
  await deaf.close();
});

it('who looks changes nothing of what is kept', async () => {
  const { dossierId } = await filed(platform, citizen);
  const { dossier, tasks, papers, trace } = await kept(dossierId);
  const before = structuredClone({ dossier, tasks, papers, trace });
  const viewers = [citizen, await officer(platform, 'dovantung'), system];
  for (const viewer of viewers) await dossierPage(other.db, viewer, dossierId).catch(() => {});
  expect({ dossier, tasks, papers, trace }).toEqual(before);
});

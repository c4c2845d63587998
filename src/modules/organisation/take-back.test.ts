import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../../platform/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { expireDirectory, factsOf, readDirectory, type Agency } from '../agencies/index.ts';
import { InvalidConfiguration, listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import { act, type Outcome } from '../dossiers/index.ts';
import { applicant, officer, readyDraft } from '../dossiers/testing.ts';
import { confirmPlan, planAgain, previewTakeBack, reorganisation, takeBack, type Plan } from './index.ts';
import { finish } from './store.ts';
import { takeBackIn } from './take-back.ts';
import { agencyOf, mergerOf, NEW_COMMUNE, takenIn } from './testing.ts';

let platform: TestPlatform;
let yenHa: Agency;
let tanLam: Agency;
let by: Editor;
const made: Outcome[] = [];
const now = () => platform.clock.now();

async function editor(username: string): Promise<Editor> {
  const { accountId, name } = await officer(platform, username);
  return { accountId, name };
}

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  yenHa = await agencyOf(platform, 'phuong-yen-ha');
  tanLam = await agencyOf(platform, 'xa-tan-lam');
  by = await editor('nguyenhonghanh');
  for (let count = 0; count < 3; count++) made.push(await takenIn(platform, 'langvanson', 'xa-tan-lam'));
  const result = { typeCode: '', name: 'Bản sao chứng thực', summary: 'Bản sao' };
  await act(
    platform,
    await officer(platform, 'nongthimai'),
    { dossier: made[0]!.dossierId },
    { action: 'complete', opinion: 'Đúng bản chính.', result },
  );
  made.push(await takenIn(platform, 'tranthingan', 'phuong-yen-ha'));
  const citizen = await applicant(platform, 'nguyenthuhuong');
  await act(platform, citizen, { draft: await readyDraft(platform, citizen) }, { action: 'submit' });
  await readyDraft(platform, citizen);
});
afterAll(() => platform.close());

class Undo extends Error {}

async function tried(work: (tx: Tx) => Promise<void>): Promise<void> {
  await platform.db
    .transaction()
    .execute(async (tx) => {
      await work(tx);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  expireDirectory(platform.db);
}

/** Plans and carries out in a transaction that will be given up. */
async function carriedOut(tx: Tx, plan: Plan): Promise<number> {
  const { id } = await tx
    .insertInto('reorganisation')
    .values({
      kind: plan.kind,
      title: 'Sắp xếp thử',
      day: plan.day,
      plan: JSON.stringify(plan),
      state: 'planned',
      planned_by: by.accountId,
      planned_at: now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await finish(platform, tx, id, plan, 'Sắp xếp thử', by, now());
  return id;
}

/** Everything that a merger touches, as it stands. */
async function picture(tx: Tx): Promise<Record<string, unknown>> {
  const all = async (statement: string): Promise<unknown[]> => (await sql.raw(statement).execute(tx)).rows;
  return {
    agencies: (await readDirectory(tx)).agencies.map(factsOf),
    positions: await all('select * from position order by id'),
    procedures: await all('select * from procedure_agency order by 1, 2'),
    days: await all('select * from calendar_day order by agency_id, day'),
    communes: await all('select * from admin_unit where valid_to is null order by code'),
    tasks: await all('select id, agency_id, unit_id, assignee_id, closed_at, due_at from task order by id'),
    dossiers:
      await all(`select id, code, registration_no, status, due_at, agency_id, reception_agency_id, filed_agency_id,
      filed_reception_agency_id, current_agency_id, current_unit_id, current_officer_id from dossier order by id`),
    found: await all('select agency_id, dossier_id, handled_by, filed_with from dossier_find order by 1, 2'),
    drafts: await all('select id, agency_id from draft order by id'),
  };
}

/** Open tasks that nobody could do. */
async function stranded(tx: Tx, day: string): Promise<unknown[]> {
  const { rows } = await sql`
    select t.id, t.name, t.role, u.code from task t left join unit u on u.id = t.unit_id join agency a on a.id = t.agency_id
    where t.closed_at is null and (
      a.valid_to < ${day}::date or u.valid_to < ${day}::date or u.agency_id <> t.agency_id
      or not exists (select from position p where p.unit_id = t.unit_id
        and (p.officer_id = t.assignee_id or t.assignee_id is null and (t.role is null or p.role = t.role))
        and p.valid_from <= ${day}::date and (p.valid_to is null or p.valid_to >= ${day}::date)))`.execute(
    tx,
  );
  return rows;
}

const TODAY = '2026-11-23';

describe('taking a merger back', () => {
  it('merge or split, then take back: everything is as it was, whatever the plan, and no task is stranded', async () => {
    const choice = fc.record({
      into: fc.constantFrom('new', 'yen-ha', 'tan-lam', 'split'),
      books: fc.constantFrom('new' as const, 'continue' as const),
      division: fc.constantFrom('same', 'tu-phap-ho-tich', 'van-hoa-xa-hoi'),
      communes: fc.boolean(),
      code: fc.constantFrom('H99.40', 'H99.32'),
    });
    await fc.assert(
      fc.asyncProperty(choice, async ({ into, books, division, communes, code }) => {
        await tried(async (tx) => {
          const stays = into === 'yen-ha' ? yenHa : into === 'tan-lam' ? tanLam : null;
          const split = into === 'split';
          const sources = split ? [tanLam] : [yenHa, tanLam].filter((one) => one !== stays);
          const plan = mergerOf(sources, {
            books,
            targets: [stays ? { agencyId: stays.id } : { create: { ...NEW_COMMUNE, codeNew: code } }],
            adminUnits: communes
              ? { ended: ['99004', '99013'], code: '99999', name: 'Phường Yên Lâm' }
              : null,
          });
          plan.units = plan.units.map((move) => {
            const unit = sources.flatMap((one) => one.units).find((one) => one.id === move.unitId)!;
            return !split && unit.kind === 'division' && division !== 'same'
              ? { ...move, code: division }
              : move;
          });
          if (split) {
            const west = {
              ...NEW_COMMUNE,
              slug: 'xa-tay',
              name: 'Ủy ban nhân dân xã Tây',
              codeNew: 'H99.46',
              codeOld: '',
            };
            Object.assign(plan, { kind: 'split', targets: [...plan.targets, { create: west }] });
            plan.units = plan.units.map((move, at) => ({ ...move, target: at % 2 }));
          }
          const before = await picture(tx);
          const id = await carriedOut(tx, plan);
          expect(await picture(tx)).not.toEqual(before);
          await takeBackIn(tx, platform, id, { by, at: now() });
          expect(await picture(tx)).toEqual(before);
          expect(await stranded(tx, TODAY)).toEqual([]);
          const events = await tx
            .selectFrom('trace')
            .where('action', '=', 'move-agency')
            .where('dossier_id', '=', made[0]!.dossierId)
            .select('note')
            .execute();
          expect(events).toHaveLength(stays === tanLam ? 0 : 2);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('what was worked on or came since stays with the new agency, its people too; all is told before', async () => {
    const one = await confirmPlan(platform, mergerOf([yenHa, tanLam]), 'Sáp nhập nhầm', by);
    const merged = await agencyOf(platform, NEW_COMMUNE.slug);
    const result = { typeCode: '', name: 'Bản sao chứng thực', summary: 'Bản sao' };
    await act(
      platform,
      await officer(platform, 'nongthimai'),
      { dossier: made[1]!.dossierId },
      { action: 'complete', opinion: 'Đúng bản chính.', result },
    );
    const fresh = await takenIn(platform, 'langvanson', NEW_COMMUNE.slug);
    expect(fresh.code).toMatch(/^H99\.40-/);

    platform.queries.reset();
    const preview = await previewTakeBack(platform, (await reorganisation(platform.db, one.id))!);
    expect(platform.queries.count()).toBeLessThanOrEqual(16);
    expect(preview).toMatchObject({
      dossiers: { dossiers: 4, stay: 1, examples: [{ id: made[1]!.dossierId, name: made[1]!.code }] },
      drafts: 1,
      made: [{ id: merged.id, goes: false, staying: { received: 1, dossiers: 2 } }],
    });

    // Something more happens while the administrator reads.
    const codeBefore = made[2]!.code;
    await act(
      platform,
      await officer(platform, 'nongthimai'),
      { dossier: made[2]!.dossierId },
      { action: 'complete', opinion: 'Đúng bản chính.', result },
    );
    await expect(takeBack(platform, one.id, { by, mark: preview.mark })).rejects.toThrow(
      InvalidConfiguration,
    );
    expect((await reorganisation(platform.db, one.id))!.state).toBe('done');
    const again = await previewTakeBack(platform, (await reorganisation(platform.db, one.id))!);
    await takeBack(platform, one.id, { by, mark: again.mark });

    // The first is told nothing new, the second that somebody was first.
    await takeBack(platform, one.id, { by });
    const chi = await editor('lekimchi');
    await expect(takeBack(platform, one.id, { by: chi })).rejects.toThrow(StaleEdit);

    await tried(async (tx) => {
      expect(await stranded(tx, TODAY)).toEqual([]);
    });
    const directory = await readDirectory(platform.db);
    for (const old of [yenHa, tanLam]) {
      expect(directory.agencyById(old.id)).toMatchObject({
        validTo: null,
        successorIds: [],
        codes: factsOf(old).codes,
      });
    }
    expect(directory.agencyById(merged.id)).toMatchObject({ validTo: null });
    const rows = await platform.db.selectFrom('dossier').select(['id', 'code', 'agency_id']).execute();
    const where = (id: number) => rows.find((row) => row.id === id);
    expect(where(made[0]!.dossierId)).toMatchObject({ agency_id: tanLam.id, code: made[0]!.code });
    expect(where(made[1]!.dossierId)).toMatchObject({ agency_id: merged.id, code: made[1]!.code });
    expect(where(made[2]!.dossierId)).toMatchObject({ agency_id: merged.id, code: codeBefore });
    expect(where(fresh.dossierId)).toMatchObject({ agency_id: merged.id, code: fresh.code });
    // It only finishes what it has.
    const handled = await platform.db
      .selectFrom('procedure_agency')
      .where('agency_id', '=', merged.id)
      .select('procedure_code')
      .execute();
    expect(handled).toEqual([]);
    const [change] = await listChanges(platform.db, { object: `reorganisation:${one.id}`, limit: 1 });
    expect(change).toMatchObject({ action: 'reorganisation.take-back', byName: by.name });
    const told = await platform.db
      .selectFrom('notice')
      .where('body', 'like', '%được lấy lại%')
      .select('id')
      .execute();
    expect(told.length).toBeGreaterThan(0);
    // The agency that stays has the address and the code, so the same merger waits for an administrator.
    await expect(planAgain(platform, one.id, by)).rejects.toThrow(/là của Ủy ban nhân dân phường Yên Lâm/);
  });

  it('an agency merged again is taken back from the last step; one edited since keeps the edit', async () => {
    await tried(async (tx) => {
      const other = {
        ...NEW_COMMUNE,
        slug: 'xa-moi',
        name: 'Ủy ban nhân dân xã Mới',
        codeNew: 'H99.45',
        codeOld: '',
      };
      const id = await carriedOut(tx, mergerOf([yenHa, tanLam], { targets: [{ create: other }] }));
      await tx.updateTable('agency').set({ phone: '0299 3800 111' }).where('id', '=', tanLam.id).execute();
      const merged = (await readDirectory(tx)).agencyBySlug('xa-moi')!;
      await tx
        .updateTable('agency')
        .set({ successor_ids: [yenHa.id] })
        .where('id', '=', merged.id)
        .execute();
      await expect(takeBackIn(tx, platform, id, { by, at: now() })).rejects.toThrow(/Lấy lại lần sau trước/);
      await tx.updateTable('agency').set({ successor_ids: [] }).where('id', '=', merged.id).execute();
      await takeBackIn(tx, platform, id, { by, at: now() });
      const directory = await readDirectory(tx);
      expect(directory.agencyById(tanLam.id)).toMatchObject({ phone: '0299 3800 111', validTo: null });
      expect(directory.agencyBySlug('xa-moi')).toBeUndefined();
    });
  });
});

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import type { Tx } from '../../platform/index.ts';
import {
  communesOf,
  expireDirectory,
  loadDirectory,
  officerByAccount,
  readDirectory,
  type Agency,
} from '../agencies/index.ts';
import type { Editor } from '../configuration/index.ts';
import { InvalidConfiguration, listChanges } from '../configuration/index.ts';
import { act, findDossiers, lookup, type Outcome } from '../dossiers/index.ts';
import { applicant, officer, paperIntake, readyDraft } from '../dossiers/testing.ts';
import { listNotices, startMailing } from '../notices/index.ts';
import { getProcedure } from '../procedures/index.ts';
import {
  cancelPlan,
  carryOut,
  carryOutPlanned,
  confirmPlan,
  previewPlan,
  reorganisation,
  type Plan,
} from './index.ts';
import { unitsOn } from './check.ts';
import { agencyOf, mergerOf, NEW_COMMUNE, takenIn } from './testing.ts';

let platform: TestPlatform;
let yenHa: Agency;
let tanLam: Agency;
let by: Editor;
/** Dossiers at every stage: by code, with the user who took them in. */
const made: Outcome[] = [];

async function doing(username: string, dossier: number, command: Parameters<typeof act>[3]): Promise<void> {
  await act(platform, await officer(platform, username), { dossier }, command);
}

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  yenHa = await agencyOf(platform, 'phuong-yen-ha');
  tanLam = await agencyOf(platform, 'xa-tan-lam');
  const admin = await officer(platform, 'nguyenhonghanh');
  by = { accountId: admin.accountId, name: admin.name };

  // Certified copies have reception, process, sign, issue, return.
  const result = { typeCode: '', name: 'Bản sao chứng thực', summary: 'Bản sao' };
  const walk: [string, Parameters<typeof act>[3]][] = [
    ['nongthimai', { action: 'complete', opinion: 'Đúng bản chính.', result }],
    ['lethanhbinh', { action: 'sign' }],
    ['langvanson', { action: 'issue' }],
    [
      'langvanson',
      {
        action: 'return-result',
        collected: { name: 'Lê Minh Khuê', identityNo: '099190001234', by: 'self', method: 'counter' },
      },
    ],
  ];
  for (let stage = 0; stage <= walk.length; stage++) {
    // The second applicant at the counter leaves an address, and the last, whose dossier is finished.
    const { applicant: person } = await paperIntake(platform);
    const email = stage === 1 || stage === walk.length ? 'khue@example.vn' : undefined;
    const dossier = await takenIn(platform, 'langvanson', 'xa-tan-lam', { applicant: { ...person, email } });
    made.push(dossier);
    for (const [who, command] of walk.slice(0, stage)) await doing(who, dossier.dossierId, command);
  }
  made.push(await takenIn(platform, 'tranthingan', 'phuong-yen-ha'));
  // One that waits for its reception, filed online.
  const citizen = await applicant(platform, 'nguyenthuhuong');
  made.push(
    await act(platform, citizen, { draft: await readyDraft(platform, citizen) }, { action: 'submit' }),
  );
});
afterAll(() => platform.close());

class Undo extends Error {}

/** Runs in a transaction that is taken back. */
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

/** Open tasks that nobody could do: their unit or agency has ended, or no officer of their role is there. */
async function stranded(tx: Tx, day: string): Promise<unknown[]> {
  const { rows } = await sql`
    select t.id, t.name, t.role, u.code from task t left join unit u on u.id = t.unit_id join agency a on a.id = t.agency_id
    where t.closed_at is null and (
      a.valid_to < ${day}::date or u.valid_to < ${day}::date or u.agency_id <> t.agency_id
      or (t.assignee_id is not null and not exists (select from position p
        where p.officer_id = t.assignee_id and p.unit_id = t.unit_id
          and p.valid_from <= ${day}::date and (p.valid_to is null or p.valid_to >= ${day}::date)))
      or (t.assignee_id is null and not exists (select from position p
        where p.unit_id = t.unit_id and (t.role is null or p.role = t.role)
          and p.valid_from <= ${day}::date and (p.valid_to is null or p.valid_to >= ${day}::date))))`.execute(
    tx,
  );
  return rows;
}

/** Two were told of the merger: who filed online, on the portal; who left an address at the counter, by mail. */
async function toldOnce(): Promise<void> {
  const citizen = await applicant(platform, 'nguyenthuhuong');
  const notices = (await listNotices(platform.db, citizen.accountId, { limit: 10 })).filter(
    (one) => one.title === 'Hồ sơ chuyển sang cơ quan mới',
  );
  const online = made.at(-1)!;
  expect(notices).toMatchObject([{ dossierId: online.dossierId, link: `/ho-so/${online.dossierId}` }]);
  expect(notices[0]!.body).toMatch(
    /Từ ngày 25\/11\/2026, .*xã Tân Lâm.* sáp nhập thành Ủy ban nhân dân phường Yên Lâm\. Hồ sơ “.*” \(.*\) của bạn do Ủy ban nhân dân phường Yên Lâm tiếp tục giải quyết\..*2 Trần Phú.*không phải nộp lại giấy tờ\./,
  );
  await startMailing(platform);
  await platform.jobs.drain();
  const mails = platform.mailbox.filter((one) => one.subject === 'Hồ sơ chuyển sang cơ quan mới');
  const mailed = mails.filter((one) => one.to === 'khue@example.vn');
  expect(mailed).toHaveLength(1);
  expect(mailed[0]!.text).toContain(`/tra-cuu?ma=${made[1]!.code}`);
  // Finished: nobody needs to know.
  expect(mails.some((one) => one.text.includes(made[4]!.code!))).toBe(false);
}

describe('merging communes', () => {
  it('strands no task, whatever becomes of the units, and every dossier is found under old and new', async () => {
    const choice = fc.record({
      into: fc.constantFrom('new', 'yen-ha', 'tan-lam'),
      books: fc.constantFrom('new' as const, 'continue' as const),
      // Divisions may be laid together in one unit, or go under another code.
      division: fc.constantFrom('same', 'tu-phap-ho-tich', 'van-hoa-xa-hoi'),
      order: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(choice, async ({ into, books, division, order }) => {
        await tried(async (tx) => {
          const stays = into === 'yen-ha' ? yenHa : into === 'tan-lam' ? tanLam : null;
          const sources = (order ? [yenHa, tanLam] : [tanLam, yenHa]).filter((one) => one !== stays);
          const plan: Plan = {
            ...mergerOf(sources, { books }),
            ...(stays ? { targets: [{ agencyId: stays.id }] } : {}),
          };
          plan.units = plan.units.map((move) => {
            const unit = sources.flatMap((one) => one.units).find((one) => one.id === move.unitId)!;
            return unit.kind === 'division' && division !== 'same' ? { ...move, code: division } : move;
          });
          const before = await tx
            .selectFrom('dossier')
            .select(['id', 'code', 'due_at', 'agency_id'])
            .execute();
          const outcome = await carryOut(tx, plan, { by, at: platform.clock.now() });
          expect(await stranded(tx, plan.day)).toEqual([]);

          const newId = outcome.agencyIds[0]!;
          const directory = await readDirectory(tx);
          for (const row of before) {
            const now = await tx
              .selectFrom('dossier')
              .selectAll()
              .where('id', '=', row.id)
              .executeTakeFirstOrThrow();
            expect(now).toMatchObject({ code: row.code, due_at: row.due_at, agency_id: newId });
            const from = now.filed_agency_id ?? now.agency_id;
            expect(from).toBe(row.agency_id);
            expect(directory.lineage(newId)).toContain(row.agency_id);
            const events = await tx
              .selectFrom('trace')
              .where('dossier_id', '=', row.id)
              .where('action', '=', 'move-agency')
              .select('id')
              .execute();
            expect(events).toHaveLength(sources.some((one) => one.id === row.agency_id) ? 1 : 0);
          }
          for (const source of sources) {
            expect(directory.agencyById(source.id)).toMatchObject({
              validTo: '2026-11-22',
              successorIds: [newId],
            });
            expect(directory.answering(source.id, plan.day)?.id).toBe(newId);
          }
        });
      }),
      { numRuns: 12 },
    );
  });

  it('counts before it is confirmed what it would move', async () => {
    platform.queries.reset();
    const preview = await previewPlan(platform.db, mergerOf([yenHa, tanLam]), platform.clock.now());
    expect(platform.queries.count()).toBeLessThanOrEqual(8);
    expect(preview.faults).toEqual([]);
    expect(preview.sources.map((one) => [one.name, one.load.running, one.load.dossiers])).toEqual([
      [yenHa.name, 2, 2],
      [tanLam.name, 4, 5],
    ]);
    expect(preview.totals).toMatchObject({ running: 6, tasks: 6 });
    expect(
      preview.units.find((one) => one.agencyId === tanLam.id && one.name === 'Văn thư')?.positions,
    ).toHaveLength(1);
  });

  it('refuses a code that is somebody’s, a day gone by, one agency alone, a unit of another kind', async () => {
    const taken = { ...NEW_COMMUNE, codeNew: 'H99.09', codeOld: '' };
    const counter = tanLam.units.find((one) => one.kind === 'counter')!;
    const cases: [Partial<Plan>, RegExp][] = [
      [{ targets: [{ create: taken }] }, /H99\.09 là của Sở Tư pháp/],
      [{ day: '2026-11-20' }, /từ hôm nay/],
      [{ sources: [tanLam.id] }, /ít nhất hai/],
      [
        {
          sources: [tanLam.id],
          targets: [{ agencyId: yenHa.id }],
          units: unitsOn(tanLam, '2026-11-23').map((unit) => ({
            unitId: unit.id,
            target: 0,
            code: unit.id === counter.id ? 'kinh-te' : unit.code,
          })),
        },
        /khác loại đơn vị/,
      ],
      [{ units: [] }, /Chọn nơi nhận việc/],
    ];
    for (const [changes, message] of cases) {
      await tried(async (tx) => {
        const turnedBack = carryOut(tx, mergerOf([yenHa, tanLam], changes), { by, at: platform.clock.now() });
        await expect(turnedBack).rejects.toThrow(message);
      });
    }
    expect((await loadDirectory(platform.db)).agencyById(tanLam.id)?.validTo).toBeNull();
  });

  it('splits by choice of units, dossiers where their unit goes', async () => {
    await tried(async (tx) => {
      const east = {
        ...NEW_COMMUNE,
        slug: 'xa-tan-dong',
        name: 'Ủy ban nhân dân xã Tân Đông',
        shortName: 'UBND xã Tân Đông',
        codeNew: 'H99.41',
        codeOld: '',
      };
      const west = {
        ...NEW_COMMUNE,
        slug: 'xa-tan-tay',
        name: 'Ủy ban nhân dân xã Tân Tây',
        shortName: 'UBND xã Tân Tây',
        codeNew: 'H99.42',
        codeOld: '',
      };
      const justice = tanLam.units.find((one) => one.code === 'tu-phap-ho-tich')!;
      const plan: Plan = {
        ...mergerOf([tanLam]),
        kind: 'split',
        targets: [{ create: east }, { create: west }],
        units: unitsOn(tanLam, '2026-11-23').map((unit) => ({
          unitId: unit.id,
          target: unit.id === justice.id ? 1 : 0,
          code: unit.code,
        })),
      };
      const { agencyIds } = await carryOut(tx, plan, { by, at: platform.clock.now() });
      expect(await stranded(tx, plan.day)).toEqual([]);
      const rows = await tx
        .selectFrom('dossier')
        .where('filed_agency_id', '=', tanLam.id)
        .select(['agency_id', 'reception_agency_id'])
        .execute();
      expect(rows).toHaveLength(5);
      // Worked on by the justice unit, received at the counter.
      expect(
        rows.filter((row) => row.agency_id === agencyIds[1] && row.reception_agency_id === agencyIds[0])
          .length,
      ).toBeGreaterThan(0);
      const directory = await readDirectory(tx);
      expect(
        directory
          .agencyById(agencyIds[1]!)
          ?.units.map((unit) => unit.code)
          .sort(),
      ).toEqual(tanLam.units.map((unit) => unit.code).sort());
    });
  });

  it('waits for its day, can be called off, and is told apart from one that no longer fits', async () => {
    const early = await confirmPlan(
      platform,
      mergerOf([yenHa, tanLam], { day: '2026-12-01' }),
      'Sáp nhập thử',
      by,
    );
    expect(early.state).toBe('planned');
    expect(await carryOutPlanned(platform, early.id)).toBe(false);
    await cancelPlan(platform, early.id, by);
    platform.clock.set(new Date('2026-12-01T00:00:05+07:00'));
    expect(await carryOutPlanned(platform, early.id)).toBe(false);
    platform.clock.set(new Date('2026-11-23T08:00:00+07:00'));
    const wrong = mergerOf([yenHa, tanLam], { targets: [{ create: { ...NEW_COMMUNE, codeNew: 'H99.09' } }] });
    await expect(confirmPlan(platform, wrong, 'Sai mã', by)).rejects.toThrow(InvalidConfiguration);
  });

  it('carries the commune over: officers work on, a new dossier gets the new code, old ones stay found', async () => {
    const late = await confirmPlan(
      platform,
      mergerOf([yenHa, tanLam], { day: '2026-11-25', adminUnits: null }),
      'Sáp nhập',
      by,
    );
    platform.clock.set(new Date('2026-11-25T00:00:05+07:00'));
    expect(await carryOutPlanned(platform, late.id)).toBe(true);
    expect(await carryOutPlanned(platform, late.id)).toBe(false);
    await toldOnce();
    const done = (await reorganisation(platform.db, late.id))!;
    expect(done).toMatchObject({ state: 'done', problem: null });
    expect(done.outcome).toMatchObject({ dossiers: 7, drafts: 0 });
    platform.clock.set(new Date('2026-11-25T09:00:00+07:00'));
    const merged = await agencyOf(platform, 'phuong-yen-lam');

    expect(merged.units.find((unit) => unit.kind === 'counter')?.name).toBe(
      'Trung tâm Phục vụ hành chính công phường Yên Lâm',
    );

    // The old dossiers go on to their end with the people who held them; positions count by the clock.
    const procedure = (await getProcedure(platform.db, '2.000815'))!;
    expect(procedure.agencies.map((agency) => agency.slug)).toContain('phuong-yen-lam');
    expect(procedure.agencies.map((agency) => agency.slug)).not.toContain('xa-tan-lam');
    const positions = await platform.db
      .selectFrom('position')
      .innerJoin('officer', 'officer.id', 'position.officer_id')
      .innerJoin('account', 'account.id', 'officer.account_id')
      .innerJoin('unit', 'unit.id', 'position.unit_id')
      .where('account.username', '=', 'lethanhbinh')
      .select(['unit.agency_id as agency', 'position.valid_from as from', 'position.valid_to as to'])
      .orderBy('position.id')
      .execute();
    expect(positions).toEqual([
      { agency: tanLam.id, from: '2025-07-01', to: '2026-11-24' },
      { agency: merged.id, from: '2026-11-25', to: null },
    ]);

    // The public look-up by the old code answers as before.
    const old = made[0]!;
    expect(await lookup(platform.db, old.code!)).toMatchObject({ code: old.code, agencyId: merged.id });
    expect(old.code).toMatch(/^H99\.32-/);
    const changes = await listChanges(platform.db, { object: `agency:${tanLam.id}`, limit: 5 });
    expect(changes[0]).toMatchObject({ action: 'agency.merge', byName: 'Nguyễn Hồng Hạnh' });

    const counter = {
      ...(await officer(platform, 'tranthingan')),
      positions: [
        {
          positionId: 0,
          agencyId: merged.id,
          unitId: merged.units.find((one) => one.kind === 'counter')!.id,
          unitCode: 'mot-cua',
          role: 'counter' as const,
          title: 'Công chức',
        },
      ],
    };
    for (const typed of [
      old.code!,
      'xã Tân Lâm',
      'H99.32',
      '000.00.32.H99',
      'UBND phường Yên Lâm',
      'h99.40',
    ]) {
      const found = await findDossiers(platform.db, counter, typed, { limit: 50 });
      expect(
        found.map((row) => row.code),
        typed,
      ).toContain(old.code);
    }
    const intake = await paperIntake(platform, { agencyId: merged.id });
    const fresh = await act(
      platform,
      counter,
      { intake: '6b1f52c9-6d0f-4c0e-8f77-1c4d1e3a5b01' },
      { action: 'accept', intake, forward: true },
    );
    expect(fresh.code).toBe('H99.40-261125-0001');
  });

  it('takes communes of the list of administrative units out of use and one in', async () => {
    await tried(async (tx) => {
      const communes = (await communesOf(tx, '99'))!;
      const ended = communes.slice(0, 2).map((one) => one.code);
      const again = await agencyOf(platform, 'phuong-yen-lam');
      const plan = mergerOf([await agencyOf(platform, 'cong-an-yen-ha')], {
        day: '2026-11-25',
        targets: [{ agencyId: again.id }],
        adminUnits: { ended, code: '99999', name: 'Phường Yên Lâm' },
      });
      await carryOut(tx, plan, { by, at: platform.clock.now() });
      const after = await tx.selectFrom('admin_unit').selectAll().where('code', 'in', ended).execute();
      expect(after.map((row) => [row.valid_to, row.successor_codes])).toEqual([
        ['2026-11-24', ['99999']],
        ['2026-11-24', ['99999']],
      ]);
    });
    expect(await officerByAccount(platform.db, by.accountId)).not.toBeNull();
  });
});

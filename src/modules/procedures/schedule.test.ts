import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyProcedure } from './drafts.ts';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { InvalidConfiguration, listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import {
  callOff,
  createProcedure,
  discardProcedureDraft,
  expireCatalogue,
  getProcedure,
  openProcedure,
  procedureDraftOf,
  procedureVersions,
  publishProcedure,
  publishProcedureDraft,
  republishProcedure,
  RESTORERS,
  retiredProcedure,
  retireProcedure,
  saveProcedureDraft,
  takeOverDue,
  versionAt,
} from './index.ts';
import type { Tx } from '../../platform/database/index.ts';

const DAY = 86_400_000;
let platform: TestPlatform;
let hanh: Editor;
let chi: Editor;
let birth: ProcedureDefinition;

beforeAll(async () => {
  // Later than any real clock by which the seed was loaded.
  platform = await testPlatform({ seeded: true, now: new Date('2030-01-02T08:00:00+07:00') });
  const rows = await platform.db
    .selectFrom('account')
    .select(['id as accountId', 'display_name as name'])
    .where('username', 'in', ['nguyenhonghanh', 'lekimchi'])
    .orderBy('username', 'desc')
    .execute();
  [hanh, chi] = rows as [Editor, Editor];
  birth = (await getProcedure(platform.db, '1.001193'))!.definition;
});
afterAll(() => platform.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => platform.db.transaction().execute(work);
const now = (): Date => platform.clock.now();
const later = (days: number): Date => new Date(now().getTime() + days * DAY);
const like = (code: string, summary = 'Một.'): ProcedureDefinition => ({ ...birth, code, summary });
const publish = (one: ProcedureDefinition, from?: Date) =>
  run((tx) => publishProcedure(tx, one, { by: hanh, now: now(), from }));
const summary = async (code: string): Promise<string | undefined> =>
  (await getProcedure(platform.db, code))?.definition.summary;

describe('[II.1.2~] a version with its day', () => {
  it('takes over by itself at its moment, the one before it ends', async () => {
    await publish(like('8.000001'));
    const from = later(3);
    expect(await publish(like('8.000001', 'Hai.'), from)).toMatchObject({ outcome: 'scheduled', version: 2 });
    expect(await takeOverDue(platform)).toEqual([]);
    expect(await summary('8.000001')).toBe('Một.');
    platform.clock.advance(3 * DAY);
    expect(await takeOverDue(platform)).toEqual(['8.000001']);
    expect(await summary('8.000001')).toBe('Hai.');
    const versions = await procedureVersions(platform.db, '8.000001');
    expect(versions.map((one) => [one.version, one.state, one.publishedBy])).toEqual([
      [2, 'published', hanh.name],
      [1, 'retired', hanh.name],
    ]);
    expect(versions[1]!.validTo).toEqual(from);
    expect(await takeOverDue(platform)).toEqual([]);
  });

  it('is refused when its days overlap those of another one that waits', async () => {
    await publish(like('8.000002'));
    await publish(like('8.000002', 'Hai.'), later(10));
    await expect(publish(like('8.000002', 'Ba.'), later(20))).rejects.toMatchObject({
      errors: [{ place: 'from', message: expect.stringContaining('bản 2') }],
    });
    // Before it there is room; called off, what stood before goes on.
    await publish(like('8.000002', 'Bốn.'), later(5));
    await run((tx) => callOff(tx, '8.000002', 2, { by: hanh, at: now() }));
    platform.clock.advance(15 * DAY);
    await takeOverDue(platform);
    expect(await summary('8.000002')).toBe('Bốn.');
    expect((await openProcedure(platform.db, '8.000002'))!.endsAt).toBeNull();
  });

  it('never leaves two in force, in whatever order things are done', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('publish' as const), in: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ do: fc.constant('retire' as const), in: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ do: fc.constant('callOff' as const), in: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ do: fc.constant('wait' as const), in: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ do: fc.constant('republish' as const), in: fc.constant(1) }),
    );
    let number = 100;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
        const code = `8.000${(number += 1)}`;
        const begin = now();
        await publish(like(code));
        const said = new Map<number, string>([[1, 'Một.']]);
        for (const [index, one] of steps.entries()) {
          try {
            if (one.do === 'publish') {
              const text = `Bước ${index}.`;
              const { version } = await publish(like(code, text), one.in > 0 ? later(one.in) : undefined);
              said.set(version, text);
            } else if (one.do === 'retire') {
              await run((tx) => retireProcedure(tx, code, { by: hanh, at: now(), from: later(one.in) }));
            } else if (one.do === 'callOff') {
              await run((tx) => callOff(tx, code, one.in || null, { by: hanh, at: now() }));
            } else if (one.do === 'republish') {
              await run((tx) => republishProcedure(tx, code, 1, { by: hanh, at: now() }));
            } else platform.clock.advance(one.in * DAY);
          } catch (error) {
            if (!(error instanceof InvalidConfiguration)) throw error;
          }
          platform.clock.advance(1);
          await takeOverDue(platform);
          expireCatalogue(platform.db);
          // What the days say and what people see is the same.
          const seen = await getProcedure(platform.db, code);
          expect(await versionAt(platform.db, code, now())).toBe(seen?.version ?? null);
        }
        // At no moment two; what was published says for ever what it said.
        for (let at = begin.getTime(); at < now().getTime() + 8 * DAY; at += DAY / 4) {
          await versionAt(platform.db, code, new Date(at));
        }
        for (const [version, text] of said) {
          const row = await platform.db
            .selectFrom('procedure_version')
            .where('procedure_code', '=', code)
            .where('version', '=', version)
            .select('definition')
            .executeTakeFirstOrThrow();
          expect(row.definition.summary).toBe(text);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('can not be put beside another one even past this module', async () => {
    await publish(like('8.000003'));
    const row = await platform.db
      .selectFrom('procedure_version')
      .where('procedure_code', '=', '8.000003')
      .selectAll()
      .executeTakeFirstOrThrow();
    const { id: _id, ...copy } = row;
    await expect(
      platform.db
        .insertInto('procedure_version')
        .values({ ...copy, version: 9, state: 'retired', definition: JSON.stringify(copy.definition) })
        .execute(),
    ).rejects.toThrow('procedure_version_one_in_force');
  });
});

describe('taking a procedure out of force', () => {
  it('says since when and what takes its place; nothing new is filed', async () => {
    await publish(like('8.000010'));
    await publish(like('8.000011'));
    platform.clock.advance(1000);
    await run((tx) => retireProcedure(tx, '8.000010', { by: hanh, at: now(), replacedBy: '8.000011' }));
    expect(await getProcedure(platform.db, '8.000010')).toBeNull();
    expect(await retiredProcedure(platform.db, '8.000010')).toMatchObject({
      retiredAt: now(),
      replacedBy: { code: '8.000011', name: birth.name },
    });
    const open = await openProcedure(platform.db, '8.000010');
    expect(open).toMatchObject({ retired: true, inForce: null });
    await run((tx) => republishProcedure(tx, '8.000010', 1, { by: hanh, at: later(1) }));
    expect(await getProcedure(platform.db, '8.000010')).toMatchObject({ version: 2, replacedBy: null });
  });

  it('may be for a later day, and be called off', async () => {
    await publish(like('8.000012'));
    await run((tx) => retireProcedure(tx, '8.000012', { by: hanh, at: now(), from: later(2) }));
    expect(await getProcedure(platform.db, '8.000012')).toMatchObject({ validTo: later(2) });
    await expect(publish(like('8.000012', 'Hai.'), later(1))).rejects.toThrow('hẹn ngừng');
    await run((tx) => callOff(tx, '8.000012', null, { by: hanh, at: now() }));
    platform.clock.advance(3 * DAY);
    await takeOverDue(platform);
    expect(await summary('8.000012')).toBe('Một.');
    await run((tx) => retireProcedure(tx, '8.000012', { by: hanh, at: now(), from: later(1) }));
    platform.clock.advance(DAY);
    await takeOverDue(platform);
    expect(await getProcedure(platform.db, '8.000012')).toBeNull();
  });

  it('names a replacement that is not there or is itself', async () => {
    await publish(like('8.000013'));
    for (const replacedBy of ['8.000013', '9.999999']) {
      await expect(
        run((tx) => retireProcedure(tx, '8.000013', { by: hanh, at: now(), replacedBy })),
      ).rejects.toMatchObject({ errors: [{ place: 'replacedBy' }] });
    }
  });
});

describe('drafts', () => {
  it('are begun from nothing or as a copy, kept unfinished, and published with who and when', async () => {
    const edit = { by: hanh, at: now() };
    await run((tx) => createProcedure(tx, { code: '8.000020', name: 'Mới', field: birth.field.code }, edit));
    expect(await getProcedure(platform.db, '8.000020')).toBeNull();
    await expect(
      run((tx) => createProcedure(tx, { code: '8.000020', name: 'Mới', field: birth.field.code }, edit)),
    ).rejects.toMatchObject({ errors: [{ place: 'code' }] });
    await run((tx) =>
      createProcedure(tx, { code: '8.000021', name: 'Bản sao', field: '', copyOf: '1.001193' }, edit),
    );
    const draft = (await procedureDraftOf(platform.db, '8.000021'))!;
    expect(draft.body).toMatchObject({ name: 'Bản sao', cases: [{ code: '8.000021.01' }, {}, {}] });
    await run((tx) => publishProcedureDraft(tx, '8.000021', { ...edit, revision: 1, note: 'Thử' }));
    expect((await openProcedure(platform.db, '8.000021'))!.versions).toMatchObject([
      { version: 1, publishedBy: hanh.name, note: 'Thử' },
    ]);
    await run((tx) => discardProcedureDraft(tx, '8.000020', { ...edit, revision: 1 }));
    expect(await openProcedure(platform.db, '8.000020')).toBeNull();
  });

  it('tell the second of two administrators who was first', async () => {
    const one = (await procedureDraftOf(platform.db, '1.001193')) ?? null;
    expect(one).toBeNull();
    const save = (by: Editor, revision: number) =>
      run((tx) => saveProcedureDraft(tx, { ...birth, summary: by.name }, { revision, by, at: now() }));
    expect(await save(hanh, 0)).toBe(1);
    await expect(save(chi, 0)).rejects.toMatchObject({ name: 'StaleEdit', by: hanh.name });
    await expect(
      run((tx) => publishProcedureDraft(tx, '1.001193', { by: chi, at: now(), revision: 0 })),
    ).rejects.toBeInstanceOf(StaleEdit);
    expect(await summary('1.001193')).toBe(birth.summary);
  });

  it('leave everything as it was when they can not be published', async () => {
    await run((tx) =>
      createProcedure(
        tx,
        { code: '8.000022', name: 'Thiếu', field: '', copyOf: '1.001193' },
        { by: hanh, at: now() },
      ),
    );
    const body = (await procedureDraftOf(platform.db, '8.000022'))!.body;
    await run((tx) => saveProcedureDraft(tx, { ...body, steps: [] }, { revision: 1, by: hanh, at: now() }));
    await expect(
      run((tx) => publishProcedureDraft(tx, '8.000022', { by: hanh, at: now(), revision: 2 })),
    ).rejects.toMatchObject({ errors: [{ place: 'steps' }] });
    expect((await procedureDraftOf(platform.db, '8.000022'))?.revision).toBe(2);
    expect(await procedureVersions(platform.db, '8.000022')).toEqual([]);
  });

  it('are recorded when published, and taken back by publishing the earlier version anew', async () => {
    await publish(like('8.000023'));
    await publish(like('8.000023', 'Hai.'));
    const [change] = await listChanges(platform.db, { object: 'procedure:8.000023', limit: 1 });
    expect(change).toMatchObject({ byName: hanh.name, action: 'procedure.publish', before: { version: 1 } });
    await run((tx) => RESTORERS.procedure(tx, '8.000023', change!.before, { by: chi, at: now() }));
    expect(await summary('8.000023')).toBe('Một.');
    expect((await procedureVersions(platform.db, '8.000023'))[0]).toMatchObject({
      version: 3,
      republished: 1,
    });
  });

  it('say nothing for a procedure from nothing', () => {
    expect(emptyProcedure('1', 'A', birth.field)).toMatchObject({ steps: [], sets: 1 });
  });
});

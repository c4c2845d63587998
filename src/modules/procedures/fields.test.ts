import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { newestChange, seenChange, StaleEdit, type Editor } from '../configuration/index.ts';
import {
  addField,
  closeField,
  expireCatalogue,
  fieldRows,
  getProcedure,
  listFields,
  moveField,
  openFields,
  publishProcedure,
  renameField,
  reopenField,
  RESTORERS,
  takeOverDue,
  type FieldEdit,
} from './index.ts';

let platform: TestPlatform;
let hanh: Editor;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true, now: new Date('2030-01-02T08:00:00+07:00') });
  hanh = await platform.db
    .selectFrom('account')
    .select(['id as accountId', 'display_name as name'])
    .where('username', '=', 'nguyenhonghanh')
    .executeTakeFirstOrThrow();
});
afterAll(() => platform.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => platform.db.transaction().execute(work);
const edit = (more: Partial<FieldEdit> = {}): FieldEdit => {
  const at = platform.clock.now();
  return { by: hanh, at, today: localDate(at), ...more };
};
const fieldOf = async (code: string) => (await getProcedure(platform.db, code))!.definition.field;
const row = async (code: string) => (await fieldRows(platform.db)).find((one) => one.code === code)!;
const CIVIL = 'G15-TP07';

describe('[II.1.1~] fields and procedure groups', () => {
  it('bear their new name in every version at once; publishing an older text does not rename them back', async () => {
    const { definition } = (await getProcedure(platform.db, '1.001193'))!;
    await run((tx) => renameField(tx, CIVIL, 'Hộ tịch mới', edit()));
    expect(await fieldOf('1.001193')).toEqual({ code: CIVIL, name: 'Hộ tịch mới' });
    await run((tx) =>
      publishProcedure(tx, { ...definition, summary: 'Khác.' }, { by: hanh, now: platform.clock.now() }),
    );
    expect((await row(CIVIL)).name).toBe('Hộ tịch mới');
    await run((tx) => renameField(tx, CIVIL, 'Hộ tịch', edit()));
  });

  it('tell the second of two administrators who was first', async () => {
    const seen = await seenChange(platform.db, `field:${CIVIL}`);
    await run((tx) => renameField(tx, CIVIL, 'Hộ tịch A', edit({ seen })));
    await expect(run((tx) => renameField(tx, CIVIL, 'Hộ tịch B', edit({ seen })))).rejects.toBeInstanceOf(
      StaleEdit,
    );
    expect((await row(CIVIL)).name).toBe('Hộ tịch A');
    await run((tx) => renameField(tx, CIVIL, 'Hộ tịch', edit()));
  });

  it('stand in the order they were given, in every list', async () => {
    const first = (await listFields(platform.db)).map((field) => field.code);
    await run((tx) => moveField(tx, first[2]!, -1, edit()));
    expireCatalogue(platform.db);
    const after = (await listFields(platform.db)).map((field) => field.code);
    expect(after.slice(0, 3)).toEqual([first[0], first[2], first[1]]);
  });

  it('are merged on their day, and the merger is taken back whole', async () => {
    await run((tx) => addField(tx, { name: 'Dân cư', code: 'DC' }, edit()));
    const held = (await row(CIVIL)).procedures;
    await run((tx) => closeField(tx, CIVIL, { on: '2030-01-05', into: 'DC' }, edit()));
    expect((await fieldOf('1.001193')).code).toBe(CIVIL);
    platform.clock.advance(3 * 86_400_000);
    await takeOverDue(platform);
    expireCatalogue(platform.db);
    expect(await fieldOf('1.001193')).toEqual({ code: 'DC', name: 'Dân cư' });
    expect((await openFields(platform.db, '2030-01-05')).map((one) => one.code)).not.toContain(CIVIL);
    // What still names the merged field is published under the one that took over.
    const { definition } = (await getProcedure(platform.db, '1.000894'))!;
    const old = { ...definition, field: { code: CIVIL, name: 'Hộ tịch' }, summary: 'Lại.' };
    await run((tx) => publishProcedure(tx, old, { by: hanh, now: platform.clock.now() }));
    expect((await fieldOf('1.000894')).code).toBe('DC');

    const change = (await newestChange(platform.db, `field:${CIVIL}`))!;
    await run((tx) => RESTORERS.field(tx, CIVIL, change.before, { by: hanh, at: platform.clock.now() }));
    expect(await fieldOf('1.001193')).toEqual({ code: CIVIL, name: 'Hộ tịch' });
    expect((await row(CIVIL)).procedures).toBe(held);
  });

  it('are refused with place and remedy when they can not be', async () => {
    const refused = (work: (tx: Tx) => Promise<unknown>, place: string) =>
      expect(run(work)).rejects.toMatchObject({ errors: [{ place }] });
    await refused((tx) => addField(tx, { name: '  ' }, edit()), 'name');
    await refused((tx) => addField(tx, { name: 'ho TICH' }, edit()), 'name');
    await refused((tx) => addField(tx, { name: 'Khác', code: 'có dấu' }, edit()), 'code');
    await refused((tx) => addField(tx, { name: 'Khác', code: CIVIL }, edit()), 'code');
    await refused((tx) => addField(tx, { name: 'Nhóm', parent: 'khong-co' }, edit()), 'parent');
    await refused((tx) => closeField(tx, CIVIL, { on: '2030-02-01' }, edit()), 'into');
    await refused((tx) => closeField(tx, CIVIL, { on: '2029-01-01', into: 'DC' }, edit()), 'on');
    await refused((tx) => closeField(tx, CIVIL, { on: '2030-02-01', into: CIVIL }, edit()), 'into');
  });

  it('that hold nothing may be closed, and opened again', async () => {
    const group = await run((tx) => addField(tx, { name: 'Nhóm thử', parent: CIVIL }, edit()));
    await run((tx) => closeField(tx, group, { on: edit().today }, edit()));
    expect((await row(group)).validTo).toBe(edit().today);
    await run((tx) => reopenField(tx, group, edit()));
    expect((await row(group)).validTo).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, templateFlow } from '../../core/flow/index.ts';
import type { FormDefinition } from '../../core/form/types.ts';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import { openDatabase } from '../../platform/database/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { expireDirectory, putAgencies } from '../agencies/index.ts';
import { publishFlow } from '../flows/index.ts';
import { publishForm } from '../forms/index.ts';
import {
  expireCatalogue,
  getProcedure,
  listFields,
  loadCatalogue,
  procedureCounts,
  procedureVersion,
  procedureVersions,
  publishProcedure,
  putField,
  searchProcedures,
} from './index.ts';

const definition = (more: Partial<ProcedureDefinition> = {}): ProcedureDefinition => ({
  code: '9.000001',
  name: 'Cấp giấy phép nuôi ong',
  aliases: ['xin nuôi ong'],
  field: { code: 'H99-ONG', name: 'Chăn nuôi' },
  levels: ['commune'],
  offeredBy: ['commune', 'so-nn'],
  subjects: ['citizen'],
  summary: 'Cho phép nuôi ong lấy mật.',
  steps: [{ title: 'Nộp', text: 'Nộp đơn.' }],
  channels: ['online', 'counter'],
  cases: [
    {
      code: '9.000001.01',
      name: 'Nuôi ong',
      limits: [
        { channel: 'online', amount: 3, unit: 'working_day' },
        { channel: 'counter', amount: 3, unit: 'working_day' },
      ],
      fees: [],
      components: [],
    },
  ],
  sets: 1,
  results: [{ code: 'KQ.1', name: 'Giấy phép nuôi ong' }],
  conditions: [],
  legalBasis: [{ number: '32/2018/QH14', name: 'Luật Chăn nuôi' }],
  serviceLevel: { level: 4, kind: 'full' },
  flowCode: 'nuoi-ong',
  ...more,
});

const form = (title: string): FormDefinition => ({
  code: 'don-ong',
  title,
  schema: { type: 'object' },
  steps: [],
});

let platform: TestPlatform;
const publish = (one: ProcedureDefinition, now = platform.clock.now()) =>
  platform.db.transaction().execute((tx) => publishProcedure(tx, one, { by: null, now }));

beforeAll(async () => {
  platform = await testPlatform();
  const agency = (slug: string, kind: 'commune' | 'department') => ({
    slug,
    name: slug,
    shortName: slug,
    kind,
    codeNew: `H99.${slug}`,
    codeOld: slug,
    hours: { '1': [[480, 600]] as [number, number][] },
    units: [],
  });
  await putAgencies(platform.db, [
    agency('so-nn', 'department'),
    agency('xa-a', 'commune'),
    agency('xa-b', 'commune'),
  ]);
  const bpmn = await templateFlow('nuoi-ong', 'Nuôi ong');
  const { flow } = await compile(bpmn);
  await publishFlow(
    platform.db,
    { code: 'nuoi-ong', name: 'Nuôi ong', bpmn, compiled: flow! },
    { now: platform.clock.now() },
  );
});
afterAll(() => platform.close());

describe('[II.1.2~] publishing a procedure', () => {
  it('publishes versions only when something differs, and retires the earlier one', async () => {
    const first = await publish(definition());
    expect(first).toMatchObject({ version: 1, outcome: 'new' });
    expect(await publish(definition())).toMatchObject({ versionId: first.versionId, outcome: 'same' });

    platform.clock.advance(86_400_000);
    const second = await publish(definition({ summary: 'Cho phép nuôi ong.' }));
    expect(second).toMatchObject({ version: 2, outcome: 'changed' });
    const old = await procedureVersion(platform.db, first.versionId);
    expect(old?.definition.summary).toBe('Cho phép nuôi ong lấy mật.');
    const versions = await procedureVersions(platform.db, '9.000001');
    expect(versions.map((one) => [one.version, one.state, one.validTo])).toEqual([
      [2, 'published', null],
      [1, 'retired', platform.clock.now()],
    ]);
  });

  it('gives the published definition with the agencies that handle it, in one query at most', async () => {
    await publish(definition());
    await getProcedure(platform.db, '9.000001');
    platform.queries.reset();
    const procedure = await getProcedure(platform.db, '9.000001');
    expect(platform.queries.count()).toBeLessThanOrEqual(1);
    expect(procedure?.agencies.map((agency) => agency.slug).sort()).toEqual(['so-nn', 'xa-a', 'xa-b']);
    expect(procedure?.online).toBe(true);
    expect(await getProcedure(platform.db, '9.999999')).toBeNull();
  });

  it('follows the form: a new version of it makes a new version of the procedure', async () => {
    const now = platform.clock.now();
    const withForm = definition({ code: '9.000002', formCode: 'don-ong' });
    await expect(publish(withForm)).rejects.toThrow('don-ong');
    const form1 = await publishForm(platform.db, form('Đơn'), { now });
    await publish(withForm);
    expect((await getProcedure(platform.db, '9.000002'))?.formVersionId).toBe(form1.id);
    const form2 = await publishForm(platform.db, form('Đơn mới'), { now });
    expect(await publish(withForm)).toMatchObject({ version: 2, outcome: 'changed' });
    expect((await getProcedure(platform.db, '9.000002'))?.formVersionId).toBe(form2.id);
  });

  it('brings a new commune in without a new version', async () => {
    const before = await publish(definition({ code: '9.000003' }));
    await platform.db
      .insertInto('agency')
      .columns(['slug', 'name', 'short_name', 'kind', 'code_new', 'code_old', 'hours'])
      .expression((eb) =>
        eb
          .selectFrom('agency')
          .where('slug', '=', 'xa-b')
          .select((row) => [
            row.val('xa-c').as('slug'),
            'name',
            'short_name',
            'kind',
            'code_new',
            'code_old',
            'hours',
          ]),
      )
      .execute();
    expireDirectory(platform.db);
    const again = await publish(definition({ code: '9.000003' }));
    expect(again).toEqual({ ...before, outcome: 'same' });
    const procedure = await getProcedure(platform.db, '9.000003');
    expect(procedure?.agencies.map((agency) => agency.slug)).toContain('xa-c');
  });

  it('leaves nothing behind when the transaction fails', async () => {
    await expect(
      platform.db.transaction().execute(async (tx) => {
        await publishProcedure(tx, definition({ code: '9.000009' }), { by: null, now: platform.clock.now() });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expireCatalogue(platform.db);
    expect((await loadCatalogue(platform.db)).byCode.has('9.000009')).toBe(false);
  });
});

describe('[II.1.1~] fields', () => {
  it('keeps one field a name: a second code takes its procedures over', async () => {
    await publish(definition({ code: '9.000004', field: { code: 'tam', name: 'Thủy sản' } }));
    await putField(platform.db, { code: 'H99-TS', name: 'Thuỷ  sản'.normalize('NFD') });
    await putField(platform.db, { code: 'H99-TS', name: 'Thủy sản' });
    expect((await listFields(platform.db)).filter((field) => field.name === 'Thủy sản')).toEqual([
      { code: 'H99-TS', name: 'Thủy sản' },
    ]);
    expect((await loadCatalogue(platform.db)).byCode.get('9.000004')?.fieldCode).toBe('H99-TS');
  });

  it('counts procedures by field, agency and level', async () => {
    await publish(
      definition({
        code: '9.000005',
        offeredBy: [],
        flowCode: undefined,
        field: { code: 'x', name: 'Hàng không' },
        serviceLevel: { level: 1, kind: 'information' },
      }),
    );
    const counts = await procedureCounts(platform.db);
    const sum = (list: { count: number }[]) => list.reduce((all, one) => all + one.count, 0);
    expect(sum(counts.byField)).toBe(counts.total);
    expect(sum(counts.byLevel)).toBe(counts.total);
    expect(counts.online).toBe(counts.total - 1);
    expect(counts.byField.at(-1)?.name).toBe('Hàng không');
    expect(counts.byAgency.find((one) => one.key === 'phuong-xa')?.count).toBe(counts.total - 1);
    platform.queries.reset();
    await procedureCounts(platform.db);
    expect(platform.queries.count()).toBe(0);
  });
});

it('is seen by other processes, whose kept catalogue looks again after a moment', async () => {
  const other = openDatabase(platform.databaseUrl);
  try {
    const before = (await searchProcedures(other.db, { q: 'dế mèn' })).rows;
    expect(before).toEqual([]);
    await publish(definition({ code: '9.000006', name: 'Đăng ký nuôi dế mèn' }));
    expireCatalogue(other.db);
    const after = (await searchProcedures(other.db, { q: 'dế mèn' })).rows;
    expect(after.map((row) => row.code)).toEqual(['9.000006']);
  } finally {
    await other.close();
  }
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FormDefinition } from '../../core/form/types.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { formVersion, listForms, newestForm, publishForm } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
afterAll(() => platform.close());

const form = (title: string): FormDefinition => ({
  code: 'to-khai',
  title,
  schema: { type: 'object', properties: { b: { type: 'string' }, a: { type: 'string' } } },
  steps: [],
});

it('publishes a version only when the form differs, whatever the order of keys', async () => {
  const now = platform.clock.now();
  const first = await publishForm(platform.db, form('Tờ khai'), { now });
  expect(first).toMatchObject({ version: 1, created: true });
  const { steps, schema, title, code } = form('Tờ khai');
  const turned = { steps, schema, title, code };
  expect(await publishForm(platform.db, turned, { now })).toEqual({ ...first, created: false });
  const second = await publishForm(platform.db, form('Tờ khai mới'), { now });
  expect(second).toMatchObject({ version: 2, created: true });
  expect((await newestForm(platform.db, 'to-khai'))?.id).toBe(second.id);
  expect((await formVersion(platform.db, first.id))?.definition.title).toBe('Tờ khai');
  expect(await listForms(platform.db)).toMatchObject([{ code: 'to-khai', version: 2, title: 'Tờ khai mới' }]);
});

it('reads a published version once', async () => {
  const { id } = (await newestForm(platform.db, 'to-khai'))!;
  await formVersion(platform.db, id);
  platform.queries.reset();
  expect((await formVersion(platform.db, id))?.id).toBe(id);
  expect(platform.queries.count()).toBe(0);
  expect(await formVersion(platform.db, 999_999)).toBeNull();
});

it('does not keep what a failed transaction had written', async () => {
  let id = 0;
  await expect(
    platform.db.transaction().execute(async (tx) => {
      ({ id } = await publishForm(tx, form('Sẽ bỏ'), { now: platform.clock.now() }));
      expect((await formVersion(tx, id))?.definition.title).toBe('Sẽ bỏ');
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await formVersion(platform.db, id)).toBeNull();
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { catalogueItems, catalogues, putCatalogue } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
afterAll(() => platform.close());

const put = (names: string[], on = '2026-01-01') =>
  putCatalogue(
    platform.db,
    'countries',
    names.map((name) => ({ code: name.slice(0, 2), name })),
    { on },
  );
const names = async () => (await catalogueItems(platform.db, 'countries')).map((item) => item.name);

it('[II.16.2~] keeps the items of a list in their order, with what changed and what ended', async () => {
  await put(['Việt Nam', 'Lào', 'Campuchia']);
  expect(await names()).toEqual(['Việt Nam', 'Lào', 'Campuchia']);
  await put(['Lào', 'Việt Nam mới', 'Nhật Bản'], '2026-05-01');
  expect(await names()).toEqual(['Lào', 'Việt Nam mới', 'Nhật Bản']);
  await put(['Lào', 'Campuchia'], '2026-06-01');
  expect(await names()).toEqual(['Lào', 'Campuchia']);
  const ended = await platform.db
    .selectFrom('catalogue_item')
    .select(['name', 'valid_to'])
    .where('valid_to', 'is not', null)
    .orderBy('valid_to')
    .orderBy('name')
    .execute();
  expect(ended.map((row) => [row.name, row.valid_to])).toEqual([
    ['Campuchia', '2026-05-01'],
    ['Nhật Bản', '2026-06-01'],
    ['Việt Nam mới', '2026-06-01'],
  ]);
});

it('gives several lists at once, empty ones for unknown names, without a query', async () => {
  await names();
  platform.queries.reset();
  const all = await catalogues(platform.db, ['countries', 'planets']);
  expect(all['countries']).not.toEqual([]);
  expect(all['planets']).toEqual([]);
  expect(platform.queries.count()).toBe(0);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Party } from '../../core/dossier.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { getPerson, partyOf, putPerson, searchPeople, updatePerson } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
beforeEach(() => platform.db.deleteFrom('person').execute());
afterAll(() => platform.close());

const ANH: Party = {
  kind: 'citizen',
  name: 'Nguyễn Thị Ánh',
  identityNo: '099191000001',
  birthDate: '1991-02-14',
  gender: 'female',
  phone: '0912345678',
  email: 'anh@example.vn',
  address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 5 Lê Lợi' },
};
const put = (party: Party): Promise<number> => putPerson(platform.db, party, platform.clock.now());
const found = async (typed: string): Promise<string[]> =>
  (await searchPeople(platform.db, typed)).map((person) => person.name);
const count = async (): Promise<number> =>
  (await platform.db.selectFrom('person').select('id').execute()).length;

describe('contact book', () => {
  it('[II.5.7~] keeps all that was given, for the next dossier', async () => {
    const person = await getPerson(platform.db, await put(ANH));
    expect(partyOf(person!)).toEqual({ ...ANH, representative: undefined });
  });

  it('knows a person by the number: adds what is new and empties nothing', async () => {
    const id = await put(ANH);
    const again = await put({
      kind: 'citizen',
      name: 'Nguyễn Thị Ánh Tuyết',
      identityNo: ANH.identityNo,
      phone: '0987654321',
      email: '',
    });
    expect(again).toBe(id);
    expect(await count()).toBe(1);
    expect(partyOf((await getPerson(platform.db, id))!)).toMatchObject({
      ...ANH,
      name: 'Nguyễn Thị Ánh Tuyết',
      phone: '0987654321',
    });
  });

  it('takes two people of one name and no number for two', async () => {
    const party: Party = { kind: 'citizen', name: 'Trần Văn Nam' };
    expect(await put(party)).not.toBe(await put({ ...party, identityNo: '' }));
    expect(await count()).toBe(2);
  });

  it('takes a citizen and an organisation with one number for two', async () => {
    await put(ANH);
    await put({ kind: 'organisation', name: 'Hộ kinh doanh Ánh', identityNo: ANH.identityNo });
    expect(await count()).toBe(2);
  });

  it('makes one entry of the same person taken in at several counters at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => put(ANH)));
    expect(new Set(ids).size).toBe(1);
  });

  it('lets account holders change and empty what is theirs', async () => {
    const id = await put(ANH);
    await updatePerson(platform.db, id, { kind: 'citizen', name: 'Ngô Ánh' }, platform.clock.now());
    expect(partyOf((await getPerson(platform.db, id))!)).toEqual({ kind: 'citizen', name: 'Ngô Ánh' });
    expect(await found('ngo anh')).toEqual(['Ngô Ánh']);
    expect(await found('nguyen')).toEqual([]);
  });

  it('says null of an id that nobody has', async () => {
    expect(await getPerson(platform.db, 999_999)).toBeNull();
  });
});

describe('search', () => {
  beforeEach(async () => {
    await put(ANH);
    await put({ kind: 'citizen', name: 'Đặng Ánh', phone: '0912345678' });
    await put({ kind: 'organisation', name: 'Công ty 100% Ánh Dương', identityNo: '0100109106' });
  });

  it.each([
    ['099191000001', ['Nguyễn Thị Ánh']],
    ['099 191 000 001', ['Nguyễn Thị Ánh']],
    ['0100109106', ['Công ty 100% Ánh Dương']],
    ['0912.345.678', ['Nguyễn Thị Ánh', 'Đặng Ánh']],
    ['nguyễn thị', ['Nguyễn Thị Ánh']],
    ['NGUYEN THI', ['Nguyễn Thị Ánh']],
    ['dang', ['Đặng Ánh']],
    ['100%', ['Công ty 100% Ánh Dương']],
    ['%', []],
    ['_a', []],
    ['a', []],
    ['', []],
    ['099999999999', []],
  ])('finds by %j', async (typed, names) => {
    expect(await found(typed)).toEqual(names);
  });

  it('puts the whole name before names that contain it, and gives no more than was asked for', async () => {
    await put({ kind: 'citizen', name: 'Ánh' });
    await put({ kind: 'citizen', name: 'Anh Chi' });
    const names = await found('anh');
    expect(names[0]).toBe('Ánh');
    expect(names).toHaveLength(5);
    expect(await searchPeople(platform.db, 'anh', 2)).toHaveLength(2);
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import {
  changeById,
  InvalidConfiguration,
  listChanges,
  seenChange,
  StaleEdit,
  type Editor,
} from '../configuration/index.ts';
import {
  ALWAYS,
  catalogueItems,
  catalogueObject,
  catalogueState,
  changeItem,
  holds,
  itemFaults,
  itemsFromCsv,
  itemsToCsv,
  moveItem,
  restoreCatalogue,
  saveCatalogue,
  withCsv,
  type DatedItem,
} from './index.ts';

const item = (code: string, name: string, from = ALWAYS, to: string | null = null): DatedItem => ({
  code,
  name,
  from,
  to,
});
const bytes = (text: string) => new TextEncoder().encode(text);
const messages = (deed: () => unknown): string => {
  try {
    deed();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('items with effective days', () => {
  it('[II.16.2~] refuses overlapping days of one code, and ends before beginnings', () => {
    const overlapping = [item('A', 'Một', '2026-01-01', '2026-07-01'), item('A', 'Hai', '2026-06-30')];
    expect(
      itemFaults(overlapping)
        .map((fault) => fault.message)
        .join(),
    ).toContain('trùng thời gian');
    expect(
      itemFaults([item('A', 'Một', '2026-01-01', '2026-07-01'), item('A', 'Hai', '2026-07-01')]),
    ).toEqual([]);
    expect(itemFaults([item('A', 'Một', '2026-07-01', '2026-07-01')])).toHaveLength(1);
    expect(itemFaults([item('', ''), item('B', 'Ba', 'mai')]).map((fault) => fault.place)).toEqual([
      '0.code',
      '0.name',
      '1.from',
    ]);
  });

  it('[II.16.2~] a new name from a day on leaves the old one to the days before', () => {
    const changed = changeItem([item('A', 'Cũ')], 0, { name: 'Mới', from: '2026-12-01', to: null });
    expect(changed.filter((one) => holds(one, '2026-11-30')).map((one) => one.name)).toEqual(['Cũ']);
    expect(changed.filter((one) => holds(one, '2026-12-01')).map((one) => one.name)).toEqual(['Mới']);
    expect(changeItem([item('A', 'Sai')], 0, { name: 'Đúng', from: null, to: null })).toEqual([
      item('A', 'Đúng'),
    ]);
  });

  it('[II.16.2~] moving keeps every item, once, in the order of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.nat(),
        fc.integer(),
        (codes, a, to) => {
          const from = a % codes.length;
          const moved = moveItem(
            codes.map((code) => item(code, code)),
            from,
            to,
          ).map((one) => one.code);
          expect([...moved].sort()).toEqual([...codes].sort());
          expect(moved.filter((code) => code !== codes[from])).toEqual(codes.filter((_, at) => at !== from));
        },
      ),
    );
  });
});

describe('CSV', () => {
  it('[II.16.2~] what was exported comes back the same', () => {
    const name = fc.constantFrom('Bán lẻ, tạp hóa', 'Dòng "trích"', '=1+1', 'Đường', "'x");
    const held = fc.uniqueArray(
      fc.record({
        code: fc.constantFrom('a', 'b', '-c', '01'),
        name,
        from: fc.constantFrom(ALWAYS, '2026-01-01'),
        to: fc.constantFrom(null, '2026-12-01'),
      }),
      { selector: (one) => one.code },
    );
    fc.assert(
      fc.property(held, (items) => {
        fc.pre(items.length > 0);
        const read = itemsFromCsv(bytes(itemsToCsv(items)));
        expect(withCsv(items, read, { on: '2026-11-23', endMissing: true })).toEqual(items);
      }),
    );
  });

  it('adds, renames and, when wanted, ends what the file does not have', () => {
    const held = [item('A', 'Một'), item('B', 'Hai')];
    const rows = itemsFromCsv(bytes('Mã;Tên\r\nA;Một mới\r\nC;Ba\r\n'));
    const plain = withCsv(held, rows, { on: '2026-11-23', endMissing: false });
    expect(plain).toEqual([item('A', 'Một mới'), item('B', 'Hai'), item('C', 'Ba', '2026-11-23')]);
    const ended = withCsv(held, rows, { on: '2026-11-23', endMissing: true });
    expect(ended[1]).toEqual(item('B', 'Hai', ALWAYS, '2026-11-23'));
  });

  it.each([
    [new Uint8Array([0xff, 0xfe, 0x4d, 0x00]), 'bảng mã UTF-8'],
    [new Uint8Array([...bytes('Mã,Tên\n'), 0xe3, 0x41]), 'bảng mã UTF-8'],
    [bytes('code,name\nA,Một'), 'cột “Mã” và “Tên”'],
    [bytes('Mã,Tên\n'), 'không có mục nào'],
    [bytes('Mã,Tên\n,Một\nB,\n'), 'Dòng 2: thiếu mã'],
    [bytes('Mã,Tên,Hiệu lực từ\nA,Một,31/02/2026'), 'Dòng 2: “31/02/2026” không phải ngày'],
    [bytes('Mã,Tên\nA,"Một'), 'không đọc được như CSV'],
  ])('says what is wrong with a file: %#', (content, message) => {
    expect(messages(() => itemsFromCsv(content))).toContain(message);
  });
});

describe('a catalogue', () => {
  let platform: TestPlatform;
  let admin: Editor;
  beforeAll(async () => {
    platform = await testPlatform({ seeded: true });
    admin = await platform.db
      .selectFrom('account')
      .select(['id as accountId', 'display_name as name'])
      .where('username', '=', 'nguyenhonghanh')
      .executeTakeFirstOrThrow();
  });
  afterAll(() => platform.close());

  const state = async () => (await catalogueState(platform.db, 'relations'))!;
  const save = (items: DatedItem[], seen?: number) =>
    platform.db
      .transaction()
      .execute(async (tx) =>
        saveCatalogue(tx, { ...(await state()), items }, { by: admin, at: platform.clock.now(), seen }),
      );
  const offered = async () =>
    (await catalogueItems(platform.db, 'relations', '2026-11-23')).map((one) => one.name);

  it('[II.16.2] is edited in place: added, renamed, ordered, ended; forms offer it at once', async () => {
    const { items } = await state();
    const changed = moveItem(
      [
        ...changeItem(items, 0, { name: 'Vợ hoặc chồng (đổi)', from: null, to: null }),
        item('god', 'Người đỡ đầu', '2026-11-01'),
      ],
      items.length,
      0,
    ).map((one) => (one.code === 'child' ? { ...one, to: '2026-11-23' } : one));
    await save(changed);
    const names = await offered();
    expect(names.slice(0, 2)).toEqual(['Người đỡ đầu', 'Vợ hoặc chồng (đổi)']);
    expect(names).not.toContain('Con');
    expect((await catalogueItems(platform.db, 'relations', '2026-11-22')).map((one) => one.code)).toContain(
      'child',
    );
  });

  it('[II.16.2~] refuses what overlaps whole, and the second of two who edit', async () => {
    const before = await state();
    const seen = await seenChange(platform.db, catalogueObject('relations'));
    await expect(save([...before.items, item('god', 'Trùng')], seen)).rejects.toBeInstanceOf(
      InvalidConfiguration,
    );
    expect(await state()).toEqual(before);
    await save([...before.items, item('x', 'Một')], seen);
    await expect(save([...before.items, item('y', 'Hai')], seen)).rejects.toBeInstanceOf(StaleEdit);
  });

  it('[II.16.2~] is taken back to how it was before a change; what came since ends', async () => {
    const [first] = (
      await listChanges(platform.db, { object: catalogueObject('relations'), limit: 50 })
    ).slice(-1);
    const { before } = (await changeById(platform.db, first!.id))!;
    await platform.db
      .transaction()
      .execute((tx) => restoreCatalogue(tx, 'relations', before, { by: admin, at: platform.clock.now() }));
    expect(await offered()).toEqual((before as { items: DatedItem[] }).items.map((one) => one.name));
    expect((await state()).items.find((one) => one.code === 'god')).toMatchObject({ to: '2026-11-23' });
  });
});

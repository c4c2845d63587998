import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { nationalList } from '../import/fixtures/national-list.ts';
import { importLines } from '../import/run.ts';
import { ALL_COMMUNES } from '../catalogue.ts';
import { expireCatalogues } from '../../catalogues/index.ts';
import { SYNONYMS, searchProcedures, type SearchInput, type SearchResult } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await importLines(platform, nationalList());
}, 120_000);
afterAll(() => platform.close());

const find = (q: string, more: Partial<SearchInput> = {}): Promise<SearchResult> =>
  searchProcedures(platform.db, { q, ...more });
const codes = (result: SearchResult, most = 20): string[] =>
  result.rows.slice(0, most).map((row) => row.code);

/** Query, expected code, the place it has to have at least. */
const QUERIES: [string, string, 1 | 3][] = [
  // As it is officially called, with marks and without.
  ['đăng ký khai sinh', '1.001193', 1],
  ['dang ky khai sinh', '1.001193', 1],
  ['Thủ tục đăng ký kết hôn', '1.000894', 1],
  ['ket hon', '1.000894', 1],
  ['khai tử', '1.000656', 1],
  ['khai tu', '1.000656', 1],
  ['giấy xác nhận tình trạng hôn nhân', '1.004873', 1],
  ['đăng ký lại khai sinh', '1.004884', 1],
  ['chứng thực bản sao từ bản chính', '2.000815', 1],
  ['chứng thực chữ ký', '2.000884', 1],
  ['trích lục hộ tịch', '2.000635', 1],
  ['đăng ký giám hộ', '1.004837', 1],
  ['nhận cha mẹ con', '1.001022', 1],
  ['kết hôn có yếu tố nước ngoài', '2.000806', 1],
  ['chứng thực di chúc', '2.001019', 1],
  ['nhập quốc tịch việt nam', '2.002039', 3],
  ['thôi quốc tịch ở trong nước', '2.002036', 1],
  ['bổ nhiệm công chứng viên', '1.013803', 1],
  ['cấp lại thẻ công chứng viên', '1.013830', 1],
  ['đăng ký tàu biển không thời hạn', '1.002687', 1],
  ['công nhận ban quản trị nhà chung cư', '1.012888', 1],
  // Everyday words.
  ['làm giấy khai sinh cho con', '1.001193', 1],
  ['lam giay khai sinh cho con', '1.001193', 1],
  ['tôi muốn làm giấy khai sinh cho con mới đẻ', '1.001193', 3],
  ['thủ tục đăng ký kết hôn cần những gì', '1.000894', 1],
  ['xây nhà', '1.013225', 1],
  ['xin phép xây nhà ở đâu', '1.013225', 1],
  ['sổ đỏ', '1.012753', 3],
  ['so do', '1.012753', 3],
  ['sang tên sổ đỏ', '1.013831', 1],
  ['giấy độc thân', '1.004873', 1],
  ['giay doc than', '1.004873', 1],
  ['mở quán', '1.001612', 1],
  ['mở quán cà phê', '1.001612', 3],
  ['công chứng giấy tờ', '2.000815', 1],
  ['sao y', '2.000815', 1],
  ['bằng lái tàu', '1.009479', 3],
  ['nhập hộ khẩu cho con', '1.004222', 1],
  ['đăng ký tạm trú cho người thuê nhà', '1.004194', 1],
  ['mở công ty', '2.001583', 1],
  ['lấy chồng nước ngoài', '2.000806', 3],
  ['đổi tên trong giấy khai sinh', '1.004859', 3],
  ['người thân qua đời', '1.000656', 3],
  ['nhận con nuôi', '2.001263', 3],
  ['làm luật sư', '1.000828', 3],
  ['mất giấy khai sinh', '2.000635', 3],
  // Mistyped.
  ['khai sihn', '1.001193', 1],
  ['khai xinh', '1.001193', 1],
  ['dang ki ket hon', '1.000894', 1],
  ['kêt hôm', '1.000894', 3],
  ['hộ kinh doah', '1.001612', 3],
  ['chứng thục bản xao', '2.000815', 3],
  ['giay phep xay dugn', '1.013225', 3],
  ['tình trạng hôn nhâm', '1.004873', 1],
  ['tam truu', '1.004194', 1],
  // Unfinished, and by code.
  ['khai si', '1.001193', 1],
  ['hộ kinh', '1.001612', 3],
  ['tạm tr', '1.004194', 1],
  ['1.001193', '1.001193', 1],
  ['2000815', '2.000815', 1],
];

describe('[III.10.1] search of services', () => {
  it.each(QUERIES)('finds what “%s” means', async (q, expected, place) => {
    expect(codes(await find(q), place)).toContain(expected);
  });

  it('says what it looked for instead of a mistyped word', async () => {
    const result = await find('khai sihn');
    expect(result).toMatchObject({ corrected: 'khai sinh', by: 'titles' });
    expect((await find('hộ kinh doah')).corrected).toBe('hộ kinh doanh');
    expect((await find('khai sinh')).corrected).toBeNull();
  });

  it('puts the same marks before other ones', async () => {
    const marked = await find('chữ ký');
    const names = marked.rows.slice(0, 5).map((row) => row.name.toLowerCase());
    expect(names.every((name) => name.includes('chữ ký'))).toBe(true);
  });

  it('finds by content what no name says', async () => {
    const result = await find('giấy chứng sinh');
    expect(codes(result, 3)).toContain('1.001193');
    const inside = await find('nghĩa trang liệt sĩ', { inContent: true });
    expect(inside.by).not.toBe('titles');
  });

  it('narrows by agency, field, level and subject, and counts what each would give', async () => {
    const all = await find('');
    expect(all.total).toBeGreaterThan(790);
    const field = all.facets.field.find((one) => one.name === 'Hộ tịch')!;
    const narrowed = await find('', { field: [field.key] });
    expect(narrowed.total).toBe(field.count);
    expect(narrowed.rows.every((row) => row.field.name === 'Hộ tịch')).toBe(true);
    // The other fields are still there to change to.
    expect(narrowed.facets.field).toEqual(all.facets.field);

    const communes = all.facets.agency.find((one) => one.key === ALL_COMMUNES)!;
    const there = await find('', { agency: [ALL_COMMUNES], limit: 50 });
    expect(there.total).toBe(communes.count);
    expect(there.rows.every((row) => row.agencies.includes('UBND phường, xã'))).toBe(true);

    const full = await find('', { level: ['4'], limit: 50 });
    expect(full.total).toBe(all.facets.level.find((one) => one.key === '4')!.count);
    expect(full.rows.every((row) => row.serviceLevel === 4)).toBe(true);

    const both = await find('khai sinh', { field: [field.key], subject: ['citizen'] });
    expect(both.total).toBeLessThanOrEqual((await find('khai sinh')).total);
    expect(both.rows.every((row) => row.field.code === field.key)).toBe(true);
  });

  it('lists everything page by page, what is handled here first, each once', async () => {
    const seen: string[] = [];
    let page = 1;
    for (let pages = 1; page <= pages; page++) {
      const result = await find('', { page, limit: 50 });
      pages = result.pages;
      seen.push(...codes(result, 50));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await find('')).total);
    expect((await find('', { limit: 5 })).rows.every((row) => row.agencies.length > 0)).toBe(true);
    expect((await find('', { page: 9_999 })).page).toBe((await find('')).pages);
  });

  it.each(['', '   ', '!!!', "' | '", 'a & !b', ':*', '\\', '<->', 'giấy', '😀', '\0', 'ﬁ ß ĳ', '١٢٣'])(
    'takes any text: %j',
    async (q) => {
      expect((await find(q)).page).toBe(1);
    },
  );

  it('takes texts that are too long', async () => {
    expect((await find('x'.repeat(5000))).by).toBe('all');
    expect((await find('khai sinh '.repeat(500))).rows[0]?.code).toBe('1.001193');
  });

  it('shows nothing found with the choices empty', async () => {
    const result = await find('zzzzqqqq wwwwxxxx');
    expect(result).toMatchObject({ total: 0, rows: [], page: 1, pages: 1 });
    expect(result.facets.field).toEqual([]);
  });

  it('costs at most four queries however little is found', async () => {
    await find('khai sinh');
    for (const [q, most] of [
      ['khai sinh', 2],
      ['', 1],
      ['khai sihn', 3],
      ['zzzzqqqq wwwwxxxx', 4],
      ['1.001193', 1],
    ] as const) {
      platform.queries.reset();
      await find(q);
      const asked = platform.queries.texts().filter((text) => !text.includes('xmin'));
      expect(asked.length, q).toBeLessThanOrEqual(most);
    }
  });

  it('finds the same for the same words, narrowed or turned over, and otherwise as soon as wordings change', async () => {
    const typed = 'xin giấy cho con mắt thứ ba';
    const first = await find(typed);
    expect(codes(await find(`  ${typed.toUpperCase()} `))).toEqual(codes(first));
    platform.queries.reset();
    await find(typed, { level: ['4'], page: 2 });
    expect(platform.queries.texts().filter((text) => /search @@|<% search_text/.test(text))).toEqual([]);
    expect(codes(first)[0]).not.toBe('1.000894');

    const { db } = platform;
    await db
      .insertInto('catalogue_item')
      .values({ catalogue: SYNONYMS, code: 'con mắt thứ ba', name: 'đăng ký kết hôn', position: 999 })
      .execute();
    expireCatalogues(db);
    expect(codes(await find(typed))[0]).toBe('1.000894');
    await db.deleteFrom('catalogue_item').where('code', '=', 'con mắt thứ ba').execute();
    expireCatalogues(db);
    expect(codes(await find(typed))).toEqual(codes(first));
  });
});

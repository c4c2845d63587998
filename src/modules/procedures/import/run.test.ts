import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCommand } from '../../../cli/import.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { getProcedure, procedureVersions, publishProcedure, searchProcedures } from '../index.ts';
import { nationalList } from './fixtures/national-list.ts';

let platform: TestPlatform;
let folder: string;
const lines = nationalList();
const SOME = lines.slice(100, 130);

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-import-'));
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command on a file with this content. */
async function run(content: string | Buffer, name = 'danh-muc.jsonl') {
  const file = path.join(folder, name);
  await writeFile(file, content);
  const printed: string[] = [];
  const code = await importCommand([file], platform, (line) => printed.push(line));
  return { code, text: printed.join('\n') };
}

const record = (ma_thu_tuc: string, more: object = {}) =>
  JSON.stringify({ ma_thu_tuc, ten_thu_tuc: `Thủ tục ${ma_thu_tuc}`, linh_vuc: 'Thủy lợi', ...more });

describe('import procedures', () => {
  it('takes a list in, and changes nothing the second time', async () => {
    const first = await run(SOME.join('\n'));
    expect(first.code).toBe(0);
    expect(first.text).toContain('30 mới, 0 thay đổi');
    const second = await run(SOME.join('\n'));
    expect(second.text).toContain('0 mới, 0 thay đổi, 30 giữ nguyên');
    const code = (JSON.parse(SOME[0]!) as { ma_thu_tuc: string }).ma_thu_tuc;
    expect(await procedureVersions(platform.db, code)).toHaveLength(1);
    expect((await getProcedure(platform.db, code))?.needsReview).toBe(true);
  });

  it('makes a new version of what changed', async () => {
    await run(record('9.100001'));
    const { text } = await run(record('9.100001', { yeu_cau_dieu_kien: 'Có giấy phép.' }));
    expect(text).toContain('0 mới, 1 thay đổi');
    expect((await getProcedure(platform.db, '9.100001'))?.definition.conditions).toEqual(['Có giấy phép.']);
  });

  it('keeps what was written or edited here', async () => {
    const birth = lines.find((line) => line.includes('"1.001193"'))!;
    const before = await getProcedure(platform.db, '1.001193');
    const { code, text } = await run(`${birth}\n${record('9.100002')}`);
    expect(code).toBe(0);
    expect(text).toContain('1.001193: giữ bản đã biên tập');
    expect(await getProcedure(platform.db, '1.001193')).toEqual(before);

    const { definition } = (await getProcedure(platform.db, '9.100002'))!;
    const { id: by } = await platform.db
      .selectFrom('account')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    await platform.db.transaction().execute(async (tx) => {
      await publishProcedure(tx, { ...definition, summary: 'Đã sửa.' }, { by, now: platform.clock.now() });
    });
    expect((await run(record('9.100002'))).text).toContain('9.100002: giữ bản đã biên tập');
  });

  it('puts a field of the same name under the code that is there', async () => {
    await run(record('9.100003', { linh_vuc: 'hộ  tịch' }));
    expect((await getProcedure(platform.db, '9.100003'))?.definition.field.code).toBe('G15-TP07');
  });

  it('reports lines it can not read and goes on', async () => {
    const { code, text } = await run(
      [
        record('9.100004'),
        '{"ma_thu_tuc": ',
        '[]',
        record('khong-dung'),
        JSON.stringify({ ma_thu_tuc: '9.100005' }),
        '',
        record('9.100004'),
        record('9.100006'),
      ].join('\r\n'),
    );
    expect(code).toBe(1);
    expect(text).toContain('đọc 2 thủ tục');
    expect(text).toContain('2 mới');
    expect(text).toMatch(/Dòng 2: không phải JSON/);
    expect(text).toMatch(/Dòng 3: không phải một đối tượng/);
    expect(text).toMatch(/Dòng 4: mã thủ tục “khong-dung”/);
    expect(text).toMatch(/Dòng 5: thiếu “ten_thu_tuc”/);
    expect(text).toMatch(/Dòng 7: thủ tục 9.100004 đã có ở dòng trước/);
  });

  it('says what is wrong with a file, and takes the others', async () => {
    const printed: string[] = [];
    const good = path.join(folder, 'tot.jsonl');
    await writeFile(good, record('9.100007'));
    const code = await importCommand([path.join(folder, 'khong-co.jsonl'), folder, good], platform, (line) =>
      printed.push(line),
    );
    expect(code).toBe(2);
    expect(printed.join('\n')).toMatch(/Không có tệp .*Kiểm tra lại đường dẫn/);
    expect(printed.join('\n')).toContain('là thư mục');
    expect(await getProcedure(platform.db, '9.100007')).not.toBeNull();

    expect(await run(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).toMatchObject({
      code: 2,
      text: expect.stringContaining('UTF-8'),
    });
    expect(await run('  \n')).toMatchObject({ code: 2, text: expect.stringContaining('rỗng') });
    const usage: string[] = [];
    expect(await importCommand([], platform, (line) => usage.push(line))).toBe(2);
    expect(usage.join()).toContain('Cách dùng');
  });

  it('lets people search while it runs, and is seen afterwards', async () => {
    const many = Array.from({ length: 120 }, (_, at) =>
      record(`8.${String(at).padStart(6, '0')}`, { ten_thu_tuc: `Xây trạm đo mưa số ${at}` }),
    );
    const importing = run(many.join('\n'));
    const searching = Array.from({ length: 10 }, () => searchProcedures(platform.db, { q: 'khai sinh' }));
    for (const result of await Promise.all(searching)) expect(result.rows[0]?.code).toBe('1.001193');
    expect((await importing).text).toContain('120 mới');
    expect((await searchProcedures(platform.db, { q: 'trạm đo mưa' })).total).toBe(120);
  });
});

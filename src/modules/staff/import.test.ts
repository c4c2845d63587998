import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import type { Editor } from '../configuration/index.ts';
import { startMailing } from '../notices/index.ts';
import { csvTemplate, importOfficers, MAX_CSV_ROWS, previewImport } from './index.ts';

let platform: TestPlatform;
let hanh: Editor;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await startMailing(platform);
  hanh = await platform.db
    .selectFrom('account')
    .where('username', '=', 'nguyenhonghanh')
    .select(['id as accountId', 'display_name as name'])
    .executeTakeFirstOrThrow();
});
afterAll(() => platform.close());

const HEAD =
  'Họ và tên,Tên đăng nhập,Thư điện tử,Điện thoại,Cơ quan,Đơn vị,Vai trò,Chức danh,Từ ngày,Đến ngày';
const file = (...lines: string[]): Buffer => Buffer.from([HEAD, ...lines].join('\r\n'));
const preview = (content: Uint8Array) => previewImport(platform, content);
const officers = async (): Promise<number> =>
  Number(
    (
      await platform.db
        .selectFrom('officer')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );

const AN =
  'Lý Văn Ân,lyvanan,an.ly@example.vn,0987000001,so-tu-phap,tu-phap-ho-tich,Chuyên viên thụ lý,Chuyên viên,01/12/2026,';
const AN_TOO = 'Lý Văn Ân,lyvanan,an.ly@example.vn,0987000001,phuong-yen-ha,mot-cua,counter,Công chức,,';
const BA = 'Ông Thị Ba,ongthiba,,,phuong-yen-ha,van-thu,Văn thư,Văn thư,01/12/2026,31/12/2027';

describe('[II.17.1~] import from CSV', () => {
  it('the template is itself a file without faults', async () => {
    const { faults } = await preview(Buffer.from(csvTemplate()));
    expect(faults).toEqual([]);
  });

  it.each([
    ['with byte order mark', Buffer.concat([Buffer.from('\uFEFF'), file(AN, AN_TOO, BA)])],
    ['without', file(AN, AN_TOO, BA)],
    [
      'with semicolons, empty lines and decomposed letters',
      Buffer.from([HEAD, AN, '', BA].join('\n').replaceAll(',', ';').normalize('NFD')),
    ],
  ])('reads UTF-8 %s', async (_name, content) => {
    const { rows, faults } = await preview(content);
    expect(faults).toEqual([]);
    expect(rows.map((row) => [row.name, row.what])).toEqual([
      ['Lý Văn Ân', 'create'],
      ['Ông Thị Ba', 'create'],
    ]);
  });

  it.each([
    [
      'UTF-16 with mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${HEAD}\r\n${AN}`, 'utf16le')]),
    ],
    ['UTF-16 without mark', Buffer.from('Ho va ten,Ten dang nhap\r\nAn,an', 'utf16le')],
    ['Windows-1258', Buffer.from([0x48, 0xf2, 0x20, 0x76, 0xe0, 0x20, 0x74, 0xea, 0x6e, 0x0d, 0x0a])],
  ])('refuses %s and says how to save the file', async (_name, content) => {
    const { rows, faults } = await preview(content);
    expect(rows).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]!.message).toContain('CSV UTF-8');
  });

  it('names row and column of every fault, in the file and against what is there, and saves nothing', async () => {
    const before = await officers();
    const bad = file(
      AN,
      'Khác Tên,lyvanan,an.ly@example.vn,0987000001,so-tu-phap,tu-phap-ho-tich,Chuyên viên thụ lý,Chuyên viên,05/12/2026,',
      '',
      'Võ Thị Sáu,Võ Sáu,sai-thu,123,so-nao-do,mot-cua,Vua,,32/01/2026,',
      'Trần Văn Bảy,tranvanbay,an.ly@example.vn,,so-tu-phap,phong-la,clerk,Văn thư,01/12/2026,30/11/2026',
      'Người Khác,nguyenhonghanh,,,so-tu-phap,van-thu,Văn thư,Văn thư,,',
      'Ai Đó,nguyenthuhuong,,,so-tu-phap,van-thu,Văn thư,Văn thư,,',
    );
    const { faults } = await preview(bad);
    expect(faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '3 Họ và tên',
      '3 Vai trò',
      '5 Tên đăng nhập',
      '5 Thư điện tử',
      '5 Điện thoại',
      '5 Cơ quan',
      '5 Vai trò',
      '5 Chức danh',
      '5 Từ ngày',
      '6 Đơn vị',
      '6 Đến ngày',
      '6 Thư điện tử',
      '7 Tên đăng nhập',
      '8 Tên đăng nhập',
    ]);
    await expect(importOfficers(platform, bad, hanh)).rejects.toMatchObject({ name: 'InvalidConfiguration' });
    expect(await officers()).toBe(before);
  });

  it('saves everything at once, invites by mail, and a second time changes nothing', async () => {
    const content = file(AN, AN_TOO, BA);
    expect(await importOfficers(platform, content, hanh)).toEqual({
      created: 2,
      updated: 0,
      same: 0,
      invited: 1,
    });
    await platform.jobs.drain();
    expect(platform.mailbox.filter((mail) => mail.to === 'an.ly@example.vn')).toHaveLength(1);
    platform.clock.set(new Date('2026-11-24T08:00:00+07:00'));
    const changes = async () =>
      (
        await platform.db
          .selectFrom('config_change')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n;
    const before = await changes();
    expect(await importOfficers(platform, content, hanh)).toEqual({
      created: 0,
      updated: 0,
      same: 2,
      invited: 0,
    });
    expect(await changes()).toBe(before);
    const moved = file(AN.replace('Chuyên viên,01', 'Chuyên viên chính,01'), AN_TOO, BA);
    expect((await preview(moved)).rows.map((row) => row.what)).toEqual(['update', 'same']);
  });

  it('refuses too many rows, an unknown column and a missing one', async () => {
    const many = file(...Array.from({ length: MAX_CSV_ROWS + 1 }, () => BA));
    expect((await preview(many)).faults[0]!.message).toContain(`${MAX_CSV_ROWS} dòng`);
    const headed = Buffer.from('Họ và tên,Lương\r\nAn,1');
    expect((await preview(headed)).faults.map((fault) => fault.column)).toEqual([
      'Lương',
      'Tên đăng nhập',
      'Cơ quan',
      'Đơn vị',
      'Vai trò',
      'Chức danh',
    ]);
    expect((await preview(Buffer.from(''))).faults[0]!.message).toContain('trống');
    expect((await preview(file('"Lý Văn'))).faults[0]!.message).toContain('ngoặc kép');
  });
});

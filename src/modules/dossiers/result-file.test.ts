import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemoDossiers } from '../../cli/seed/dossiers.ts';
import type { OfficerActor } from '../../core/permission/index.ts';
import { closePdf } from '../../platform/pdf/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { officerByAccount, officersOf } from '../agencies/index.ts';
import { procedureVersion } from '../procedures/index.ts';
import { doing, scan } from './testing.ts';
import { resultFile } from './result-file.ts';
import type { Command } from './types.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true, now: new Date('2026-11-23T16:30:00+07:00') });
  await loadDemoDossiers(platform, 'seed');
}, 120_000);

afterAll(async () => {
  await closePdf();
  await platform.close();
});

/** The result of a demo dossier, by its procedure and the name in its content. */
async function resultOf(procedure: string, content: string): Promise<{ id: number; dossier_id: number }> {
  return platform.db
    .selectFrom('result')
    .innerJoin('dossier', 'dossier.id', 'result.dossier_id')
    .select(['result.id', 'result.dossier_id'])
    .where('dossier.procedure_code', '=', procedure)
    .where('dossier.content', 'like', `%${content}%`)
    .executeTakeFirstOrThrow();
}

/** Goes on with the open step of a dossier as the officer who holds it. */
async function goOn(dossier: number, command: Command): Promise<void> {
  const task = await platform.db
    .selectFrom('task')
    .selectAll()
    .where('dossier_id', '=', dossier)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  const members = await officersOf(platform.db, task.unit_id!);
  const holder = members.find((one) => one.role === task.role) ?? members[0]!;
  const found = (await officerByAccount(platform.db, holder.accountId))!;
  const actor: OfficerActor = {
    kind: 'officer',
    accountId: holder.accountId,
    officerId: found.id,
    name: found.name,
    positions: found.positions,
    groups: [],
  };
  await doing(platform, actor, dossier, command);
}

async function bytesOf(resultId: number): Promise<Buffer> {
  const file = await resultFile(platform, resultId);
  return Buffer.isBuffer(file) ? file : platform.files.read(file!.sha256);
}

/** Text as the reader of the PDF copies it, spaces made one. */
async function textOf(resultId: number, name: string): Promise<string> {
  const pdf = await bytesOf(resultId);
  if (process.env.KEEP_RESULTS) {
    mkdirSync(process.env.KEEP_RESULTS, { recursive: true });
    writeFileSync(`${process.env.KEEP_RESULTS}/${name}.pdf`, pdf);
  }
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  return text.normalize('NFC').replace(/\s+/gu, ' ');
}

describe('what the citizen gets', () => {
  it('of a birth: the certificate with child, parents and the entry in the book', async () => {
    const { id } = await resultOf('1.001193', 'Nông Bảo Châu');
    const text = await textOf(id, 'khai-sinh');
    for (const part of [
      'Tân Lâm, ngày',
      'GIẤY KHAI SINH',
      'NÔNG BẢO CHÂU',
      'Giới tính: Nữ',
      'Dân tộc: Kinh',
      'Quốc tịch: Việt Nam',
      'Ngày hai mươi lăm tháng chín năm hai nghìn không trăm hai mươi sáu',
      'Bệnh viện Đa khoa tỉnh Lam Giang, Số 1 đường Bệnh viện, phường Yên Hà, tỉnh Lam Giang',
      'Hoàng Thị Lan',
      'Năm sinh: 1997',
      'Kinh, Việt Nam',
      'Người đi khai sinh: Nông Văn Cường, số định danh cá nhân 099095002318',
      'Ủy ban nhân dân xã Tân Lâm, tỉnh Lam Giang, số 1/2026, ngày',
      'TM. ỦY BAN NHÂN DÂN',
      'CHỦ TỊCH',
      'Lê Thanh Bình',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('DỰ THẢO');
    expect(text).not.toContain('UBND');
  });

  it('of the marital status: first a draft, then, issued, the certificate', async () => {
    const { id, dossier_id } = await resultOf('1.004873', 'Trần Mỹ Linh');
    const draft = await textOf(id, 'tinh-trang-hon-nhan-du-thao');
    expect(draft).toContain('DỰ THẢO');
    expect(draft).toContain('không có giá trị sử dụng');
    expect(draft).toContain('ngày …… tháng …… năm ……');
    expect(draft).not.toContain('Quét mã');
    await goOn(dossier_id, { action: 'issue' });
    const text = await textOf(id, 'tinh-trang-hon-nhan');
    for (const part of [
      'Yên Hà, ngày 23 tháng 11 năm 2026',
      'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
      'TRẦN MỸ LINH',
      'Tình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai',
      'đăng ký kết hôn với Đinh Công Mạnh, sinh năm 1999, tại UBND phường Yên Hà',
      'giá trị 06 tháng',
      'KT. CHỦ TỊCH PHÓ CHỦ TỊCH',
      'Phạm Thị Thanh',
      'Quét mã',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('DỰ THẢO');
  });

  it('of a household business: the certificate with its lines, capital in words and owner', async () => {
    const { id, dossier_id } = await resultOf('1.001612', 'Cà phê Mây');
    expect(await textOf(id, 'ho-kinh-doanh-du-thao')).toContain('(chưa ký)');
    await goOn(dossier_id, { action: 'approve', opinion: 'Đồng ý trình ký.' });
    await goOn(dossier_id, { action: 'sign' });
    await goOn(dossier_id, { action: 'issue' });
    const text = await textOf(id, 'ho-kinh-doanh');
    for (const part of [
      'GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH',
      'HỘ KINH DOANH CÀ PHÊ MÂY',
      '5630 Quán cà phê, giải khát',
      '150.000.000 đồng (một trăm năm mươi triệu đồng)',
      'TRẦN MỸ LINH',
      '19/05/2001, Nữ',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('of a building permit: what may be built, signed for the head of the department', async () => {
    const { id } = await resultOf('1.013225', 'Nhà ở riêng lẻ');
    const text = await textOf(id, 'giay-phep-xay-dung');
    for (const part of [
      'SỞ XÂY DỰNG',
      'Lam Giang, ngày',
      'GIẤY PHÉP XÂY DỰNG',
      '(Sử dụng cho nhà ở riêng lẻ)',
      'Đặng Văn Thuận',
      'Thửa đất số 118, tờ bản đồ số 24, diện tích 82,5 m²',
      '1 tầng, cao 4,2 m',
      'số CĐ 123456, cấp ngày 18/06/2019',
      'KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('SỞ XÂY DỰNG TỈNH');
  });

  it('of an extract: the kind of extract that was asked for', async () => {
    const { id } = await resultOf('2.000635', 'Đặng Thùy Dương');
    const text = await textOf(id, 'trich-luc');
    for (const part of ['GIẤY KHAI SINH (BẢN SAO)', 'Đặng Thùy Dương', '07/07/2014', 'Hồ sơ nhập học']) {
      expect(text).toContain(part);
    }
  });

  it('of a residence: the notice by the police of the commune', async () => {
    const { id } = await resultOf('1.004194', 'Hồ Văn Tới');
    const text = await textOf(id, 'tam-tru');
    for (const part of [
      'CÔNG AN PHƯỜNG YÊN HÀ',
      'đăng ký tạm trú',
      'TRƯỞNG CÔNG AN PHƯỜNG',
      'Xóm trọ số 5',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('of anything else: a plain document with what was declared', async () => {
    const { id } = await platform.db
      .selectFrom('result')
      .innerJoin('dossier', 'dossier.id', 'result.dossier_id')
      .select('result.id')
      .where('dossier.procedure_code', '=', '2.000815')
      .executeTakeFirstOrThrow();
    expect(await textOf(id, 'chung-thuc')).toContain('3 bản, mỗi bản 2 trang; Trường Đại học Lam Giang cấp');
    await platform.db
      .updateTable('result')
      .set({ type_code: 'van-ban-khac', file_id: null })
      .where('id', '=', id)
      .execute();
    const text = await textOf(id, 'chung');
    expect(text).toContain('đã giải quyết hồ sơ của Đoàn Hải Yến');
    expect(text).toContain('Bằng tốt nghiệp đại học');
    expect(text).not.toContain('cam kết');
    expect(text).not.toContain('0900 000 413');
  });
});

it('every document of every procedure is made of what its form asks, with nothing left unfilled', async () => {
  const { db } = platform;
  const dossiers = await db.selectFrom('dossier').selectAll().orderBy('id').execute();
  const seen = new Set<string>();
  for (const dossier of dossiers) {
    if (seen.has(dossier.case_code)) continue;
    seen.add(dossier.case_code);
    const { results } = (await procedureVersion(db, dossier.procedure_version_id))!.definition;
    for (const { code, name } of results.filter((one) => one.document)) {
      const { id } = await db
        .insertInto('result')
        .values({ dossier_id: dossier.id, type_code: code, name, summary: 'Ý kiến.', drafted_at: new Date() })
        .returning('id')
        .executeTakeFirstOrThrow();
      const text = await textOf(id, `${dossier.case_code} ${code}`);
      await db.deleteFrom('result').where('id', '=', id).execute();
      expect(text, code).toContain('DỰ THẢO');
      expect(text, code).not.toMatch(/[{}[\]|]|undefined|null/);
    }
  }
  expect(seen.size).toBeGreaterThan(12);
});

describe('the stored file', () => {
  it('is made once, also when two readers come at the same time', async () => {
    const { id } = await resultOf('2.000635', 'Đặng Thùy Dương');
    await platform.db.updateTable('result').set({ file_id: null }).where('id', '=', id).execute();
    const [one, other] = await Promise.all([resultFile(platform, id), resultFile(platform, id)]);
    const again = await resultFile(platform, id);
    expect(one).toMatchObject({ mime: 'application/pdf' });
    expect(other).toMatchObject({ id: (one as { id: string }).id });
    expect(again).toMatchObject({ id: (one as { id: string }).id });
  });

  it('a draft is not stored', async () => {
    const { id } = await resultOf('1.001193', 'Nguyễn Gia Hân');
    expect(Buffer.isBuffer(await resultFile(platform, id))).toBe(true);
    const row = await platform.db
      .selectFrom('result')
      .select('file_id')
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row?.file_id).toBeNull();
  });

  it("the officer's own file stays as it is", async () => {
    const { id } = await resultOf('1.001193', 'Nguyễn Gia Hân');
    const own = await scan(platform, null);
    await platform.db.updateTable('result').set({ file_id: own }).where('id', '=', id).execute();
    expect(await resultFile(platform, id)).toMatchObject({ id: own, name: 'ban-chup.pdf' });
  });

  it('there is none of a result that does not exist', async () => {
    expect(await resultFile(platform, 999_999)).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { resultTemplates } from '../../../scripts/templates/results.ts';
import { slipTemplates } from '../../../scripts/templates/slips.ts';
import { checkTemplate, closePdf } from '../../platform/pdf/index.ts';
import { codesOnPage, dense, pageTexts } from '../../platform/pdf/testing.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { heading, momentText, SLIP_KINDS, slipFields } from './data.ts';
import type { SlipData, SlipKind } from './data.ts';
import { fieldNames, slipTemplateFields } from './fields.ts';
import { renderResult, renderSlip, slipTemplate } from './render.ts';
import { resultFields } from './results.ts';
import type { ResultHead } from './results.ts';

afterAll(closePdf);

const CODE = '000.00.15.H29-261123-0001';
const slip: SlipData = {
  agencyName: 'Ủy ban nhân dân phường Yên Hà',
  counterName: 'Bộ phận Tiếp nhận và Trả kết quả phường Yên Hà',
  place: 'Yên Hà',
  issuedAt: new Date('2026-11-23T09:50:00Z'),
  dossierCode: CODE,
  number: '0008/TNHS',
  applicantName: 'Lê Minh Khuê',
  ownerName: 'Nguyễn Thị Hường',
  address: 'Số 31 Trần Phú, phường Yên Hà, tỉnh Lam Giang',
  phone: '0936 018 877',
  email: 'khue.le@example.vn',
  content: 'Chứng thực bản sao từ bản chính (mã thủ tục 2.000815)',
  procedureName: 'Chứng thực bản sao từ bản chính',
  officerName: 'Hoàng Đức Thịnh',
  lookupUrl: `https://motcua.example.vn/tra-cuu?ma=${CODE}`,
  papers: [
    { index: 1, name: 'Bằng tốt nghiệp đại học (đối chiếu, trả lại ngay)', originals: 1, copies: 0 },
    { index: 2, name: 'Bản sao cần chứng thực, 2 trang', originals: 0, copies: 3 },
    {
      index: 3,
      name: 'Giấy tờ chứng minh nơi cư trú còn thời hạn của người yêu cầu',
      originals: 0,
      copies: 1,
    },
  ],
  sets: 1,
  limitText: 'Trong ngày làm việc',
  receivedAt: new Date('2026-11-23T09:50:00Z'),
  dueAt: new Date('2026-11-24T10:00:00Z'),
  feeText: '12.000 đồng (mười hai nghìn đồng), đã nộp',
  resultPlace: 'Quầy số 5, Bộ phận Tiếp nhận và Trả kết quả phường Yên Hà',
  bookNumber: '05/2026',
  serial: '0008',
  items: ['Bản chính Giấy chứng nhận quyền sử dụng đất.', 'Tờ khai ghi đủ ngày cấp căn cước.'],
  reason: 'Bản sao nộp kèm bị mờ.',
  contactName: 'bà Trần Thị Hồng Ánh',
  contactPhone: '0236 3 888 123',
  refusalReason: 'Hồ sơ không thuộc thẩm quyền của phường Yên Hà.',
  newDueAt: new Date('2026-11-26T10:00:00Z'),
  signerTitle: 'CHỦ TỊCH',
  signerName: 'Phạm Thị Thanh',
  handOvers: [
    {
      from: 'Bộ phận Một cửa',
      to: 'Công chức tư pháp – hộ tịch',
      at: new Date('2026-11-23T10:05:00Z'),
      outcome: 'Trước hạn',
      note: '',
    },
  ],
  coordinatingAgencies: 'Công an phường Yên Hà',
  rows: [
    {
      dossierCode: CODE,
      content: 'Chứng thực bản sao từ bản chính',
      sets: 1,
      applicantName: 'Lê Minh Khuê',
      contact: 'Số 31 Trần Phú; 0936 018 877',
      agencyName: 'UBND phường Yên Hà',
      receivedAt: new Date('2026-11-23T09:50:00Z'),
      dueAt: new Date('2026-11-24T10:00:00Z'),
      returnedAt: null,
      method: 'Tại quầy',
      note: '',
    },
  ],
  year: 2026,
};

describe('slip data', () => {
  test('moments are written as the forms of Circular 01/2018/TT-VPCP write them, in local time', () => {
    expect(momentText(new Date('2026-11-23T09:50:00Z'))).toBe('16 giờ 50 phút, ngày 23 tháng 11 năm 2026');
    expect(momentText(new Date('2026-12-31T17:05:00Z'))).toBe('00 giờ 05 phút, ngày 01 tháng 01 năm 2027');
  });

  test('the owner is named only when somebody else hands in', () => {
    expect(slipFields('01', slip)).toMatchObject({ hasOwner: true, ownerName: 'Nguyễn Thị Hường' });
    expect(slipFields('01', { ...slip, ownerName: slip.applicantName })).toMatchObject({ hasOwner: false });
    expect(slipFields('01', { ...slip, ownerName: undefined })).toMatchObject({ hasOwner: false });
  });

  test('a slip without what it must say is not made', () => {
    expect(() => slipFields('01', { ...slip, receivedAt: undefined })).toThrow('receivedAt');
    expect(() => slipFields('02', { ...slip, items: [] })).toThrow('items');
    expect(() => slipFields('03', { ...slip, refusalReason: '' })).toThrow('refusalReason');
  });

  test('a procedure without a countable limit promises no date', () => {
    expect(slipFields('01', { ...slip, dueAt: null })).toMatchObject({
      dueText: 'Cơ quan giải quyết sẽ thông báo',
    });
  });

  test('the head is in capitals, a committee on a line of its own', () => {
    expect(heading('Ủy ban nhân dân phường Yên Hà')).toBe('ỦY BAN NHÂN DÂN\nPHƯỜNG YÊN HÀ');
    expect(heading('Sở Tư pháp')).toBe('SỞ TƯ PHÁP');
  });
});

describe('slips on paper', () => {
  const inOrder: Record<Exclude<SlipKind, '06'>, string[]> = {
    '01': [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Yên Hà, ngày 23 tháng 11 năm 2026',
      'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      `Mã hồ sơ: ${CODE}`,
      slip.counterName,
      'Tiếp nhận hồ sơ của: Lê Minh Khuê',
      'Địa chỉ: Số 31 Trần Phú, phường Yên Hà, tỉnh Lam Giang',
      'Số điện thoại: 0936 018 877 Email: khue.le@example.vn',
      'Nội dung yêu cầu giải quyết: Chứng thực bản sao từ bản chính (mã thủ tục 2.000815)',
      'Thành phần hồ sơ nộp gồm:',
      '2 Bản sao cần chứng thực, 2 trang 0 3',
      'Số lượng hồ sơ: 01 (bộ)',
      'Trong ngày làm việc',
      'Thời gian nhận hồ sơ: 16 giờ 50 phút, ngày 23 tháng 11 năm 2026',
      'Thời gian trả kết quả: 17 giờ 00 phút, ngày 24 tháng 11 năm 2026',
      'Đăng ký nhận kết quả tại: Quầy số 5',
      'Vào Sổ theo dõi hồ sơ: Quyển số 05/2026, Số thứ tự 0008.',
      'NGƯỜI NỘP HỒ SƠ',
      'NGƯỜI TIẾP NHẬN HỒ SƠ',
      'Hoàng Đức Thịnh',
    ],
    '02': [
      'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
      'Hồ sơ của: Lê Minh Khuê',
      'Nội dung yêu cầu giải quyết:',
      'Địa chỉ:',
      'Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:',
      '1. Bản chính Giấy chứng nhận quyền sử dụng đất.',
      '2. Tờ khai ghi đủ ngày cấp căn cước.',
      'Lý do: Bản sao nộp kèm bị mờ.',
      'liên hệ với bà Trần Thị Hồng Ánh, số điện thoại 0236 3 888 123 để được hướng dẫn./.',
      'NGƯỜI HƯỚNG DẪN',
    ],
    '03': [
      'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
      'Tiếp nhận hồ sơ của: Lê Minh Khuê',
      'thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:',
      'Hồ sơ không thuộc thẩm quyền của phường Yên Hà.',
      'NGƯỜI NỘP HỒ SƠ',
    ],
    '04': [
      'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
      'Kính gửi: Lê Minh Khuê',
      'tiếp nhận hồ sơ đề nghị giải quyết thủ tục “Chứng thực bản sao từ bản chính”',
      'Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 24 tháng 11 năm 2026',
      'Lý do: Bản sao nộp kèm bị mờ.',
      'xin lỗi',
      '17 giờ 00 phút, ngày 26 tháng 11 năm 2026',
      'CHỦ TỊCH',
      'Phạm Thị Thanh',
    ],
    '05': [
      `Mã hồ sơ: ${CODE}`,
      'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
      'Cơ quan giải quyết: Ủy ban nhân dân phường Yên Hà',
      'Cơ quan phối hợp: Công an phường Yên Hà',
      'Tên cơ quan, đơn vị',
      'Giao: Bộ phận Một cửa',
      'Trước hạn',
    ],
  };

  test.each(Object.keys(inOrder) as (keyof typeof inOrder)[])(
    'slip %s is one A5 page, its lines in the order of the form, its codes readable',
    async (kind) => {
      const { pdf, docx } = await renderSlip(kind, slip);
      const pages = await pageTexts(pdf);
      expect(pages).toHaveLength(1);
      const text = dense(pages[0]!);
      let from = 0;
      for (const line of inOrder[kind]) {
        const at = text.indexOf(dense(line), from);
        expect(at, line).toBeGreaterThanOrEqual(0);
        from = at + 1;
      }
      expect(text).not.toMatch(/[{}]/);
      expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 419.55 595.3]');
      const codes = await codesOnPage(pdf);
      expect(codes).toContainEqual({ format: 'Code128', text: CODE });
      expect(codes).toContainEqual({ format: 'QRCode', text: slip.lookupUrl });
      expect(docx.subarray(0, 2).toString()).toBe('PK');
    },
  );

  test('slip 06 is a register on A4, one line a dossier', async () => {
    const { pdf } = await renderSlip('06', slip);
    const text = dense((await pageTexts(pdf)).join(''));
    for (const words of ['SỔ THEO DÕI HỒ SƠ NĂM 2026', 'Tên cá nhân, tổ chức', 'Lê Minh Khuê', '24/11/2026'])
      expect(text).toContain(dense(words));
    expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 841.9 595.3]');
  });

  test('long lists and long reasons go on over further pages, nothing lost', async () => {
    const papers = Array.from({ length: 60 }, (_, index) => ({
      index: index + 1,
      name: `Giấy tờ thứ ${index + 1}`,
      originals: 1,
      copies: 1,
    }));
    const long = await pageTexts((await renderSlip('01', { ...slip, papers })).pdf);
    expect(long.length).toBeGreaterThan(1);
    for (const { name } of papers) expect(dense(long.join(''))).toContain(dense(name));
    expect(long.at(-1)).toContain('NGƯỜI TIẾP NHẬN HỒ SƠ');
    const refusalReason = Array.from({ length: 150 }, (_, index) => `Lý do ${index + 1}.`).join('\n');
    const pages = await pageTexts((await renderSlip('03', { ...slip, refusalReason })).pdf);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.join('')).toContain('Lý do 150.');
    // A signature never stands on a page alone.
    expect(pages.at(-1)).toContain('Xin thông báo cho Ông/Bà');
  });

  test('names and addresses of any letters stand on the slip as they were given', async () => {
    const word = fc.string({
      unit: fc.constantFrom(...'aàảãáạăằẵắâầẫấđeẽẹêềễếiĩịoõọôồỗốơờỡớuũụưừữứyỹỵÀẪẾĐỠ#$*_`\\"\'{}<>&@[]()=-/0'),
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
        const name = words.join(' ');
        const { pdf } = await renderSlip('03', { ...slip, applicantName: name, refusalReason: name });
        const text = dense((await pageTexts(pdf)).join(''));
        expect(text).toContain(dense(`Tiếp nhận hồ sơ của: ${name}`));
        expect(text).toContain(dense(`như sau: ${name} Xin thông báo`));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test("an administrator's own template takes the place of the one that ships", async () => {
    const template = await slipTemplate('03');
    const pages = await pageTexts((await renderSlip('01', slip, template)).pdf);
    expect(pages[0]).toContain('PHIẾU TỪ CHỐI');
  });
});

describe('templates that ship', () => {
  const head: ResultHead = {
    agencyParentName: 'Ủy ban nhân dân tỉnh Lam Giang',
    agencyName: 'Sở Tư pháp',
    number: '0125/TB-STP',
    place: 'Lam Giang',
    issuedAt: new Date('2026-11-23T09:50:00Z'),
    signerTitle: 'KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC',
    signerName: 'Phạm Quốc Hưng',
    lookupUrl: 'https://motcua.example.vn/kiem-tra/abc123',
    dossierCode: CODE,
  };

  test('are what their description in scripts/templates makes', async () => {
    for (const [folder, files] of Object.entries({
      slips: await slipTemplates(),
      results: await resultTemplates(),
    })) {
      for (const [name, bytes] of Object.entries(files)) {
        expect(readFileSync(path.join(projectRoot(), 'templates', folder, name)).equals(bytes), name).toBe(
          true,
        );
      }
    }
  });

  test('pass the check that uploaded templates pass, and ask only for fields there are', async () => {
    for (const kind of SLIP_KINDS) {
      const fields = slipTemplateFields(kind);
      expect(await checkTemplate(await slipTemplate(kind), fieldNames(fields))).toEqual([]);
      // Every field that is offered to administrators is one the data has.
      const data = { ...slipFields(kind, slip), barcode: '', qr: '' } as Record<string, unknown>;
      for (const field of fields) {
        expect(Object.keys(data)).toContain(field.name);
        for (const column of field.columns ?? [])
          expect(Object.keys((data[field.name] as object[])[0]!)).toContain(column.name);
      }
    }
    for (const bytes of Object.values(await resultTemplates()))
      expect(await checkTemplate(bytes)).toEqual([]);
  });

  test('the generic result prints head, text, facts and signer on A4, its QR code readable', async () => {
    const { pdf } = await renderResult('generic', {
      ...head,
      title: 'Thông báo kết quả giải quyết',
      paragraphs: ['Đoạn thứ nhất.', 'Đoạn thứ hai.'],
      facts: [{ label: 'Người đề nghị', value: 'Nguyễn Văn An' }],
    });
    const [page] = await pageTexts(pdf);
    const text = dense(page!);
    for (const line of [
      'ỦY BAN NHÂN DÂN TỈNH LAM GIANG SỞ TƯ PHÁP Số: 0125/TB-STP',
      'THÔNG BÁO KẾT QUẢ GIẢI QUYẾT',
      'Đoạn thứ nhất. Đoạn thứ hai. Người đề nghị Nguyễn Văn An',
      'KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Phạm Quốc Hưng',
    ]) {
      expect(text).toContain(dense(line));
    }
    expect(await codesOnPage(pdf)).toEqual([{ format: 'QRCode', text: head.lookupUrl }]);
  });

  test('a result without facts has no table, and a committee names no superior', async () => {
    const data = {
      ...head,
      agencyName: 'Ủy ban nhân dân phường Yên Hà',
      title: 'Thông báo',
      paragraphs: ['Một.'],
      facts: [],
    };
    expect(resultFields('generic', data)).toMatchObject({ hasParent: false, hasFacts: false });
    const [page] = await pageTexts((await renderResult('generic', data)).pdf);
    expect(page).not.toContain('TỈNH LAM GIANG');
  });

  test('the household certificate lists its lines of business and its change', async () => {
    const { pdf } = await renderResult('household-business', {
      ...head,
      firstRegisteredText: 'ngày 02 tháng 3 năm 2024',
      changeCount: 1,
      changedText: 'ngày 23 tháng 11 năm 2026',
      householdName: 'Tạp hóa Ánh Dương',
      address: 'Số 12 Lê Lợi',
      phone: '0936 018 877',
      email: 'anhduong@example.vn',
      lines: [
        { code: '4711', name: 'Bán lẻ tổng hợp' },
        { code: '5610', name: 'Nhà hàng' },
      ],
      capitalText: '200.000.000 đồng',
      ownerName: 'Trần Ánh Dương',
      ownerBirth: '12/03/1988, nữ',
      ownerId: '099188001234',
      ownerAddress: 'Số 12 Lê Lợi',
      taxCode: '8123456789',
    });
    const pages = await pageTexts(pdf);
    expect(pages).toHaveLength(1);
    const text = dense(pages[0]!);
    expect(text).toContain(dense('Đăng ký thay đổi lần thứ 1, ngày 23 tháng 11 năm 2026'));
    expect(text).toContain(dense('TẠP HÓA ÁNH DƯƠNG'));
    expect(text).toContain(dense('4711 Bán lẻ tổng hợp 5610 Nhà hàng'));
  });
});

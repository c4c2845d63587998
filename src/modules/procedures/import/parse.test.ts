import { describe, expect, it } from 'vitest';
import type { ProcedureDefinition } from '../../../core/procedure.ts';
import { nationalList } from './fixtures/national-list.ts';
import { parseRecord } from './parse.ts';
import { readLine, type SourceRecord } from './source.ts';

const WAYS = 'Hình thức nộpThời gianPhí, lệ phíMô tả';
const PAPERS = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';
const LAWS = 'Tên văn bản pháp lýMã văn bản';

function parse(facts: Partial<Record<keyof SourceRecord, string>>): ProcedureDefinition {
  const line = JSON.stringify({ ma_thu_tuc: '9.000001', ten_thu_tuc: 'Thử', linh_vuc: 'Hộ tịch', ...facts });
  return parseRecord(readLine(line) as SourceRecord, 'G15-TP07');
}
const ways = (table: string) => parse({ cach_thuc_thuc_hien: WAYS + table });
const papers = (table: string) => parse({ thanh_phan_ho_so: table });
const marks = (definition: ProcedureDefinition, place: string) =>
  (definition.review ?? []).filter((mark) => mark.place.startsWith(place)).map((mark) => mark.reason);

describe('time limits', () => {
  it.each([
    ['Trực tuyến5 Ngày làm việcMiễn phí', { channel: 'online', amount: 5, unit: 'working_day' }],
    ['Trực tiếp30 NgàyMiễn phí', { channel: 'counter', amount: 30, unit: 'calendar_day' }],
    ['Dịch vụ bưu chính1.5 Ngày làm việcMiễn phí', { channel: 'post', amount: 1.5, unit: 'working_day' }],
  ])('reads %s', (table, limit) => {
    const definition = ways(table);
    expect(definition.cases[0]!.limits).toEqual([limit]);
    expect(marks(definition, 'limits')).toEqual([]);
  });

  it.each([
    ['Trực tuyến7Miễn phí', 'không có đơn vị'],
    ['Trực tiếp1 GiờMiễn phí', 'giờ làm việc hay giờ liên tục'],
    ['Trực tiếpKhông có thông tinMiễn phí', 'không ghi thời hạn'],
    ['Trực tiếp5 Ngày làm việcMiễn phíTrong 16 ngày làm việc kể từ khi nhận đủ.', 'nêu thời hạn khác'],
    ['Trực tiếp4 Ngày làm việcMiễn phíKiểm traTrực tiếp2 Ngày làm việcMiễn phíCấp', 'nhiều thời hạn'],
  ])('leaves %s open and marks it', (table, reason) => {
    const definition = ways(table);
    expect(definition.cases[0]!.limits.map((limit) => limit.amount)).toEqual([null]);
    expect(marks(definition, 'limits').join()).toContain(reason);
  });

  it('keeps the channels in order, with their descriptions', () => {
    const definition = ways('Trực tuyến5 NgàyMiễn phíNộp trên cổng.Trực tiếp5 NgàyMiễn phíNộp tại quầy.');
    expect(definition.channels).toEqual(['online', 'counter']);
    expect(definition.channelNotes).toEqual({ online: 'Nộp trên cổng.', counter: 'Nộp tại quầy.' });
  });
});

describe('fees', () => {
  const fee = (cell: string) => ways(`Trực tuyến5 Ngày${cell}`).cases[0]!.fees[0];

  it('reads amounts, what they are for and who pays nothing', () => {
    expect(fee('Miễn phí')).toMatchObject({ amount: 0 });
    expect(fee('0 VNĐ')).toMatchObject({ amount: 0 });
    expect(fee('500,000 Việt Nam Đồng(/hồ sơ)')).toMatchObject({ amount: 500_000, per: 'hồ sơ' });
    expect(fee('70,000 VNĐ(70.000 đồng/Giấy chứng nhận.)')).toMatchObject({
      amount: 70_000,
      per: 'Giấy chứng nhận',
    });
    expect(fee('100,000 VNĐ(Lệ phí cấp Giấy phép lái tàu: 100.000 đồng/01 lần cấp.)')).toMatchObject({
      name: 'Lệ phí cấp Giấy phép lái tàu',
      kind: 'charge',
      amount: 100_000,
    });
    expect(fee('100,000 VNĐ(Phí Thẩm tra, thẩm định: 100.000 đồng/lần.)')).toMatchObject({
      name: 'Phí Thẩm tra, thẩm định',
      kind: 'fee',
    });
  });

  it('leaves what the province sets to it', () => {
    const definition = ways('Trực tuyến5 NgàyMiễn phí(Theo quy định của Hội đồng nhân dân cấp tỉnh)');
    expect(definition.cases[0]!.fees).toMatchObject([
      { amount: null, condition: expect.stringContaining('Hội đồng') },
    ]);
    expect(marks(definition, 'fees')).toEqual([]);
  });

  it.each([
    ['90 VNĐ', 'nghìn đồng'],
    ['150 USD', 'USD'],
    ['800,000 VNĐ(áp dụng mức phí 400.000 đồng/hồ sơ kể từ ngày 01/7/2025)', 'mức thu khác'],
    ['7,500,000 VNĐ(Từ ngày 01/7/2025 đến hết ngày 31/12/2026 giảm 50%)', 'thay đổi theo thời gian'],
    ['Miễn phí(5.000.000 đồng/lần cấp)', 'ghi chú về mức thu'],
    ['800,000 VNĐ(/hồ sơ)Phí: 800.000 đồng. Lệ phí: 100.000 đồng.', 'mô tả nêu mức thu khác'],
  ])('never guesses %s', (cell, reason) => {
    const definition = ways(`Trực tuyến5 Ngày${cell}`);
    expect(definition.cases[0]!.fees.map((one) => one.amount)).toEqual([null]);
    expect(marks(definition, 'fees').join()).toContain(reason);
  });

  it('says once what holds for every channel', () => {
    const definition = ways(
      'Trực tuyến5 NgàyMiễn phíTrực tiếp5 NgàyMiễn phíDịch vụ bưu chính5 Ngày8,000 VNĐ(/bản)',
    );
    expect(definition.cases[0]!.fees.map((one) => [one.channel, one.amount])).toEqual([
      ['online', 0],
      ['counter', 0],
      ['post', 8000],
    ]);
    expect(ways('Trực tuyến5 NgàyMiễn phíTrực tiếp5 NgàyMiễn phí').cases[0]!.fees).toHaveLength(1);
  });
});

describe('papers', () => {
  it('reads names, numbers and files of forms', () => {
    const definition = papers(
      `--${PAPERS}- Tờ khai theo mẫuTK 1.002847.docx1 bản chínhBản sao hợp đồng (01 bản sao)0 bản chính,1 bản sao--`,
    );
    expect(definition.cases).toHaveLength(1);
    expect(definition.cases[0]!.components).toMatchObject([
      { name: 'Tờ khai theo mẫu', originals: 1, copies: 0, formName: 'TK 1.002847.docx', required: true },
      { name: 'Bản sao hợp đồng (01 bản sao)', originals: 0, copies: 1 },
    ]);
    expect(marks(definition, 'components')).toEqual([]);
  });

  it('tells papers to hand in from papers to show', () => {
    const definition = papers(
      `* Giấy tờ phải nộp:${PAPERS}Tờ khai1 bản chính* Giấy tờ phải xuất trình:${PAPERS}Hộ chiếu1 bản chính`,
    );
    expect(definition.cases[0]!.components.map((one) => [one.name, one.provide])).toEqual([
      ['Tờ khai', 'upload'],
      ['Hộ chiếu', 'present'],
    ]);
    expect(marks(definition, 'cases')).toEqual([]);
  });

  it('makes cases of groups that are called cases, and marks groups that are not', () => {
    const cases = papers(
      `a) Trường hợp bị mất:${PAPERS}Đơn1 bản chínhb) Trường hợp hết hạn:${PAPERS}Đơn1 bản chínhẢnh2 bản chính`,
    ).cases;
    expect(cases.map((one) => [one.code, one.name, one.components.length])).toEqual([
      ['9.000001.01', 'Trường hợp bị mất', 1],
      ['9.000001.02', 'Trường hợp hết hạn', 2],
    ]);
    const groups = papers(`Hạng I${PAPERS}Đơn1 bản chínhHạng II${PAPERS}Đơn1 bản chính`);
    expect(groups.cases).toHaveLength(1);
    expect(groups.cases[0]!.components.map((one) => one.condition)).toEqual(['Hạng I', 'Hạng II']);
    expect(marks(groups, 'cases')).toHaveLength(1);
  });

  it('marks a number that runs into the name', () => {
    const definition = papers(`--${PAPERS}Đơn theo Luật năm 20251 bản chính`);
    expect(definition.cases[0]!.components).toMatchObject([{ name: 'Đơn theo Luật năm 2025', originals: 1 }]);
    expect(marks(definition, 'components').join()).toContain('dính liền');
  });
});

describe('lists', () => {
  it('reads laws whose columns run together', () => {
    const { legalBasis } = parse({
      can_cu_phap_ly: `${LAWS}Luật 61/2014/QH1361/2014/QH13Nghị định 05/2021/NĐ-CP05/2021/NĐ-CPsửa đổi Nghị định số 05/2021/NĐ-CP ngày 25/01/202120/2024/NĐ-CPLuật Công chứng năm 202446/2024/QH15Luật Nuôi con nuôiNghị định số 19/2011/NĐ-CP`,
    });
    expect(legalBasis.map((law) => law.number)).toEqual([
      '61/2014/QH13',
      '05/2021/NĐ-CP',
      '20/2024/NĐ-CP',
      '46/2024/QH15',
      '19/2011/NĐ-CP',
    ]);
    expect(legalBasis[3]!.name).toBe('Luật Công chứng năm 2024');
  });

  it('reads results with their codes', () => {
    const { results } = parse({
      ket_qua_xu_ly:
        'Giấy ghi nhậnMã: KQ.G15.000329Bản saoMã: 000.00.00.G04-KQ3112Từ khóaKhông có thông tinMô tảNộp hồ sơ',
    });
    expect(results).toEqual([
      { code: 'KQ.G15.000329', name: 'Giấy ghi nhận' },
      { code: '000.00.00.G04-KQ3112', name: 'Bản sao' },
    ]);
  });

  it('parts steps only where the text numbers them', () => {
    const steps = (trinh_tu_thuc_hien: string) => parse({ trinh_tu_thuc_hien }).steps;
    expect(steps('Bước 1: Nộp hồ sơ: Gửi tới Sở.\nkèm bản sao\nBước 2: Trả kết quả.')).toEqual([
      { title: 'Nộp hồ sơ', text: 'Gửi tới Sở.\nkèm bản sao' },
      { title: 'Bước 2', text: 'Trả kết quả.' },
    ]);
    expect(steps('a) Trường hợp mất\nb) Trường hợp hỏng').map((step) => step.title)).toEqual([
      'Mục 1',
      'Mục 2',
    ]);
    expect(steps('- Nộp.\n- Trả.')).toEqual([{ title: 'Trình tự thực hiện', text: '- Nộp.\n- Trả.' }]);
    expect(steps('Không có thông tin')).toEqual([]);
  });

  it('reads levels and who may apply', () => {
    const definition = parse({
      cap_thuc_hien: 'Cấp tỉnh, Cấp xã, Cơ quan khác',
      doi_tuong_thuc_hien: 'Công dân Việt Nam, Hợp tác xã',
    });
    expect(definition.levels).toEqual(['province', 'commune']);
    expect(definition.subjects).toEqual(['citizen', 'organisation']);
    expect(marks(definition, 'levels')).toHaveLength(1);
  });
});

describe('the national list', () => {
  const records = nationalList().map((line) => readLine(line) as SourceRecord);
  const all = records.map((record) => parseRecord(record, 'x'));

  it('drops nothing: the source stands beside every definition', () => {
    for (const [at, definition] of all.entries()) expect(definition.source).toEqual(records[at]!.all);
  });

  it('is read as far as it is certain, and no further', () => {
    const limits = all.flatMap((one) => one.cases[0]!.limits);
    const fees = all.flatMap((one) => one.cases[0]!.fees);
    const components = all.flatMap((one) => one.cases.flatMap((each) => each.components));
    expect(all).toHaveLength(796);
    expect(limits.filter((limit) => limit.amount !== null).length).toBeGreaterThan(1600);
    expect(fees.filter((one) => one.amount !== null).length).toBeGreaterThan(450);
    expect(components.length).toBeGreaterThan(4200);
    expect(all.flatMap((one) => one.legalBasis).length).toBeGreaterThan(3400);
    expect(all.filter((one) => one.results.length === 0).length).toBeLessThan(10);
    // What is left open is marked.
    for (const one of all) {
      const open = one.cases[0]!.limits.some((limit) => limit.amount === null);
      expect(open && marks(one, 'limits').length === 0, one.code).toBe(false);
    }
  });

  it('gives codes that are unique within a procedure', () => {
    for (const one of all) {
      const codes = one.cases.flatMap((each) => each.components.map((component) => component.code));
      expect(new Set(codes).size, one.code).toBe(codes.length);
    }
  });
});

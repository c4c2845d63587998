import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../sandbox/national-procedures/answer.ts';
import { nationalList } from './fixtures/national-list.ts';
import { MalformedRecord, nationalField, parseNational } from './national.ts';
import { parseRecord } from './parse.ts';
import { readLine, type SourceRecord } from './source.ts';

const records = nationalList().map((line) => readLine(line) as SourceRecord);

describe('an answer of the national procedure database', () => {
  it('[II.1.3~] makes the same definition as the published list, for all 796 procedures', () => {
    const differing: string[] = [];
    for (const record of records) {
      const code = record.ma_thu_tuc.trim();
      const listed = parseRecord(record, 'F');
      const answered = parseNational(answerOf(record), code, 'F');
      for (const key of [
        'name',
        'levels',
        'subjects',
        'steps',
        'channels',
        'cases',
        'results',
        'legalBasis',
        'conditions',
      ] as const)
        if (JSON.stringify(answered[key]) !== JSON.stringify(listed[key])) differing.push(`${code} ${key}`);
      expect(answered.source).toMatchObject({ MATTHC: code, TENTTHC: record.ten_thu_tuc });
    }
    expect(differing).toEqual([]);
    expect(records).toHaveLength(796);
  });

  const good = answerOf(records[0]!);
  const code = good.MATTHC;

  it.each([
    [null, /không phải một đối tượng/],
    [[], /không phải một đối tượng/],
    ['x', /không phải một đối tượng/],
    [{ ...good, MATTHC: '9.999999' }, /hỏi thủ tục .* nhưng nhận thủ tục 9\.999999/],
    [{ ...good, TENTTHC: ' ' }, /TENTTHC: thiếu tên/],
    [{ ...good, TENTTHC: { a: 1 } }, /TENTTHC: không phải chữ/],
    [{ ...good, LINHVUCTHUCHIEN: [] }, /thiếu lĩnh vực/],
    [{ ...good, CACHTHUCTHUCHIEN: 'không' }, /CACHTHUCTHUCHIEN: không phải danh sách/],
    [{ ...good, CACHTHUCTHUCHIEN: [{ KENH: '1', THOIGIAN: {} }] }, /THOIGIAN: không phải danh sách/],
    [{ ...good, THANHPHANHOSO: [{ GIAYTO: [null] }] }, /GIAYTO\[1\]: không phải một đối tượng/],
  ])('says where it is malformed: %#', (body, message) => {
    expect(() => parseNational(body, code, 'F')).toThrow(MalformedRecord);
    expect(() => parseNational(body, code, 'F')).toThrow(message);
  });

  it('marks what it does not say, and guesses nothing', () => {
    const definition = parseNational(
      {
        ...good,
        CACHTHUCTHUCHIEN: [
          { KENH: '2', THOIGIAN: [{ THOIGIANGIAIQUYET: 5, DONVITINH: 'Ngày làm việc', PHILEPHI: [] }] },
          { KENH: '7', THOIGIAN: [{ MOTA: 'Qua đại lý' }] },
        ],
        THANHPHANHOSO: [{ TRUONGHOP: '', GIAYTO: [{ TENGIAYTO: 'Tờ khai' }] }],
        CANCUPHAPLY: [{ SOVANBAN: '', TENVANBAN: 'Luật không số' }],
      },
      code,
      'F',
    );
    expect(definition.channels).toEqual(['online']);
    expect(definition.cases[0]!.limits).toEqual([{ channel: 'online', amount: 5, unit: 'working_day' }]);
    expect(definition.cases[0]!.components).toMatchObject([
      { code: `${code}-GT01`, originals: 0, copies: 0 },
    ]);
    const marks = definition.review!.map((mark) => `${mark.reason} ${mark.text}`).join('\n');
    for (const told of ['Qua đại lý', 'không ghi phí', 'không ghi số bản chính', 'Luật không số'])
      expect(marks).toContain(told);
  });

  it('names the field', () => {
    expect(nationalField(good)).toEqual({ code: expect.any(String), name: records[0]!.linh_vuc });
  });
});

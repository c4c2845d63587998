import { describe, expect, it } from 'vitest';
import { FINAL_STATUSES, nationalCode, RETURNING, STATUS_INFO, STATUSES, statusLabel } from './index.ts';

describe('the catalogue of statuses', () => {
  it('[II.4.1] has the labels of Appendix I, letter by letter, and the withdrawal of the national list', () => {
    expect(STATUSES.map(statusLabel)).toEqual([
      'Mới đăng ký',
      'Yêu cầu bổ sung giấy tờ',
      'Đã bổ sung hồ sơ',
      'Không được tiếp nhận',
      'Được tiếp nhận',
      'Đang xử lý',
      'Yêu cầu thực hiện nghĩa vụ tài chính',
      'Dừng xử lý',
      'Công dân yêu cầu rút hồ sơ',
      'Đã xử lý xong',
      'Đã trả kết quả',
    ]);
    expect(RETURNING.label).toBe('Đang trả kết quả');
  });

  it('tells statuses apart without colour: no two share an icon', () => {
    const icons = [...STATUSES.map((status) => STATUS_INFO[status].icon), RETURNING.icon];
    expect(new Set(icons).size).toBe(icons.length);
  });

  it('stores labels in NFC', () => {
    for (const status of STATUSES) expect(statusLabel(status)).toBe(statusLabel(status).normalize('NFC'));
  });

  it('ends with refusal, stop, withdrawal or return', () => {
    expect(FINAL_STATUSES).toEqual(['refused', 'stopped', 'withdrawn', 'returned']);
  });
});

describe('[II.25.1~] national codes', () => {
  it('are the ten of the national list', () => {
    const codes = STATUSES.filter((status) => status !== 'supplemented').map((status) =>
      nationalCode(status, { accepted: true }),
    );
    expect(codes.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(nationalCode('withdrawn', { accepted: false })).toBe(7);
    expect(nationalCode('done', { accepted: true })).toBe(9);
  });

  it('give a supplemented dossier 1 before acceptance and 4 after', () => {
    expect(nationalCode('supplemented', { accepted: false })).toBe(1);
    expect(nationalCode('supplemented', { accepted: true })).toBe(4);
  });
});

import { expect, it } from 'vitest';
import type { Fee, Limit } from '../../core/procedure.ts';
import { feesHeadline, feeText, limitsHeadline, limitText, shortName } from './wording.ts';

const limit = (amount: number | null, unit: Limit['unit'] = 'working_day', note?: string): Limit => ({
  channel: 'online',
  amount,
  unit,
  note,
});
const fee = (amount: number | null, more: Partial<Fee> = {}): Fee => ({
  code: 'a',
  name: 'Lệ phí',
  kind: 'charge',
  amount,
  ...more,
});

it('says limits', () => {
  expect(limitText(limit(3))).toBe('3 ngày làm việc');
  expect(limitText(limit(0))).toBe('Trong ngày làm việc');
  expect(limitsHeadline([limit(0), limit(0)])).toBe('Trong ngày làm việc');
  expect(limitsHeadline([limit(0), limit(2)])).toBe('Trong ngày đến 2 ngày làm việc');
  expect(limitText(limit(0.5))).toBe('0,5 ngày làm việc');
  expect(limitText(limit(15, 'calendar_day'))).toBe('15 ngày');
  expect(limitText(limit(null, 'working_day', 'Nguồn ghi “7”'))).toBe('Nguồn ghi “7”');
  expect(limitsHeadline([limit(3), limit(3)])).toBe('3 ngày làm việc');
  expect(limitsHeadline([limit(3), limit(5), limit(null)])).toBe('3–5 ngày làm việc');
  expect(limitsHeadline([limit(3), limit(5, 'calendar_day')])).toBe('Tùy cách nộp');
  expect(limitsHeadline([limit(null)])).toBe('Xem chi tiết');
  expect(limitsHeadline([])).toBe('Chưa có thông tin');
});

it('says fees', () => {
  expect(feeText(fee(8000, { per: 'bản' }))).toBe('8.000 đồng/bản');
  expect(feeText(fee(0))).toBe('Miễn phí');
  expect(feeText(fee(null, { condition: 'Do Hội đồng nhân dân tỉnh quyết định' }))).toBe(
    'Do HĐND tỉnh quy định',
  );
  expect(feesHeadline([])).toBe('Chưa có thông tin');
  expect(feesHeadline([fee(0), fee(8000)])).toBe('Miễn phí hoặc 8.000 đồng');
  expect(feesHeadline([fee(0), fee(8000), fee(9000)])).toBe('Miễn phí đến 9.000 đồng');
  expect(feesHeadline([fee(8000), fee(9000)])).toBe('8.000–9.000 đồng');
  expect(feesHeadline([fee(8000), fee(null)])).toBe('Theo quy định');
});

it('shortens names', () => {
  expect(shortName('Thủ tục đăng ký khai sinh')).toBe('Đăng ký khai sinh');
  expect(shortName('cấp Giấy xác nhận')).toBe('Cấp Giấy xác nhận');
  expect(shortName('Chứng thực')).toBe('Chứng thực');
});

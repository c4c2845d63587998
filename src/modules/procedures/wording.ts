import { formatMoney, formatNumber } from '../../core/money.ts';
import type { Channel, Fee, Limit, LimitUnit } from '../../core/procedure.ts';

const UNIT: Record<LimitUnit, string> = {
  working_day: 'ngày làm việc',
  working_hour: 'giờ làm việc',
  calendar_day: 'ngày',
};

/** Names of the ways to apply. */
export const CHANNEL_NAMES: Record<Channel, string> = {
  online: 'Trực tuyến',
  counter: 'Trực tiếp',
  post: 'Bưu chính',
};

/** "3 ngày làm việc"; what the source says when the amount is not certain. */
export function limitText(limit: Limit): string {
  if (limit.amount === null) return limit.note ?? 'Chưa có thông tin';
  if (limit.amount === 0) return 'Trong ngày làm việc';
  return `${formatNumber(limit.amount)} ${UNIT[limit.unit]}`;
}

/** One line for the limits of a case: the limit, or the shortest and the longest. */
export function limitsHeadline(limits: readonly Limit[]): string {
  const known = limits.filter((limit) => limit.amount !== null);
  const [first] = known;
  if (!first) return limits.length > 0 ? 'Xem chi tiết' : 'Chưa có thông tin';
  if (known.some((limit) => limit.unit !== first.unit)) return 'Tùy cách nộp';
  const amounts = known.map((limit) => limit.amount!);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  if (least === most) return limitText(first);
  return least === 0
    ? `Trong ngày đến ${formatNumber(most)} ${UNIT[first.unit]}`
    : `${formatNumber(least)}–${formatNumber(most)} ${UNIT[first.unit]}`;
}

/** "8.000 đồng/bản", "Miễn phí", or who sets the amount. */
export function feeText(fee: Fee): string {
  if (fee.amount === null) {
    return /hội đồng nhân dân|hđnd/iu.test(fee.condition ?? '') ? 'Do HĐND tỉnh quy định' : 'Theo quy định';
  }
  if (fee.amount === 0) return 'Miễn phí';
  return `${formatMoney(fee.amount)}${fee.per ? `/${fee.per}` : ''}`;
}

/** One line for the fees of a case. */
export function feesHeadline(fees: readonly Fee[]): string {
  if (fees.length === 0) return 'Chưa có thông tin';
  const known = fees.filter((fee) => fee.amount !== null);
  if (known.length < fees.length) return feeText(fees.find((fee) => fee.amount === null)!);
  const amounts = [...new Set(known.map((fee) => fee.amount!))].sort((a, b) => a - b);
  const [least = 0, most = 0] = [amounts[0], amounts.at(-1)];
  if (amounts.length === 1) return feeText(known[0]!);
  if (amounts.length === 2 && least === 0) return `Miễn phí hoặc ${formatMoney(most)}`;
  return least === 0 ? `Miễn phí đến ${formatMoney(most)}` : `${formatNumber(least)}–${formatMoney(most)}`;
}

/** The name without "Thủ tục" in front: lists of procedures need not say it. */
export function shortName(name: string): string {
  const rest = name.replace(/^thủ tục\s+/iu, '');
  return rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1);
}

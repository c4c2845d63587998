/** Amounts of money in whole đồng, and numbers as Vietnamese writes them: dots between thousands, a decimal comma. */

/** 1731 → "1.731", 98.4 → "98,4". `decimals` fixes the number of decimal places. */
export function formatNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Not a number to show: ${value}`);
  const text = decimals === undefined ? String(Math.abs(value)) : Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '.') + (fraction ? `,${fraction}` : '');
  return value < 0 && /[1-9]/.test(grouped) ? `-${grouped}` : grouped;
}

/** 150000000 → "150.000.000 đồng". Throws RangeError when the amount is not whole. */
export function formatMoney(amount: number): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not a whole amount of đồng: ${amount}`);
  return `${formatNumber(amount)} đồng`;
}

/**
 * Whole đồng of what a person typed: "150.000", "150,000", "150 000", "150000 đồng", "150.000đ", "150.000 VND".
 * Returns null when it is no amount, has a fraction, or is too large to count exactly.
 */
export function parseMoney(typed: string): number | null {
  const text = typed
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/\s*(đồng|đ|₫|vnđ|vnd)\.?$/u, '')
    .replace(/[\u00A0\u202F]/g, ' ');
  if (!/^(\d+|\d{1,3}([., ])\d{3}(\2\d{3})*)$/.test(text)) return null;
  const amount = Number(text.replace(/[., ]/g, ''));
  return Number.isSafeInteger(amount) ? amount : null;
}

import { isIsoDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';

/** Name under which provinces and communes stand among the shared catalogues. */
export const ADMIN_UNITS = 'admin-units';

/** A shared catalogue: the service that answers it, and what it is called here. */
export interface SharedService {
  service: string;
  catalogue: string;
  name: string;
  /** National item code → the code that forms here have always used. */
  codes?: Readonly<Record<string, string>>;
}

/** Shared catalogues that are taken over (criterion II.16.1; services of QCVN 120:2019/BTTTT). */
export const SHARED: readonly SharedService[] = [
  { service: 'LayDanhMucTinhThanh', catalogue: ADMIN_UNITS, name: 'Tỉnh, thành phố' },
  { service: 'LayDanhMucPhuongXa', catalogue: ADMIN_UNITS, name: 'Phường, xã' },
  { service: 'LayDanhMucQuocGia', catalogue: 'countries', name: 'Quốc gia, quốc tịch' },
  { service: 'LayDanhMucDanToc', catalogue: 'ethnicities', name: 'Dân tộc' },
  { service: 'LayDanhMucTonGiao', catalogue: 'religions', name: 'Tôn giáo' },
  {
    service: 'LayDanhMucGioiTinh',
    catalogue: 'genders',
    name: 'Giới tính',
    codes: { '1': 'male', '2': 'female' },
  },
  { service: 'LayDanhMucTinhTrangHonNhan', catalogue: 'marital-statuses', name: 'Tình trạng hôn nhân' },
];

/** An item as it came, in our words. Dates ISO, both days included; null: not said. */
export interface SharedItem {
  service: string;
  catalogue: string;
  code: string;
  name: string;
  province: string | null;
  from: string | null;
  to: string | null;
}

/** Code of an item's record. A province and a commune may have the same number, so the service leads. */
export const recordCode = (item: SharedItem): string => `${item.service}/${item.code}`;

/**
 * Reads one row of an answer.
 *
 * @returns the item, or in Vietnamese why it is none
 */
export function readSharedItem(row: unknown, service: SharedService): SharedItem | { problem: string } {
  if (row === null || typeof row !== 'object' || Array.isArray(row))
    return { problem: 'Không phải một đối tượng.' };
  const record = row as Record<string, unknown>;
  const text = (key: string): string | null => {
    const value = record[key] ?? '';
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' ? clean(value) : null;
  };
  const [code, name, province, from, to] = ['MA', 'TEN', 'MATINH', 'TUNGAY', 'DENNGAY'].map(text);
  if (!code || code.length > 40) return { problem: 'Thiếu mã, hoặc mã quá dài.' };
  if (!name || name.length > 300) return { problem: 'Thiếu tên, hoặc tên quá dài.' };
  const days = [from, to].map((typed) => (typed ? isoOf(typed) : null));
  if ((from && !days[0]) || (to && !days[1]))
    return { problem: `Ngày “${from ?? ''}–${to ?? ''}” không đúng dạng yyyyMMdd.` };
  if (days[0] && days[1] && days[1] < days[0]) return { problem: 'Ngày kết thúc trước ngày bắt đầu.' };
  if (service.service === 'LayDanhMucPhuongXa' && !province)
    return { problem: 'Thiếu mã tỉnh của phường, xã.' };
  return {
    service: service.service,
    catalogue: service.catalogue,
    code: service.codes?.[code] ?? code,
    name,
    province: service.service === 'LayDanhMucPhuongXa' ? province! : null,
    from: days[0] ?? null,
    to: days[1] ?? null,
  };
}

/** yyyyMMdd, with or without the time of day behind it. */
function isoOf(typed: string): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/.exec(typed) ?? [];
  const iso = `${year}-${month}-${day}`;
  return year && isIsoDate(iso) ? iso : null;
}

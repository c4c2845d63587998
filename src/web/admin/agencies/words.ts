import type { AgencyKind, UnitKind } from '../../../core/agency/index.ts';
import { formatDate, isIsoDate, parseDate } from '../../../core/dates.ts';
import { fold } from '../../../core/text.ts';
import type { Directory } from '../../../modules/agencies/index.ts';
import type { Labels } from '../../../core/changes.ts';

export const HREF = '/quan-tri/co-quan';

export const KINDS: Record<AgencyKind, string> = {
  province: 'Ủy ban nhân dân tỉnh',
  center: 'Trung tâm phục vụ hành chính công',
  department: 'Sở, ban, ngành',
  commune: 'Xã, phường, đặc khu',
};

export const UNIT_KINDS: Record<UnitKind, string> = {
  counter: 'Bộ phận một cửa',
  division: 'Phòng, ban chuyên môn',
  leadership: 'Lãnh đạo',
  clerk: 'Văn thư',
};

/** Words for what a recorded change of an agency touched. */
export const LABELS: Labels = {
  name: 'Tên đầy đủ',
  shortName: 'Tên ngắn',
  slug: 'Mã địa chỉ',
  kind: 'Loại',
  codes: 'Mã định danh',
  formerNames: 'Tên cũ',
  parentId: 'Cơ quan cấp trên',
  receivesAtId: 'Nơi tiếp nhận',
  address: 'Địa chỉ',
  phone: 'Điện thoại',
  email: 'Thư điện tử',
  hours: 'Giờ làm việc',
  validFrom: 'Từ ngày',
  validTo: 'Đến ngày',
  from: 'Từ ngày',
  to: 'Đến ngày',
  code: 'Mã',
  style: 'Kiểu mã',
  successorIds: 'Cơ quan kế thừa',
  successorId: 'Đơn vị kế thừa',
  units: 'Đơn vị',
};

/** Words for values of a recorded change: ids become names. */
export function valueWords(directory: Directory): Labels {
  const words: Record<string, string> = {};
  for (const [kind, label] of [...Object.entries(KINDS), ...Object.entries(UNIT_KINDS)])
    words[`kind=${kind}`] = label;
  for (const agency of directory.agencies) {
    words[`parentId=${agency.id}`] = agency.name;
    words[`receivesAtId=${agency.id}`] = agency.name;
    for (const unit of agency.units) words[`successorId=${unit.id}`] = `${unit.name}, ${agency.shortName}`;
  }
  return words;
}

const ACTIONS: Record<string, string> = {
  'agency.create': 'Lập cơ quan',
  'agency.update': 'Sửa',
  'agency.hours': 'Đổi giờ làm việc',
  'agency.end': 'Kết thúc',
  'agency.merge': 'Sáp nhập',
  'agency.split': 'Chia tách',
  'agency.restore': 'Lấy lại bản trước',
};
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

/** ISO date of what was typed; as it was typed when it is none, so that the check can say so. */
export const dateOf = (typed: string): string => parseDate(typed) ?? typed.trim();
/** A date as it stands in an input: what is no date stays as it was typed. */
export const dateText = (date: string | null): string =>
  date === null ? '' : isIsoDate(date) ? formatDate(date) : date;

/** "Phòng Kinh tế" → "phong-kinh-te". */
export const slugOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

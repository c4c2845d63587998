import type { Labels } from '../../../core/changes.ts';
import { RIGHT_LABELS, ROLE_LABELS, type Right } from '../../../core/permission/index.ts';
import { SETTING_CHOICES, SETTING_LABELS, SETTING_TIMES, timeText } from '../../../modules/settings/index.ts';
import { PROCEDURE_LABELS, PROCEDURE_WORDS } from '../../../modules/procedures/index.ts';

/** Properties of things that change, in words; those of procedures are their module's. */
const CHANGE_LABELS: Labels = {
  ...PROCEDURE_LABELS,
  name: 'Tên',
  shortName: 'Tên ngắn',
  title: 'Tên gọi',
  code: 'Mã',
  note: 'Ghi chú',
  username: 'Tên đăng nhập',
  email: 'Thư điện tử',
  phone: 'Điện thoại',
  address: 'Địa chỉ',
  positions: 'Chức vụ',
  unitId: 'Mã đơn vị',
  role: 'Vai trò',
  'positions.title': 'Chức danh',
  validFrom: 'Từ ngày',
  validTo: 'Đến hết ngày',
  locked: 'Khóa',
  lockedReason: 'Lý do khóa',
  members: 'Thành viên',
  items: 'Các lần',
  substituteId: 'Mã người làm thay',
  reason: 'Lý do',
  rights: 'Quyền',
  version: 'Bản',
  bpmn: 'Sơ đồ quy trình',
  hours: 'Giờ làm việc',
  units: 'Đơn vị',
  kind: 'Loại',
  day: 'Ngày',
  days: 'Ngày',
  parentId: 'Mã cơ quan cấp trên',
  receivesAtId: 'Mã nơi tiếp nhận',
  successorIds: 'Cơ quan kế thừa',
  position: 'Thứ tự',
  label: 'Tên hiển thị',
  citizenText: 'Lời cho người dân',
  under: 'Thuộc trạng thái',
  from: 'Từ',
  to: 'Sang',
  definition: 'Nội dung',
  fields: 'Trường',
  each: 'Lặp lại theo',
  item: 'Mỗi dòng',
  row: 'Cột',
};

/** Values in words. */
const CHANGE_WORDS: Labels = {
  ...PROCEDURE_WORDS,
  ...Object.fromEntries(Object.entries(RIGHT_LABELS).map(([right, label]) => [`rights=${right}`, label])),
  ...Object.fromEntries(Object.entries(ROLE_LABELS).map(([role, label]) => [`role=${role}`, label])),
};

/** Properties of settings in words; some are called otherwise elsewhere. */
const SETTING_WORDS: Labels = {
  ...Object.fromEntries(
    Object.entries(SETTING_CHOICES).flatMap(([path, choices]) =>
      Object.entries(choices).map(([value, label]) => [`${path.split('.').at(-1)}=${value}`, label]),
    ),
  ),
  ...Object.fromEntries(
    SETTING_TIMES.flatMap((path) =>
      Array.from({ length: 24 * 60 + 1 }, (_, minutes) => [`${path}=${minutes}`, timeText(minutes)]),
    ),
  ),
};

/** Words for the properties of a thing and their values. */
export function vocabularyOf(object: string): { labels: Labels; words: Labels } {
  if (object.startsWith('setting:')) return { labels: SETTING_LABELS, words: SETTING_WORDS };
  return { labels: CHANGE_LABELS, words: CHANGE_WORDS };
}

/** Address of the page where a thing is edited, or null. */
export function pageOf(object: string): string | null {
  const colon = object.indexOf(':');
  const kind = object.slice(0, colon);
  const key = encodeURIComponent(object.slice(colon + 1));
  const pages: Record<string, string> = {
    officer: `/quan-tri/nguoi-dung/${key}`,
    substitution: `/quan-tri/nguoi-dung/${key}`,
    group: `/quan-tri/nguoi-dung/nhom/${key}`,
    grants: `/quan-tri/phan-quyen/sua?cho=${key}`,
    agency: `/quan-tri/co-quan/${key}`,
    reorganisation: `/quan-tri/co-quan/sap-xep/${key}`,
    'flow-move': `/quan-tri/quy-trinh/${key}/chuyen-ho-so`,
    procedure: `/quan-tri/thu-tuc/${key}`,
    form: `/quan-tri/bieu-mau/${key}`,
    flow: `/quan-tri/quy-trinh/${key}`,
    // A set and a kind, two steps of the address.
    template: `/quan-tri/mau-phieu/${key.replace('%2F', '/')}`,
    catalogue: `/quan-tri/danh-muc/${key}`,
    calendar: '/quan-tri/lich-lam-viec',
    field: `/quan-tri/linh-vuc/${key}`,
    'status-chart': '/quan-tri/trang-thai/buoc-chuyen',
    'status-detail': `/quan-tri/trang-thai/chi-tiet/${key}`,
    'status-notes': '/quan-tri/trang-thai',
    setting: `/quan-tri/tham-so#${key}`,
  };
  return pages[kind] ?? null;
}

const RIGHT_OF: Readonly<Record<string, Right>> = {
  officer: 'account.edit',
  group: 'account.edit',
  substitution: 'account.edit',
  grants: 'account.edit',
  agency: 'agency.edit',
  unit: 'agency.edit',
  'admin-unit': 'exchange.edit',
  calendar: 'calendar.edit',
  'status-chart': 'status.edit',
  'status-detail': 'status.edit',
  'status-notes': 'status.edit',
  reorganisation: 'agency.edit',
  catalogue: 'catalogue.edit',
  field: 'procedure.edit',
  'procedure-group': 'procedure.edit',
  procedure: 'procedure.edit',
  form: 'form.edit',
  flow: 'flow.edit',
  'flow-move': 'flow.edit',
  setting: 'account.edit',
  template: 'slip.edit',
  'template-set': 'slip.edit',
};

/** The right that a change of a thing asks for; taking it back asks for the same. */
export const rightFor = (object: string): Right =>
  RIGHT_OF[object.slice(0, object.indexOf(':'))] ?? 'account.edit';

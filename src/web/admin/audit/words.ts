import { ACTION_LABELS, type Action } from '../../../core/permission/index.ts';

/** What was done, in plain words, by the verb of the log. */
const ACTIONS: Readonly<Record<string, string>> = {
  'log-in': 'Đăng nhập',
  'log-in-failed': 'Đăng nhập sai',
  'log-in-locked': 'Đăng nhập khi đang tạm khóa',
  register: 'Mở tài khoản',
  'email-confirm': 'Xác nhận thư điện tử',
  'profile-change': 'Sửa thông tin tài khoản',
  'password-change': 'Đổi mật khẩu',
  'password-reset': 'Đặt lại mật khẩu',
  'password-reset-request': 'Yêu cầu đặt lại mật khẩu',
  'account.view': 'Xem đầy đủ tài khoản',
  'account.lock': 'Khóa tài khoản',
  'account.unlock': 'Mở khóa tài khoản',
  'account.activate': 'Kích hoạt tài khoản',
  'account.export': 'Xuất danh sách tài khoản',
  'officer.create': 'Thêm cán bộ',
  'officer.update': 'Sửa cán bộ',
  'officer.import': 'Cập nhật cán bộ từ tệp',
  'officer.import-file': 'Nhập tệp cán bộ',
  'officer.lock': 'Khóa tài khoản cán bộ',
  'officer.unlock': 'Mở khóa tài khoản cán bộ',
  'officer.end': 'Kết thúc công tác',
  'officer.password-link': 'Tạo đường dẫn đặt mật khẩu',
  'officer.restore': 'Lấy lại bản trước của cán bộ',
  'group.create': 'Thêm nhóm',
  'group.update': 'Sửa nhóm',
  'group.restore': 'Lấy lại bản trước của nhóm',
  'substitution.add': 'Cử người làm thay',
  'substitution.end': 'Kết thúc làm thay',
  'substitution.restore': 'Lấy lại bản trước của việc làm thay',
  'grants.update': 'Sửa quyền',
  'grants.restore': 'Lấy lại bản trước của quyền',
  'flow.move': 'Chuyển hồ sơ sang bản quy trình khác',
  'status.chart': 'Sửa bước chuyển trạng thái',
  'status.notes': 'Sửa lời giải thích trạng thái',
  'agency.hours': 'Sửa giờ làm việc',
  'agency.merge': 'Sáp nhập cơ quan',
  'agency.split': 'Chia tách cơ quan',
  'agency.end': 'Kết thúc cơ quan',
  'field.order': 'Sắp xếp lĩnh vực',
  'procedure.keep': 'Bỏ hẹn ngừng áp dụng thủ tục',
  'procedure.call-off': 'Hủy hẹn áp dụng thủ tục',
  'exchange.keep': 'Giữ bản của tỉnh khi đồng bộ',
  'dossier.view': 'Xem hồ sơ',
  'reorganisation.plan': 'Lập phương án sắp xếp cơ quan',
  'reorganisation.cancel': 'Hủy phương án sắp xếp cơ quan',
  'reorganisation.carry-out': 'Thực hiện sắp xếp cơ quan',
  'reorganisation.take-back': 'Lấy lại việc sắp xếp cơ quan',
  'agency.take-back': 'Cơ quan trở về như trước sắp xếp',
  'agency.remove': 'Bỏ cơ quan lập nhầm',
};

/** Verbs that mean the same whatever they are done to. */
const VERBS: Readonly<Record<string, string>> = {
  create: 'Thêm',
  add: 'Thêm',
  update: 'Sửa',
  save: 'Sửa',
  remove: 'Bỏ',
  delete: 'Bỏ',
  end: 'Kết thúc',
  publish: 'Công bố',
  retire: 'Ngừng áp dụng',
  republish: 'Công bố lại',
  schedule: 'Hẹn ngày áp dụng',
  reschedule: 'Đổi ngày áp dụng',
  'save-draft': 'Lưu nháp',
  'discard-draft': 'Bỏ bản nháp',
  restore: 'Lấy lại bản trước của',
  import: 'Nhập',
  export: 'Xuất',
  confirm: 'Xác nhận',
  accept: 'Nhận',
  order: 'Sắp xếp',
  upload: 'Tải lên',
  synchronise: 'Đồng bộ',
  preview: 'Xem thử',
  view: 'Xem',
  lock: 'Khóa',
  unlock: 'Mở khóa',
};

/** Kinds of things, by the first word of the object. */
export const KINDS: Readonly<Record<string, string>> = {
  account: 'tài khoản',
  officer: 'cán bộ',
  group: 'nhóm cán bộ',
  substitution: 'việc làm thay',
  grants: 'quyền',
  agency: 'cơ quan',
  'admin-unit': 'địa bàn hành chính',
  unit: 'đơn vị',
  reorganisation: 'sắp xếp cơ quan',
  calendar: 'lịch làm việc',
  field: 'lĩnh vực',
  'procedure-group': 'nhóm thủ tục',
  procedure: 'thủ tục',
  form: 'biểu mẫu',
  flow: 'quy trình',
  'flow-move': 'việc chuyển hồ sơ',
  template: 'mẫu phiếu',
  'template-set': 'bộ mẫu',
  catalogue: 'danh mục',
  'status-chart': 'bước chuyển trạng thái',
  'status-detail': 'trạng thái chi tiết',
  'status-notes': 'giải thích trạng thái',
  exchange: 'đồng bộ dữ liệu',
  setting: 'thiết lập',
  dossier: 'hồ sơ',
};

/** The kind of a thing: "agency" of "agency:12" and of "agency 12". */
export const kindOf = (object: string): string => /^[\w-]+/.exec(object)?.[0] ?? '';

/** A verb of the log in plain Vietnamese. */
export function actionLabel(action: string): string {
  const own = ACTIONS[action];
  if (own) return own;
  const done = ACTION_LABELS[action as Action];
  if (done) return `${done[0]!.toLocaleUpperCase('vi')}${done.slice(1)} hồ sơ`;
  const dot = action.indexOf('.');
  const verb = VERBS[action.slice(dot + 1)];
  const kind = KINDS[action.slice(0, dot)];
  return verb && kind ? `${verb} ${kind}` : action;
}

/** Kind of a thing with a capital, for filters. */
export const kindLabel = (kind: string): string => {
  const label = KINDS[kind] ?? kind;
  return `${label[0]?.toLocaleUpperCase('vi') ?? ''}${label.slice(1)}`;
};

import { rightsOf, type Right } from '../../core/permission/index.ts';
import type { Viewer } from '../../modules/accounts/index.ts';
import type { RailGroup, RailItem } from '../ui/index.ts';

/** Rights that open an item: any one is enough. Items whose page is not there are not drawn (see OfficeLayout). */
const GROUPS: { title: string; items: (RailItem & { rights: Right[] })[] }[] = [
  {
    title: 'Hồ sơ',
    items: [
      {
        href: '/mot-cua',
        label: 'Bàn làm việc',
        icon: 'inbox',
        rights: [
          'dossier.receive',
          'dossier.return',
          'dossier.process',
          'dossier.assign',
          'dossier.approve',
          'dossier.sign',
          'dossier.issue',
        ],
      },
      {
        href: '/mot-cua/tiep-nhan',
        label: 'Nhận hồ sơ tại quầy',
        icon: 'scan-line',
        rights: ['dossier.receive'],
      },
      {
        href: '/mot-cua/tra-ket-qua',
        label: 'Trả kết quả',
        icon: 'package-check',
        rights: ['dossier.return'],
      },
      {
        href: '/mot-cua/so-theo-doi',
        label: 'Sổ theo dõi',
        icon: 'book-open',
        rights: ['dossier.see-unit', 'dossier.see-agency'],
      },
    ],
  },
  {
    title: 'Điều hành',
    items: [
      {
        href: '/mot-cua/dieu-hanh',
        label: 'Bảng điều hành',
        icon: 'layout-dashboard',
        rights: ['steering.see'],
      },
      { href: '/mot-cua/bao-cao', label: 'Báo cáo', icon: 'chart-column', rights: ['report.see'] },
    ],
  },
  {
    title: 'Quản trị',
    items: [
      { href: '/quan-tri/thu-tuc', label: 'Thủ tục', icon: 'file-text', rights: ['procedure.edit'] },
      { href: '/quan-tri/dong-bo', label: 'Đồng bộ', icon: 'refresh-cw', rights: ['exchange.edit'] },
      { href: '/quan-tri/quy-trinh', label: 'Quy trình', icon: 'workflow', rights: ['flow.edit'] },
      { href: '/quan-tri/trang-thai', label: 'Trạng thái', icon: 'circle-dot', rights: ['status.edit'] },
      { href: '/quan-tri/bieu-mau', label: 'Biểu mẫu', icon: 'list', rights: ['form.edit'] },
      { href: '/quan-tri/mau-phieu', label: 'Mẫu phiếu', icon: 'printer', rights: ['slip.edit'] },
      { href: '/quan-tri/danh-muc', label: 'Danh mục', icon: 'database', rights: ['catalogue.edit'] },
      { href: '/quan-tri/co-quan', label: 'Cơ quan', icon: 'building-2', rights: ['agency.edit'] },
      {
        href: '/quan-tri/lich-lam-viec',
        label: 'Lịch làm việc',
        icon: 'calendar',
        rights: ['calendar.edit'],
      },
      { href: '/quan-tri/nguoi-dung', label: 'Người dùng', icon: 'users', rights: ['account.edit'] },
      { href: '/quan-tri/phan-quyen', label: 'Phân quyền', icon: 'shield-check', rights: ['account.edit'] },
      { href: '/quan-tri/tai-khoan', label: 'Tài khoản công dân', icon: 'user', rights: ['account.edit'] },
      {
        href: '/quan-tri/tham-so',
        label: 'Tham số vận hành',
        icon: 'sliders-horizontal',
        rights: ['account.edit'],
      },
      { href: '/quan-tri/nhat-ky', label: 'Nhật ký', icon: 'history', rights: ['audit.see'] },
    ],
  },
];

const rails = new WeakMap<object, RailGroup[]>();

/** The rail's groups for an officer: only what the rights open. */
export function officeRail({ actor }: Viewer): RailGroup[] {
  const found = rails.get(actor);
  if (found) return found;
  const held = rightsOf(actor);
  const rail = GROUPS.map(({ title, items }) => ({
    title,
    items: items
      .filter((item) => item.rights.some((right) => held.has(right)))
      .map(({ href, label, icon }) => ({ href, label, icon })),
  })).filter((group) => group.items.length > 0);
  rails.set(actor, rail);
  return rail;
}

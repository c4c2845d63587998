import type { Desk } from '../../office/desk-of.ts';
import { EmptyState, Icon, usePage } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';

/** What each part of administration is for, by address. */
const PURPOSES: Record<string, string> = {
  '/quan-tri/thu-tuc': 'Lĩnh vực, nhóm thủ tục và nội dung từng thủ tục; công bố và ngừng áp dụng.',
  '/quan-tri/dong-bo': 'Lấy thủ tục và danh mục dùng chung từ cơ sở dữ liệu quốc gia.',
  '/quan-tri/quy-trinh': 'Vẽ, chạy thử và ban hành quy trình; chuyển hồ sơ sang bản mới.',
  '/quan-tri/trang-thai': 'Trạng thái hồ sơ và những bước chuyển được phép.',
  '/quan-tri/bieu-mau': 'Biểu mẫu điện tử người dân điền khi nộp hồ sơ.',
  '/quan-tri/mau-phieu': 'Mẫu phiếu, mẫu kết quả và bộ mẫu theo thời gian áp dụng.',
  '/quan-tri/danh-muc': 'Danh mục dùng chung và danh mục nội bộ.',
  '/quan-tri/co-quan': 'Cơ quan, đơn vị; sáp nhập, chia tách.',
  '/quan-tri/lich-lam-viec': 'Giờ làm việc, ngày nghỉ và ngày làm bù.',
  '/quan-tri/nguoi-dung': 'Cán bộ, chức vụ, nhóm và người làm thay.',
  '/quan-tri/phan-quyen': 'Ai được làm gì, và vì sao.',
  '/quan-tri/tai-khoan': 'Tài khoản của công dân và tổ chức.',
  '/quan-tri/tham-so': 'Thông tin của cổng, quy tắc tính thời hạn, cách lập mã hồ sơ.',
  '/quan-tri/nhat-ky': 'Mọi thay đổi: ai, lúc nào, trước và sau; lấy lại bản trước.',
};

/** The parts of administration that the officer's rights open. */
export function AdminHome({ desk }: { desk: Desk }) {
  const { exists } = usePage();
  const items = desk.rail
    .flatMap((group) => group.items)
    .filter((item) => item.href.startsWith('/quan-tri/') && exists(item.href));
  return (
    <AdminFrame desk={desk} title="Quản trị" sub="Những gì bộ phận một cửa chạy theo" active="/quan-tri">
      {items.length === 0 ? (
        <EmptyState icon="lock" title="Bạn chưa được giao phần quản trị nào">
          Cần sửa thủ tục, quy trình hay người dùng, liên hệ người quản trị hệ thống của tỉnh.
        </EmptyState>
      ) : (
        <div class="grid grid--l">
          {items.map((item) => (
            <a class="tile" href={item.href}>
              <span class="tile__ico">
                <Icon name={item.icon} />
              </span>
              <span>
                <b>{item.label}</b>
                <small>{PURPOSES[item.href]}</small>
              </span>
            </a>
          ))}
        </div>
      )}
    </AdminFrame>
  );
}

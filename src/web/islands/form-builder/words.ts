/** Known data that a field may offer (III.1.1), as the people who edit forms read it. */
export const PREFILL_NAMES: Record<string, string> = {
  'account.name': 'Họ và tên của người đăng nhập',
  'account.personalId': 'Số định danh cá nhân',
  'account.birthDate': 'Ngày sinh',
  'account.gender': 'Giới tính',
  'account.nationality': 'Quốc tịch',
  'account.ethnicity': 'Dân tộc',
  'account.phone': 'Số điện thoại',
  'account.email': 'Thư điện tử',
  'account.address': 'Địa chỉ',
  'organisation.name': 'Tên tổ chức',
  'organisation.taxCode': 'Mã số thuế của tổ chức',
  'organisation.address': 'Trụ sở của tổ chức',
  'organisation.phone': 'Điện thoại của tổ chức',
  'organisation.email': 'Thư điện tử của tổ chức',
  'organisation.representative': 'Người đại diện của tổ chức',
};

export const WHEN_NAMES: Record<string, string> = {
  past: 'Phải trước hôm nay',
  'past-or-today': 'Hôm nay hoặc trước',
  future: 'Phải sau hôm nay',
};

export const WIDTH_NAMES: Record<string, string> = {
  short: 'Ngắn, hai ô một hàng',
  medium: 'Vừa, hai ô một hàng',
  full: 'Cả hàng',
};

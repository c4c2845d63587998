/** Settings that administrators change, with what they are called. */
export const SETTING_TITLES = {
  site: 'Thông tin của cổng',
  'time-rules': 'Quy tắc tính thời hạn',
  'dossier-code': 'Cách lập mã hồ sơ',
} as const;

export type SettingKey = keyof typeof SETTING_TITLES;
export const SETTING_KEYS = Object.keys(SETTING_TITLES) as SettingKey[];

/** What the parts of settings are called, by dotted path. */
export const SETTING_LABELS: Readonly<Record<string, string>> = {
  place: 'Tên tỉnh, thành phố trong câu',
  shortPlace: 'Tên ngắn',
  owner: 'Cơ quan chủ quản',
  operator: 'Đơn vị vận hành',
  hotline: 'Số tổng đài',
  hours: 'Giờ trả lời',
  address: 'Địa chỉ',
  email: 'Thư điện tử',
  supplement: 'Bổ sung hồ sơ',
  'supplement.policy': 'Thời hạn sau khi bổ sung',
  'supplement.times': 'Số lần được yêu cầu bổ sung',
  'supplement.noticeWorkingDays': 'Số ngày làm việc để báo bổ sung',
  'supplement.closeAfterDays': 'Số ngày chờ bổ sung',
  apology: 'Xin lỗi và hẹn lại',
  'apology.leadDays': 'Hẹn lại trước hạn ít nhất (ngày)',
  'apology.times': 'Số lần được hẹn lại',
  handOverCutOff: 'Giờ chốt chuyển hồ sơ giấy',
  sameDayCutOff: 'Giờ chốt trả trong ngày',
  online: 'Hồ sơ trực tuyến',
  'online.answerWorkingHours': 'Số giờ làm việc để trả lời',
  style: 'Kiểu mã',
  agency: 'Lấy mã của',
};

/** Choices of settings in words, by dotted path. */
export const SETTING_CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'supplement.policy': {
    restart: 'Tính lại từ đầu khi đã bổ sung đủ',
    pause: 'Chạy tiếp phần còn lại',
  },
  style: {
    new: 'Kiểu mới, như H99.15',
    old: 'Kiểu cũ, như 000.00.15.H99',
  },
  agency: { handling: 'Cơ quan giải quyết', reception: 'Cơ quan tiếp nhận' },
};

/** Parts that are a time of day, in minutes since midnight. */
export const SETTING_TIMES: readonly string[] = ['handOverCutOff', 'sameDayCutOff'];

/** "15:00" of 900. */
export const timeText = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Minutes since midnight of "15:00", "15h", "15g00"; NaN when it is no time of day. */
export function minutesOf(typed: string): number {
  const found = /^(\d{1,2})\s*[:hg]\s*([0-5]\d)?$/i.exec(typed.trim());
  return found ? Number(found[1]) * 60 + Number(found[2] ?? 0) : Number.NaN;
}

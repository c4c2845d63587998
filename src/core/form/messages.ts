import type { FieldItem, JsonSchema } from './types.ts';
import { showDate, showNumber } from './formats.ts';
import { lowerLabel, upperFirst } from './text.ts';

/** Texts of errors, by the pattern "what is wrong + what to do", each naming its field. */

const SPEAKS_ALREADY = /^(Ghi|Nhập|Chọn|Nêu|Nói|Mô tả|Kê khai|Cho biết|Liệt kê|Giải thích) /;
const EXAMPLE_DATE = '14/02/1991';

const ask = (verb: string, item: FieldItem): string => {
  if (item.label.endsWith('?')) return `Trả lời câu “${item.label}”`;
  return SPEAKS_ALREADY.test(item.label)
    ? upperFirst(lowerLabel(item.label))
    : `${verb} ${lowerLabel(item.label)}`;
};

/** The field is empty. */
export function missingText(item: FieldItem): string {
  if (item.missing) return item.missing;
  const label = item.label.replace(/[.:]$/, '');
  switch (item.input) {
    case 'radio':
    case 'select':
      return ask('Chọn', item);
    case 'checkboxes':
      return `Chọn ít nhất một mục ở “${label}”`;
    case 'yesno':
      return `Chọn Có hoặc Không cho “${label}”`;
    case 'declaration':
      return `Đánh dấu vào ô “${label}”`;
    case 'date':
      return /^(Ngày|Hạn|Thời điểm)(?= |,|$)/.test(label)
        ? `${ask('Nhập', item)}, ví dụ ${EXAMPLE_DATE}`
        : `Nhập ngày ở ô “${label}”, ví dụ ${EXAMPLE_DATE}`;
    default:
      return ask('Nhập', item);
  }
}

export const PART_NAMES = {
  province: 'tỉnh, thành phố',
  district: 'quận, huyện',
  commune: 'phường, xã',
  detail: 'số nhà, đường, thôn hoặc tổ dân phố',
} as const;

/** A part of an address is empty. */
export const missingPartText = (item: FieldItem, part: keyof typeof PART_NAMES): string =>
  `${part === 'province' || part === 'commune' ? 'Chọn' : 'Nhập'} ${PART_NAMES[part]} của ${lowerLabel(item.label)}`;

/** A unit that the official list does not have; `nearest` is a name that looks alike. */
export function unknownUnitText(
  item: FieldItem,
  part: 'province' | 'commune',
  typed: string,
  within?: string,
  nearest?: string,
) {
  const place = within ? `danh sách phường, xã của ${within}` : 'danh sách tỉnh, thành phố';
  const remedy = nearest ? `Có phải “${nearest}”?` : `Chọn lại ${PART_NAMES[part]} theo danh sách hiện nay.`;
  return `${upperFirst(lowerLabel(item.label))}: “${typed}” không có trong ${place}. ${remedy}`;
}

/** A text that is too long, within `at` an address part. */
export function tooLongText(name: string, limit: number, length: number): string {
  return `Rút ngắn ${name} còn tối đa ${showNumber(limit)} ký tự. Bạn đã nhập ${showNumber(length)}.`;
}

/** A keyword of the schema other than `format` refuses the value. */
export function keywordText(item: FieldItem, keyword: string, limit: unknown, value: unknown): string {
  const label = lowerLabel(item.label);
  const length = typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : 0;
  const bound = typeof limit === 'number' ? showNumber(limit) : String(limit);
  const unit = item.input === 'money' ? ' đồng' : '';
  switch (keyword) {
    case 'minLength':
      return `Nhập ${label} ít nhất ${bound} ký tự. Bạn đã nhập ${length}.`;
    case 'maxLength':
      return tooLongText(label, Number(limit), length);
    case 'minimum':
      return `Nhập ${label} từ ${bound}${unit} trở lên`;
    case 'exclusiveMinimum':
      return `Nhập ${label} lớn hơn ${bound}${unit}`;
    case 'maximum':
      return `Nhập ${label} không quá ${bound}${unit}`;
    case 'exclusiveMaximum':
      return `Nhập ${label} nhỏ hơn ${bound}${unit}`;
    case 'multipleOf':
      return `Nhập ${label} là bội số của ${bound}`;
    case 'minItems':
      return `Chọn ít nhất ${bound} mục ở “${item.label}”. Bạn đã chọn ${length}.`;
    case 'maxItems':
      return `Chọn nhiều nhất ${bound} mục ở “${item.label}”. Bạn đã chọn ${length}.`;
    case 'pattern':
      return `Viết lại ${label}${item.hint ? ` theo gợi ý: ${lowerLabel(item.hint)}` : ' cho đúng mẫu của giấy tờ'}`;
    case 'const':
      return missingText(item);
    default:
      return wrongKindText(item);
  }
}

/** What was typed is no number, no choice of the list, and so on. */
export function wrongKindText(item: FieldItem): string {
  const label = lowerLabel(item.label);
  switch (item.input) {
    case 'money':
      return `Nhập ${label} bằng chữ số, ví dụ 150.000.000`;
    case 'integer':
      return `Nhập ${label} bằng chữ số nguyên, ví dụ 12`;
    case 'number':
      return `Nhập ${label} bằng chữ số, ví dụ 72,5`;
    case 'radio':
    case 'select':
    case 'checkboxes':
      return `Chọn lại ở “${item.label}”: chỉ chọn mục có trong danh sách`;
    case 'yesno':
    case 'declaration':
      return missingText(item);
    default:
      return `Nhập lại ${label}`;
  }
}

/** A format refuses the text. */
export function formatText(item: FieldItem, format: string, value: string): string {
  const label = lowerLabel(item.label);
  switch (format) {
    case 'personal-id':
      return personalIdText(label, value);
    case 'tax-code':
      return taxCodeText(label, value);
    case 'vn-phone': {
      const digits = value.replace(/\D/g, '').length;
      const count = digits > 0 ? `. Bạn đã nhập ${digits} chữ số.` : '';
      return `Nhập ${label} gồm 10 chữ số bắt đầu bằng 0, ví dụ 0904 112 358${count}`;
    }
    case 'vn-date':
      return /^\d{1,4}[/.\-\s]\d{1,2}[/.\-\s]\d{1,4}$/.test(value)
        ? `Xem lại ${label}: ${showDate(value)} không có trong lịch. Viết ngày/tháng/năm, ví dụ ${EXAMPLE_DATE}.`
        : `Nhập ${label} theo ngày/tháng/năm, ví dụ ${EXAMPLE_DATE}`;
    case 'email':
      return `Nhập ${label} có đủ tên và nơi gửi, ví dụ ten@vidu.vn`;
    default:
      return wrongKindText(item);
  }
}

function personalIdText(label: string, value: string): string {
  if (!/^\d+$/.test(value)) return `Nhập ${label} chỉ bằng chữ số, đủ 12 chữ số như trên thẻ căn cước`;
  if (value.length !== 12) {
    const what = label.startsWith('số ') ? `chữ ${label}` : `chữ số của ${label}`;
    const old =
      value.length === 9 ? ' Số chứng minh nhân dân cũ không còn dùng; xem số trên thẻ căn cước.' : '';
    return `Nhập đủ 12 ${what}. Bạn đã nhập ${value.length}.${old}`;
  }
  return value.startsWith('000')
    ? `Xem lại ${label}: ba chữ số đầu không thể là 000. So lại với thẻ căn cước.`
    : `Xem lại ${label}: chữ số thứ tư chỉ có thể là 0, 1, 2 hoặc 3. So lại với thẻ căn cước.`;
}

function taxCodeText(label: string, value: string): string {
  if (/^\d{10}(-\d{3})?$/.test(value)) {
    return `Xem lại ${label}: chữ số thứ mười không khớp. So lại với giấy chứng nhận đăng ký thuế.`;
  }
  const digits = value.replace(/\D/g, '').length;
  return `Nhập ${label} gồm 10 chữ số (13 với chi nhánh, 12 số định danh với cá nhân). Bạn đã nhập ${digits} chữ số.`;
}

/** A date on the wrong side of today. `today` is ISO. */
export function whenText(item: FieldItem, when: NonNullable<JsonSchema['x-when']>, today: string): string {
  const side = { past: 'phải trước', 'past-or-today': 'không được sau', future: 'phải sau' }[when];
  return `${upperFirst(lowerLabel(item.label))} ${side} hôm nay, ${showDate(today)}.`;
}

/** A date before another that it may not precede. */
export const afterText = (item: FieldItem, otherLabel: string, other: string): string =>
  `${upperFirst(lowerLabel(item.label))} không được trước ${lowerLabel(otherLabel)}, ${showDate(other)}.`;

/** More members than allowed. */
export const tooManyText = (memberTitle: string, most: number, now: number): string =>
  `Bớt ${lowerLabel(memberTitle)} xuống còn tối đa ${most}. Đang có ${now}.`;

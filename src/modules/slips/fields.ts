import type { SlipKind } from './data.ts';

/** One placeholder that a template may use, in words for administrators. */
export interface TemplateField {
  /** "applicantName" is written {applicantName}. */
  name: string;
  meaning: string;
  /** A list {#name}…{/name} with these columns, a condition around text, or a picture. */
  kind: 'text' | 'list' | 'condition' | 'picture';
  columns?: { name: string; meaning: string }[];
  /** The law wants it on the slip: a template without it is refused. */
  required?: boolean;
}

const text = (name: string, meaning: string, required?: 'required'): TemplateField => ({
  name,
  meaning,
  kind: 'text',
  ...(required && { required: true }),
});
const when = (name: string, meaning: string): TemplateField => ({ name, meaning, kind: 'condition' });
const list = (name: string, meaning: string, columns: Record<string, string>): TemplateField => ({
  name,
  meaning,
  kind: 'list',
  columns: Object.entries(columns).map(([column, words]) => ({ name: column, meaning: words })),
  required: true,
});

const HEAD: TemplateField[] = [
  text('agencyName', 'Tên cơ quan tiếp nhận'),
  text('agencyHeading', 'Tên cơ quan, viết hoa ở đầu phiếu'),
  text('parentHeading', 'Tên cơ quan cấp trên, viết hoa'),
  text('counterName', 'Tên Bộ phận Tiếp nhận và Trả kết quả'),
  text('placeAndDate', 'Nơi và ngày lập'),
  text('officerName', 'Họ tên người lập phiếu'),
];

const DOSSIER: TemplateField[] = [
  text('dossierCode', 'Mã hồ sơ', 'required'),
  text('number', 'Số phiếu'),
  text('applicantName', 'Họ tên người nộp', 'required'),
  when('hasOwner', 'Khi chủ hồ sơ khác người nộp'),
  text('ownerName', 'Họ tên chủ hồ sơ'),
  text('address', 'Địa chỉ'),
  when('hasPhone', 'Khi có số điện thoại'),
  text('phone', 'Số điện thoại'),
  when('hasEmail', 'Khi có thư điện tử'),
  text('email', 'Thư điện tử'),
  text('content', 'Nội dung yêu cầu giải quyết'),
  text('procedureName', 'Tên thủ tục'),
  text('lookupUrl', 'Địa chỉ tra cứu'),
  { name: 'barcode', meaning: 'Mã vạch của mã hồ sơ', kind: 'picture' },
  { name: 'qr', meaning: 'Mã QR để tra cứu', kind: 'picture' },
];

const OWN: Record<SlipKind, TemplateField[]> = {
  '01': [
    list('papers', 'Giấy tờ đã nộp', {
      index: 'Số thứ tự',
      name: 'Tên giấy tờ',
      originals: 'Số bản chính',
      copies: 'Số bản sao',
    }),
    text('setsText', 'Số bộ hồ sơ'),
    text('limitText', 'Thời gian giải quyết theo quy định'),
    text('receivedText', 'Thời gian nhận hồ sơ', 'required'),
    text('dueText', 'Thời gian hẹn trả kết quả', 'required'),
    when('hasFee', 'Khi có phí, lệ phí'),
    text('feeText', 'Phí, lệ phí'),
    text('resultPlace', 'Nơi đăng ký nhận kết quả'),
    text('bookNumber', 'Quyển sổ theo dõi'),
    text('serial', 'Số thứ tự trong sổ'),
  ],
  '02': [
    list('items', 'Những nội dung phải bổ sung', { index: 'Số thứ tự', text: 'Nội dung' }),
    text('reason', 'Lý do', 'required'),
    when('hasDeadline', 'Khi có hạn bổ sung'),
    text('deadlineText', 'Hạn bổ sung'),
    text('contactName', 'Người hướng dẫn'),
    text('contactPhone', 'Điện thoại người hướng dẫn'),
  ],
  '03': [text('refusalReason', 'Lý do từ chối', 'required')],
  '04': [
    text('receivedText', 'Thời gian nhận hồ sơ'),
    text('dueText', 'Thời gian đã hẹn trả kết quả', 'required'),
    text('reason', 'Lý do chậm', 'required'),
    text('newDueText', 'Thời gian hẹn lại', 'required'),
    text('signerTitle', 'Chức vụ người ký'),
    text('signerName', 'Họ tên người ký'),
  ],
  '05': [
    when('hasCoordinating', 'Khi có cơ quan phối hợp'),
    text('coordinatingAgencies', 'Cơ quan phối hợp'),
    text('dueText', 'Thời gian hẹn trả kết quả'),
    list('handOvers', 'Các lần giao, nhận', {
      index: 'Số thứ tự',
      from: 'Bên giao',
      to: 'Bên nhận',
      atText: 'Thời gian giao, nhận',
      outcome: 'Trước hạn, đúng hạn, quá hạn',
      note: 'Ghi chú',
    }),
  ],
  '06': [
    text('yearText', 'Năm của sổ'),
    list('rows', 'Các hồ sơ', {
      index: 'Số thứ tự',
      dossierCode: 'Mã hồ sơ',
      content: 'Tên thủ tục, nội dung hồ sơ',
      sets: 'Số bộ',
      applicantName: 'Tên cá nhân, tổ chức',
      contact: 'Địa chỉ, số điện thoại',
      agencyName: 'Cơ quan chủ trì giải quyết',
      receivedText: 'Ngày nhận hồ sơ',
      dueText: 'Ngày hẹn trả kết quả',
      returnedText: 'Ngày trả kết quả',
      method: 'Cách nhận kết quả',
      note: 'Ghi chú',
    }),
  ],
};

/** What the template of a slip may use; the register has no dossier of its own. */
export function slipTemplateFields(kind: SlipKind): TemplateField[] {
  return kind === '06' ? [...HEAD, ...OWN[kind]] : [...HEAD, ...DOSSIER, ...OWN[kind]];
}

/** What every result document gives by itself; everything else in its template is bound in the procedure. */
export const RESULT_HEAD_FIELDS: TemplateField[] = [
  when('hasParent', 'Khi có cơ quan cấp trên'),
  text('parentHeading', 'Tên cơ quan cấp trên, viết hoa'),
  text('agencyHeading', 'Tên cơ quan ban hành, viết hoa'),
  text('number', 'Số văn bản', 'required'),
  text('placeAndDate', 'Nơi và ngày ban hành', 'required'),
  when('isDraft', 'Khi còn là dự thảo'),
  text('signerTitle', 'Thể thức đề ký, chức vụ người ký', 'required'),
  text('signerName', 'Họ tên người ký', 'required'),
  when('hasLookup', 'Khi đã ban hành và tra cứu được'),
  { name: 'qr', meaning: 'Mã QR để kiểm tra văn bản', kind: 'picture' },
  when('hasCode', 'Khi có mã hồ sơ'),
  text('dossierCode', 'Mã hồ sơ'),
];

/** Names that stand for something, columns of lists included. */
export const fieldNames = (fields: readonly TemplateField[]): string[] =>
  fields.flatMap((field) => [field.name, ...(field.columns ?? []).map((column) => column.name)]);

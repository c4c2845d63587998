import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdminUnits, Answers, FieldItem, InputKind, JsonSchema } from './types.ts';
import { prune, visibleItems } from './walk.ts';
import { validate } from './validate.ts';
import { exampleForm, goodAnswers, oneField } from './testing/forms.ts';

const today = '2026-05-18';
const adminUnits: AdminUnits = {
  provinces: [{ code: '26', name: 'Tỉnh Lam Giang' }],
  communesOf: (province) =>
    province === 'Tỉnh Lam Giang'
      ? [
          { code: '2601', name: 'Phường Yên Hà' },
          { code: '2602', name: 'Xã Đồng Tâm' },
        ]
      : [],
};

const messagesOf = (def: ReturnType<typeof exampleForm>, answers: Answers, more = {}) =>
  validate(def, answers, { today, ...more }).map((error) => `${error.path}: ${error.message}`);

describe('validate', () => {
  it('accepts good answers, also after pruning', () => {
    const def = exampleForm();
    expect(messagesOf(def, goodAnswers(), { adminUnits })).toEqual([]);
    expect(messagesOf(def, prune(def, goodAnswers()))).toEqual([]);
  });

  it('asks for everything required in the order of the page, naming field and remedy', () => {
    expect(messagesOf(exampleForm(), { alone: true })).toEqual([
      'applicant.name: Nhập họ và tên như trên thẻ căn cước',
      'applicant.personalId: Nhập số định danh cá nhân',
      'applicant.birthDate: Nhập ngày sinh, ví dụ 14/02/1991',
      'applicant.phone: Nhập số điện thoại',
      'applicant.gender: Chọn giới tính',
      'applicant.address.province: Chọn tỉnh, thành phố của nơi ở hiện nay',
      'applicant.address.commune: Chọn phường, xã của nơi ở hiện nay',
      'applicant.address.detail: Nhập số nhà, đường, thôn hoặc tổ dân phố của nơi ở hiện nay',
      'business.name: Nhập tên hộ kinh doanh',
      'business.address.province: Chọn tỉnh, thành phố của trụ sở',
      'business.address.commune: Chọn phường, xã của trụ sở',
      'business.address.detail: Nhập số nhà, đường, thôn hoặc tổ dân phố của trụ sở',
      'business.line: Chọn ngành, nghề chính',
      'business.capital: Nhập vốn kinh doanh',
      'declaration: Đánh dấu vào ô “Tôi cam kết thông tin trên là đúng và chịu trách nhiệm trước pháp luật”',
    ]);
  });

  it('limits itself to one step', () => {
    expect(messagesOf(exampleForm(), {}, { step: 'thanh-vien' })).toEqual([
      'alone: Chọn Có hoặc Không cho “Bạn kinh doanh một mình?”',
      'declaration: Đánh dấu vào ô “Tôi cam kết thông tin trên là đúng và chịu trách nhiệm trước pháp luật”',
    ]);
  });

  it.each<[InputKind, JsonSchema, unknown, string, Partial<FieldItem>?]>([
    [
      'personal-id',
      { type: 'string' },
      '00119400562',
      'Nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 11.',
      { label: 'Số định danh cá nhân' },
    ],
    [
      'personal-id',
      { type: 'string' },
      '012345678',
      'Nhập đủ 12 chữ số của CCCD. Bạn đã nhập 9. Số chứng minh nhân dân cũ không còn dùng; xem số trên thẻ căn cước.',
      { label: 'CCCD' },
    ],
    [
      'personal-id',
      { type: 'string' },
      '001994005621',
      'Xem lại mục thử: chữ số thứ tư chỉ có thể là 0, 1, 2 hoặc 3. So lại với thẻ căn cước.',
    ],
    [
      'personal-id',
      { type: 'string' },
      'không nhớ',
      'Nhập mục thử chỉ bằng chữ số, đủ 12 chữ số như trên thẻ căn cước',
    ],
    [
      'date',
      { type: 'string', 'x-when': 'past' },
      '2091-02-14',
      'Ngày sinh phải trước hôm nay, 18/05/2026.',
      { label: 'Ngày sinh' },
    ],
    [
      'date',
      { type: 'string', 'x-when': 'past' },
      today,
      'Ngày sinh phải trước hôm nay, 18/05/2026.',
      { label: 'Ngày sinh' },
    ],
    [
      'date',
      { type: 'string', 'x-when': 'past-or-today' },
      '2026-05-19',
      'Ngày cấp không được sau hôm nay, 18/05/2026.',
      { label: 'Ngày cấp' },
    ],
    [
      'date',
      { type: 'string', 'x-when': 'future' },
      today,
      'Ngày khai trương phải sau hôm nay, 18/05/2026.',
      { label: 'Ngày khai trương' },
    ],
    [
      'date',
      { type: 'string' },
      '31/02/2020',
      'Xem lại mục thử: 31/02/2020 không có trong lịch. Viết ngày/tháng/năm, ví dụ 14/02/1991.',
    ],
    ['date', { type: 'string' }, 'tháng hai', 'Nhập mục thử theo ngày/tháng/năm, ví dụ 14/02/1991'],
    [
      'tax-code',
      { type: 'string' },
      '0100109107',
      'Xem lại mục thử: chữ số thứ mười không khớp. So lại với giấy chứng nhận đăng ký thuế.',
    ],
    [
      'tax-code',
      { type: 'string' },
      '01001',
      'Nhập mục thử gồm 10 chữ số (13 với chi nhánh, 12 số định danh với cá nhân). Bạn đã nhập 5 chữ số.',
    ],
    [
      'phone',
      { type: 'string' },
      '090411235',
      'Nhập mục thử gồm 10 chữ số bắt đầu bằng 0, ví dụ 0904 112 358. Bạn đã nhập 9 chữ số.',
    ],
    ['email', { type: 'string' }, 'nhung@', 'Nhập mục thử có đủ tên và nơi gửi, ví dụ ten@vidu.vn'],
    ['money', { type: 'integer' }, 'một triệu', 'Nhập mục thử bằng chữ số, ví dụ 150.000.000'],
    ['money', { type: 'integer', minimum: 1_000_000 }, 5, 'Nhập mục thử từ 1.000.000 đồng trở lên'],
    ['number', { type: 'number', maximum: 72.5 }, 80, 'Nhập mục thử không quá 72,5'],
    [
      'text',
      { type: 'string', maxLength: 5 },
      'Nguyễn',
      'Rút ngắn mục thử còn tối đa 5 ký tự. Bạn đã nhập 6.',
    ],
    [
      'text',
      { type: 'string', pattern: '^[A-Z]{2}$' },
      'ab1',
      'Viết lại mục thử theo gợi ý: hai chữ in hoa',
      { hint: 'Hai chữ in hoa' },
    ],
    [
      'radio',
      { type: 'string' },
      'z',
      'Chọn lại ở “Mục thử”: chỉ chọn mục có trong danh sách',
      { options: [{ value: 'a', label: 'A' }] },
    ],
    [
      'checkboxes',
      { type: 'array', items: { type: 'string' }, minItems: 2 },
      ['a'],
      'Chọn ít nhất 2 mục ở “Mục thử”. Bạn đã chọn 1.',
      { options: [{ value: 'a', label: 'A' }] },
    ],
    ['declaration', { type: 'boolean', const: true }, false, 'Đánh dấu vào ô “Mục thử”'],
    ['text', { type: 'string' }, '', 'Ghi rõ lý do', { label: 'Ghi rõ lý do' }],
    ['date', { type: 'string' }, '', 'Nhập ngày ở ô “Ở đây từ”, ví dụ 14/02/1991', { label: 'Ở đây từ' }],
  ])('%s %j refuses %j', (input, schema, value, message, more = {}) => {
    const def = oneField(input, schema, more);
    expect(validate(def, { x: value }, { today }).map((error) => error.message)).toEqual([message]);
  });

  it('leaves optional fields alone when empty', () => {
    const def = oneField('address', { $ref: 'address' }, { required: false });
    expect(messagesOf(def, {})).toEqual([]);
    expect(messagesOf(def, { x: { province: 'Tỉnh Lam Giang' } })).toHaveLength(2);
  });

  it('checks units against the official list and suggests the one meant', () => {
    const def = oneField('address', { $ref: 'address' }, { label: 'Nơi ở' });
    const at = (province: string, commune: string, district?: string) =>
      messagesOf(def, { x: { province, commune, district, detail: 'Số 8' } }, { adminUnits });
    expect(at('Tỉnh Lam Giang', 'xã đồng tâm')).toEqual([]);
    expect(at('Tỉnh Lam Giang', 'yen ha')).toEqual([
      'x.commune: Nơi ở: “yen ha” không có trong danh sách phường, xã của Tỉnh Lam Giang. Có phải “Phường Yên Hà”?',
    ]);
    expect(at('Tỉnh Xa', 'Xã B')).toEqual([
      'x.province: Nơi ở: “Tỉnh Xa” không có trong danh sách tỉnh, thành phố. Chọn lại tỉnh, thành phố theo danh sách hiện nay.',
    ]);
    expect(at('Tỉnh Cũ', 'Xã Cũ', 'Huyện Cũ')).toEqual([]);
  });

  it('checks choices against a catalogue when it is given', () => {
    const def = oneField('select', { type: 'string' }, { catalogue: 'countries' });
    const catalogues = { countries: [{ code: 'VN', name: 'Việt Nam' }] };
    expect(messagesOf(def, { x: 'VN' }, { catalogues })).toEqual([]);
    expect(messagesOf(def, { x: 'XX' }, { catalogues })).toHaveLength(1);
    expect(messagesOf(def, { x: 'XX' })).toEqual([]);
  });

  it('names the member of a repeat and passes over blank members that are not needed', () => {
    const def = exampleForm();
    const answers = {
      ...goodAnswers(),
      members: [{ name: 'Trần Quốc Bảo', personalId: '00109100482', role: 'spouse' }, {}],
    };
    expect(validate(def, answers, { today })).toEqual([
      {
        path: 'members.0.personalId',
        message: 'Nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 11.',
        context: 'Thành viên 1',
        stepId: 'thanh-vien',
      },
    ]);
    expect(messagesOf(def, { ...goodAnswers(), members: [] })).toEqual([
      'members.0.name: Nhập họ và tên',
      'members.0.personalId: Nhập số định danh cá nhân',
      'members.0.role: Chọn quan hệ với chủ hộ',
    ]);
  });

  it('names the step where all are checked together', () => {
    const places = (step?: string) =>
      validate(exampleForm(), {}, { today, step }).map((error) => error.context);
    expect(new Set(places())).toEqual(new Set(['Chủ hộ kinh doanh', 'Hộ kinh doanh', 'Thành viên']));
    expect(new Set(places('nguoi-nop'))).toEqual(new Set([undefined]));
  });

  it('counts members against the most allowed', () => {
    const member = { name: 'A', personalId: '001091004827', role: 'child' };
    expect(messagesOf(exampleForm(), { ...goodAnswers(), members: Array(21).fill(member) })).toEqual([
      'members: Bớt thành viên xuống còn tối đa 20. Đang có 21.',
    ]);
  });

  it('keeps a date from preceding another', () => {
    const answers = goodAnswers();
    (answers['business'] as Answers)['started'] = '1990-01-01';
    expect(messagesOf(exampleForm(), answers)).toEqual([
      'business.started: Ngày bắt đầu kinh doanh không được trước ngày sinh, 14/02/1991.',
    ]);
  });

  it('never reports what is hidden', () => {
    const def = exampleForm();
    const anything = fc.dictionary(
      fc.constantFrom('applicant', 'business', 'alone', 'members', 'notifyBy', 'declaration'),
      fc.oneof(
        fc.boolean(),
        fc.jsonValue({ maxDepth: 3 }),
        fc.array(fc.record({ role: fc.constantFrom('other', 'child', '') })),
      ),
    );
    fc.assert(
      fc.property(anything, (answers) => {
        const shown = new Set(visibleItems(def, answers as Answers).map((entry) => entry.path));
        for (const { path } of validate(def, answers as Answers, { today })) {
          expect(
            shown.has(path) || shown.has(path.replace(/\.(province|commune|detail|district)$/, '')),
          ).toBe(true);
        }
      }),
    );
  });
});

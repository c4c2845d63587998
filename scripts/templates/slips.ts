import { docx, p, table } from './markup.ts';
import type { PageStyle } from './markup.ts';

/**
 * Slips 01–06 of Circular 01/2018/TT-VPCP, article 9: A5 upright, the register A4 lying; the order of the lines is that
 * of the forms, the wording plain.
 */
const A4_LYING: PageStyle = { width: 297, height: 210, margin: [12, 12, 12, 14], size: 10, line: 1 };
const PAGE: PageStyle = { width: 148, height: 210, margin: [9, 12, 9, 14], size: 10.5, line: 1 };
/** Room between the margins. */
const WIDTH = 122;
const LABEL = 47;

/** The state's two-column head: who issues it at the left, the national motto at the right. */
function head(numberLine: string): string {
  const small = { align: 'center', size: 10 } as const;
  const left =
    p('{agencyHeading}', small) +
    p('BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ', { ...small, bold: true }) +
    p('', { size: 2, rule: true, left: 14, right: 14 }) +
    p(numberLine, { ...small, before: 2 });
  const right =
    p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...small, bold: true }) +
    p('Độc lập - Tự do - Hạnh phúc', { align: 'center', size: 10.5, bold: true }) +
    p('', { size: 2, rule: true, left: 15, right: 15 }) +
    p('{placeAndDate}', { align: 'center', size: 10, italic: true, before: 2 });
  return table([46, 76], [[left, right]]);
}

/** The dossier code for scanners and for the citizen's phone. */
const CODES = table(
  [94, 28],
  [
    [
      p('{barcode}', { align: 'center' }) +
        p('Mã hồ sơ: **{dossierCode}**', { align: 'center', size: 10, before: 1.5 }),
      p('{qr}', { align: 'center' }) + p('Quét để tra cứu', { align: 'center', size: 8 }),
    ],
  ],
  { boxed: true, padding: [0.5, 0.6], middle: true },
);

function title(text: string): string {
  return p(text, { align: 'center', size: 13, bold: true, before: 6, after: 4 });
}

/** Label and value side by side. */
function lines(rows: [string, string][], label = LABEL): string {
  return table(
    [label, WIDTH - label],
    rows.map(([name, text]) => [p(name), p(text)]),
    { padding: [0, 0.25] },
  );
}

/** A line that is printed only when the field `condition` is true. */
function when(condition: string, label: string, text: string): [string, string] {
  return [`{#${condition}}${label}`, `${text}{/${condition}}`];
}

function gap(points: number): string {
  return p('', { size: 1, before: points - 1, keepNext: true });
}

/** Who signs, with room to sign; the last column of a single signature stands at the right. */
function signatures(blocks: ([string, string] | null)[]): string {
  const cells = blocks.map((block) =>
    block
      ? p(block[0], { align: 'center', bold: true }) +
        p('(Ký và ghi rõ họ tên)', { align: 'center', italic: true, size: 10 }) +
        p(block[1], { align: 'center', bold: true, before: 32 })
      : p(''),
  );
  return gap(6) + table([WIDTH / 2, WIDTH / 2], [cells]) + p('', { size: 1 });
}

const PHONE_AND_EMAIL: [string, string] = [
  'Số điện thoại:',
  '{phone}{#hasEmail}     Email: {email}{/hasEmail}',
];

const APPLICANT = lines([
  ['Tiếp nhận hồ sơ của:', '**{applicantName}**'],
  when('hasOwner', 'Chủ hồ sơ:', '{ownerName}'),
  ['Địa chỉ:', '{address}'],
  PHONE_AND_EMAIL,
  ['Nội dung yêu cầu giải quyết:', '{content}'],
]);

const RECEIPT = [
  head('Số: {number}'),
  title('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'),
  CODES,
  p('{counterName}', { before: 5, after: 1 }),
  APPLICANT,
  p('Thành phần hồ sơ nộp gồm:', { before: 3, after: 2, keepNext: true }),
  table(
    [10, 75, 19, 18],
    [
      [
        p('STT', { align: 'center', bold: true }),
        p('Tên giấy tờ', { align: 'center', bold: true }),
        p('Bản chính', { align: 'center', bold: true }),
        p('Bản sao', { align: 'center', bold: true }),
      ],
      [
        p('{#papers}{index}', { align: 'center' }),
        p('{name}'),
        p('{originals}', { align: 'center' }),
        p('{copies}{/papers}', { align: 'center' }),
      ],
    ],
    { ruled: true, padding: [1.2, 0.3], header: true, middle: true },
  ),
  gap(5),
  lines(
    [
      ['Số lượng hồ sơ:', '{setsText} (bộ)'],
      ['Thời gian giải quyết theo quy định:', '{limitText}'],
      ['Thời gian nhận hồ sơ:', '{receivedText}'],
      ['Thời gian trả kết quả:', '**{dueText}**'],
      when('hasFee', 'Phí, lệ phí:', '{feeText}'),
      ['Đăng ký nhận kết quả tại:', '{resultPlace}'],
    ],
    53.5,
  ),
  p('Vào Sổ theo dõi hồ sơ: Quyển số {bookNumber}, Số thứ tự {serial}.', { before: 3, keepNext: true }),
  p('Lập thành 02 liên: một liên giao người nộp hồ sơ, một liên lưu cùng Phiếu kiểm soát.', {
    italic: true,
    size: 9,
    before: 1,
    keepNext: true,
  }),
  signatures([
    ['NGƯỜI NỘP HỒ SƠ', '{applicantName}'],
    ['NGƯỜI TIẾP NHẬN HỒ SƠ', '{officerName}'],
  ]),
];

const SUPPLEMENT = [
  head('Số: {number}'),
  title('PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ'),
  CODES,
  gap(5),
  lines([
    ['Hồ sơ của:', '**{applicantName}**'],
    when('hasOwner', 'Chủ hồ sơ:', '{ownerName}'),
    ['Nội dung yêu cầu giải quyết:', '{content}'],
    ['Địa chỉ:', '{address}'],
    PHONE_AND_EMAIL,
  ]),
  p('Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:', { before: 5, after: 2, keepNext: true }),
  table(
    [8, WIDTH - 8],
    [[p('{#items}{index}.', { align: 'right', right: 2 }), p('{text}{/items}', { align: 'both' })]],
    {
      padding: [0, 0.4],
    },
  ),
  p('Lý do: {reason}', { before: 4, align: 'both' }),
  p('{#hasDeadline [loopOver: "paragraph"]}Thời hạn bổ sung: {deadlineText}.{/hasDeadline}', {
    before: 3,
    align: 'both',
  }),
  p(
    'Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông/bà liên hệ với {contactName}, số điện thoại {contactPhone} để được hướng dẫn./.',
    { before: 4, align: 'both', keepNext: true },
  ),
  signatures([null, ['NGƯỜI HƯỚNG DẪN', '{officerName}']]),
];

const REFUSAL = [
  head('Số: {number}'),
  title('PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ'),
  CODES,
  p('{counterName}', { before: 5, after: 1 }),
  APPLICANT,
  p('Qua xem xét, {counterName} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:', {
    before: 5,
    align: 'both',
  }),
  p('{refusalReason}', { before: 3, align: 'both', left: 5 }),
  p('Xin thông báo cho Ông/Bà được biết và thực hiện./.', { before: 5, keepNext: true }),
  signatures([
    ['NGƯỜI NỘP HỒ SƠ', '{applicantName}'],
    ['NGƯỜI TIẾP NHẬN HỒ SƠ', '{officerName}'],
  ]),
];

const APOLOGY = [
  head('Số: {number}'),
  title('PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ'),
  CODES,
  p('Kính gửi: **{applicantName}**', { before: 6, left: 10 }),
  p(
    '{receivedText}, {agencyName} tiếp nhận hồ sơ đề nghị giải quyết thủ tục “{procedureName}” của Ông/Bà; mã hồ sơ: {dossierCode}.',
    {
      before: 5,
      align: 'both',
    },
  ),
  p('Thời gian hẹn trả kết quả: {dueText}.', { before: 3, align: 'both' }),
  p('Đến nay, {agencyName} chưa trả được kết quả đúng hẹn. Lý do: {reason}', { before: 3, align: 'both' }),
  p(
    'Chúng tôi xin lỗi vì sự chậm trễ đã gây phiền hà, tốn kém cho Ông/Bà và sẽ trả kết quả vào lúc **{newDueText}**.',
    {
      before: 3,
      align: 'both',
    },
  ),
  p('Mong nhận được sự thông cảm của Ông/Bà./.', { before: 3, keepNext: true }),
  signatures([null, ['{signerTitle}', '{signerName}']]),
];

const CONTROL = [
  head('Mã hồ sơ: {dossierCode}'),
  title('PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ'),
  CODES,
  gap(5),
  lines([
    ['Cơ quan giải quyết:', '{agencyName}'],
    when('hasCoordinating', 'Cơ quan phối hợp:', '{coordinatingAgencies}'),
    ['Hồ sơ của:', '{applicantName}'],
    ['Nội dung yêu cầu giải quyết:', '{content}'],
    ['Hẹn trả kết quả:', '{dueText}'],
  ]),
  gap(5),
  table(
    [42, 34, 22, 24],
    [
      [
        p('Tên cơ quan, đơn vị', { align: 'center', bold: true }),
        p('Thời gian giao, nhận', { align: 'center', bold: true }),
        p('Kết quả', { align: 'center', bold: true }),
        p('Ghi chú', { align: 'center', bold: true }),
      ],
      [
        p('{#handOvers}Giao: {from}') + p('Nhận: {to}'),
        p('{atText}'),
        p('{outcome}', { align: 'center' }),
        p('{note}{/handOvers}'),
      ],
    ],
    { ruled: true, padding: [1.2, 0.6], header: true, middle: true },
  ),
  p('', { size: 1 }),
];

const cell = (text: string, bold = false) => p(text, { align: bold ? 'center' : 'left', size: 9, bold });
const REGISTER = [
  p('{agencyHeading}', { align: 'left', size: 11, bold: true }),
  title('SỔ THEO DÕI HỒ SƠ NĂM {yearText}'),
  table(
    [9, 33, 50, 12, 32, 38, 32, 24, 24, 24],
    [
      [
        'STT',
        'Mã hồ sơ',
        'Tên thủ tục, nội dung hồ sơ',
        'Số bộ',
        'Tên cá nhân, tổ chức',
        'Địa chỉ, số điện thoại',
        'Cơ quan chủ trì giải quyết',
        'Nhận hồ sơ',
        'Hẹn trả kết quả',
        'Trả kết quả, cách nhận',
      ].map((text) => cell(text, true)),
      [
        cell('{#rows}{index}'),
        cell('{dossierCode}'),
        cell('{content}'),
        cell('{sets}'),
        cell('{applicantName}'),
        cell('{contact}'),
        cell('{agencyName}'),
        cell('{receivedText}'),
        cell('{dueText}'),
        cell('{returnedText} {method}{/rows}'),
      ],
    ],
    { ruled: true, padding: [0.8, 0.5], header: true },
  ),
  p('', { size: 1 }),
];

/** File name → the .docx. */
export async function slipTemplates(): Promise<Record<string, Buffer>> {
  return {
    '01-receipt.docx': await docx('Giấy tiếp nhận hồ sơ và hẹn trả kết quả', RECEIPT.join(''), PAGE),
    '02-supplement-request.docx': await docx(
      'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
      SUPPLEMENT.join(''),
      PAGE,
    ),
    '03-refusal.docx': await docx('Phiếu từ chối tiếp nhận giải quyết hồ sơ', REFUSAL.join(''), PAGE),
    '04-apology.docx': await docx('Phiếu xin lỗi và hẹn lại ngày trả kết quả', APOLOGY.join(''), PAGE),
    '05-control.docx': await docx('Phiếu kiểm soát quá trình giải quyết hồ sơ', CONTROL.join(''), PAGE),
    '06-register.docx': await docx('Sổ theo dõi hồ sơ', REGISTER.join(''), A4_LYING),
  };
}

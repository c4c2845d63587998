import { docx, p, table } from './markup.ts';
import type { PageStyle } from './markup.ts';

/** Results as plain state documents, A4, with the head and margins of Decree 30/2020/NĐ-CP. */
const PAGE: PageStyle = { width: 210, height: 297, margin: [20, 18, 20, 30], size: 13, line: 1.15 };
const WIDTH = 162;

/** Before it is issued the paper says in red, above everything, that it is none. */
const DRAFT =
  p('{#isDraft [loopOver: "paragraph"]}DỰ THẢO{/isDraft}', {
    align: 'center',
    size: 26,
    bold: true,
    colour: 'C00000',
  }) +
  p('{#isDraft [loopOver: "paragraph"]}Bản xem trước, chưa phát hành, không có giá trị sử dụng{/isDraft}', {
    align: 'center',
    size: 11,
    italic: true,
    colour: 'C00000',
    after: 8,
  });

const HEAD =
  DRAFT +
  table(
    [66, 96],
    [
      [
        p('{#hasParent [loopOver: "paragraph"]}{parentHeading}{/hasParent}', { align: 'center', size: 12 }) +
          p('{agencyHeading}', { align: 'center', size: 12, bold: true }) +
          p('', { size: 2, rule: true, left: 22, right: 22 }) +
          p('Số: {number}', { align: 'center', size: 13, before: 3 }),
        p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { align: 'center', size: 12, bold: true }) +
          p('Độc lập - Tự do - Hạnh phúc', { align: 'center', size: 13, bold: true }) +
          p('', { size: 2, rule: true, left: 20, right: 20 }) +
          p('{placeAndDate}', { align: 'center', size: 13, italic: true, before: 3 }),
      ],
    ],
  );

function title(text: string, subtitle?: string): string {
  return (
    p(text, { align: 'center', size: 14, bold: true, before: 20, after: subtitle ? 0 : 10 }) +
    (subtitle ? p(subtitle, { align: 'center', size: 13, bold: true, after: 10 }) : '')
  );
}

/** Label and value side by side, a little air between the lines. */
function facts(rows: [string, string][], label = 52): string {
  return table(
    [label, WIDTH - label],
    rows.map(([name, text]) => [p(name), p(text)]),
    { padding: [0, 0.3] },
  );
}

function section(text: string): string {
  return p(text, { bold: true, before: 8, after: 2, keepNext: true });
}

/** The code to check the document by at the left, the signer at the right. */
const FOOT =
  p('', { size: 6, keepNext: true }) +
  table(
    [66, 96],
    [
      [
        p('{#hasLookup [loopOver: "paragraph"]}{qr}{/hasLookup}', { before: 6 }) +
          p('{#hasLookup [loopOver: "paragraph"]}Quét mã để kiểm tra văn bản{/hasLookup}', {
            size: 10,
            italic: true,
          }) +
          p('{#hasCode [loopOver: "paragraph"]}Mã hồ sơ: {dossierCode}{/hasCode}', {
            size: 10,
            italic: true,
          }),
        p('{signerTitle}', { align: 'center', bold: true }) +
          p('{signerName}', { align: 'center', bold: true, before: 54 }),
      ],
    ],
  ) +
  p('', { size: 1 });

/** A loop over the rows of a table; the table goes when there is none, for Word takes a table without rows as damaged. */
function listTable(list: string, condition: string, widths: number[], cells: [string, string]): string {
  return (
    p(`{#${condition} [loopOver: "paragraph"]}`, { size: 2 }) +
    table(widths, [[p(`{#${list}}${cells[0]}`), p(`${cells[1]}{/${list}}`)]], {
      ruled: true,
      padding: [2, 0.7],
    }) +
    p(`{/${condition}}`, { size: 2 })
  );
}

const GENERIC = [
  HEAD,
  p('{titleHeading}', { align: 'center', size: 14, bold: true, before: 20 }),
  p('{#hasSubtitle [loopOver: "paragraph"]}{subtitle}{/hasSubtitle}', { align: 'center', bold: true }),
  p('', { size: 6 }),
  p('{#paragraphs [loopOver: "paragraph"]}{text}{/paragraphs}', {
    align: 'both',
    firstLine: 10,
    before: 3,
    after: 3,
  }),
  listTable('facts', 'hasFacts', [58, WIDTH - 58], ['{label}', '{value}']),
  p('{#closing [loopOver: "paragraph"]}{text}{/closing}', { align: 'both', firstLine: 10, before: 4 }),
  FOOT,
];

const BIRTH = [
  HEAD,
  title('{titleHeading}'),
  facts([
    ['Họ, chữ đệm, tên:', '**{childHeading}**'],
    ['Ngày, tháng, năm sinh:', '{birthDate}'],
    ['Ghi bằng chữ:', '{birthDateWords}'],
    ['Giới tính:', '{sex}'],
    ['Dân tộc:', '{ethnicity}'],
    ['Quốc tịch:', '{nationality}'],
    ['Nơi sinh:', '{birthPlace}'],
    ['Quê quán:', '{homeland}'],
    ['Số định danh cá nhân:', '{personalId}'],
  ]),
  section('Người mẹ'),
  facts([
    ['Họ, chữ đệm, tên:', '**{motherName}**'],
    ['Năm sinh:', '{motherBirthYear}'],
    ['Dân tộc, quốc tịch:', '{motherOrigin}'],
    ['Nơi cư trú:', '{motherAddress}'],
  ]),
  section('Người cha'),
  facts([
    ['Họ, chữ đệm, tên:', '**{fatherName}**'],
    ['Năm sinh:', '{fatherBirthYear}'],
    ['Dân tộc, quốc tịch:', '{fatherOrigin}'],
    ['Nơi cư trú:', '{fatherAddress}'],
  ]),
  p('Người đi khai sinh: {registrant}.', { before: 6, align: 'both' }),
  p('Đăng ký khai sinh tại {registeredAt}, số {registerNumber}, {registeredText}.', {
    before: 4,
    align: 'both',
  }),
  FOOT,
];

const MARRIAGE = [
  HEAD,
  title('GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN'),
  p('Xét đề nghị của ông/bà {requesterName} về việc cấp Giấy xác nhận tình trạng hôn nhân,', {
    align: 'both',
    firstLine: 10,
    after: 4,
  }),
  p('XÁC NHẬN:', { align: 'center', bold: true, before: 4, after: 6 }),
  facts([
    ['Họ, chữ đệm, tên:', '**{personHeading}**'],
    ['Ngày, tháng, năm sinh:', '{birthDate}'],
    ['Giới tính:', '{sex}'],
    ['Dân tộc:', '{ethnicity}'],
    ['Quốc tịch:', '{nationality}'],
    ['Giấy tờ tùy thân:', '{identityPaper}'],
    ['Nơi cư trú:', '{address}'],
    ['Tình trạng hôn nhân:', '**{maritalStatus}**'],
  ]),
  p('Giấy này được cấp để: {purpose}.', { align: 'both', firstLine: 10, before: 8, after: 4 }),
  p('Giấy này có giá trị {validity} kể từ ngày cấp.', { align: 'both', firstLine: 10 }),
  FOOT,
];

const HOUSEHOLD = [
  HEAD,
  title('GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH'),
  p('Đăng ký lần đầu, {firstRegisteredText}', { align: 'center', italic: true }),
  p('{#hasChange [loopOver: "paragraph"]}Đăng ký thay đổi lần thứ {changeCount}, {changedText}{/hasChange}', {
    align: 'center',
    italic: true,
  }),
  section('1. Tên hộ kinh doanh'),
  p('**{householdHeading}**', { left: 6 }),
  section('2. Trụ sở'),
  facts([
    ['Địa chỉ:', '{address}'],
    ['Điện thoại:', '{phone}'],
    ['Email:', '{email}'],
  ]),
  section('3. Ngành, nghề kinh doanh'),
  listTable('lines', 'hasLines', [26, WIDTH - 26], ['{code}', '{name}']),
  section('4. Vốn kinh doanh'),
  p('{capitalText}', { left: 6 }),
  section('5. Chủ hộ kinh doanh'),
  facts([
    ['Họ và tên:', '**{ownerHeading}**'],
    ['Ngày sinh, giới tính:', '{ownerBirth}'],
    ['Số định danh cá nhân:', '{ownerId}'],
    ['Địa chỉ thường trú:', '{ownerAddress}'],
    ['Mã số thuế:', '{taxCode}'],
  ]),
  FOOT,
];

const BUILDING = [
  HEAD,
  title('GIẤY PHÉP XÂY DỰNG', '(Sử dụng cho {buildingKind})'),
  section('1. Cấp cho'),
  facts([
    ['Chủ đầu tư:', '**{holderName}**'],
    ['Địa chỉ:', '{holderAddress}'],
  ]),
  section('2. Được phép xây dựng công trình'),
  facts([
    ['Tên công trình:', '{buildingName}'],
    ['Theo thiết kế:', '{design}'],
    ['Vị trí xây dựng:', '{site}'],
    ['Cốt nền công trình:', '{groundLevel}'],
    ['Diện tích xây dựng tầng một:', '{groundFloorArea}'],
    ['Tổng diện tích sàn:', '{floorArea}'],
    ['Số tầng, chiều cao:', '{storeys}'],
    ['Mật độ, hệ số sử dụng đất:', '{density}'],
    ['Chỉ giới, khoảng lùi:', '{setback}'],
  ]),
  section('3. Giấy tờ về đất đai'),
  p('{landPaper}', { left: 6, align: 'both' }),
  section('4. Hiệu lực'),
  p(
    'Giấy phép có hiệu lực khởi công trong thời hạn {startWithin} kể từ ngày cấp; quá thời hạn này mà chưa khởi công, chủ đầu tư phải đề nghị gia hạn.',
    { left: 6, align: 'both' },
  ),
  FOOT,
];

/** File name → the .docx. */
export async function resultTemplates(): Promise<Record<string, Buffer>> {
  return {
    'generic.docx': await docx('Kết quả giải quyết', GENERIC.join(''), PAGE),
    'birth-extract.docx': await docx('Trích lục khai sinh', BIRTH.join(''), PAGE),
    'marriage-status.docx': await docx('Giấy xác nhận tình trạng hôn nhân', MARRIAGE.join(''), PAGE),
    'household-business.docx': await docx('Giấy chứng nhận đăng ký hộ kinh doanh', HOUSEHOLD.join(''), PAGE),
    'building-permit.docx': await docx('Giấy phép xây dựng', BUILDING.join(''), PAGE),
  };
}

import { checkCalendar, makeCalendar } from '../calendar/index.ts';
import { formatDate, isIsoDate } from '../dates.ts';
import { agencyCodeStyle } from '../dossier-code.ts';
import { inForce, overlap } from './dated.ts';
import type { AgencyCode, AgencyFacts, AgencyFault } from './types.ts';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PHONE = /^[0-9+()][0-9 .+()-]{5,19}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * What is wrong with an agency among the others; empty when it can be written. Places are names of inputs: "name",
 * "codes.0.code", "units.2.validTo".
 *
 * @param agency as it shall be
 * @param others all other agencies as they will be
 * @param today for what may only be named while it is in force
 */
export function checkAgency(
  agency: AgencyFacts,
  others: readonly AgencyFacts[],
  today: string,
): AgencyFault[] {
  return [
    ...checkNames(agency, others),
    ...checkDates(agency),
    ...checkCodes(agency, others),
    ...checkPlace(agency, others, today),
    ...checkUnits(agency),
    ...checkCalendar(makeCalendar(agency.hours)).map((message) => ({ place: 'hours', message })),
  ];
}

function checkNames(agency: AgencyFacts, others: readonly AgencyFacts[]): AgencyFault[] {
  const faults: AgencyFault[] = [];
  const add = (place: string, message: string): void => void faults.push({ place, message });
  if (agency.name === '') add('name', 'Nhập tên đầy đủ của cơ quan, như trên con dấu.');
  if (agency.name.length > 250) add('name', 'Tên cơ quan dài quá 250 ký tự. Viết ngắn hơn.');
  if (agency.shortName === '') add('shortName', 'Nhập tên ngắn, dùng trong danh sách: “UBND xã Tân Lâm”.');
  if (!SLUG.test(agency.slug) || agency.slug.length > 80) {
    add('slug', 'Mã địa chỉ gồm chữ thường không dấu, số và gạch nối, ví dụ “xa-tan-lam”. Sửa lại mã.');
  } else {
    const same = others.find((other) => other.slug === agency.slug);
    if (same) add('slug', `Mã địa chỉ này là của ${same.name}. Chọn mã khác.`);
  }
  const twin = others.find((other) => other.name === agency.name && overlap(other, agency));
  if (twin) {
    add(
      'name',
      `${twin.name} đã có trong danh sách với cùng thời gian hoạt động. Sửa cơ quan đó hoặc đổi tên.`,
    );
  }
  if (agency.phone !== '' && !PHONE.test(agency.phone)) {
    add('phone', 'Số điện thoại chỉ gồm chữ số và dấu cách, từ 6 đến 20 ký tự. Sửa lại số.');
  }
  if (agency.email !== '' && !EMAIL.test(agency.email)) {
    add('email', 'Thư điện tử không đúng dạng, ví dụ tanlam@lamgiang.example. Sửa lại địa chỉ.');
  }
  return faults;
}

function checkDates(agency: AgencyFacts): AgencyFault[] {
  const { validFrom, validTo } = agency;
  if (!isIsoDate(validFrom)) {
    return [{ place: 'validFrom', message: 'Nhập ngày bắt đầu hoạt động theo dạng ngày/tháng/năm.' }];
  }
  if (validTo !== null && !isIsoDate(validTo)) {
    return [{ place: 'validTo', message: 'Nhập ngày kết thúc theo dạng ngày/tháng/năm, hoặc để trống.' }];
  }
  if (validTo !== null && validTo < validFrom) {
    return [
      { place: 'validTo', message: `Ngày kết thúc phải từ ngày bắt đầu, ${formatDate(validFrom)}, trở đi.` },
    ];
  }
  return [];
}

/** Codes are unique on every day, since the dossier codes of two agencies would be the same otherwise. */
function checkCodes(agency: AgencyFacts, others: readonly AgencyFacts[]): AgencyFault[] {
  const faults: AgencyFault[] = [];
  if (!agency.codes.some((code) => code.style === 'new')) {
    faults.push({
      place: 'codes.0.code',
      message:
        'Nhập mã định danh theo Quyết định 20/2020/QĐ-TTg, ví dụ H99.32; mã hồ sơ bắt đầu bằng mã này.',
    });
  }
  agency.codes.forEach((one, index) => {
    const place = `codes.${index}`;
    const add = (part: string, message: string): void =>
      void faults.push({ place: `${place}.${part}`, message });
    if (agencyCodeStyle(one.code) !== one.style) {
      add(
        'code',
        one.style === 'new'
          ? `“${one.code}” không phải mã theo Quyết định 20/2020/QĐ-TTg. Viết một chữ cái A–Y, hai chữ số, rồi các nhóm cách nhau bằng dấu chấm, tối đa 35 ký tự: H99.32.`
          : `“${one.code}” không phải mã theo QCVN 102:2016. Viết đủ bốn nhóm, cấp 1 ở cuối: 000.00.32.H99.`,
      );
    }
    if (!isIsoDate(one.from)) {
      add('from', 'Nhập ngày bắt đầu dùng mã theo dạng ngày/tháng/năm.');
      return;
    }
    if (one.to !== null && (!isIsoDate(one.to) || one.to < one.from)) {
      add('to', `Ngày cuối dùng mã phải từ ${formatDate(one.from)} trở đi, hoặc để trống.`);
      return;
    }
    const earlier = agency.codes
      .slice(0, index)
      .find((other) => other.style === one.style && codesMeet(other, one));
    if (earlier) {
      add(
        'from',
        `Mã ${one.code} và mã ${earlier.code} có hiệu lực chồng nhau. Cho mã trước hết hạn trước khi mã sau bắt đầu.`,
      );
    }
    for (const other of others) {
      const taken = other.codes.find((theirs) => theirs.code === one.code && codesMeet(theirs, one));
      if (!taken) continue;
      const until = taken.to === null ? '' : ` đến ${formatDate(taken.to)}`;
      add(
        'code',
        `Mã ${one.code} là của ${other.name}${until}. Chọn mã khác, hoặc cho mã bắt đầu sau ngày đó.`,
      );
      break;
    }
  });
  return faults;
}

const codesMeet = (one: AgencyCode, other: AgencyCode): boolean =>
  overlap({ validFrom: one.from, validTo: one.to }, { validFrom: other.from, validTo: other.to });

function checkPlace(agency: AgencyFacts, others: readonly AgencyFacts[], today: string): AgencyFault[] {
  const faults: AgencyFault[] = [];
  const ended = agency.validTo !== null && agency.validTo < today;
  if (agency.parentId !== null) {
    const parent = others.find((other) => other.id === agency.parentId);
    const loop = cycleOf(agency, others);
    if (loop) faults.push({ place: 'parentId', message: `${loop}. Chọn cơ quan cấp trên khác.` });
    else if (!parent)
      faults.push({ place: 'parentId', message: 'Cơ quan cấp trên không còn trong danh sách. Chọn lại.' });
    else if (!ended && parent.validTo !== null && parent.validTo < today) {
      faults.push({
        place: 'parentId',
        message: `${parent.name} đã kết thúc ngày ${formatDate(parent.validTo)}. Chọn cơ quan cấp trên đang hoạt động.`,
      });
    }
  }
  if (ended) return faults;
  const itself = agency.receivesItself || (agency.id !== null && agency.receivesAtId === agency.id);
  const reception = itself ? agency : others.find((other) => other.id === agency.receivesAtId);
  if (!reception || !inForce(reception, today < agency.validFrom ? agency.validFrom : today)) {
    faults.push({ place: 'receivesAtId', message: 'Chọn nơi tiếp nhận hồ sơ đang hoạt động.' });
  } else if (!reception.units.some((unit) => unit.kind === 'counter' && (unit.validTo ?? '9999') >= today)) {
    faults.push({
      place: 'receivesAtId',
      message: `${reception.name || 'Cơ quan này'} chưa có bộ phận một cửa. Thêm đơn vị loại “Bộ phận một cửa” hoặc chọn nơi tiếp nhận khác.`,
    });
  }
  return faults;
}

/** The chain by which an agency would belong to itself, in words: "A thuộc B, B thuộc A"; null when there is none. */
export function cycleOf(
  agency: Pick<AgencyFacts, 'id' | 'name' | 'parentId'>,
  others: readonly Pick<AgencyFacts, 'id' | 'name' | 'parentId'>[],
): string | null {
  if (agency.id === null) return null;
  const byId = new Map(others.map((other) => [other.id, other]));
  const words: string[] = [];
  const seen = new Set<number>();
  let at = agency;
  while (at.parentId !== null) {
    if (at.parentId === agency.id) return [...words, `${at.name} thuộc ${agency.name}`].join(', ');
    const parent = byId.get(at.parentId);
    // A ring further up is for those who are in it.
    if (!parent || seen.has(at.parentId)) return null;
    seen.add(at.parentId);
    words.push(`${at.name} thuộc ${parent.name}`);
    at = parent;
  }
  return null;
}

function checkUnits(agency: AgencyFacts): AgencyFault[] {
  const faults: AgencyFault[] = [];
  agency.units.forEach((unit, index) => {
    const add = (part: string, message: string): void =>
      void faults.push({ place: `units.${index}.${part}`, message });
    if (unit.name === '') add('name', 'Nhập tên đơn vị, hoặc xóa cả dòng.');
    if (!SLUG.test(unit.code)) {
      add('code', `Mã đơn vị “${unit.code}” chỉ gồm chữ thường không dấu, số và gạch nối. Sửa lại mã.`);
    } else if (agency.units.slice(0, index).some((other) => other.code === unit.code)) {
      add('code', `Mã đơn vị “${unit.code}” đã dùng cho đơn vị khác của cơ quan. Chọn mã khác.`);
    }
    if (!isIsoDate(unit.validFrom)) {
      add('validFrom', `Nhập ngày thành lập ${unit.name || 'đơn vị'} theo dạng ngày/tháng/năm.`);
      return;
    }
    if (unit.validTo !== null && (!isIsoDate(unit.validTo) || unit.validTo < unit.validFrom)) {
      add(
        'validTo',
        `Ngày cuối của ${unit.name} phải từ ${formatDate(unit.validFrom)} trở đi, hoặc để trống.`,
      );
      return;
    }
    const twin = agency.units
      .slice(0, index)
      .find((other) => other.name === unit.name && unit.name !== '' && overlap(other, unit));
    if (twin) {
      add(
        'validFrom',
        `Hai đơn vị cùng tên “${unit.name}” có thời gian hoạt động chồng nhau. Cho đơn vị trước kết thúc trước khi đơn vị sau bắt đầu.`,
      );
    }
    if (unit.validFrom < agency.validFrom) {
      add(
        'validFrom',
        `${unit.name} không thể có trước cơ quan (${formatDate(agency.validFrom)}). Sửa ngày.`,
      );
    }
  });
  return faults;
}

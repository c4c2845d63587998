import { formatDateTime, formatLongDate, minuteOfDay } from '../../core/dates.ts';
import type { TemplateData } from '../../platform/pdf/index.ts';

/** Slips of Circular 01/2018/TT-VPCP, article 9, that are printed from a template. */
export const SLIP_KINDS = ['01', '02', '03', '04', '05', '06'] as const;
/**
 * 01 receipt and appointment · 02 request to supplement · 03 refusal · 04 apology and new appointment · 05 control slip
 * · 06 register.
 */
export type SlipKind = (typeof SLIP_KINDS)[number];

export const SLIP_NAMES: Record<SlipKind, string> = {
  '01': 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
  '02': 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
  '03': 'Phiếu từ chối tiếp nhận giải quyết hồ sơ',
  '04': 'Phiếu xin lỗi và hẹn lại ngày trả kết quả',
  '05': 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
  '06': 'Sổ theo dõi hồ sơ',
};

/** One hand-over on the control slip: who passed the dossier on, who took it, and whether in time. */
export interface HandOver {
  from: string;
  to: string;
  at: Date;
  outcome: string;
  note: string;
}

/** One line of the register. */
export interface RegisterRow {
  dossierCode: string;
  content: string;
  sets: number;
  applicantName: string;
  contact: string;
  agencyName: string;
  receivedAt: Date | null;
  dueAt: Date | null;
  returnedAt: Date | null;
  method: string;
  note: string;
}

export interface SlipPaper {
  index: number;
  name: string;
  originals: number;
  copies: number;
}

/** What a slip says, as the dossier knows it. Optional fields are needed by the slip that prints them, see slipFields. */
export interface SlipData {
  agencyName: string;
  agencyParentName?: string;
  /** "Bộ phận Tiếp nhận và Trả kết quả phường Yên Hà" */
  counterName: string;
  /** Where it is issued, for "…, ngày … tháng … năm …". */
  place: string;
  issuedAt: Date;
  dossierCode: string;
  /** Number of the slip, "0008/TNHS". */
  number: string;
  applicantName: string;
  /** Printed when it differs from the applicant (a proxy hands in). */
  ownerName?: string;
  address: string;
  phone?: string;
  email?: string;
  /** What is asked for; the procedure's name when left out. */
  content?: string;
  procedureName: string;
  officerName: string;
  /** What the QR code holds. */
  lookupUrl: string;

  /** Slip 01. */
  papers?: SlipPaper[];
  sets?: number;
  limitText?: string;
  receivedAt?: Date;
  /** null: the procedure has no limit that could be counted; the agency tells the applicant. */
  dueAt?: Date | null;
  feeText?: string;
  resultPlace?: string;
  bookNumber?: string;
  serial?: string;

  /** Slip 02. */
  items?: string[];
  reason?: string;
  supplementDueAt?: Date;
  contactName?: string;
  contactPhone?: string;

  /** Slip 03. */
  refusalReason?: string;

  /** Slip 04: also `reason` and `dueAt`, the appointment that is not kept. */
  newDueAt?: Date;
  signerTitle?: string;
  signerName?: string;

  /** Slip 05. */
  handOvers?: HandOver[];
  coordinatingAgencies?: string;

  /** Slip 06. */
  rows?: RegisterRow[];
  year?: number;
}

const NEEDED: Record<SlipKind, (keyof SlipData)[]> = {
  '01': ['papers', 'limitText', 'receivedAt', 'dueAt', 'resultPlace'],
  '02': ['items', 'reason', 'contactName', 'contactPhone'],
  '03': ['refusalReason'],
  '04': ['reason', 'dueAt', 'newDueAt', 'signerTitle', 'signerName'],
  '05': ['handOvers'],
  '06': ['rows', 'year'],
};

/**
 * The placeholders of the slips with their text; barcode and QR code are added by renderSlip.
 * @throws RangeError when the slip needs a field that is missing or empty.
 */
export function slipFields(kind: SlipKind, data: SlipData): TemplateData {
  const missing = NEEDED[kind].filter((field) => isMissing(data[field]));
  if (missing.length) throw new RangeError(`Slip ${kind} needs ${missing.join(', ')}`);
  const owner = data.ownerName ?? '';
  return {
    agencyName: data.agencyName,
    agencyHeading: heading(data.agencyName),
    parentHeading: heading(data.agencyParentName ?? ''),
    counterName: data.counterName,
    placeAndDate: placeAndDate(data.place, data.issuedAt),
    dossierCode: data.dossierCode,
    number: data.number,
    applicantName: data.applicantName,
    hasOwner: owner !== '' && owner !== data.applicantName,
    ownerName: owner,
    address: data.address,
    hasPhone: Boolean(data.phone),
    phone: data.phone ?? '',
    hasEmail: Boolean(data.email),
    email: data.email ?? '',
    content: data.content || data.procedureName,
    procedureName: data.procedureName,
    papers: (data.papers ?? []).map((paper) => ({ ...paper })),
    setsText: String(data.sets ?? 1).padStart(2, '0'),
    limitText: data.limitText ?? '',
    receivedText: data.receivedAt ? momentText(data.receivedAt) : '',
    dueText: data.dueAt ? momentText(data.dueAt) : 'Cơ quan giải quyết sẽ thông báo',
    hasFee: Boolean(data.feeText),
    feeText: data.feeText ?? '',
    resultPlace: data.resultPlace ?? '',
    bookNumber: data.bookNumber || BLANK,
    serial: data.serial || BLANK,
    items: (data.items ?? []).map((text, index) => ({ index: index + 1, text })),
    reason: data.reason ?? '',
    hasDeadline: data.supplementDueAt !== undefined,
    deadlineText: data.supplementDueAt ? momentText(data.supplementDueAt) : '',
    contactName: data.contactName ?? '',
    contactPhone: data.contactPhone ?? '',
    refusalReason: data.refusalReason ?? '',
    newDueText: data.newDueAt ? momentText(data.newDueAt) : '',
    signerTitle: data.signerTitle ?? '',
    signerName: data.signerName ?? '',
    hasCoordinating: Boolean(data.coordinatingAgencies),
    coordinatingAgencies: data.coordinatingAgencies ?? '',
    handOvers: (data.handOvers ?? []).map(({ at, ...one }, index) => ({
      ...one,
      index: index + 1,
      atText: momentText(at),
    })),
    rows: (data.rows ?? []).map(({ receivedAt, dueAt, returnedAt, ...row }, index) => ({
      ...row,
      index: index + 1,
      receivedText: receivedAt ? formatDateTime(receivedAt) : '',
      dueText: dueAt ? formatDateTime(dueAt) : '',
      returnedText: returnedAt ? formatDateTime(returnedAt) : '',
    })),
    yearText: data.year ? String(data.year) : '',
    officerName: data.officerName,
    lookupUrl: data.lookupUrl,
  };
}

/** To be filled in by hand. */
const BLANK = '………';

function isMissing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** "16 giờ 50 phút, ngày 23 tháng 11 năm 2026", local time, as the forms of Circular 01/2018/TT-VPCP write a moment. */
export function momentText(moment: Date): string {
  const minutes = minuteOfDay(moment);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${hour} giờ ${minute} phút, ${formatLongDate(moment)}`;
}

/** "Yên Hà, ngày 18 tháng 5 năm 2026". */
export function placeAndDate(place: string, moment: Date): string {
  return `${place}, ${formatLongDate(moment)}`;
}

/** A name as the head of a document writes it: in capitals, "ỦY BAN NHÂN DÂN" on a line of its own. */
export function heading(name: string): string {
  return name.toLocaleUpperCase('vi').replace(/^(ỦY BAN NHÂN DÂN) /, '$1\n');
}

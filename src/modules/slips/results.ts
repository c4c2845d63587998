import type { TemplateData } from '../../platform/pdf/index.ts';
import { heading, placeAndDate } from './data.ts';

/** What every result document has: who issues it, when, who signs. */
export interface ResultHead {
  agencyParentName?: string;
  agencyName: string;
  number: string;
  place: string;
  issuedAt: Date;
  /** "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"; a line break begins a new line. */
  signerTitle: string;
  signerName: string;
  /** Address at which the document can be checked; printed as a QR code. */
  lookupUrl?: string;
  dossierCode?: string;
}

export interface GenericResult {
  title: string;
  subtitle?: string;
  paragraphs: string[];
  facts: { label: string; value: string }[];
  closing?: string[];
}

export interface BirthExtract {
  childName: string;
  birthDate: string;
  birthDateWords: string;
  sex: string;
  ethnicity: string;
  nationality: string;
  birthPlace: string;
  homeland: string;
  personalId: string;
  motherName: string;
  motherBirthYear: string;
  motherOrigin: string;
  motherAddress: string;
  fatherName: string;
  fatherBirthYear: string;
  fatherOrigin: string;
  fatherAddress: string;
  registeredAt: string;
  registerNumber: string;
  /** "ngày 23 tháng 11 năm 2026" */
  registeredText: string;
}

export interface MarriageStatus {
  requesterName: string;
  personName: string;
  birthDate: string;
  sex: string;
  ethnicity: string;
  nationality: string;
  identityPaper: string;
  address: string;
  maritalStatus: string;
  purpose: string;
  /** "06 tháng" after Decree 123/2015/NĐ-CP, article 23. */
  validity: string;
}

export interface HouseholdBusiness {
  firstRegisteredText: string;
  /** 0 for a first registration. */
  changeCount: number;
  changedText?: string;
  householdName: string;
  address: string;
  phone: string;
  email: string;
  /** Lines of business with their codes. */
  lines: { code: string; name: string }[];
  capitalText: string;
  ownerName: string;
  ownerBirth: string;
  ownerId: string;
  ownerAddress: string;
  taxCode: string;
}

export interface BuildingPermit {
  /** "nhà ở riêng lẻ" */
  buildingKind: string;
  holderName: string;
  holderAddress: string;
  buildingName: string;
  design: string;
  site: string;
  groundLevel: string;
  groundFloorArea: string;
  floorArea: string;
  storeys: string;
  density: string;
  setback: string;
  landPaper: string;
  /** "12 tháng" after the Law on construction, article 90. */
  startWithin: string;
}

/** Result templates that ship with the program, and what each prints. */
export interface Results {
  generic: GenericResult;
  'birth-extract': BirthExtract;
  'marriage-status': MarriageStatus;
  'household-business': HouseholdBusiness;
  'building-permit': BuildingPermit;
}

export type ResultTemplate = keyof Results;

export const RESULT_NAMES: Record<ResultTemplate, string> = {
  generic: 'Kết quả giải quyết',
  'birth-extract': 'Trích lục khai sinh',
  'marriage-status': 'Giấy xác nhận tình trạng hôn nhân',
  'household-business': 'Giấy chứng nhận đăng ký hộ kinh doanh',
  'building-permit': 'Giấy phép xây dựng',
};

/**
 * The placeholders of a result template with their text; the QR code is added by renderResult.
 * A People's Committee names no superior in its head (Decree 30/2020/NĐ-CP, appendix I).
 */
export function resultFields<T extends ResultTemplate>(
  template: T,
  data: ResultHead & Results[T],
): TemplateData {
  const body = BODIES[template](data);
  return {
    ...body,
    parentHeading: heading(data.agencyParentName ?? ''),
    hasParent: Boolean(data.agencyParentName) && !/^Ủy ban nhân dân/i.test(data.agencyName),
    agencyHeading: heading(data.agencyName),
    number: data.number,
    placeAndDate: placeAndDate(data.place, data.issuedAt),
    signerTitle: data.signerTitle,
    signerName: data.signerName,
    hasLookup: Boolean(data.lookupUrl),
    dossierCode: data.dossierCode ?? '',
    hasCode: Boolean(data.dossierCode),
  };
}

const BODIES: { [T in ResultTemplate]: (data: Results[T]) => TemplateData } = {
  generic: (data) => ({
    titleHeading: heading(data.title),
    subtitle: data.subtitle ?? '',
    hasSubtitle: Boolean(data.subtitle),
    paragraphs: data.paragraphs.map((text) => ({ text })),
    hasFacts: data.facts.length > 0,
    facts: data.facts.map(({ label, value }) => ({ label, value })),
    closing: (data.closing ?? []).map((text) => ({ text })),
  }),
  'birth-extract': (data) => ({ ...texts(data), childHeading: heading(data.childName) }),
  'marriage-status': (data) => ({ ...texts(data), personHeading: heading(data.personName) }),
  'household-business': (data) => ({
    ...texts(data),
    hasLines: data.lines.length > 0,
    lines: data.lines.map(({ code, name }) => ({ code, name })),
    householdHeading: heading(data.householdName),
    ownerHeading: heading(data.ownerName),
    hasChange: data.changeCount > 0,
    changedText: data.changedText ?? '',
  }),
  'building-permit': (data) => texts(data),
};

/** The fields that are plain text. */
function texts(data: object): TemplateData {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  );
}

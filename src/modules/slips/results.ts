import type { TemplateData } from '../../platform/pdf/index.ts';
import { checkBindings } from '../../core/binding.ts';
import type { Bound, DocumentBinding, Row } from '../../core/binding.ts';
import type { Fault, FormDefinition } from '../../core/form/index.ts';
import { heading, placeAndDate } from './data.ts';

/** What every result document has: who issues it, when, who signs. */
export interface ResultHead {
  agencyParentName?: string;
  agencyName: string;
  number: string;
  place: string;
  /** null: not issued yet; the date is left open. */
  issuedAt: Date | null;
  /** Printed as a draft, which nobody can take for the document. */
  draft?: boolean;
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
  /** "Giấy khai sinh", "Trích lục khai sinh". */
  title: string;
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
  /** Who registered the birth, and by which identity paper. */
  registrant: string;
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
  return { ...BODIES[template](data), ...headFields(data) };
}

/** The placeholders that every result document has. */
export function headFields(data: ResultHead): TemplateData {
  return {
    parentHeading: heading(data.agencyParentName ?? ''),
    hasParent: Boolean(data.agencyParentName) && !/^Ủy ban nhân dân/i.test(data.agencyName),
    agencyHeading: heading(data.agencyName),
    number: data.number,
    placeAndDate: data.issuedAt
      ? placeAndDate(data.place, data.issuedAt)
      : `${data.place}, ngày …… tháng …… năm ……`,
    isDraft: data.draft === true,
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
  'birth-extract': (data) => ({
    ...texts(data),
    titleHeading: heading(data.title),
    childHeading: heading(data.childName),
  }),
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

/** Columns of a list of rows; "texts" is a list of plain texts. A field with "?" may be left unbound. */
export type FieldKind = 'text' | 'text?' | 'number' | 'texts' | readonly string[];

/** What a binding can fill in one template, by field. */
export type FieldKinds = Readonly<Record<string, FieldKind>>;

/** What a binding can fill in each template. */
const FIELDS: { [T in ResultTemplate]: Record<keyof Results[T], FieldKind> } = {
  generic: {
    title: 'text',
    subtitle: 'text?',
    paragraphs: 'texts',
    facts: ['label', 'value'],
    closing: 'texts',
  },
  'birth-extract': {
    title: 'text',
    childName: 'text',
    birthDate: 'text',
    birthDateWords: 'text',
    sex: 'text',
    ethnicity: 'text',
    nationality: 'text',
    birthPlace: 'text',
    homeland: 'text',
    personalId: 'text',
    motherName: 'text',
    motherBirthYear: 'text',
    motherOrigin: 'text',
    motherAddress: 'text',
    fatherName: 'text',
    fatherBirthYear: 'text',
    fatherOrigin: 'text',
    fatherAddress: 'text',
    registeredAt: 'text',
    registerNumber: 'text',
    registeredText: 'text',
    registrant: 'text',
  },
  'marriage-status': {
    requesterName: 'text',
    personName: 'text',
    birthDate: 'text',
    sex: 'text',
    ethnicity: 'text',
    nationality: 'text',
    identityPaper: 'text',
    address: 'text',
    maritalStatus: 'text',
    purpose: 'text',
    validity: 'text',
  },
  'household-business': {
    firstRegisteredText: 'text',
    changeCount: 'number',
    changedText: 'text?',
    householdName: 'text',
    address: 'text',
    phone: 'text',
    email: 'text',
    lines: ['code', 'name'],
    capitalText: 'text',
    ownerName: 'text',
    ownerBirth: 'text',
    ownerId: 'text',
    ownerAddress: 'text',
    taxCode: 'text',
  },
  'building-permit': {
    buildingKind: 'text',
    holderName: 'text',
    holderAddress: 'text',
    buildingName: 'text',
    design: 'text',
    site: 'text',
    groundLevel: 'text',
    groundFloorArea: 'text',
    floorArea: 'text',
    storeys: 'text',
    density: 'text',
    setback: 'text',
    landPaper: 'text',
    startWithin: 'text',
  },
};

/** Facts of the dossier that bindings may name with "@". */
export const RESULT_FACTS = [
  'title',
  'summary',
  'number',
  'issuedAt',
  'issuedOn',
  'agency',
  'agencyIn',
  'applicant',
  'owner',
  'procedure',
  'code',
] as const;

export type ResultFacts = Record<(typeof RESULT_FACTS)[number], string>;

/** Whether the name is one of the templates that ship. */
export const isResultTemplate = (name: string): name is ResultTemplate => Object.hasOwn(FIELDS, name);

/** What a binding can fill in the templates that ship, by template. */
export const SHIPPED_KINDS: ReadonlyMap<string, FieldKinds> = new Map(Object.entries(FIELDS));

/**
 * Faults of a result's document: unknown template, fields it lacks or does not have, paths the form does not ask.
 *
 * @param templates what can be filled, by template; those of administrators come from `resultTemplateKinds`
 */
export function checkDocument(
  { template, fields }: DocumentBinding,
  form: FormDefinition,
  templates: ReadonlyMap<string, FieldKinds> = SHIPPED_KINDS,
): Fault[] {
  const kinds = templates.get(template);
  if (!kinds) {
    return [{ place: 'template', message: `Không có mẫu “${template}”. Chọn một mẫu có sẵn.` }];
  }
  const faults = checkBindings(fields, form, RESULT_FACTS);
  for (const [place, kind] of Object.entries(kinds)) {
    const binding = fields[place];
    if (binding === undefined) {
      if (kind === 'text' || kind === 'number') faults.push({ place, message: 'Mẫu cần mục này.' });
    } else if (Array.isArray(binding) !== (kind === 'texts' || Array.isArray(kind))) {
      faults.push({ place, message: 'Mục này phải là danh sách khi và chỉ khi mẫu in danh sách.' });
    }
  }
  for (const place of Object.keys(fields)) {
    if (!Object.hasOwn(kinds, place)) faults.push({ place, message: 'Mẫu không có mục này.' });
  }
  return faults;
}

/** Bound texts as they stand in an administrator's own template; what was not bound is empty. */
export function boundFields(kinds: FieldKinds, bound: Bound): TemplateData {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => {
      const value = bound[name] ?? '';
      if (typeof kind !== 'object') return [name, typeof value === 'string' ? value : ''];
      return [name, listOf(value).flatMap((row) => columnsOf(row, kind))];
    }),
  );
}

/** Bound texts as the data of a template; what was not bound is empty. */
export function resultBody<T extends ResultTemplate>(template: T, bound: Bound): Results[T] {
  const body = Object.entries(FIELDS[template] as Record<string, FieldKind>).map(([name, kind]) => {
    const value = Object.hasOwn(bound, name) ? bound[name]! : '';
    if (typeof kind === 'object') return [name, listOf(value).flatMap((row) => columnsOf(row, kind))];
    if (kind === 'texts') return [name, listOf(value).filter((row) => typeof row === 'string')];
    const text = typeof value === 'string' ? value : '';
    return [name, kind === 'number' ? Number(text) || 0 : text];
  });
  return Object.fromEntries(body) as Results[T];
}

const listOf = (value: string | Row[]): Row[] => (Array.isArray(value) ? value : []);

const columnsOf = (row: Row, columns: readonly string[]): Record<string, string>[] =>
  typeof row === 'string' ? [] : [Object.fromEntries(columns.map((name) => [name, row[name] ?? '']))];

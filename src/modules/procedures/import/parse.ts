import type {
  LegalDocument,
  ProcedureCase,
  ProcedureDefinition,
  ReviewMark,
} from '../../../core/procedure.ts';
import { clean } from '../../../core/text.ts';
import { readChannels, type Channels } from './channels.ts';
import { readPapers, type PaperGroup, type Papers } from './components.ts';
import { readConditions, readLaws, readResults, readSteps } from './lists.ts';
import { isEmpty, type SourceRecord } from './source.ts';

const LEVELS: Record<string, ProcedureDefinition['levels'][number]> = {
  'Cấp bộ': 'ministry',
  'Cấp tỉnh': 'province',
  'Cấp xã': 'commune',
};

const SUBJECTS: [RegExp, ProcedureDefinition['subjects'][number]][] = [
  [/Công dân Việt Nam|Người nước ngoài|Người Việt Nam định cư|Cán bộ, công chức|Đảng viên/u, 'citizen'],
  [/Doanh nghiệp|Tổ chức|Hợp tác xã/u, 'organisation'],
];

/**
 * Makes a definition of a record, as far as its text is certain. What is not certain is left open and marked for an
 * editor, with the text; the whole source is kept beside it.
 *
 * @param fieldCode code of the record's field in our catalogue
 */
export function parseRecord(record: SourceRecord, fieldCode: string): ProcedureDefinition {
  const review: ReviewMark[] = [];
  const tables: Tables = {
    channels: readChannels(record.cach_thuc_thuc_hien),
    papers: readPapers(record.thanh_phan_ho_so, record.ma_thu_tuc.trim()),
    laws: readLaws(record.can_cu_phap_ly, review),
    results: readResults(record.ket_qua_xu_ly, review),
    review,
  };
  return assemble(record, tables, fieldCode);
}

/** Sections of a record that are tables, already read. */
export interface Tables {
  channels: Channels;
  papers: Papers;
  laws: LegalDocument[];
  results: { code: string; name: string }[];
  review: ReviewMark[];
}

/** The definition of a record whose tables have been read. */
export function assemble(record: SourceRecord, tables: Tables, fieldCode: string): ProcedureDefinition {
  const code = record.ma_thu_tuc.trim();
  const { channels, papers, laws, results, review } = tables;
  const sets = readSets(record, review);
  const levels = readLevels(record.cap_thuc_hien, review);
  const field = clean(record.linh_vuc);
  return {
    code,
    name: clean(record.ten_thu_tuc),
    aliases: [],
    field: { code: fieldCode, name: field },
    levels,
    offeredBy: [],
    subjects: SUBJECTS.filter(([words]) => words.test(record.doi_tuong_thuc_hien)).map(([, kind]) => kind),
    ...(isEmpty(record.doi_tuong_thuc_hien) ? {} : { subjectsText: clean(record.doi_tuong_thuc_hien) }),
    ...(isEmpty(record.so_quyet_dinh) ? {} : { decision: clean(record.so_quyet_dinh) }),
    summary: summary(record),
    steps: readSteps(record.trinh_tu_thuc_hien),
    channels: channels.channels,
    channelNotes: channels.notes,
    cases: casesOf(code, papers.groups, channels, review),
    sets,
    results,
    conditions: readConditions(record.yeu_cau_dieu_kien),
    legalBasis: laws,
    // Nothing of it is filed here: the portal publishes it as guidance (Circular 32/2017/TT-BTTTT, level 1).
    serviceLevel: { level: 1, kind: 'information' },
    source: record.all,
    review: [...channels.review, ...papers.review, ...review],
  };
}

function summary(record: SourceRecord): string {
  const agencies = isEmpty(record.co_quan_thuc_hien)
    ? record.co_quan_co_tham_quyen
    : record.co_quan_thuc_hien;
  const field = `Thủ tục lĩnh vực ${clean(record.linh_vuc)}`;
  return isEmpty(agencies)
    ? `${field}.`
    : `${field}, cơ quan thực hiện: ${clean(agencies).replace(/[.;]+$/u, '')}.`;
}

function readLevels(text: string, review: ReviewMark[]): ProcedureDefinition['levels'] {
  const names = text.split(',').map(clean).filter(Boolean);
  const unknown = names.filter((name) => !(name in LEVELS));
  if (unknown.length > 0 || names.length === 0) {
    review.push({ place: 'levels', reason: 'Cấp thực hiện chưa rõ.', text: clean(text) });
  }
  return names.flatMap((name) => LEVELS[name] ?? []);
}

const SETS =
  /(?:số lượng hồ sơ|số bộ hồ sơ|nộp|gửi|lập)[^.\n]{0,60}?\b0?(\d{1,2})\s*(?:\([^)]{1,12}\)\s*)?bộ(?:\s+hồ sơ|[\s.;,)]|$)/giu;

/** Number of dossier sets, when the text names it and always the same. */
function readSets(record: SourceRecord, review: ReviewMark[]): number {
  const text = `${record.thanh_phan_ho_so}\n${record.trinh_tu_thuc_hien}`;
  const named = new Set([...text.matchAll(SETS)].map((match) => Number(match[1])));
  const [only] = named;
  if (named.size === 1 && only) return only;
  const reason = named.size > 1 ? 'Nguồn nêu nhiều số bộ hồ sơ khác nhau.' : 'Nguồn không ghi số bộ hồ sơ.';
  review.push({ place: 'sets', reason, text: [...named].join(', ') });
  return 1;
}

const IS_CASE = /^(?:\(?[\dIVX]+(?:\.\d+)*[.)]*\s*|[a-zđ][.)]\s*)?(?:đối với\s+)?trường hợp/iu;
const PLAIN =
  /^(?:[a-z][.)]\s*)?(?:thành phần hồ sơ.{0,6}|(?:các )?giấy tờ phải (?:nộp|xuất trình).{0,40}|hồ sơ (?:bao )?gồm|lưu ý)\s*:?$/iu;

/** Groups of papers become cases when each heading begins with "Trường hợp"; else they stay together in one. */
function casesOf(
  code: string,
  groups: readonly PaperGroup[],
  { limits, fees }: Pick<ProcedureCase, 'limits' | 'fees'>,
  review: ReviewMark[],
): ProcedureCase[] {
  const titles = groups.map((group) => group.title ?? '');
  if (groups.length > 1 && titles.every((title) => IS_CASE.test(title))) {
    return groups.map(({ components }, index) => ({
      code: `${code}.${String(index + 1).padStart(2, '0')}`,
      name: titles[index]!.replace(/^[a-zđ\d][.)]\s*/u, '').replace(/[\s:;.,(]+$/u, ''),
      limits,
      fees,
      components,
    }));
  }
  const unclear = titles.filter((title) => title !== '' && !PLAIN.test(title));
  if (groups.length > 1 && unclear.length > 0) {
    review.push({
      place: 'cases',
      reason: 'Chưa rõ các nhóm giấy tờ là trường hợp riêng hay cùng một bộ hồ sơ.',
      text: unclear.join('\n'),
    });
  }
  const components = groups.flatMap((group) =>
    group.components.map((component) =>
      group.title && !PLAIN.test(group.title) ? { ...component, condition: group.title } : component,
    ),
  );
  return [{ code: `${code}.01`, name: 'Tất cả các trường hợp', limits, fees, components }];
}

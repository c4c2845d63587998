import type { ProcedureDefinition } from '../../../core/procedure.ts';

/** Address of a procedure's editor. */
export const editorPath = (code: string): string => `/quan-tri/thu-tuc/${encodeURIComponent(code)}`;

/** Address of the page where the document of a result is bound. */
export const documentPath = (code: string, result: string): string =>
  `${editorPath(code)}/ban-in/${encodeURIComponent(result)}`;

/** Parts of the editor in their order: id, title, and the properties that belong to it. */
export const SECTIONS = [
  {
    id: 'chung',
    title: 'Thông tin chung',
    of: ['code', 'name', 'field', 'group', 'serviceLevel', 'levels', 'subjects', 'summary'],
  },
  { id: 'noi', title: 'Nơi giải quyết', of: ['offeredBy'] },
  { id: 'cach', title: 'Cách thực hiện', of: ['channels', 'channelNotes'] },
  { id: 'buoc', title: 'Các bước', of: ['steps'] },
  { id: 'truong-hop', title: 'Trường hợp', of: ['cases'] },
  { id: 'giay-to', title: 'Thành phần hồ sơ', of: ['sets', 'components'] },
  { id: 'han', title: 'Thời hạn', of: ['limits'] },
  { id: 'phi', title: 'Phí, lệ phí', of: ['fees'] },
  { id: 'ket-qua', title: 'Kết quả', of: ['results'] },
  { id: 'dieu-kien', title: 'Yêu cầu, điều kiện', of: ['conditions'] },
  { id: 'can-cu', title: 'Căn cứ pháp lý', of: ['legalBasis'] },
  { id: 'quy-trinh', title: 'Biểu mẫu và quy trình', of: ['formCode', 'flowCode', 'supplementPolicy'] },
] as const;

const CASE_PART = /^cases\.(\d+)\.(components|fees|limits)(?:\.(\d+)\.(\w+))?/;

/** Property of the editor that a fault's place is about: "limits" for "cases.0.limits.1.amount". */
function property(place: string): string {
  return CASE_PART.exec(place)?.[2] ?? place.split('.')[0]!;
}

/** Id of the part of the editor that a fault's place lies in. */
export function sectionOf(place: string): string {
  const name = property(place);
  return SECTIONS.find((section) => (section.of as readonly string[]).includes(name))?.id ?? 'chung';
}

const INPUT_OF: Record<string, string> = { serviceLevel: 'level', field: 'field', group: 'group' };
/** Properties whose input bears their name. */
const NAMED = new Set([
  'name',
  'levels',
  'subjects',
  'summary',
  'channels',
  'sets',
  'offeredBy',
  'formCode',
  'flowCode',
]);

/** Address of the input, or at least the part of the editor, that a fault's place is about. */
export function faultPath(place: string, definition: ProcedureDefinition): string {
  const base = editorPath(definition.code);
  const part = CASE_PART.exec(place);
  if (part) {
    const [, caseIndex, list, row, name] = part;
    const one = definition.cases[Number(caseIndex)];
    const query = one ? `?truong-hop=${encodeURIComponent(one.code)}` : '';
    if (row === undefined) return `${base}${query}#${sectionOf(place)}`;
    if (list === 'limits') return `${base}${query}#limits.${one?.limits[Number(row)]?.channel}.amount`;
    return `${base}${query}${query ? '&' : '?'}mo=${list}.${row}#${list}.${row}.${name}`;
  }
  const [list, row, name] = place.split('.');
  if (row !== undefined && list) {
    const result = list === 'results' ? definition.results[Number(row)] : undefined;
    if (result && name === 'document')
      return `${documentPath(definition.code, result.code)}#f.${place.split('.')[3]}`;
    return `${base}?mo=${list}.${row}#${list}.${row}.${name}`;
  }
  const input = INPUT_OF[place] ?? (NAMED.has(place) ? place : undefined);
  return `${base}#${input ?? sectionOf(place)}`;
}

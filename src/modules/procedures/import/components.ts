import type { Component, ReviewMark } from '../../../core/procedure.ts';
import { clean } from '../../../core/text.ts';

const HEADER = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';

/**
 * Number of originals and copies at the end of a row. It stands flush behind the name or the file of the form, and the
 * next row flush behind it; "nộp 01 bản chính và …" inside a name does not.
 */
const QUANTITY = /(?<![\s(])(\d+) bản chính(?:,(\d+) bản sao)?(?!\s+\p{Ll}|\s*[),;.:])/gu;

export interface PaperGroup {
  /** Heading of the group; null when there is none. */
  title: string | null;
  components: Component[];
}

export interface Papers {
  groups: PaperGroup[];
  review: ReviewMark[];
}

/**
 * Reads the flattened tables of papers: a heading, the table's head, rows of name, file and quantity, the next heading.
 *
 * @param code of the procedure: papers get codes under it, the source gives none
 */
export function readPapers(text: string, code: string): Papers {
  const parts = text.split(HEADER);
  const review: ReviewMark[] = [];
  if (parts.length === 1) {
    const rest = clean(text.replace(/^[\s-]+$/u, ''));
    if (rest) review.push({ place: 'components', reason: 'Không tách được bảng giấy tờ.', text: rest });
    return { groups: [], review };
  }
  const groups: PaperGroup[] = [];
  let title = heading(parts[0]!);
  let count = 0;
  parts.slice(1).forEach((part, index) => {
    const { rows, rest } = split(part);
    const components = rows.map((row) => {
      count++;
      return component(row, `${code}-GT${String(count).padStart(2, '0')}`, title, review);
    });
    groups.push({ title, components });
    title = heading(rest);
    if (index === parts.length - 2 && title) {
      review.push({ place: 'components', reason: 'Còn đoạn chưa rõ thuộc giấy tờ nào.', text: title });
    }
  });
  return { groups, review };
}

const heading = (text: string): string | null =>
  clean(text.replace(/[-\s]+$/u, '')).replace(/^[*\s]+/u, '') || null;

interface Row {
  text: string;
  originals: number;
  copies: number;
  /** The number runs into a figure at the end of the name. */
  blurred: boolean;
}

function split(part: string): { rows: Row[]; rest: string } {
  const rows: Row[] = [];
  let from = 0;
  for (const match of part.matchAll(QUANTITY)) {
    const digits = match[1]!;
    const blurred = digits.length > 1;
    const text = part.slice(from, match.index) + (blurred ? digits.slice(0, -1) : '');
    rows.push({
      text,
      originals: Number(digits.slice(-1)),
      // "1 bản sao1. Tờ khai": of two figures in a row the first is the number when the next row is numbered.
      copies: Number((match[2] ?? '0').slice(0, 1)),
      blurred: blurred || (match[2]?.length ?? 0) > 1,
    });
    from = match.index + match[0].length;
  }
  return { rows, rest: part.slice(from) };
}

const CONDITIONAL = /nếu có|trường hợp|đối với|trong đó|lưu ý/iu;

function component(row: Row, code: string, title: string | null, review: ReviewMark[]): Component {
  const { name, formName, unsure } = form(row.text);
  if (row.blurred) {
    mark(review, 'Số lượng dính liền với chữ số trong tên giấy tờ.', row.text, code);
  }
  if (unsure) mark(review, 'Chưa tách được tên tệp mẫu khỏi tên giấy tờ.', row.text, code);
  return componentOf({ ...row, name, formName, code, title }, review);
}

/** A paper of the source: required unless its name says otherwise. `title`: heading of its group. */
export function componentOf(
  paper: {
    code: string;
    name: string;
    formName: string | null;
    originals: number;
    copies: number;
    title: string | null;
  },
  review: ReviewMark[],
): Component {
  const { code, formName, originals, copies, title } = paper;
  const shown = clean(paper.name).replace(/^[-+*•–\s]+/u, '') || formName || '';
  if (!shown) mark(review, 'Giấy tờ không có tên.', `${originals} bản chính, ${copies} bản sao`, code);
  return {
    code,
    name: shown || 'Giấy tờ chưa rõ tên',
    originals,
    copies,
    required: originals + copies > 0 && !CONDITIONAL.test(shown),
    provide: title && /xuất trình/iu.test(title) ? 'present' : 'upload',
    ...(formName ? { formName } : {}),
  };
}

function mark(review: ReviewMark[], reason: string, text: string, code: string): void {
  review.push({ place: `components.${code}`, reason, text: clean(text) });
}

const FILE = /\.(?:docx?|pdf|xlsx?)/giu;
const FILE_NAMES = /.+?\.(?:docx?|pdf|xlsx?)/giu;

/** Places where a file's name may begin behind the name of a paper, the surest kind first. */
const OPENINGS = [
  /(?<=[^\s(])(?=M[ẫa]u(?:[ _\d]| số)|TK \d|\d\.\d{6})/gu,
  /(?<=[\p{Ll}.;:,)”"])(?=\p{Lu})/gu,
];

/**
 * Parts the name from the files of its form, which stand flush behind it ("… theo mẫuTK 1.002847.docx"). Certain when
 * there is one place where it can begin, or when all that follows the first such place is one word.
 */
function form(text: string): { name: string; formName: string | null; unsure: boolean } {
  const files = text.match(FILE_NAMES);
  const first = files?.[0];
  if (!first) return { name: text, formName: null, unsure: false };
  const at = openingOf(first);
  if (at === null) return { name: text, formName: null, unsure: true };
  const names = [first.slice(at), ...files.slice(1)];
  return { name: first.slice(0, at), formName: names.map(clean).join(', '), unsure: false };
}

function openingOf(first: string): number | null {
  const name = first.replace(FILE, '');
  for (const opening of OPENINGS) {
    const places = [...name.matchAll(opening)].map((match) => match.index);
    const [place] = places;
    if (place === undefined) continue;
    if (places.length > 1 && /\s/u.test(first.slice(place))) continue;
    // "…;2.Donxin.doc": the file's own number belongs to it.
    return place - (/(?<=[;.)\p{Ll}])\d{1,2}\.$/u.exec(name.slice(0, place))?.[0].length ?? 0);
  }
  return null;
}

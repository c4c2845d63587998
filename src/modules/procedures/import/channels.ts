import type { Channel, Fee, Limit, LimitUnit, ReviewMark } from '../../../core/procedure.ts';
import { clean, cleanLines } from '../../../core/text.ts';

const HEADER = 'Hình thức nộpThời gianPhí, lệ phíMô tả';
const CHANNEL: Record<string, Channel> = {
  'Trực tuyến': 'online',
  'Trực tiếp': 'counter',
  'Dịch vụ bưu chính': 'post',
};
const ROW =
  /(Trực tuyến|Dịch vụ bưu chính|Trực tiếp)(Không có thông tin|\d+(?:\.\d+)?(?: (?:Ngày làm việc|Ngày|Giờ làm việc|Giờ))?)(Không có thông tin|Miễn phí|[\d.,]+ (?:Việt Nam Đồng|VNĐ|[A-Z]{3}))/gu;

/** One row of the table "how to apply", each cell as the source writes it. */
export interface Row {
  channel: Channel;
  /** "5 Ngày làm việc", "Không có thông tin". */
  limit: string;
  /** "500,000 VNĐ", "Miễn phí", "Không có thông tin". */
  fee: string;
  /** In the brackets behind the fee. */
  feeNote: string;
  description: string;
}

export interface Channels {
  channels: Channel[];
  notes: Partial<Record<Channel, string>>;
  limits: Limit[];
  fees: Fee[];
  review: ReviewMark[];
}

/** Reads the flattened table of ways to apply: channel, time limit, fee, description, row after row. */
export function readChannels(text: string): Channels {
  const { rows, rest } = splitRows(text);
  const review: ReviewMark[] = [];
  if (rest)
    review.push({ place: 'channels', reason: 'Không tách được bảng cách thức thực hiện.', text: rest });
  return channelsOf(rows, review);
}

/** What the rows say, as far as it is certain; `review` takes the marks. */
export function channelsOf(rows: readonly Row[], review: ReviewMark[]): Channels {
  const notes: Partial<Record<Channel, string>> = {};
  for (const row of rows) {
    if (row.description === '' || notes[row.channel]?.includes(row.description)) continue;
    notes[row.channel] = [notes[row.channel], row.description].filter(Boolean).join('\n');
  }
  return {
    channels: [...new Set(rows.map((row) => row.channel))],
    notes,
    limits: limitsOf(rows, review),
    fees: feesOf(rows, review),
    review,
  };
}

/** The flattened table row by row, and what stands before its first row. */
export function splitRows(text: string): { rows: Row[]; rest: string } {
  const table = text.startsWith(HEADER) ? text.slice(HEADER.length) : text;
  const starts = [...table.matchAll(ROW)];
  const rows = starts.map((match, at): Row => {
    const end = starts[at + 1]?.index ?? table.length;
    const { inside, behind } = brackets(table.slice(match.index + match[0].length, end));
    return {
      channel: CHANNEL[match[1]!]!,
      limit: match[2]!,
      fee: match[3]!,
      feeNote: clean(inside),
      description: cleanLines(behind),
    };
  });
  return { rows, rest: clean(table.slice(0, starts[0]?.index ?? table.length)) };
}

/** The text in the brackets at the start, and what follows them; brackets that never close enclose everything. */
function brackets(text: string): { inside: string; behind: string } {
  if (!text.startsWith('(')) return { inside: '', behind: text };
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return { inside: text.slice(1, at), behind: text.slice(at + 1) };
  }
  return { inside: text.slice(1), behind: '' };
}

const UNITS: Record<string, LimitUnit> = {
  'Ngày làm việc': 'working_day',
  Ngày: 'calendar_day',
  'Giờ làm việc': 'working_hour',
};

function limitsOf(rows: readonly Row[], review: ReviewMark[]): Limit[] {
  const limits: Limit[] = [];
  for (const channel of new Set(rows.map((row) => row.channel))) {
    const own = rows.filter((row) => row.channel === channel);
    const cells = new Set(own.map((row) => row.limit));
    if (cells.size > 1) {
      const text = own.map((row) => [row.limit, row.description].filter(Boolean).join(': ')).join('\n');
      limits.push({ channel, amount: null, unit: 'working_day', note: text });
      mark(review, 'Có nhiều thời hạn, chưa rõ thời hạn nào cho trường hợp nào.', text);
      continue;
    }
    limits.push(limitOf(own[0]!, review));
  }
  return limits;
}

function limitOf({ channel, limit, description }: Row, review: ReviewMark[]): Limit {
  const match = /^(\d+(?:\.\d+)?)(?: (.+))?$/u.exec(limit);
  if (!match) {
    mark(review, 'Nguồn không ghi thời hạn.', description);
    return { channel, amount: null, unit: 'working_day', note: 'Chưa có thông tin về thời hạn' };
  }
  const [, amount, unitText] = match;
  const unit = UNITS[unitText ?? ''];
  if (!unit) {
    const reason = unitText
      ? 'Chưa rõ là giờ làm việc hay giờ liên tục.'
      : 'Thời hạn không có đơn vị (ngày hay ngày làm việc).';
    mark(review, reason, [limit, description].filter(Boolean).join('\n'));
    return {
      channel,
      amount: null,
      unit: unitText ? 'working_hour' : 'working_day',
      note: `Nguồn ghi “${limit}”`,
    };
  }
  const others = durations(description).filter((one) => one !== `${Number(amount)} ${unit}`);
  if (others.length > 0) {
    const agrees = others.length < durations(description).length;
    mark(
      review,
      agrees ? 'Phần mô tả nêu thêm thời hạn khác.' : 'Phần mô tả nêu thời hạn khác.',
      description,
    );
    if (!agrees) return { channel, amount: null, unit, note: `Nguồn ghi “${limit}”; mô tả nêu khác` };
  }
  return { channel, amount: Number(amount), unit };
}

/** Lengths of time named in a text, such as "5 working_day". */
function durations(text: string): string[] {
  const found = text.matchAll(/(\d+)\s*(?:\([^)]*\)\s*)?(ngày làm việc|ngày)(?!\s*(?:\d|tháng|ký))/giu);
  return [...found].map(
    (match) => `${Number(match[1])} ${match[2]!.toLowerCase() === 'ngày' ? 'calendar_day' : 'working_day'}`,
  );
}

function mark(review: ReviewMark[], reason: string, text: string, place = 'limits'): void {
  // The channels mostly repeat each other; one mark says it for all.
  if (!review.some((one) => one.place === place && one.reason === reason && one.text === text)) {
    review.push({ place, reason, text });
  }
}

function feesOf(rows: readonly Row[], review: ReviewMark[]): Fee[] {
  const fees: (Fee & { channels: Channel[] })[] = [];
  for (const row of rows) {
    const fee = feeOf(row, review);
    if (!fee) continue;
    const same = fees.find((one) => sameFee(one, fee));
    if (same) same.channels.push(row.channel);
    else fees.push({ ...fee, channels: [row.channel] });
  }
  const channels = new Set(rows.map((row) => row.channel));
  return fees.flatMap(({ channels: own, ...fee }, index) => {
    const coded = { ...fee, code: `phi-${index + 1}` };
    const everywhere = [...channels].every((channel) => own.includes(channel));
    return everywhere
      ? [coded]
      : [...new Set(own)].map((channel) => ({ ...coded, code: `${coded.code}-${channel}`, channel }));
  });
}

const sameFee = (a: Fee, b: Fee): boolean =>
  a.name === b.name &&
  a.kind === b.kind &&
  a.amount === b.amount &&
  a.per === b.per &&
  a.condition === b.condition;

const PROVINCE_SETS = /hội đồng nhân dân/iu;

function feeOf(row: Row, review: ReviewMark[]): Fee | null {
  const { fee, feeNote, description } = row;
  if (fee === 'Không có thông tin') {
    mark(review, 'Nguồn không ghi phí, lệ phí.', feeNote || description, 'fees');
    return null;
  }
  const facts = { code: '', ...named(feeNote) };
  const condition = feeNote && !isEmptyNote(feeNote) ? { condition: feeNote } : {};
  const unsure = (reason: string): Fee => {
    mark(review, reason, [fee, feeNote, description].filter(Boolean).join('\n'), 'fees');
    return { ...facts, amount: null, condition: feeNote || `Nguồn ghi “${fee}”` };
  };
  if (fee === 'Miễn phí' || fee.startsWith('0 ')) {
    if (PROVINCE_SETS.test(feeNote)) return { ...facts, amount: null, ...condition };
    if (condition.condition) return unsure('Ghi “Miễn phí” nhưng có ghi chú về mức thu.');
    if (amounts(description).length > 0) return unsure('Ghi “Miễn phí” nhưng phần mô tả nêu mức thu.');
    return { ...facts, amount: 0 };
  }
  const [figure = '', currency = ''] = fee.split(/ (.+)/u);
  const amount = Number(figure.replace(/[.,]/g, ''));
  if (currency !== 'VNĐ' && currency !== 'Việt Nam Đồng') return unsure(`Đơn vị tiền là “${currency}”.`);
  if (amount < 1000) return unsure('Số tiền quá nhỏ, có thể ghi theo nghìn đồng.');
  if (amounts(feeNote).some((other) => other !== amount)) return unsure('Ghi chú nêu mức thu khác.');
  if (/\d{1,2}\/\d{1,2}\/20\d\d|miễn|giảm/iu.test(feeNote)) return unsure('Mức thu thay đổi theo thời gian.');
  if (amounts(description).some((other) => other !== amount)) return unsure('Phần mô tả nêu mức thu khác.');
  if (!/phí/iu.test(feeNote)) mark(review, 'Chưa rõ là phí hay lệ phí.', fee, 'fees');
  const per = perOf(feeNote, amount);
  return { ...facts, amount, ...(per ? { per } : condition) };
}

/** What is paid for, when the note says only that: "/hồ sơ", "70.000 đồng/Giấy chứng nhận". */
function perOf(note: string, amount: number): string | null {
  const match = /^(?:([\d.]+) ?(?:đồng|đ))?\s*\/\s*([\p{L}\s]{2,40})\.?$/u.exec(
    note.replace(/^\((.*)\)$/u, '$1'),
  );
  if (!match || (match[1] && Number(match[1].replace(/\./g, '')) !== amount)) return null;
  return match[2]!.trim();
}

function named(note: string): { name: string; kind: Fee['kind'] } {
  const match = /^\(?(Lệ phí|Phí)((?:\s[\p{L},]+){0,14}?)\s*(?:[:(.]|là |\d|$)/u.exec(note);
  if (match) return { name: clean(match[1]! + match[2]!), kind: match[1] === 'Phí' ? 'fee' : 'charge' };
  return { name: 'Phí, lệ phí', kind: /lệ phí/iu.test(note) ? 'charge' : 'fee' };
}

const isEmptyNote = (note: string): boolean =>
  /^\(?(không quy định|không có|không|phí thẩm định|lệ phí cấp giấy chứng nhận)\)?[.\s]*$/iu.test(note);

/** Amounts of money named in a text, in đồng. */
function amounts(text: string): number[] {
  const found = text.matchAll(/(\d{1,3}(?:[.,]\d{3})+|\d{4,})\s*(?:đồng|đ(?![\p{L}])|vnđ)/giu);
  return [...found].map((match) => Number(match[1]!.replace(/[.,]/g, '')));
}

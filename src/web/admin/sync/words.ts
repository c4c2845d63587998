import { formatNumber } from '../../../core/money.ts';
import type { Outlook, Part, Run, Source } from '../../../modules/exchange/index.ts';

export const PART_NAMES: Record<Part, string> = {
  name: 'Tên thủ tục',
  field: 'Lĩnh vực',
  levels: 'Cấp thực hiện',
  subjects: 'Đối tượng thực hiện',
  decision: 'Quyết định công bố',
  summary: 'Nói gọn cho người dân',
  steps: 'Trình tự thực hiện',
  channels: 'Cách thực hiện',
  cases: 'Trường hợp, giấy tờ, thời hạn, phí',
  sets: 'Số bộ hồ sơ',
  results: 'Kết quả',
  conditions: 'Yêu cầu, điều kiện',
  legalBasis: 'Căn cứ pháp lý',
};

export const OUTLOOK_NAMES: Record<Outlook, string> = {
  new: 'Mới',
  changed: 'Có thay đổi',
  waiting: 'Còn phần chờ quyết định',
  retired: 'Không còn ở nguồn',
};

/** Addresses of the two sources. */
export const ADDRESS: Record<Source, string> = {
  procedures: '/quan-tri/dong-bo',
  catalogues: '/quan-tri/dong-bo/dung-chung',
};

export const SOURCE_NAMES: Record<Source, string> = {
  procedures: 'Thủ tục',
  catalogues: 'Danh mục dùng chung',
};

/** What a source can bring; whatever is not a procedure is taken as a whole. */
export const OUTLOOKS: Record<Source, readonly Outlook[]> = {
  procedures: ['new', 'changed', 'waiting', 'retired'],
  catalogues: ['new', 'changed', 'retired'],
};

/** Outlook in an address. */
export const OUTLOOK_KEYS: Record<string, Outlook> = {
  moi: 'new',
  'thay-doi': 'changed',
  'con-phan': 'waiting',
  bo: 'retired',
};
export const keyOf = (outlook: Outlook): string =>
  Object.entries(OUTLOOK_KEYS).find(([, one]) => one === outlook)![0];

const STATES: Record<Run['state'], string> = {
  queued: 'Đang chờ',
  running: 'Đang chạy',
  done: 'Xong',
  failed: 'Không xong',
};

export const stateWord = (run: Run): string => STATES[run.state];

export const kindWord = (run: Run): string =>
  run.kind === 'accept' ? 'Áp dụng' : run.by ? 'Lấy về' : 'Lấy về hằng đêm';

const COUNTS: [string, string][] = [
  ['new', 'mới'],
  ['changed', 'thay đổi'],
  ['retired', 'không còn ở nguồn'],
  ['accepted', 'đã nhận'],
  ['waiting', 'còn phần chờ quyết định'],
  ['again', 'xem lại'],
  ['same', 'không có gì mới'],
  ['faulty', 'lỗi'],
];

/** What is said otherwise of an acceptance. */
const ACCEPTED: Record<string, string> = { retired: 'đã ngừng', waiting: 'đã nhận, còn phần chờ quyết định' };

/** "3 mới, 1 thay đổi, 792 không có gì mới" */
export function countWords(run: Run): string {
  const words = COUNTS.filter(([key]) => run.counts[key]).map(([key, word]) => {
    return `${formatNumber(run.counts[key]!)} ${(run.kind === 'accept' && ACCEPTED[key]) || word}`;
  });
  return words.join(', ') || (run.state === 'done' ? 'Không có gì thay đổi' : '');
}

/** "2,4 giây", "3 phút" */
export function durationWord(run: Run): string {
  if (!run.startedAt || !run.finishedAt) return '';
  const seconds = (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000;
  if (seconds < 90) return `${formatNumber(Math.round(seconds * 10) / 10)} giây`;
  return `${formatNumber(Math.round(seconds / 60))} phút`;
}

export const isLive = (run: Run | undefined): boolean => run?.state === 'queued' || run?.state === 'running';

import { FINAL_STATUSES, statusLabel } from './catalogue.ts';
import { APPENDIX_ROWS, REQUIRED_CHANGES } from './appendix.ts';
import { nextStatuses, type Chart, type ChartEdge } from './chart.ts';
import { STATUSES, type Status } from './types.ts';

/** A fault of a chart; each one keeps it from being saved. */
export interface ChartMessage {
  rule: 'unknown' | 'repeated' | 'final' | 'order' | 'required' | 'unreachable' | 'stranded';
  /** The change or the status it is about. */
  from?: Status | null;
  to?: Status;
  /** Vietnamese, names the fault and the remedy. */
  message: string;
}

/** A status of an agency's own, shown beside the one of Appendix I that it belongs under. */
export interface DetailedStatus {
  code: string;
  under: Status;
  label: string;
}

/**
 * Where a dossier may come from, after the order of Appendix I: reception gives its three answers, a supplement follows
 * a request, handling follows acceptance, the return follows the result. An administrator chooses within this.
 */
const ENTERED_FROM: Record<Status, { from: readonly (Status | null)[]; because: string }> = {
  submitted: { from: [null, 'withdrawn'], because: 'là trạng thái lúc nộp hồ sơ trực tuyến' },
  supplement_requested: {
    from: [null, 'submitted', 'supplemented', 'in_progress'],
    because: 'chỉ có khi tiếp nhận hoặc đang giải quyết hồ sơ',
  },
  supplemented: { from: ['supplement_requested'], because: 'chỉ có sau khi được yêu cầu bổ sung' },
  refused: {
    from: [null, 'submitted', 'supplement_requested', 'supplemented'],
    because: 'là kết quả của bước tiếp nhận; hồ sơ đã tiếp nhận thì dùng “Dừng xử lý”',
  },
  accepted: {
    from: [null, 'submitted', 'supplemented'],
    because: 'là kết quả của bước tiếp nhận',
  },
  in_progress: {
    from: ['accepted', 'supplemented', 'payment_required', 'done'],
    because: 'chỉ có sau khi hồ sơ được tiếp nhận',
  },
  payment_required: {
    from: ['accepted', 'supplemented', 'in_progress', 'done'],
    because: 'chỉ có sau khi hồ sơ được tiếp nhận',
  },
  stopped: {
    from: ['supplement_requested', 'supplemented', 'accepted', 'in_progress', 'payment_required'],
    because: 'là kết quả của bước giải quyết',
  },
  withdrawn: {
    from: [
      'submitted',
      'supplement_requested',
      'supplemented',
      'accepted',
      'in_progress',
      'payment_required',
    ],
    because: 'chỉ có khi hồ sơ chưa có kết quả',
  },
  done: { from: ['accepted', 'in_progress', 'payment_required'], because: 'chỉ có sau khi giải quyết' },
  returned: { from: ['done'], because: 'chỉ có sau khi đã xử lý xong' },
};

/**
 * What is wrong with a chart of status changes; empty when it may be used. A chart is refused when a dossier could get
 * stuck (no way to a final status), when a status of Appendix I can never be shown, or when it contradicts the order of
 * Appendix I (criteria II.4.1, II.4.2).
 */
export function checkChart(chart: Chart): ChartMessage[] {
  const known = chart.filter(isKnown);
  return [
    ...chart.filter((edge) => !isKnown(edge)).map(unknownMessage),
    ...repeated(known),
    ...known.flatMap(orderMessage),
    ...REQUIRED_CHANGES.filter(({ from, to }) => !has(known, from, to)).map(requiredMessage),
    ...reachability(known),
  ];
}

/** Whether Appendix I needs a change, leaves it free, or has no place for it. */
export function changeKind({ from, to }: ChartEdge): 'required' | 'free' | 'impossible' {
  if (REQUIRED_CHANGES.some((edge) => edge.from === from && edge.to === to)) return 'required';
  return orderMessage({ from, to }).length === 0 ? 'free' : 'impossible';
}

/** What is wrong with the detailed statuses under those of Appendix I; empty when they may be used. */
export function checkDetails(details: readonly DetailedStatus[]): string[] {
  const messages: string[] = [];
  const seen = new Set<string>(STATUSES);
  const labels = new Set(STATUSES.map((status) => statusLabel(status).toLocaleLowerCase('vi')));
  for (const { code, under, label } of details) {
    const name = label.trim() || code;
    if (!/^[a-z][a-z0-9_]*$/.test(code))
      messages.push(`Mã “${code}” chỉ được gồm chữ thường không dấu, số và dấu gạch dưới.`);
    if (seen.has(code)) messages.push(`Mã “${code}” đã có. Đặt mã khác cho “${name}”.`);
    if (!STATUSES.includes(under))
      messages.push(`“${name}” phải thuộc một trạng thái của Phụ lục I. Chọn lại.`);
    if (label.trim() === '') messages.push(`Nhập tên hiển thị cho trạng thái có mã “${code}”.`);
    const shown = label.trim().normalize('NFC').toLocaleLowerCase('vi');
    if (shown !== '' && labels.has(shown))
      messages.push(`Tên “${name}” đã có. Đặt tên khác để phân biệt được.`);
    seen.add(code);
    labels.add(shown);
  }
  return messages;
}

function isKnown(edge: ChartEdge): boolean {
  return (edge.from === null || STATUSES.includes(edge.from)) && STATUSES.includes(edge.to);
}

function unknownMessage({ from, to }: ChartEdge): ChartMessage {
  const message = `“${from ?? 'Bắt đầu'} → ${to}” có trạng thái không có trong danh mục. Bỏ dòng này.`;
  return { rule: 'unknown', message };
}

function repeated(chart: Chart): ChartMessage[] {
  return chart
    .filter(({ from, to }, index) => chart.findIndex((edge) => edge.from === from && edge.to === to) < index)
    .map(({ from, to }) => ({
      rule: 'repeated',
      from,
      to,
      message: `${arrow(from, to)} có hai lần. Bỏ một dòng.`,
    }));
}

function orderMessage({ from, to }: ChartEdge): ChartMessage[] {
  const restored = from === 'withdrawn' && to === 'submitted';
  if (from !== null && FINAL_STATUSES.includes(from) && !restored) {
    const message = `“${statusLabel(from)}” là trạng thái kết thúc. Bỏ đường đi ${arrow(from, to)}.`;
    return [{ rule: 'final', from, to, message }];
  }
  const entered = ENTERED_FROM[to];
  if (entered.from.includes(from)) return [];
  const row = APPENDIX_ROWS[to] && ` (${APPENDIX_ROWS[to]})`;
  const message = `Phụ lục I không có ${arrow(from, to)}: “${statusLabel(to)}”${row} ${entered.because}. Bỏ đường đi này.`;
  return [{ rule: 'order', from, to, message }];
}

function requiredMessage({ from, to, row }: (typeof REQUIRED_CHANGES)[number]): ChartMessage {
  const message = `Phụ lục I (${row}) cần ${arrow(from, to)}. Mở lại đường đi này.`;
  return { rule: 'required', from, to, message };
}

function reachability(chart: Chart): ChartMessage[] {
  const entered = reach(chart, null, 'forward');
  const unreachable = STATUSES.filter((status) => !entered.has(status) && status !== 'withdrawn').map(
    (status): ChartMessage => ({
      rule: 'unreachable',
      to: status,
      message: `Không hồ sơ nào tới được “${statusLabel(status)}”. Mở một đường đi tới trạng thái này.`,
    }),
  );
  const ends = new Set(FINAL_STATUSES.flatMap((status) => [...reach(chart, status, 'backward'), status]));
  const stranded = STATUSES.filter((status) => entered.has(status) && !ends.has(status)).map(
    (status): ChartMessage => ({
      rule: 'stranded',
      from: status,
      message: `Hồ sơ ở “${statusLabel(status)}” không có đường nào tới trạng thái kết thúc. Mở một đường đi ra.`,
    }),
  );
  return [...unreachable, ...stranded];
}

/** How many running dossiers stand at a status, before or after their acceptance. */
export interface StatusCount {
  status: Status;
  accepted: boolean;
  dossiers: number;
}

/**
 * Which of the dossiers that run now could never end under a chart: what a check of the chart alone does not see,
 * because a dossier may stand where nobody enters any more.
 */
export function strandedDossiers(chart: Chart, running: readonly StatusCount[]): ChartMessage[] {
  return running
    .filter(({ status, accepted, dossiers }) => dossiers > 0 && !mayEnd(chart, status, accepted))
    .map(({ status, accepted, dossiers }) => ({
      rule: 'stranded',
      from: status,
      message:
        `${dossiers} hồ sơ đang ở “${statusLabel(status)}” (${accepted ? 'đã' : 'chưa'} tiếp nhận) sẽ không còn đường ` +
        'nào tới trạng thái kết thúc. Mở một đường đi ra.',
    }));
}

function mayEnd(chart: Chart, status: Status, accepted: boolean): boolean {
  const seen = new Set<string>();
  const open = [{ status, accepted }];
  for (let at = open.pop(); at; at = open.pop()) {
    if (FINAL_STATUSES.includes(at.status)) return true;
    const key = `${at.status} ${at.accepted}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const next of nextStatuses(chart, at.status, at))
      open.push({ status: next, accepted: at.accepted || next === 'accepted' });
  }
  return false;
}

function reach(chart: Chart, start: Status | null, way: 'forward' | 'backward'): Set<Status | null> {
  const found = new Set<Status | null>();
  const queue: (Status | null)[] = [start];
  while (queue.length > 0) {
    const here = queue.pop()!;
    for (const { from, to } of chart) {
      const [source, target] = way === 'forward' ? [from, to] : [to, from];
      if (source !== here || found.has(target)) continue;
      found.add(target);
      queue.push(target);
    }
  }
  return found;
}

function has(chart: Chart, from: Status | null, to: Status): boolean {
  return chart.some((edge) => edge.from === from && edge.to === to);
}

function arrow(from: Status | null, to: Status): string {
  return `“${from === null ? 'Bắt đầu' : statusLabel(from)} → ${statusLabel(to)}”`;
}

import type { ActorRule, Allowance, Flow, FlowNode, StepKind } from '../../core/flow/types.ts';
import { formatNumber } from '../../core/money.ts';
import { ROLE_LABELS, type Role } from '../../core/permission/index.ts';
import type { FlowChoices } from '../../modules/flows/index.ts';

export const STEP_WORDS: Record<StepKind, string> = {
  reception: 'Tiếp nhận',
  assign: 'Phân công',
  process: 'Thụ lý, thẩm định',
  approve: 'Duyệt',
  sign: 'Ký kết quả',
  issue: 'Vào sổ, phát hành',
  return: 'Trả kết quả',
};

export const ALLOWANCE_WORDS: Record<Allowance, string> = {
  supplement: 'Yêu cầu bổ sung',
  consult: 'Xin ý kiến',
  extend: 'Gia hạn',
  delegate: 'Ủy quyền',
};

export const ACTOR_WORDS: Record<ActorRule['kind'], string> = {
  unit: 'Mọi người của đơn vị',
  position: 'Người giữ chức vụ trong đơn vị',
  group: 'Nhóm cán bộ',
  person: 'Một người',
  performer: 'Người đã làm một bước trước',
  chosen: 'Người chuyển hồ sơ chọn',
};

/** Roles that hold steps. */
export const STEP_ROLES: Role[] = ['counter', 'head', 'officer', 'leader', 'clerk'];

export const NODE_WORDS: Partial<Record<FlowNode['kind'], string>> = {
  start: 'Lối vào',
  end: 'Kết thúc',
  errorEnd: 'Kết thúc lỗi',
  terminateEnd: 'Kết thúc toàn bộ',
  exclusive: 'Rẽ nhánh',
  parallel: 'Song song',
  inclusive: 'Rẽ nhiều nhánh',
  subProcess: 'Quy trình con',
  serviceTask: 'Việc tự động',
  callActivity: 'Gọi thủ tục khác',
  timerCatch: 'Hẹn giờ',
  timerBoundary: 'Hẹn giờ trên biên',
  errorBoundary: 'Đón lỗi',
};

/** "480 phút = 1 ngày làm việc", "90 phút = 1 giờ 30 phút". */
export function minutesWords(minutes: number): string {
  return `${formatNumber(minutes)} phút = ${daysWords(minutes)}`;
}

/** Working minutes in days of eight hours, hours and minutes. */
export function daysWords(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 480), Math.floor((minutes % 480) / 60), minutes % 60];
  const parts = [
    days > 0 && `${formatNumber(days)} ngày làm việc`,
    hours > 0 && `${hours} giờ`,
    rest > 0 && `${rest} phút`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : '0 phút';
}

/** How an element is called in lists: its name, or its kind and id. */
export const nodeName = (node: FlowNode): string =>
  node.name || `${NODE_WORDS[node.kind] ?? 'Bước'} (${node.id})`;

/** Who does a step, as its rule says: "Trưởng phòng · Tư pháp – Hộ tịch". */
export function ruleWords(
  flow: Flow,
  node: FlowNode,
  choices: Pick<FlowChoices, 'units' | 'officers' | 'agencies' | 'groups'>,
): string {
  const rule = node.actor;
  if (!rule) return '';
  const unit = choices.units.find((one) => one.value === rule.unit)?.label ?? rule.unit ?? '';
  const role = rule.role ? (ROLE_LABELS[rule.role as Role] ?? rule.role) : '';
  const agency =
    rule.agency === 'reception'
      ? 'nơi tiếp nhận'
      : rule.agency === 'handling'
        ? ''
        : (choices.agencies.find((one) => one.value === rule.agency)?.label ?? rule.agency);
  const place = [unit, agency].filter(Boolean).join(', ');
  switch (rule.kind) {
    case 'unit':
    case 'position':
      return [role, place || 'đơn vị thụ lý'].filter(Boolean).join(' · ');
    case 'group':
      return `Nhóm ${choices.groups.find((one) => one.value === rule.ref)?.label ?? rule.ref ?? ''}`;
    case 'person':
      return choices.officers.find((one) => one.value === rule.ref)?.label ?? rule.ref ?? '';
    case 'performer':
      return `Người đã làm “${flow.nodes[rule.ref ?? '']?.name ?? rule.ref ?? ''}”`;
    case 'chosen':
      return [`Người chuyển chọn`, [role, place].filter(Boolean).join(', ')].filter(Boolean).join(': ');
  }
}

/** Whether a start event is the portal's: as dossiers are put at their start. */
export const isPortalStart = (node: FlowNode): boolean => /trực tuyến|trên mạng|cổng/i.test(node.name);

/** Nodes in reading order: along the paths from the starts, what nothing leads to at the end. */
export function inOrder(flow: Flow): FlowNode[] {
  const nodes = Object.values(flow.nodes);
  const seen = new Set<string>();
  const queue = nodes.filter((node) => node.kind === 'start' && node.scope === null).map((node) => node.id);
  const order: FlowNode[] = [];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const node = flow.nodes[id];
    if (!node || seen.has(id)) continue;
    seen.add(id);
    order.push(node);
    queue.push(...node.outgoing.flatMap((edge) => flow.edges[edge]?.target ?? []));
    queue.push(...nodes.filter((one) => one.attachedTo === id || one.scope === id).map((one) => one.id));
  }
  return [...order, ...nodes.filter((node) => !seen.has(node.id))];
}

import { formatNumber } from '../../../core/money.ts';
import { ACTION_LABELS, ROLE_LABELS, type Action } from '../../../core/permission/index.ts';
import type { FlowNode } from '../../../core/flow/types.ts';
import type { DossierPage, TaskView } from '../../../modules/dossiers/index.ts';

/** Acts of the trace in the words of the office; the rest from the labels of the acts. */
const TITLES: Record<string, string> = {
  submit: 'Nộp hồ sơ trực tuyến',
  refuse: 'Không tiếp nhận',
  supplement: 'Bổ sung hồ sơ',
  complete: 'Trình, chuyển bước tiếp theo',
  withdraw: 'Rút hồ sơ',
  answer: 'Trả lời ý kiến',
  issue: 'Cấp số, phát hành kết quả',
  finish: 'Xử lý xong',
  comment: 'Ghi ý kiến',
  extend: 'Xin lỗi, hẹn lại ngày trả',
  migrate: 'Chuyển sang bản mới của quy trình',
  reschedule: 'Tính lại hạn trả theo lịch làm việc',
  'move-agency': 'Chuyển cơ quan giải quyết',
};

export function traceTitle(action: string): string {
  const text = TITLES[action] ?? ACTION_LABELS[action as Action] ?? action;
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** "Đỗ Quang Huy · Phòng Quản lý xây dựng": who holds a task, as far as it is known. */
export function holderWords(view: Pick<DossierPage, 'directory'>, task: TaskView): string {
  const unit = task.unit_id === null ? undefined : view.directory.unitById(task.unit_id);
  const agency = view.directory.agencyById(task.agency_id);
  const person = task.assigneeName ?? (task.role && ROLE_LABELS[task.role]);
  return [person, unit?.name ?? agency?.shortName].filter(Boolean).join(' · ');
}

/** Who will do a step that has not come yet. */
export function actorWords(view: DossierPage, node: FlowNode): string {
  const { directory, dossier } = view;
  const rule = node.actor;
  if (rule?.kind === 'performer') {
    const task = view.tasks.findLast((one) => one.node === rule.ref);
    const person = task && (task.closedByName ?? task.assigneeName);
    if (person) return person;
    const before = view.flow.nodes[rule.ref ?? ''];
    return before ? `Người đã ${lower(before.name)}` : '';
  }
  const agencyId = rule?.agency === 'reception' ? dossier.reception_agency_id : dossier.agency_id;
  const unit = rule?.unit ? directory.unit(agencyId, rule.unit) : undefined;
  return unit?.name ?? directory.agencyById(agencyId)?.shortName ?? '';
}

/** "16 giờ", "30 phút", "7 giờ 30 phút" of working time. */
export function minutesText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${formatNumber(hours)} giờ`, rest > 0 && `${rest} phút`].filter(Boolean).join(' ');
}

const lower = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

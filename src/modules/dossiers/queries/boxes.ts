import type { StepKind } from '../../../core/flow/types.ts';
import type { OfficerActor } from '../../../core/permission/index.ts';
import type { Status } from '../../../core/status/index.ts';
import type { PositionRole } from '../../../platform/database/schema.ts';

/** A box of a desk: whose it is, and what lies in it. */
export interface Box {
  code: string;
  label: string;
  /** Roles on whose desk it stands. */
  roles: PositionRole[];
  /** By status, for the counter's boxes. */
  statuses?: Status[];
  accepted?: boolean;
  /** By open task, for the boxes of those who work on dossiers. */
  steps?: StepKind[];
  kind?: 'step' | 'consult';
  /**
   * mine: my tasks, and those of my unit that nobody has taken · unit: all of my units · done: that I closed ·
   * named: that the flow gives to me or to a group of mine, in whatever unit.
   */
  whose?: 'mine' | 'unit' | 'done' | 'named';
  paused?: boolean;
  late?: boolean;
  /** Of the dossier, for boxes by task. */
  dossierStatus?: Status;
  /** How I closed the task. */
  outcome?: string;
  /** What lies in it waits for whoever sits at the desk. */
  todo?: boolean;
}

/** All boxes, in the order of the desk. Labels are what officials read. */
export const BOXES: Box[] = [
  { code: 'cho-tiep-nhan', label: 'Chờ tiếp nhận', roles: ['counter'], statuses: ['submitted'], todo: true },
  {
    code: 'da-bo-sung',
    label: 'Đã bổ sung, chờ tiếp nhận',
    roles: ['counter'],
    statuses: ['supplemented'],
    accepted: false,
    todo: true,
  },
  {
    code: 'cho-chuyen',
    label: 'Đã tiếp nhận, chờ chuyển',
    roles: ['counter'],
    statuses: ['accepted'],
    todo: true,
  },
  {
    code: 'cho-bo-sung',
    label: 'Chờ người nộp bổ sung',
    roles: ['counter'],
    statuses: ['supplement_requested'],
  },
  {
    code: 'dang-xu-ly',
    label: 'Đang xử lý',
    roles: ['counter'],
    statuses: ['in_progress', 'payment_required', 'supplemented'],
    accepted: true,
  },
  { code: 'cho-tra', label: 'Chờ trả kết quả', roles: ['counter'], statuses: ['done'], todo: true },
  { code: 'tu-choi', label: 'Không tiếp nhận', roles: ['counter'], statuses: ['refused'] },
  { code: 'da-tra', label: 'Đã trả kết quả', roles: ['counter'], statuses: ['returned'] },
  {
    code: 'cho-phan-cong',
    label: 'Chờ phân công',
    roles: ['head'],
    steps: ['assign'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'viec',
    label: 'Chờ tôi xử lý',
    roles: ['officer', 'head'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    todo: true,
    paused: false,
  },
  {
    code: 'cho-y-kien',
    label: 'Được xin ý kiến',
    roles: ['officer', 'head'],
    kind: 'consult',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'viec-cho-bo-sung',
    label: 'Chờ người nộp bổ sung',
    roles: ['officer'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    paused: true,
  },
  {
    code: 'viec-da-bo-sung',
    label: 'Đã bổ sung, xử lý tiếp',
    roles: ['officer'],
    steps: ['process'],
    kind: 'step',
    whose: 'mine',
    dossierStatus: 'supplemented',
  },
  {
    code: 'cho-duyet',
    label: 'Chờ tôi duyệt',
    roles: ['head'],
    steps: ['approve'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'cua-phong',
    label: 'Phòng đang xử lý',
    roles: ['head'],
    steps: ['process', 'approve'],
    kind: 'step',
    whose: 'unit',
  },
  {
    code: 'phong-qua-han',
    label: 'Phòng để quá hạn',
    roles: ['head'],
    steps: ['assign', 'process', 'approve'],
    kind: 'step',
    whose: 'unit',
    late: true,
  },
  {
    code: 'cho-ky',
    label: 'Chờ ký',
    roles: ['leader'],
    steps: ['sign'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'cho-phat-hanh',
    label: 'Chờ cấp số, đóng dấu',
    roles: ['clerk'],
    steps: ['issue'],
    kind: 'step',
    whose: 'mine',
    todo: true,
  },
  {
    code: 'da-ky',
    label: 'Đã ký',
    roles: ['leader'],
    steps: ['sign'],
    kind: 'step',
    whose: 'done',
    outcome: 'signed',
  },
  {
    code: 'da-tra-lai',
    label: 'Đã trả lại',
    roles: ['leader', 'head'],
    kind: 'step',
    whose: 'done',
    outcome: 'sent-back',
  },
  {
    code: 'dich-danh',
    label: 'Giao đích danh hoặc theo nhóm',
    roles: ['officer', 'head', 'leader', 'clerk'],
    kind: 'step',
    whose: 'named',
    todo: true,
  },
  {
    code: 'da-xu-ly',
    label: 'Đã tham gia xử lý',
    roles: ['officer', 'head', 'leader', 'clerk'],
    kind: 'step',
    whose: 'done',
  },
];

/** Boxes on the desk of somebody with these roles; what the flow gives to groups lies on the desks of all members. */
export function boxesOf(actor: OfficerActor): Box[] {
  const roles = new Set(actor.positions.map((position) => position.role));
  return BOXES.filter(
    (box) =>
      box.roles.some((role) => roles.has(role as PositionRole)) ||
      (box.whose === 'named' && actor.groups.length > 0),
  );
}

import { elementIn, elementsIn, textIn } from './moddle.ts';
import type { BpmnElement } from './moddle.ts';
import { ALLOWANCES, STEP_KINDS } from './types.ts';
import type { ActorRule, Allowance, FlowNode, StepKind } from './types.ts';

/** What each kind of actor rule must name. */
const ACTOR_NEEDS: Record<ActorRule['kind'], ('unit' | 'role' | 'ref')[]> = {
  unit: ['unit'],
  position: ['role'],
  group: ['ref'],
  person: ['ref'],
  performer: ['ref'],
  chosen: [],
};

export interface StepReading {
  step: Pick<FlowNode, 'step' | 'minutes' | 'actor' | 'allows' | 'status' | 'makes'>;
  /** Vietnamese, each continuing "Bước … ". */
  faults: { rule: string; text: string }[];
}

/** Reads the Một Cửa attributes of a user task. A step without a kind is one of processing. */
export function readStep(element: BpmnElement): StepReading {
  const faults: StepReading['faults'] = [];
  const kind = textIn(element, 'motcua:step') || 'process';
  if (!isOneOf(STEP_KINDS, kind)) {
    faults.push({
      rule: 'step-kind',
      text: `có loại bước “${kind}” không hiểu được. Hãy dùng: ${STEP_KINDS.join(', ')}.`,
    });
  }
  const allows = textIn(element, 'motcua:allows').split(' ').filter(Boolean);
  for (const name of allows) {
    if (isOneOf(ALLOWANCES, name)) continue;
    faults.push({
      rule: 'allows',
      text: `cho phép việc “${name}” không hiểu được. Hãy dùng: ${ALLOWANCES.join(', ')}.`,
    });
  }
  const minutes = readMinutes(element);
  if (Number.isNaN(minutes)) {
    faults.push({
      rule: 'minutes',
      text: 'có thời hạn không phải là số phút nguyên từ 1 trở lên. Hãy ghi lại, ví dụ 480.',
    });
  }
  const actor = readActor(element, faults);
  return {
    faults,
    step: {
      step: kind as StepKind,
      minutes,
      actor,
      allows: allows as Allowance[],
      ...optional('status', textIn(element, 'motcua:status')),
      ...optional('makes', textIn(element, 'motcua:makes')),
    },
  };
}

/** Minutes of an activity: null when not given, NaN when not a whole number of at least 1. */
export function readMinutes(element: BpmnElement): number | null {
  const text = textIn(element, 'motcua:minutes');
  if (text === '') return null;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
}

function readActor(element: BpmnElement, faults: StepReading['faults']): ActorRule | null {
  const extensions = elementIn(element, 'extensionElements');
  const actors = extensions
    ? elementsIn(extensions, 'values').filter((one) => one.$type === 'motcua:Actor')
    : [];
  const [actor] = actors;
  if (!actor) return null;
  if (actors.length > 1)
    faults.push({ rule: 'actor', text: 'có nhiều quy tắc người thực hiện. Hãy giữ lại một.' });
  const kind = textIn(actor, 'kind');
  if (!isOneOf(Object.keys(ACTOR_NEEDS) as ActorRule['kind'][], kind)) {
    faults.push({
      rule: 'actor',
      text: `có loại người thực hiện “${kind}” không hiểu được. Hãy chọn lại người thực hiện.`,
    });
    return null;
  }
  for (const name of ACTOR_NEEDS[kind]) {
    if (!textIn(actor, name))
      faults.push({ rule: 'actor', text: `chưa nêu đủ người thực hiện (thiếu “${name}”). Hãy chọn lại.` });
  }
  return {
    kind,
    agency: textIn(actor, 'agency') || 'handling',
    ...optional('unit', textIn(actor, 'unit')),
    ...optional('role', textIn(actor, 'role')),
    ...optional('ref', textIn(actor, 'ref')),
  };
}

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  list.includes(value as T);

const optional = <K extends string>(key: K, value: string): { [P in K]?: string } =>
  (value ? { [key]: value } : {}) as { [P in K]?: string };

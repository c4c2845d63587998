import { elementIn, elementsIn, textIn } from './moddle.ts';
import type { BpmnElement } from './moddle.ts';
import { NODE_NAMES } from './messages.ts';
import { durationMinutes } from './path.ts';
import type { FlowNode, NodeKind } from './types.ts';

/** How one BPMN element is run, or why it is not. */
export type Reading =
  | { kind: NodeKind; more?: Partial<FlowNode>; warning?: { rule: string; text: string } }
  | { refused: string; remedy: string };

const TASKS: Record<string, { kind: NodeKind; name: string }> = {
  'bpmn:Task': { kind: 'userTask', name: 'bước (task)' },
  'bpmn:UserTask': { kind: 'userTask', name: NODE_NAMES.userTask },
  'bpmn:ManualTask': { kind: 'userTask', name: 'bước làm tay (manual task)' },
  'bpmn:ServiceTask': { kind: 'serviceTask', name: NODE_NAMES.serviceTask },
  'bpmn:ScriptTask': { kind: 'serviceTask', name: 'việc chạy mã lệnh (script task)' },
  'bpmn:SendTask': { kind: 'serviceTask', name: 'việc gửi tin (send task)' },
  'bpmn:ReceiveTask': { kind: 'serviceTask', name: 'việc nhận tin (receive task)' },
  'bpmn:BusinessRuleTask': { kind: 'serviceTask', name: 'việc theo bảng quy tắc (business rule task)' },
  'bpmn:CallActivity': { kind: 'callActivity', name: NODE_NAMES.callActivity },
  'bpmn:SubProcess': { kind: 'subProcess', name: NODE_NAMES.subProcess },
};

const GATEWAYS: Record<string, Reading> = {
  'bpmn:ExclusiveGateway': { kind: 'exclusive' },
  'bpmn:ParallelGateway': { kind: 'parallel' },
  'bpmn:InclusiveGateway': { kind: 'inclusive' },
  'bpmn:EventBasedGateway': {
    refused: 'cổng theo sự kiện (event-based gateway)',
    remedy: 'Hãy dùng một bước với hẹn giờ trên biên, hoặc cổng độc quyền có điều kiện.',
  },
  'bpmn:ComplexGateway': {
    refused: 'cổng phức tạp (complex gateway)',
    remedy: 'Hãy dùng cổng bao gồm hoặc cổng song song.',
  },
};

const EVENT_PLACES: Record<string, { name: string; english: string }> = {
  'bpmn:StartEvent': { name: 'sự kiện bắt đầu', english: 'start event' },
  'bpmn:EndEvent': { name: 'sự kiện kết thúc', english: 'end event' },
  'bpmn:IntermediateCatchEvent': { name: 'sự kiện chờ giữa chừng', english: 'intermediate catch event' },
  'bpmn:IntermediateThrowEvent': { name: 'sự kiện phát giữa chừng', english: 'intermediate throw event' },
  'bpmn:BoundaryEvent': { name: 'sự kiện trên biên', english: 'boundary event' },
};

const EVENT_KINDS: Record<string, { name: string; english: string; remedy?: string }> = {
  none: { name: 'thường', english: 'none' },
  message: { name: 'thông điệp', english: 'message' },
  timer: { name: 'hẹn giờ', english: 'timer' },
  error: { name: 'lỗi', english: 'error' },
  terminate: { name: 'kết thúc toàn bộ', english: 'terminate' },
  signal: {
    name: 'tín hiệu',
    english: 'signal',
    remedy: 'Hãy nối thẳng bằng đường nối, hoặc dùng việc tự động để báo tin.',
  },
  conditional: {
    name: 'điều kiện',
    english: 'conditional',
    remedy: 'Hãy dùng cổng độc quyền có điều kiện sau một bước.',
  },
  escalation: {
    name: 'báo cấp trên',
    english: 'escalation',
    remedy: 'Hãy dùng hẹn giờ trên biên hoặc một bước báo cáo.',
  },
  compensate: {
    name: 'bù trừ',
    english: 'compensation',
    remedy: 'Hãy vẽ các bước khắc phục như một nhánh thường.',
  },
  cancel: {
    name: 'hủy giao dịch',
    english: 'cancel',
    remedy: 'Hãy dùng kết thúc lỗi và sự kiện đón lỗi trên biên.',
  },
  link: { name: 'liên kết', english: 'link', remedy: 'Hãy nối hai nơi bằng một đường nối.' },
  multiple: {
    name: 'nhiều loại',
    english: 'multiple',
    remedy: 'Hãy tách thành nhiều sự kiện, mỗi sự kiện một loại.',
  },
};

/** Types that stand in a process but carry no token. */
export const SILENT = /^bpmn:(DataObject|DataObjectReference|DataStoreReference)$/;

/** Tells how a flow node of the drawing is run. Pure reading: connections and extensions are looked at elsewhere. */
export function readElement(element: BpmnElement): Reading {
  const type = element.$type;
  const task = TASKS[type];
  if (task) return readActivity(element, task);
  if (GATEWAYS[type]) return GATEWAYS[type];
  if (EVENT_PLACES[type]) return readEvent(element, EVENT_PLACES[type]);
  if (type === 'bpmn:Transaction') {
    return {
      refused: 'giao dịch (transaction)',
      remedy: 'Hãy dùng quy trình con với kết thúc lỗi và sự kiện đón lỗi trên biên.',
    };
  }
  if (type === 'bpmn:AdHocSubProcess') {
    return {
      refused: 'quy trình con tùy ứng (ad-hoc sub-process)',
      remedy: 'Hãy vẽ rõ thứ tự các bước, hoặc cho phép “Xin ý kiến” ở bước.',
    };
  }
  return { refused: type.replace(/^.*:/, ''), remedy: 'Hãy thay bằng bước, cổng hoặc sự kiện thường.' };
}

function readActivity(element: BpmnElement, { kind, name }: { kind: NodeKind; name: string }): Reading {
  const loop = elementIn(element, 'loopCharacteristics');
  if (loop?.$type === 'bpmn:StandardLoopCharacteristics') {
    return { refused: `${name} lặp lại (standard loop)`, remedy: 'Hãy vẽ vòng lặp bằng cổng độc quyền.' };
  }
  if (loop) {
    return {
      refused: `${name} làm nhiều lần (multi-instance)`,
      remedy: 'Hãy vẽ các nhánh song song, hoặc cho phép “Xin ý kiến” để hỏi nhiều nơi.',
    };
  }
  if (element.get('isForCompensation') === true) {
    return {
      refused: `${name} bù trừ (compensation)`,
      remedy: 'Hãy vẽ các bước khắc phục như một nhánh thường.',
    };
  }
  if (kind === 'subProcess' && element.get('triggeredByEvent') === true) {
    return {
      refused: 'quy trình con theo sự kiện (event sub-process)',
      remedy: 'Hãy đặt sự kiện trên biên của bước hoặc của quy trình con.',
    };
  }
  const ref =
    textIn(element, 'motcua:ref') || (kind === 'callActivity' ? textIn(element, 'calledElement') : '');
  const more = ref && (kind === 'callActivity' || kind === 'serviceTask') ? { ref } : {};
  if (kind === 'subProcess' && !elementsIn(element, 'flowElements').some((one) => !SILENT.test(one.$type))) {
    return {
      kind,
      more,
      warning: { rule: 'empty-sub-process', text: 'không có gì bên trong nên được đi qua ngay' },
    };
  }
  if (element.$type === 'bpmn:ScriptTask' && textIn(element, 'script')) {
    return {
      kind,
      more,
      warning: { rule: 'script', text: 'có mã lệnh không được chạy; chỉ chạy việc gắn ở motcua:ref' },
    };
  }
  return { kind, more };
}

function readEvent(element: BpmnElement, place: { name: string; english: string }): Reading {
  const definitions = [
    ...elementsIn(element, 'eventDefinitions'),
    ...elementsIn(element, 'eventDefinitionRef'),
  ];
  const definition = definitions[0];
  const kind = definitions.length > 1 ? 'multiple' : eventKind(definition);
  const known = EVENT_KINDS[kind];
  const refuse = (remedy: string): Reading => ({
    refused: `${place.name} ${known?.name ?? kind} (${known?.english ?? kind} ${place.english})`,
    remedy: known?.remedy ?? remedy,
  });
  if (element.$type === 'bpmn:StartEvent') {
    if (kind === 'none') return { kind: 'start' };
    if (kind !== 'message' && kind !== 'timer') return refuse('Hãy dùng sự kiện bắt đầu thường.');
    return { kind: 'start', warning: { rule: 'plain-start', text: 'được hiểu là sự kiện bắt đầu thường' } };
  }
  if (element.$type === 'bpmn:EndEvent') {
    if (kind === 'none') return { kind: 'end' };
    if (kind === 'terminate') return { kind: 'terminateEnd' };
    if (kind === 'error') return { kind: 'errorEnd', more: errorCode(definition) };
    if (kind !== 'message') return refuse('Hãy dùng sự kiện kết thúc thường.');
    return {
      kind: 'end',
      warning: { rule: 'plain-end', text: 'được hiểu là sự kiện kết thúc thường, không gửi thông điệp' },
    };
  }
  if (element.$type === 'bpmn:IntermediateCatchEvent' && kind === 'timer') {
    return withDuration(definition, refuse, 'timerCatch', {});
  }
  if (element.$type === 'bpmn:IntermediateThrowEvent' && kind === 'none') {
    // A mark on the way, without effect: passed like a gateway with one way in and one way out.
    return { kind: 'exclusive', warning: { rule: 'plain-throw', text: 'không làm gì, được đi qua ngay' } };
  }
  if (element.$type === 'bpmn:BoundaryEvent') {
    const interrupting = element.get('cancelActivity') !== false;
    if (kind === 'timer') return withDuration(definition, refuse, 'timerBoundary', { interrupting });
    if (kind === 'error')
      return { kind: 'errorBoundary', more: { interrupting: true, ...errorCode(definition) } };
    return refuse('Hãy dùng hẹn giờ hoặc đón lỗi trên biên, hoặc cổng độc quyền sau bước.');
  }
  const remedy =
    kind === 'message'
      ? 'Hãy dùng việc gửi tin (send task) hoặc nhận tin (receive task).'
      : 'Hãy dùng một bước.';
  return refuse(remedy);
}

function eventKind(definition: BpmnElement | undefined): string {
  if (!definition) return 'none';
  const name = definition.$type.replace(/^.*:/, '').replace(/EventDefinition$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function errorCode(definition: BpmnElement | undefined): { ref?: string } {
  const error = definition && elementIn(definition, 'errorRef');
  const code = error && (textIn(error, 'errorCode') || textIn(error, 'name') || error.id);
  return code ? { ref: code } : {};
}

function withDuration(
  definition: BpmnElement | undefined,
  refuse: (remedy: string) => Reading,
  kind: NodeKind,
  more: Partial<FlowNode>,
): Reading {
  const expression = definition && elementIn(definition, 'timeDuration');
  const duration = expression ? textIn(expression, 'body') : '';
  if (durationMinutes(duration) !== null) return { kind, more: { ...more, duration } };
  const fault = duration
    ? `Khoảng thời gian “${duration}” không đọc được`
    : 'Hẹn giờ chưa có khoảng thời gian';
  return refuse(
    `${fault}. Hãy ghi thời gian làm việc như PT4H (4 giờ) hoặc P2D (2 ngày làm việc) vào timeDuration.`,
  );
}

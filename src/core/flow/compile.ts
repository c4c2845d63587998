import { builder } from './build.ts';
import { FLOW_NAME } from './messages.ts';
import { elementIn, elementsIn, parseBpmn, textIn } from './moddle.ts';
import type { BpmnElement, ParsedXml } from './moddle.ts';
import { checkSoundness } from './soundness.ts';
import type { CompileResult, Flow, FlowMessage } from './types.ts';
import { decodeXml } from './xml.ts';

const MOST_CHARACTERS = 5_000_000;
/** Drawings beyond this are no human's processing flow; the bound keeps checking them from taking for ever. */
const MOST_NODES = 1000;

/**
 * Compiles a BPMN 2.0 diagram into a flow and checks that it is sound.
 *
 * Of several processes one is run: the one marked executable, else the one with most elements that no other calls.
 * Whatever cannot be run is refused with an error on the element; `flow` is null when there is any error. Never
 * throws for bad input.
 *
 * @param input XML as text, or the bytes of a file (UTF-8, UTF-16, or the encoding it declares)
 */
export async function compile(input: string | Uint8Array): Promise<CompileResult> {
  const xml = decodeXml(input);
  if (xml.trim() === '') return refused(file('empty', 'Tệp trống. Hãy chọn tệp BPMN có sơ đồ quy trình.'));
  if (xml.length > MOST_CHARACTERS)
    return refused(file('too-large', 'Tệp quá lớn (trên 5 triệu ký tự). Hãy tách quy trình.'));
  let parsed: ParsedXml;
  try {
    parsed = await parseBpmn(xml);
  } catch (error) {
    return refused(unreadable(error instanceof Error ? error.message : ''));
  }
  try {
    return judge(parsed);
  } catch (error) {
    // Only nesting beyond all reason exhausts the stack.
    if (error instanceof RangeError)
      return refused(file('too-large', 'Quy trình con lồng nhau quá sâu. Hãy tách quy trình.'));
    throw error;
  }
}

function judge(parsed: ParsedXml): CompileResult {
  const messages = parsed.warnings.flatMap(parserMessage);
  const processes = elementsIn(parsed.root, 'rootElements').filter((one) => one.$type === 'bpmn:Process');
  const process = processOf(parsed.root);
  if (!process) {
    messages.push(
      file(
        'no-process',
        'Tệp không có quy trình (process) nào có phần tử. Hãy vẽ ít nhất bắt đầu, một bước và kết thúc.',
      ),
    );
    return { flow: null, messages };
  }
  messages.push(...outsideMessages(parsed.root, processes, process));
  const built = builder(parsed.root, process, nameOf(parsed.root, process)).build();
  messages.push(...built.messages);
  if (Object.keys(built.flow.nodes).length > MOST_NODES) {
    messages.push(
      file('too-large', `Quy trình có quá ${MOST_NODES} phần tử. Hãy tách thành nhiều quy trình.`),
    );
  }
  if (!hasError(messages)) messages.push(...checkSoundness(built.flow));
  return { flow: hasError(messages) ? null : built.flow, messages };
}

const hasError = (messages: FlowMessage[]): boolean =>
  messages.some((message) => message.severity === 'error');
const refused = (...messages: FlowMessage[]): CompileResult => ({ flow: null, messages });

function file(rule: string, message: string, severity: FlowMessage['severity'] = 'error'): FlowMessage {
  return { severity, rule, message, element: '', elementName: '', elementKind: 'tệp BPMN' };
}

function unreadable(reason: string): FlowMessage {
  if (/failed to parse document as <bpmn:Definitions>/.test(reason)) {
    return file(
      'not-bpmn',
      'Tệp XML này không phải là BPMN 2.0 (không có phần tử definitions). Hãy xuất lại từ công cụ vẽ dưới dạng BPMN 2.0.',
    );
  }
  const line = /line: (\d+)/.exec(reason)?.[1];
  const at = line === undefined ? '' : ` ở dòng ${Number(line) + 1}`;
  return file('not-xml', `Tệp không đọc được vì XML hỏng${at}. Hãy xuất lại từ công cụ vẽ.`);
}

/** What the parser could not make sense of, as far as it belongs to the flow. */
function parserMessage(warning: string): FlowMessage[] {
  const [, tag = ''] = /unparsable content <\/?([^\s/>]+)/.exec(warning) ?? [];
  const local = tag.replace(/^.*:/, '');
  if (tag === '' || /^(BPMN|Bounds|waypoint|Font)/.test(local)) return [];
  const duplicate = /duplicate ID <([^>]*)>/.exec(warning)?.[1];
  if (duplicate === undefined) {
    return [file('unknown-element', `Phần tử lạ <${tag}> được bỏ qua.`, 'warning')];
  }
  const message: FlowMessage = {
    ...file('duplicate-id', `Mã “${duplicate}” dùng cho hai phần tử. Hãy đặt mã khác cho một trong hai.`),
    element: duplicate,
    elementKind: local,
  };
  return [message];
}

/**
 * What a file draws, sound or not: for pages that list and edit it. Elements that can not be run are not among the nodes.
 *
 * @returns null when there is no process to read
 */
export async function outline(input: string): Promise<{ flow: Flow; refused: FlowMessage[] } | null> {
  try {
    const { root } = await parseBpmn(input);
    const process = processOf(root);
    if (!process) return null;
    const { flow, messages } = builder(root, process, nameOf(root, process)).build();
    return { flow, refused: messages.filter((message) => message.rule === 'unsupported') };
  } catch {
    return null;
  }
}

/** Name of the flow in a file that may not compile; '' when there is none or the file can not be read. */
export async function flowName(input: string): Promise<string> {
  try {
    const { root } = await parseBpmn(input);
    const process = processOf(root);
    return process ? nameOf(root, process) : '';
  } catch {
    return '';
  }
}

/** The process of a file that is run. */
export const processOf = (root: BpmnElement): BpmnElement | undefined =>
  choose(elementsIn(root, 'rootElements').filter((one) => one.$type === 'bpmn:Process'));

function choose(processes: BpmnElement[]): BpmnElement | undefined {
  const called = new Set(processes.flatMap(callsIn));
  const filled = processes.filter((one) => size(one) > 0);
  const own = filled.filter((one) => !called.has(one.id ?? ''));
  const candidates = own.length > 0 ? own : filled;
  const marked = candidates.filter((one) => one.get('isExecutable') === true);
  return (marked.length > 0 ? marked : candidates).toSorted((a, b) => size(b) - size(a))[0];
}

function callsIn(container: BpmnElement): string[] {
  return elementsIn(container, 'flowElements').flatMap((one) =>
    one.$type === 'bpmn:CallActivity' ? [textIn(one, 'calledElement')] : callsIn(one),
  );
}

function size(container: BpmnElement): number {
  const inside = elementsIn(container, 'flowElements').filter((one) => one.$type !== 'bpmn:SequenceFlow');
  return inside.reduce((sum, one) => sum + 1 + size(one), 0);
}

/** Warnings for what lies outside the process that is run. */
function outsideMessages(root: BpmnElement, processes: BpmnElement[], run: BpmnElement): FlowMessage[] {
  const called = new Set(processes.flatMap(callsIn));
  const warn = (element: BpmnElement, kind: string, rule: string, message: string): FlowMessage => ({
    severity: 'warning',
    rule,
    message,
    element: element.id ?? '',
    elementName: textIn(element, 'name'),
    elementKind: kind,
  });
  const messages = processes
    .filter((one) => one !== run && size(one) > 0)
    .map((one) => {
      const name = nameOf(root, one);
      const text = called.has(one.id ?? '')
        ? `Quy trình “${name}” được gọi từ quy trình khác nên phải nhập riêng.`
        : `Chỉ một quy trình được chạy; “${name}” được coi là bên ngoài.`;
      return warn(one, FLOW_NAME, 'other-process', text);
    });
  for (const collaboration of elementsIn(root, 'rootElements').filter(
    (one) => one.$type === 'bpmn:Collaboration',
  )) {
    for (const one of elementsIn(collaboration, 'messageFlows')) {
      const text = `Luồng thông điệp “${textIn(one, 'name') || one.id}” chỉ để đọc, không gửi gì khi chạy.`;
      messages.push(warn(one, 'luồng thông điệp (message flow)', 'message-flow', text));
    }
  }
  return messages;
}

/** What people call a process: its own name, that of the pool it is drawn in, or its id. */
function nameOf(root: BpmnElement, process: BpmnElement): string {
  const pool = elementsIn(root, 'rootElements')
    .flatMap((one) => elementsIn(one, 'participants'))
    .find((one) => elementIn(one, 'processRef') === process);
  return textIn(process, 'name') || (pool ? textIn(pool, 'name') : '') || (process.id ?? 'process');
}

import { arrange } from './arrange.ts';
import { processOf } from './compile.ts';
import { parseBpmn } from './moddle.ts';
import type { ActorRule, Allowance, StepKind } from './types.ts';

interface TemplateStep {
  id: string;
  name: string;
  step: StepKind;
  minutes: number;
  allows: Allowance[];
  actor: ActorRule;
}

/** Reception, assignment, processing, approval, signature, issue, return: the order of Decree 61/2018, art. 17–20. */
const STEPS: TemplateStep[] = [
  {
    id: 'reception',
    name: 'Tiếp nhận, kiểm tra hồ sơ',
    step: 'reception',
    minutes: 60,
    allows: ['supplement'],
    actor: { kind: 'unit', agency: 'reception', unit: 'mot-cua', role: 'counter' },
  },
  {
    id: 'assign',
    name: 'Giao người thụ lý',
    step: 'assign',
    minutes: 60,
    allows: ['delegate'],
    actor: { kind: 'position', agency: 'handling', role: 'head' },
  },
  {
    id: 'process',
    name: 'Thẩm định hồ sơ',
    step: 'process',
    minutes: 480,
    allows: ['supplement', 'consult', 'extend', 'delegate'],
    actor: { kind: 'chosen', agency: 'handling', role: 'officer' },
  },
  {
    id: 'approve',
    name: 'Duyệt kết quả thẩm định',
    step: 'approve',
    minutes: 120,
    allows: ['delegate'],
    actor: { kind: 'position', agency: 'handling', role: 'head' },
  },
  {
    id: 'sign',
    name: 'Ký kết quả',
    step: 'sign',
    minutes: 120,
    allows: ['delegate'],
    actor: { kind: 'position', agency: 'handling', unit: 'lanh-dao', role: 'leader' },
  },
  {
    id: 'issue',
    name: 'Vào sổ, đóng dấu, phát hành',
    step: 'issue',
    minutes: 60,
    allows: [],
    actor: { kind: 'position', agency: 'handling', unit: 'van-thu', role: 'clerk' },
  },
  {
    id: 'return',
    name: 'Trả kết quả',
    step: 'return',
    minutes: 60,
    allows: [],
    actor: { kind: 'unit', agency: 'reception', unit: 'mot-cua', role: 'counter' },
  },
];

const PATHS: [id: string, from: string, to: string, name?: string][] = [
  ['online_to_reception', 'online', 'reception'],
  ['counter_to_reception', 'counter', 'reception'],
  ['reception_to_assign', 'reception', 'assign'],
  ['assign_to_process', 'assign', 'process'],
  ['process_to_approve', 'process', 'approve'],
  ['approve_to_decision', 'approve', 'decision'],
  ['decision_yes', 'decision', 'sign', 'Đồng ý'],
  ['decision_no', 'decision', 'process', 'Trả lại'],
  ['sign_to_issue', 'sign', 'issue'],
  ['issue_to_return', 'issue', 'return'],
  ['return_to_done', 'return', 'done'],
];

/**
 * A sound flow to begin from, as BPMN with a diagram.
 *
 * @param code id of the process: letters, digits and hyphens
 */
export async function templateFlow(code: string, name: string): Promise<string> {
  const { moddle, root } = await parseBpmn(`<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:motcua="urn:motcua:bpmn:1" id="definitions_1" targetNamespace="urn:motcua:flows">
<bpmn:process id="${code}" isExecutable="true">
<bpmn:startEvent id="online" name="Nộp trực tuyến" /><bpmn:startEvent id="counter" name="Nộp tại quầy hoặc bưu chính" />
${STEPS.map(stepXml).join('')}<bpmn:exclusiveGateway id="decision" name="Đồng ý?" /><bpmn:endEvent id="done" name="Đã trả kết quả" />
${PATHS.map(([id, from, to, text]) => `<bpmn:sequenceFlow id="${id}"${text ? ` name="${text}"` : ''} sourceRef="${from}" targetRef="${to}" />`).join('')}
</bpmn:process>
</bpmn:definitions>`);
  const process = processOf(root)!;
  process.set('name', name);
  arrange(moddle, root, process);
  return (await moddle.toXML(root, { format: true })).xml;
}

function stepXml({ id, name, step, minutes, allows, actor }: TemplateStep): string {
  const rule = Object.entries(actor)
    .map(([key, value]) => `${key}="${value}"`)
    .join(' ');
  const allowed = allows.length > 0 ? ` motcua:allows="${allows.join(' ')}"` : '';
  return `<bpmn:userTask id="${id}" name="${name}" motcua:step="${step}" motcua:minutes="${minutes}"${allowed}><bpmn:extensionElements><motcua:actor ${rule} /></bpmn:extensionElements></bpmn:userTask>`;
}

/** The document under another process id and name: for a copy, and for a file that is brought in. */
export async function renamedFlow(xml: string, code: string, name: string): Promise<string> {
  const { moddle, root } = await parseBpmn(xml);
  const process = processOf(root);
  if (!process) return xml;
  process.set('id', code);
  process.set('name', name);
  if ((root.get('diagrams') as unknown[] | undefined)?.length === 0) arrange(moddle, root, process);
  return (await moddle.toXML(root, { format: true })).xml;
}

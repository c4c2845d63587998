import { arrange } from './arrange.ts';
import { processOf } from './compile.ts';
import { conditionFault, normalizeCondition } from './condition.ts';
import { GAP, openDrawing, route, sizeOf } from './drawing.ts';
import type { Box, Drawing } from './drawing.ts';
import { elementIn, elementsIn, parseBpmn, textIn } from './moddle.ts';
import type { BpmnElement, Moddle } from './moddle.ts';
import type { ActorRule, Allowance, StepKind } from './types.ts';

/** What can be added to a flow. */
export const ADDABLE = {
  step: 'bpmn:UserTask',
  exclusive: 'bpmn:ExclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
  inclusive: 'bpmn:InclusiveGateway',
  start: 'bpmn:StartEvent',
  end: 'bpmn:EndEvent',
} as const;
export type Addable = keyof typeof ADDABLE;

/** Properties of a step, as `readStep` reads them back. */
export interface StepProperties {
  name: string;
  step: StepKind;
  /** Working minutes; null: not given yet. */
  minutes: number | null;
  actor: ActorRule | null;
  allows: Allowance[];
  /** '' for none. */
  status: string;
  makes: string;
}

/** One change of a diagram. Elements are named by their ids. */
export type FlowEdit =
  | { op: 'rename'; name: string }
  | { op: 'set-step'; id: string; properties: StepProperties }
  | { op: 'set-name'; id: string; name: string }
  /** On a path (edge), between what it joins; or `from` … `to`, on a new path; without `to` nothing follows. */
  | { op: 'add'; kind: Addable; name: string; step?: StepKind; on?: string; from?: string; to?: string }
  /** A node goes with its paths; where one path led on, what led to it now leads there. */
  | { op: 'remove'; id: string }
  | { op: 'connect'; from: string; to: string; name: string; condition: string }
  | { op: 'set-path'; id: string; name: string; condition: string; isDefault: boolean; to?: string }
  | { op: 'arrange' };

/** An edit that can not be made; the document stays as it was. */
export class FlowEditError extends Error {
  /** Name of the property at fault: "id", "to", "condition" … */
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.name = 'FlowEditError';
    this.place = place;
  }
}

/**
 * Carries out one edit on a BPMN document. Everything that the edit does not touch stays as it is, foreign elements and
 * the diagram included; what is new gets its place in the diagram, and a document without a diagram is drawn whole.
 *
 * @returns the document after it, and the id of what was added (null when nothing was)
 * @throws FlowEditError naming what is wrong and the remedy; what bpmn-moddle throws when the text is not BPMN
 */
export async function editFlow(xml: string, edit: FlowEdit): Promise<{ xml: string; id: string | null }> {
  const { moddle, root } = await parseBpmn(xml);
  const process = processOf(root);
  if (!process) throw new FlowEditError('', 'Tệp không có quy trình nào để sửa. Hãy bắt đầu từ mẫu.');
  const undrawn = elementsIn(root, 'diagrams').length === 0;
  const id = new Editor(moddle, root, process).apply(edit);
  if (undrawn || edit.op === 'arrange') arrange(moddle, root, process);
  const written = await moddle.toXML(root, { format: true });
  return { xml: written.xml, id };
}

const cleanName = (name: string): string => name.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 200);

class Editor {
  readonly moddle: Moddle;
  readonly root: BpmnElement;
  readonly process: BpmnElement;
  readonly drawing: Drawing;

  constructor(moddle: Moddle, root: BpmnElement, process: BpmnElement) {
    this.moddle = moddle;
    this.root = root;
    this.process = process;
    this.drawing = openDrawing(moddle, root, process);
  }

  apply(edit: FlowEdit): string | null {
    switch (edit.op) {
      case 'rename':
        this.process.set('name', cleanName(edit.name) || undefined);
        return null;
      case 'set-name':
        this.find(edit.id).set('name', cleanName(edit.name) || undefined);
        return null;
      case 'set-step':
        this.setStep(this.find(edit.id), edit.properties);
        return null;
      case 'add':
        return this.add(edit);
      case 'remove':
        this.remove(this.find(edit.id));
        return null;
      case 'connect': {
        const edge = this.connect(this.node(edit.from, 'from'), this.node(edit.to, 'to'), edit.name);
        this.setCondition(edge, edit.condition);
        return edge.id!;
      }
      case 'set-path':
        this.setPath(edit);
        return null;
      case 'arrange':
        return null;
    }
  }

  /** @throws FlowEditError when nothing has this id */
  find(id: string, place = 'id'): BpmnElement {
    const look = (scope: BpmnElement): BpmnElement | undefined => {
      for (const one of elementsIn(scope, 'flowElements')) {
        const found = one.id === id ? one : look(one);
        if (found) return found;
      }
      return undefined;
    };
    const found = look(this.process);
    if (!found)
      throw new FlowEditError(place, `Không còn phần tử “${id}” trong quy trình. Hãy tải lại trang.`);
    return found;
  }

  node(id: string, place: string): BpmnElement {
    const found = this.find(id, place);
    if (found.$type === 'bpmn:SequenceFlow') {
      throw new FlowEditError(place, 'Hãy chọn một bước, cổng hoặc sự kiện, không phải đường nối.');
    }
    return found;
  }

  path(id: string, place: string): BpmnElement {
    const found = this.find(id, place);
    if (found.$type !== 'bpmn:SequenceFlow') throw new FlowEditError(place, 'Hãy chọn một đường nối.');
    return found;
  }

  setStep(task: BpmnElement, properties: StepProperties): void {
    if (!task.$type.endsWith('Task'))
      throw new FlowEditError('id', 'Chỉ bước của người mới có những mục này.');
    const set = (name: string, value: string): void => task.set(name, value === '' ? undefined : value);
    set('name', cleanName(properties.name));
    set('motcua:step', properties.step);
    set('motcua:minutes', properties.minutes === null ? '' : String(properties.minutes));
    set('motcua:allows', properties.allows.join(' '));
    set('motcua:status', properties.status.trim());
    set('motcua:makes', properties.makes.trim());
    const extensions = elementIn(task, 'extensionElements');
    const others = extensions
      ? elementsIn(extensions, 'values').filter((one) => one.$type !== 'motcua:Actor')
      : [];
    const { actor } = properties;
    const made = actor
      ? [this.moddle.create('motcua:Actor', Object.fromEntries(Object.entries(actor).filter(([, v]) => v)))]
      : [];
    const values = [...others, ...made];
    if (values.length === 0) {
      task.set('extensionElements', undefined);
      return;
    }
    const holder = extensions ?? this.moddle.create('bpmn:ExtensionElements');
    holder.$parent = task;
    for (const one of values) one.$parent = holder;
    holder.set('values', values);
    task.set('extensionElements', holder);
  }

  add(edit: Extract<FlowEdit, { op: 'add' }>): string {
    const on = edit.on ? this.path(edit.on, 'on') : null;
    const from = on ? elementIn(on, 'sourceRef') : edit.from ? this.node(edit.from, 'from') : undefined;
    const to = on ? elementIn(on, 'targetRef') : edit.to ? this.node(edit.to, 'to') : undefined;
    if (edit.kind === 'start' ? !to || from : !from) {
      throw new FlowEditError('on', 'Hãy chọn chỗ đặt phần tử mới: một đường nối, hoặc từ đâu tới đâu.');
    }
    if (edit.kind === 'end' && to)
      throw new FlowEditError('to', 'Sau sự kiện kết thúc không có gì nữa. Hãy bỏ trống “tới”.');
    if (from) this.mayLeave(from);
    if (to && !on) this.mayEnter(to);
    if (!ADDABLE[edit.kind]) throw new FlowEditError('kind', 'Chọn thứ cần thêm.');
    const scope = (from ?? to)!.$parent!;
    if (from && to && from.$parent !== to.$parent) throw crossing();
    const element = this.moddle.create(ADDABLE[edit.kind], { id: this.newId(edit.kind) });
    const name = cleanName(edit.name);
    if (name) element.set('name', name);
    if (edit.kind === 'step') element.set('motcua:step', edit.step ?? 'process');
    this.insert(scope, element);
    this.placeNew(element, from, to);
    if (on) {
      this.retarget(on, element);
      this.connect(element, to!, '');
    } else {
      if (from) this.connect(from, element, '');
      if (to) this.connect(element, to, '');
    }
    return element.id!;
  }

  /** Gives a new element a place: right of what leads to it, with room made; below all where the path runs back. */
  placeNew(element: BpmnElement, from: BpmnElement | undefined, to: BpmnElement | undefined): void {
    const size = sizeOf(element.$type);
    const source = from && this.drawing.box(from.id!);
    const target = to && this.drawing.box(to.id!);
    if (source && (!target || target.x > source.x)) {
      const x = source.x + source.width;
      const row = { x: x + GAP, y: source.y + source.height / 2 - size.height / 2 };
      const taken = [...this.drawing.boxes().values()].some(
        (box) =>
          box.x < row.x + size.width &&
          box.x + box.width > row.x &&
          box.y < row.y + size.height &&
          box.y + box.height > row.y,
      );
      if (target || taken) this.drawing.makeRoom(x + 1, size.width + GAP);
      this.drawing.place(element, { ...row, ...size });
      return;
    }
    const beside = source ?? target;
    const x = beside ? (source ? beside.x : Math.max(10, beside.x - size.width - GAP)) : 50;
    this.drawing.place(element, { ...size, x, y: this.drawing.below() + GAP });
  }

  remove(element: BpmnElement): void {
    if (element.$type === 'bpmn:SequenceFlow') {
      this.removePath(element);
      return;
    }
    const scope = element.$parent!;
    const [into, out] = [this.paths(scope, 'targetRef', element), this.paths(scope, 'sourceRef', element)];
    const next = out.length === 1 ? elementIn(out[0]!, 'targetRef') : undefined;
    for (const path of out) this.removePath(path);
    for (const path of into) {
      const source = elementIn(path, 'sourceRef');
      const there =
        next && this.paths(scope, 'targetRef', next).some((one) => elementIn(one, 'sourceRef') === source);
      if (next && source && source !== element && next !== element && !there) this.retarget(path, next);
      else this.removePath(path);
    }
    for (const event of elementsIn(scope, 'flowElements')) {
      if (elementIn(event, 'attachedToRef') === element) this.remove(event);
    }
    for (const lane of lanesOf(scope)) {
      lane.set(
        'flowNodeRef',
        elementsIn(lane, 'flowNodeRef').filter((one) => one !== element),
      );
    }
    this.eraseWithin(element);
    this.detach(scope, element);
  }

  eraseWithin(element: BpmnElement): void {
    for (const inner of elementsIn(element, 'flowElements')) this.eraseWithin(inner);
    if (element.id) this.drawing.erase(element.id);
  }

  removePath(edge: BpmnElement): void {
    const [source, target] = [elementIn(edge, 'sourceRef'), elementIn(edge, 'targetRef')];
    if (source) this.drop(source, 'outgoing', edge);
    if (target) this.drop(target, 'incoming', edge);
    if (source && elementIn(source, 'default') === edge) source.set('default', undefined);
    this.drawing.erase(edge.id!);
    this.detach(edge.$parent!, edge);
  }

  connect(from: BpmnElement, to: BpmnElement, name: string): BpmnElement {
    this.mayLeave(from);
    this.mayEnter(to);
    if (from.$parent !== to.$parent) throw crossing();
    const scope = from.$parent!;
    const edge = this.moddle.create('bpmn:SequenceFlow', {
      id: this.newId('path'),
      sourceRef: from,
      targetRef: to,
    });
    if (cleanName(name)) edge.set('name', cleanName(name));
    this.insert(scope, edge);
    from.set('outgoing', [...elementsIn(from, 'outgoing'), edge]);
    to.set('incoming', [...elementsIn(to, 'incoming'), edge]);
    this.drawEdge(edge);
    return edge;
  }

  retarget(edge: BpmnElement, to: BpmnElement): void {
    const before = elementIn(edge, 'targetRef');
    if (before) this.drop(before, 'incoming', edge);
    edge.set('targetRef', to);
    to.set('incoming', [...elementsIn(to, 'incoming'), edge]);
    this.drawEdge(edge);
  }

  setPath(edit: Extract<FlowEdit, { op: 'set-path' }>): void {
    const edge = this.path(edit.id, 'id');
    const source = elementIn(edge, 'sourceRef');
    this.setCondition(edge, edit.isDefault ? '' : edit.condition);
    edge.set('name', cleanName(edit.name) || undefined);
    if (source) {
      const isDefault = elementIn(source, 'default') === edge;
      const may = /Gateway$|Task$/.test(source.$type) && source.$type !== ADDABLE.parallel;
      if (edit.isDefault && may) source.set('default', edge);
      else if (isDefault) source.set('default', undefined);
    }
    const to = edit.to ? this.node(edit.to, 'to') : undefined;
    if (to && to !== elementIn(edge, 'targetRef')) {
      this.mayEnter(to);
      if (to.$parent !== edge.$parent) throw crossing();
      this.retarget(edge, to);
    }
  }

  setCondition(edge: BpmnElement, text: string): void {
    const body = normalizeCondition(text.normalize('NFC'));
    if (body === '') {
      edge.set('conditionExpression', undefined);
      return;
    }
    const fault = conditionFault(body);
    if (fault) {
      throw new FlowEditError(
        'condition',
        fault === 'clock'
          ? `Điều kiện “${body}” không được xem giờ máy. Hãy bỏ now() hoặc today().`
          : `Điều kiện “${body}” không đọc được. Hãy viết như: ketQua = "dat".`,
      );
    }
    const known = elementIn(edge, 'conditionExpression');
    if (known && textIn(known, 'body') === body) return;
    const expression = this.moddle.create('bpmn:FormalExpression', { body });
    expression.$parent = edge;
    edge.set('conditionExpression', expression);
  }

  drawEdge(edge: BpmnElement): void {
    const boxes = this.drawing.boxes();
    const box = (end: string): Box | undefined => this.drawing.box(elementIn(edge, end)?.id ?? '');
    const [from, to] = [box('sourceRef'), box('targetRef')];
    if (from && to) this.drawing.draw(edge, route(from, to, boxes.values(), this.drawing.below()));
  }

  mayLeave(node: BpmnElement): void {
    if (node.$type !== 'bpmn:EndEvent') return;
    throw new FlowEditError(
      'from',
      `Sau sự kiện kết thúc “${textIn(node, 'name') || node.id}” không có gì nữa. Hãy chọn chỗ khác.`,
    );
  }

  mayEnter(node: BpmnElement): void {
    if (!/^bpmn:(StartEvent|BoundaryEvent)$/.test(node.$type)) return;
    throw new FlowEditError(
      'to',
      `Không nối được vào “${textIn(node, 'name') || node.id}”. Hãy chọn bước ngay sau nó.`,
    );
  }

  paths(scope: BpmnElement, end: 'sourceRef' | 'targetRef', node: BpmnElement): BpmnElement[] {
    return elementsIn(scope, 'flowElements').filter(
      (one) => one.$type === 'bpmn:SequenceFlow' && elementIn(one, end) === node,
    );
  }

  insert(scope: BpmnElement, element: BpmnElement): void {
    element.$parent = scope;
    scope.set('flowElements', [...elementsIn(scope, 'flowElements'), element]);
  }

  detach(scope: BpmnElement, element: BpmnElement): void {
    scope.set(
      'flowElements',
      elementsIn(scope, 'flowElements').filter((one) => one !== element),
    );
  }

  drop(node: BpmnElement, list: 'incoming' | 'outgoing', edge: BpmnElement): void {
    node.set(
      list,
      elementsIn(node, list).filter((one) => one !== edge),
    );
  }

  /** The next free id of its kind. Deterministic, so that the same edits make the same document. */
  newId(kind: string): string {
    const used = new Set<string>();
    const gather = (element: BpmnElement): void => {
      if (element.id) used.add(element.id);
      for (const one of [...elementsIn(element, 'flowElements'), ...elementsIn(element, 'laneSets')])
        gather(one);
    };
    for (const one of elementsIn(this.root, 'rootElements')) gather(one);
    let number = 1;
    while (used.has(`${kind}_${number}`)) number += 1;
    return `${kind}_${number}`;
  }
}

const crossing = (): FlowEditError =>
  new FlowEditError('to', 'Không nối được qua biên của quy trình con. Hãy nối trong cùng một cấp.');

function lanesOf(scope: BpmnElement): BpmnElement[] {
  const inside = (set: BpmnElement): BpmnElement[] =>
    elementsIn(set, 'lanes').flatMap((lane) => {
      const inner = elementIn(lane, 'childLaneSet');
      return [lane, ...(inner ? inside(inner) : [])];
    });
  return elementsIn(scope, 'laneSets').flatMap(inside);
}

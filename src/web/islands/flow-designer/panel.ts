/* The panel beside the drawing: fields of the selected element, written into the drawing as they are changed. */
import type { Element, Modeler, ModdleObject } from './services.ts';

type Fields = HTMLInputElement | HTMLSelectElement;

const KIND_WORDS: Record<string, string> = {
  'bpmn:StartEvent': 'Lối vào',
  'bpmn:EndEvent': 'Kết thúc',
  'bpmn:ExclusiveGateway': 'Rẽ nhánh',
  'bpmn:ParallelGateway': 'Song song',
  'bpmn:InclusiveGateway': 'Rẽ nhiều nhánh',
  'bpmn:SequenceFlow': 'Đường nối',
};
/** The fields of an actor rule that hold its `ref`. */
const REFS = ['group', 'person', 'performer'];
const number = new Intl.NumberFormat('vi-VN');

const isStep = (element: Element): boolean => /^bpmn:(User|Manual)?Task$/.test(element.type);

export class Panel {
  readonly modeler: Modeler;
  readonly root: HTMLElement;
  readonly form: HTMLFormElement;
  element: Element | null = null;
  /** The change under way comes from these fields. */
  writing = false;

  constructor(modeler: Modeler, root: HTMLElement) {
    this.modeler = modeler;
    this.root = root;
    this.form = root.querySelector<HTMLFormElement>('[data-panel]')!;
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.form.addEventListener('change', () => {
      this.writing = true;
      try {
        this.write();
      } finally {
        this.writing = false;
      }
    });
    this.form.addEventListener('input', () => this.adjust());
  }

  /** Shows the fields of an element; of the flow itself when there is none. */
  show(selected: Element | null): void {
    const element = selected?.labelTarget ? (selected.labelTarget as Element) : selected;
    this.element = element;
    const kind = !element
      ? 'other'
      : isStep(element)
        ? 'step'
        : element.type === 'bpmn:SequenceFlow'
          ? 'path'
          : 'other';
    const template = this.root.querySelector<HTMLTemplateElement>(`[data-fields=${kind}]`)!;
    this.form.replaceChildren(template.content.cloneNode(true));
    const object = this.object();
    const name = object?.name ?? '';
    const title = !element ? 'Quy trình' : isStep(element) ? 'Bước' : (KIND_WORDS[element.type] ?? 'Phần tử');
    this.root.querySelector('[data-panel-title]')!.textContent = name ? `${title}: ${name}` : title;
    this.root.querySelector<HTMLElement>('[data-remove]')!.hidden = !element;
    this.root.querySelector<HTMLElement>('[data-panel-hint]')!.hidden = Boolean(element);
    this.set('name', name);
    if (object && element && kind === 'step') this.readStep(element, object);
    if (object && kind === 'path') {
      this.set('condition', object.conditionExpression?.body ?? '');
      this.check('isDefault', object.sourceRef?.default === object);
    }
    this.adjust();
  }

  object(): ModdleObject | undefined {
    return (this.element ?? this.modeler.get('canvas').getRootElement()).businessObject;
  }

  readStep(element: Element, object: ModdleObject): void {
    const text = (property: string): string => String(object.get(property) ?? '');
    this.set('step', text('motcua:step') || 'process');
    this.set('minutes', text('motcua:minutes'));
    this.set('status', text('motcua:status'));
    this.set('makes', text('motcua:makes'));
    const allows = text('motcua:allows').split(' ');
    for (const box of this.form.querySelectorAll<HTMLInputElement>('[name=allows]'))
      box.checked = allows.includes(box.value);
    const steps = this.field<HTMLSelectElement>('performer');
    const others = this.modeler
      .get('elementRegistry')
      .getAll()
      .filter((one) => isStep(one) && !one.labelTarget && one !== element);
    if (steps) {
      const options = others.map((one) => new Option(one.businessObject.name ?? one.id, one.id));
      steps.replaceChildren(new Option('Chọn…', ''), ...options);
    }
    const actor = actorOf(object);
    const of = (property: string): string => String(actor?.get(property) ?? '');
    this.set('actor', of('kind'));
    this.set('unit', of('unit'));
    this.set('role', of('role'));
    this.set('agency', of('agency') || 'handling');
    for (const name of REFS) this.set(name, of('kind') === name ? of('ref') : '');
  }

  /** Writes what the fields say into the drawing, as one step that can be undone. */
  write(): void {
    const [element, object] = [this.element, this.object()];
    if (!object) return;
    const modeling = this.modeler.get('modeling');
    const name = this.value('name').normalize('NFC').trim() || undefined;
    if (!element || !isStep(element)) {
      const target = element ?? this.modeler.get('canvas').getRootElement();
      const facts: Record<string, unknown> = { name };
      if (element?.type === 'bpmn:SequenceFlow') this.writePath(element, object, facts);
      modeling.updateProperties(target, facts);
      this.retitle(name);
      return;
    }
    const minutes = this.value('minutes').replaceAll(/[.\s]/g, '');
    modeling.updateProperties(element, {
      name,
      'motcua:step': this.value('step'),
      'motcua:minutes': minutes || undefined,
      'motcua:allows':
        [...this.form.querySelectorAll<HTMLInputElement>('[name=allows]:checked')]
          .map((one) => one.value)
          .join(' ') || undefined,
      'motcua:status': this.value('status') || undefined,
      'motcua:makes': this.value('makes') || undefined,
      extensionElements: this.extensions(object),
    });
    this.retitle(name);
  }

  retitle(name: string | undefined): void {
    const heading = this.root.querySelector('[data-panel-title]')!;
    const kind = heading.textContent.split(':')[0]!;
    heading.textContent = name ? `${kind}: ${name}` : kind;
  }

  writePath(element: Element, object: ModdleObject, facts: Record<string, unknown>): void {
    const moddle = this.modeler.get('moddle');
    const body = this.value('condition').normalize('NFC').trim();
    const otherwise = this.field<HTMLInputElement>('isDefault')!.checked;
    if (body !== (object.conditionExpression?.body ?? '')) {
      facts['conditionExpression'] = body ? moddle.create('bpmn:FormalExpression', { body }) : undefined;
    }
    const source = element.source;
    if (!source || /ParallelGateway|Event$/.test(source.type)) return;
    const isDefault = source.businessObject.default === object;
    if (otherwise !== isDefault) {
      this.modeler.get('modeling').updateProperties(source, { default: otherwise ? object : undefined });
    }
  }

  extensions(object: ModdleObject): ModdleObject | undefined {
    const moddle = this.modeler.get('moddle');
    const others = (object.extensionElements?.values ?? []).filter((one) => one.$type !== 'motcua:Actor');
    const kind = this.value('actor');
    const inUnit = ['unit', 'position', 'chosen'].includes(kind);
    const facts = {
      kind,
      agency: inUnit || kind === 'group' ? this.value('agency') || 'handling' : 'handling',
      unit: (inUnit && this.value('unit')) || undefined,
      role: (inUnit && this.value('role')) || undefined,
      ref: (REFS.includes(kind) && this.value(kind)) || undefined,
    };
    const values = kind ? [...others, moddle.create('motcua:Actor', facts)] : others;
    if (values.length === 0) return undefined;
    const extensions = moddle.create('bpmn:ExtensionElements', { values }) as ModdleObject & {
      $parent?: ModdleObject;
    };
    extensions.$parent = object;
    for (const one of values) (one as { $parent?: unknown }).$parent = extensions;
    return extensions;
  }

  /** Minutes in words, and only the fields that the way of choosing people needs. */
  adjust(): void {
    const days = this.form.querySelector('[data-days]');
    const minutes = Number(this.value('minutes').replaceAll(/[.\s]/g, ''));
    if (days)
      days.textContent =
        minutes > 0 ? `${number.format(minutes)} phút = ${duration(minutes)}` : '480 phút = 1 ngày làm việc';
    const actor = this.value('actor');
    for (const part of this.form.querySelectorAll<HTMLElement>('[data-for]')) {
      part.hidden = !part.dataset['for']!.split(' ').includes(actor);
    }
  }

  field<T extends Fields>(name: string): T | null {
    return this.form.querySelector<T>(`[name="${name}"]`);
  }

  value(name: string): string {
    return this.field(name)?.value ?? '';
  }

  set(name: string, value: string): void {
    const field = this.field(name);
    if (!field) return;
    // A value that is not offered any more is kept.
    if (
      field instanceof HTMLSelectElement &&
      value &&
      ![...field.options].some((one) => one.value === value)
    ) {
      field.append(new Option(value, value));
    }
    field.value = value;
  }

  check(name: string, on: boolean): void {
    const field = this.field<HTMLInputElement>(name);
    if (field) field.checked = on;
  }
}

const actorOf = (object: ModdleObject): ModdleObject | undefined =>
  object.extensionElements?.values?.find((one) => one.$type === 'motcua:Actor');

function duration(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 480), Math.floor((minutes % 480) / 60), minutes % 60];
  const parts = [
    days > 0 && `${number.format(days)} ngày làm việc`,
    hours > 0 && `${hours} giờ`,
    rest > 0 && `${rest} phút`,
  ];
  return parts.filter(Boolean).join(' ');
}

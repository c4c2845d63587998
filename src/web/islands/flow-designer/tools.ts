/* Palette and context pad with no more than what a flow can run. */
import type { Element, Services } from './services.ts';

/** What can be added, by the tool's name. */
export const KINDS = {
  step: { type: 'bpmn:UserTask', icon: 'user-task', title: 'Bước' },
  exclusive: { type: 'bpmn:ExclusiveGateway', icon: 'gateway-xor', title: 'Rẽ nhánh: chọn một đường' },
  parallel: { type: 'bpmn:ParallelGateway', icon: 'gateway-parallel', title: 'Song song: tách hoặc gộp' },
  inclusive: { type: 'bpmn:InclusiveGateway', icon: 'gateway-or', title: 'Rẽ nhiều nhánh' },
  start: { type: 'bpmn:StartEvent', icon: 'start-event-none', title: 'Lối vào' },
  end: { type: 'bpmn:EndEvent', icon: 'end-event-none', title: 'Kết thúc' },
} as const;
export type Kind = keyof typeof KINDS;

type Factories = Pick<Services, 'bpmnFactory' | 'elementFactory'>;

/** A new shape; a step comes with a name and as one of processing. */
export function newShape({ bpmnFactory, elementFactory }: Factories, kind: Kind): Element {
  const { type } = KINDS[kind];
  const facts = kind === 'step' ? { name: 'Bước mới', 'motcua:step': 'process' } : {};
  return elementFactory.createShape({ type, businessObject: bpmnFactory.create(type, facts) });
}

interface Tool {
  group: string;
  className: string;
  title: string;
  action: Record<string, (event: Event) => void>;
}

interface Starter {
  start(event: Event, source?: unknown): void;
  toggle?(event: Event): void;
}

function OwnPalette(
  this: { getPaletteEntries(): Record<string, Tool> },
  palette: { registerProvider(provider: unknown): void },
  create: Starter,
  elementFactory: Services['elementFactory'],
  bpmnFactory: Services['bpmnFactory'],
  handTool: { activateHand(event: Event): void },
  lassoTool: { activateSelection(event: Event): void },
  globalConnect: Starter,
): void {
  this.getPaletteEntries = () => {
    const tool = (icon: string, title: string, click: (event: Event) => void): Tool => ({
      group: 'tools',
      className: `bpmn-icon-${icon}`,
      title,
      action: { click },
    });
    const tools: Record<string, Tool> = {
      hand: tool('hand-tool', 'Kéo cả sơ đồ', (event) => handTool.activateHand(event)),
      lasso: tool('lasso-tool', 'Chọn nhiều phần tử', (event) => lassoTool.activateSelection(event)),
      connect: tool('connection-multi', 'Nối hai phần tử', (event) => globalConnect.start(event)),
    };
    for (const [kind, { icon, title }] of Object.entries(KINDS)) {
      const begin = (event: Event): void =>
        create.start(event, newShape({ bpmnFactory, elementFactory }, kind as Kind));
      tools[kind] = {
        group: 'elements',
        className: `bpmn-icon-${icon}`,
        title,
        action: { dragstart: begin, click: begin },
      };
    }
    return tools;
  };
  palette.registerProvider(this);
}
OwnPalette.$inject = [
  'palette',
  'create',
  'elementFactory',
  'bpmnFactory',
  'handTool',
  'lassoTool',
  'globalConnect',
];

function OwnContextPad(
  this: {
    getContextPadEntries(element: Element): Record<string, Tool>;
    getMultiElementContextPadEntries(elements: Element[]): Record<string, Tool>;
  },
  contextPad: { registerProvider(provider: unknown): void },
  create: Starter,
  connect: Starter,
  modeling: Services['modeling'],
  autoPlace: Services['autoPlace'],
  elementFactory: Services['elementFactory'],
  bpmnFactory: Services['bpmnFactory'],
): void {
  const remove = (elements: Element[]): Record<string, Tool> => ({
    delete: {
      group: 'edit',
      className: 'bpmn-icon-trash',
      title: 'Xóa',
      action: { click: () => modeling.removeElements([...elements]) },
    },
  });
  this.getMultiElementContextPadEntries = remove;
  this.getContextPadEntries = (element) => {
    const entries: Record<string, Tool> = {};
    if (element.labelTarget) return entries;
    const leads = /Task$|Gateway$|StartEvent$|SubProcess$|CallActivity$/.test(element.type);
    if (leads) {
      for (const kind of ['step', 'exclusive', 'parallel', 'end'] as const) {
        const { icon, title } = KINDS[kind];
        entries[kind] = {
          group: 'model',
          className: `bpmn-icon-${icon}`,
          title: `Thêm sau đây: ${title.toLocaleLowerCase('vi')}`,
          action: {
            click: () => void autoPlace.append(element, newShape({ bpmnFactory, elementFactory }, kind)),
            dragstart: (event) => create.start(event, newShape({ bpmnFactory, elementFactory }, kind)),
          },
        };
      }
      const begin = (event: Event): void => connect.start(event, element);
      entries['connect'] = {
        group: 'connect',
        className: 'bpmn-icon-connection-multi',
        title: 'Nối tới phần tử khác',
        action: { click: begin, dragstart: begin },
      };
    }
    return { ...entries, ...remove([element]) };
  };
  contextPad.registerProvider(this);
}
OwnContextPad.$inject = [
  'contextPad',
  'create',
  'connect',
  'modeling',
  'autoPlace',
  'elementFactory',
  'bpmnFactory',
];

/** Takes the place of the modeler's own palette and context pad. */
export const tools = {
  paletteProvider: ['type', OwnPalette],
  contextPadProvider: ['type', OwnContextPad],
};

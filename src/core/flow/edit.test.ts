import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { editFlow, FlowEditError } from './edit.ts';
import type { Addable, FlowEdit } from './edit.ts';
import { elementIn, elementsIn, parseBpmn } from './moddle.ts';
import { longestPathMinutes } from './path.ts';
import { publicationMessages } from './publication.ts';
import { templateFlow } from './template.ts';
import type { Flow } from './types.ts';

const SEEDS = new URL('../../../seed/flows/', import.meta.url);
const seed = (code: string): Promise<string> => readFile(new URL(`${code}.bpmn`, SEEDS), 'utf8');

async function flowOf(xml: string): Promise<Flow> {
  const { flow, messages } = await compile(xml);
  if (!flow) throw new Error(messages.map((message) => message.message).join('\n'));
  return flow;
}

/** Ids that the diagram draws, each once, and those of the process itself. */
async function drawn(xml: string): Promise<{ shapes: string[]; elements: string[] }> {
  const { root } = await parseBpmn(xml);
  const plane = elementIn(elementsIn(root, 'diagrams')[0]!, 'plane')!;
  const shapes = elementsIn(plane, 'planeElement').map(
    (part) => elementIn(part, 'bpmnElement')?.id ?? 'nothing',
  );
  const process = elementsIn(root, 'rootElements').find((one) => one.$type === 'bpmn:Process')!;
  const elements = elementsIn(process, 'flowElements').map((one) => one.id ?? '');
  return { shapes: shapes.sort(), elements: elements.sort() };
}

describe('the template', () => {
  test('[II.3.1~] is sound, may be published and is drawn whole', async () => {
    const xml = await templateFlow('moi', 'Quy trình “mới” & <thử>');
    const flow = await flowOf(xml);
    expect(flow).toMatchObject({ id: 'moi', name: 'Quy trình “mới” & <thử>' });
    expect(publicationMessages(flow)).toEqual([]);
    expect(longestPathMinutes(flow)).toBe(960);
    const { shapes, elements } = await drawn(xml);
    expect(shapes).toEqual(elements);
  });
});

describe('edits', () => {
  test('[II.3.1~] a step is put on a path, filled in, and the diagram makes room for it', async () => {
    const { xml, id } = await editFlow(await seed('khai-sinh'), {
      op: 'add',
      kind: 'step',
      name: 'Xác minh',
      on: 'process_to_sign',
    });
    const filled = await editFlow(xml, {
      op: 'set-step',
      id: id!,
      properties: {
        name: 'Xác minh tại nơi sinh',
        step: 'process',
        minutes: 37,
        actor: { kind: 'group', agency: 'handling', ref: 'tham-dinh' },
        allows: ['consult'],
        status: '',
        makes: '',
      },
    });
    const flow = await flowOf(filled.xml);
    expect(flow.nodes[id!]).toMatchObject({
      name: 'Xác minh tại nơi sinh',
      minutes: 37,
      actor: { kind: 'group', agency: 'handling', ref: 'tham-dinh' },
      allows: ['consult'],
    });
    const targets = flow.nodes[id!]!.outgoing.map((edge) => flow.edges[edge]!.target);
    expect([flow.edges['process_to_sign']!.target, targets]).toEqual([id, ['sign']]);
    const { root } = await parseBpmn(filled.xml);
    const plane = elementIn(elementsIn(root, 'diagrams')[0]!, 'plane')!;
    const x = (of: string): number => {
      const shape = elementsIn(plane, 'planeElement').find(
        (part) => elementIn(part, 'bpmnElement')?.id === of,
      )!;
      return Number(elementIn(shape, 'bounds')!.get('x'));
    };
    expect([x('process'), x(id!), x('sign')]).toEqual([475, 625, 775]);
  });

  test('[II.3.1~] a removed step hands its path on; a removed branch of a decision goes whole', async () => {
    const { xml } = await editFlow(await seed('khai-sinh'), { op: 'remove', id: 'assign' });
    const flow = await flowOf(xml);
    expect(flow.edges['reception_to_assign']?.target).toBe('process');
    const without = await flowOf((await editFlow(xml, { op: 'remove', id: 'decision_no' })).xml);
    expect(without.nodes['decision']?.outgoing).toEqual(['decision_yes']);
  });

  test('paths carry buttons, conditions and what holds otherwise', async () => {
    const start = await seed('khai-sinh');
    const { xml } = await editFlow(start, {
      op: 'set-path',
      id: 'decision_no',
      name: 'Làm lại',
      condition: '= ketQua = "khong"',
      isDefault: false,
    });
    expect((await flowOf(xml)).edges['decision_no']).toMatchObject({
      name: 'Làm lại',
      condition: 'ketQua = "khong"',
    });
    const other = await editFlow(xml, {
      op: 'set-path',
      id: 'decision_no',
      name: 'Làm lại',
      condition: '',
      isDefault: true,
    });
    expect((await flowOf(other.xml)).nodes['decision']?.defaultEdge).toBe('decision_no');
  });

  test.each<[FlowEdit, string]>([
    [{ op: 'remove', id: 'khong-co' }, 'id'],
    [{ op: 'connect', from: 'done', to: 'sign', name: '', condition: '' }, 'from'],
    [{ op: 'connect', from: 'sign', to: 'online', name: '', condition: '' }, 'to'],
    [{ op: 'connect', from: 'sign', to: 'issue', name: '', condition: 'a = (' }, 'condition'],
    [{ op: 'connect', from: 'sign', to: 'issue', name: '', condition: 'now() > x' }, 'condition'],
    [{ op: 'add', kind: 'step', name: 'Lơ lửng' }, 'on'],
    [{ op: 'add', kind: 'end', name: '', on: 'process_to_sign' }, 'to'],
    [{ op: 'add', kind: 'step', name: '', on: 'sign' }, 'on'],
  ])('%j is refused, naming the place', async (edit, place) => {
    const error = await editFlow(await seed('khai-sinh'), edit).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FlowEditError);
    expect((error as FlowEditError).place).toBe(place);
  });

  test('a drawing without a diagram is drawn', async () => {
    const bare = (await templateFlow('x', 'X')).replace(
      /<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/,
      '',
    );
    const { xml } = await editFlow(bare, { op: 'rename', name: 'Y' });
    const { shapes, elements } = await drawn(xml);
    expect(shapes).toEqual(elements);
  });
});

describe('any sequence of edits', () => {
  const picks = fc.array(fc.tuple(fc.nat(6), fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 });
  const KINDS: Addable[] = ['step', 'exclusive', 'parallel', 'end', 'inclusive', 'start'];

  /** Turns numbers into an edit of the elements that there are. */
  function editFrom(elements: { nodes: string[]; paths: string[] }, [kind, a, b, c]: number[]): FlowEdit {
    const node = (at: number): string => elements.nodes[at % elements.nodes.length] ?? 'khong-co';
    const path = (at: number): string =>
      elements.paths[at % Math.max(1, elements.paths.length)] ?? 'khong-co';
    switch (kind) {
      case 0:
        return { op: 'add', kind: KINDS[c! % KINDS.length]!, name: `Bước ${c}`, on: path(a!) };
      case 1:
        return {
          op: 'add',
          kind: KINDS[c! % KINDS.length]!,
          name: '',
          from: node(a!),
          ...(b! % 2 ? { to: node(b!) } : {}),
        };
      case 2:
        return { op: 'remove', id: node(a!) };
      case 3:
        return { op: 'remove', id: path(a!) };
      case 4:
        return {
          op: 'connect',
          from: node(a!),
          to: node(b!),
          name: c! % 2 ? 'Nút' : '',
          condition: c! % 3 ? '' : 'a = 1',
        };
      case 5:
        return {
          op: 'set-path',
          id: path(a!),
          name: 'Tên',
          condition: '',
          isDefault: b! % 2 === 0,
          to: node(c!),
        };
      default:
        return { op: 'arrange' };
    }
  }

  test('[II.3.1~] compiles or names the fault on an element, keeps what it does not touch, and stays drawn', async () => {
    const start = await seed('khai-sinh');
    await fc.assert(
      fc.asyncProperty(picks, async (numbers) => {
        let xml = start;
        for (const pick of numbers) {
          const { root } = await parseBpmn(xml);
          const elements = elementsIn(elementsIn(root, 'rootElements')[0]!, 'flowElements');
          const idsOf = (edges: boolean): string[] =>
            elements.filter((one) => (one.$type === 'bpmn:SequenceFlow') === edges).map((one) => one.id!);
          const [nodes, paths] = [idsOf(false), idsOf(true)];
          try {
            xml = (await editFlow(xml, editFrom({ nodes, paths }, pick))).xml;
          } catch (error) {
            if (!(error instanceof FlowEditError)) throw error;
            expect(error.message).toMatch(/\.$/);
          }
        }
        const { shapes, elements } = await drawn(xml);
        expect(shapes).toEqual(elements);
        expect(new Set(elements).size).toBe(elements.length);
        const { flow, messages } = await compile(xml);
        if (!flow) {
          const faults = messages.filter((message) => message.severity === 'error');
          expect(faults.length).toBeGreaterThan(0);
          for (const fault of faults) expect([...elements, 'khai-sinh', '']).toContain(fault.element);
        }
        const { root } = await parseBpmn(xml);
        const process = elementsIn(root, 'rootElements')[0]!;
        for (const edge of elementsIn(process, 'flowElements')) {
          if (edge.$type !== 'bpmn:SequenceFlow') continue;
          const [source, target] = [elementIn(edge, 'sourceRef'), elementIn(edge, 'targetRef')];
          expect(elementsIn(source!, 'outgoing')).toContain(edge);
          expect(elementsIn(target!, 'incoming')).toContain(edge);
        }
        const kept = elementsIn(process, 'flowElements').find((one) => one.id === 'process');
        if (kept) expect(kept.get('motcua:allows')).toBe('supplement consult extend delegate');
      }),
      { numRuns: 25 },
    );
  });

  test('writing a flow back keeps everything: every seed compiles to the same after an edit that says nothing new', async () => {
    for (const file of (await readdir(SEEDS)).filter((name) => name.endsWith('.bpmn'))) {
      const before = await readFile(new URL(file, SEEDS), 'utf8');
      const flow = await flowOf(before);
      const { xml } = await editFlow(before, { op: 'rename', name: flow.name });
      expect(await flowOf(xml), file).toEqual(flow);
      expect(await drawn(xml), file).toEqual(await drawn(before));
    }
  });
});

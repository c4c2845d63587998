import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { CompileResult } from './types.ts';
import { decodeXml } from './xml.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/miwg');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.bpmn'));
const read = (name: string): Buffer => readFileSync(join(FOLDER, name));

/** Names or ids of what is refused, in the order of the file. */
const refusals = ({ messages }: CompileResult): string[] =>
  messages.filter((one) => one.severity === 'error').map((one) => one.elementName || one.element);

/** What must be the same however a model was exported: what runs, how it hangs together, and what is refused. */
function outcome(result: CompileResult) {
  const { flow } = result;
  const name = (id: string | undefined): string => flow?.nodes[id ?? '']?.name ?? '';
  return {
    refused: refusals(result).sort(),
    nodes: Object.values(flow?.nodes ?? {})
      .map((node) => `${node.kind} ${node.name} in ${name(node.scope ?? '')}`)
      .sort(),
    edges: Object.values(flow?.edges ?? {})
      .map((edge) => `${name(edge.source)} > ${name(edge.target)}`)
      .sort(),
  };
}

describe('reference models of the BPMN MIWG', () => {
  test('are all here', () => {
    expect(FILES).toEqual([
      'A.1.0.bpmn',
      'A.2.0.bpmn',
      'A.2.1.bpmn',
      'A.3.0.bpmn',
      'A.4.0.bpmn',
      'A.4.1.bpmn',
      'B.1.0.bpmn',
      'B.2.0.bpmn',
    ]);
  });

  test.each([
    ['A.1.0.bpmn', ['Task 1', 'Task 2', 'Task 3']],
    ['A.2.0.bpmn', ['Task 1', 'Task 2', 'Task 3', 'Task 4']],
    ['A.2.1.bpmn', ['Task 1', 'Task 2', 'Task 3', 'Task 4']],
    ['A.4.0.bpmn', ['Task 3', 'Task 4', 'Task 5', 'Task 6']],
    ['A.4.1.bpmn', ['Task 3', 'Task 4', 'Task 5', 'Task 6']],
    ['B.1.0.bpmn', ['Abstract Task 6', 'User Task 5']],
  ])('%s runs', async (file, steps) => {
    const result = await compile(read(file));
    expect(refusals(result)).toEqual([]);
    const tasks = Object.values(result.flow?.nodes ?? {}).filter((node) => node.kind === 'userTask');
    expect(tasks.map((node) => node.name).sort()).toEqual(steps);
  });

  test('A.3.0 is refused for its message and escalation boundary events', async () => {
    const result = await compile(read('A.3.0.bpmn'));
    expect(result.flow).toBeNull();
    expect(refusals(result)).toEqual([
      'Boundary Intermediate Event Non-Interrupting Message',
      'Boundary Intermediate Event Interrupting Escalation',
    ]);
    const [message] = result.messages.filter((one) => one.severity === 'error');
    expect(message).toMatchObject({
      element: '_428dcbf5-8e5e-48e0-9c0c-d93003fa8c82',
      elementKind: 'sự kiện trên biên thông điệp (message boundary event)',
    });
    expect(message?.message).toContain('_428dcbf5-8e5e-48e0-9c0c-d93003fa8c82');
  });

  test('B.2.0 is refused for every element of its main process that cannot be run', async () => {
    const result = await compile(read('B.2.0.bpmn'));
    expect(result.flow).toBeNull();
    expect(refusals(result)).toEqual([
      'Service Task 22',
      'Boundary Intermediate Event Non-Interrupting Timer',
      'Boundary Intermediate Event Interrupting Conditional',
      'Boundary Intermediate Event Non-Interrupting Escalation',
      'Boundary Intermediate Event Non-Interrupting Signal',
      'Boundary Intermediate Event Interrupting Timer',
      'Boundary Intermediate Event Non-Interrupting Message',
      'Intermediate Event Message Catch',
      'Event Base Gateway 3',
      '_3a19ce2d-e30d-461c-aeaa-b2acb118f9a4',
      'Intermediate Event Link',
      'Intermediate Event Message Throw',
      'Intermediate Event Message Catch 2',
      'Intermediate Event Timer Catch',
      '_209105e0-96fc-4278-8451-3b2a1dd18ec9',
      'Start Event 6 Signal',
      'Intermediate Event Signal Throw 2',
      'Intermediate Event Link',
      'Intermediate Event Signal Catch',
      'End Event 11 Escalation',
    ]);
  });
});

const MODEL = 'http://www.omg.org/spec/BPMN/20100524/MODEL';

/** The prefix that a file binds to the BPMN model namespace, with its colon; '' when it is the default. */
const prefixOf = (xml: string): string => {
  const prefix = new RegExp(`xmlns(?::([\\w-]+))?="${MODEL}"`).exec(xml)?.[1];
  return prefix === undefined ? '' : `${prefix}:`;
};

function renamePrefix(xml: string, to: string): string {
  const from = prefixOf(xml);
  const tags = from === '' ? /<(\/?)(?=[a-zA-Z]+[\s/>])(?![\w-]+:)/g : new RegExp(`<(/?)${from}`, 'g');
  return xml
    .replace(tags, `<$1${to}`)
    .replace(
      from === '' ? `xmlns="${MODEL}"` : `xmlns:${from.slice(0, -1)}="${MODEL}"`,
      to === '' ? `xmlns="${MODEL}"` : `xmlns:${to.slice(0, -1)}="${MODEL}"`,
    )
    .replaceAll(`xsi:type="${from}`, `xsi:type="${to}`);
}

const withoutBody = (xml: string, tag: string): string =>
  xml.replace(new RegExp(`<([\\w-]+:)?${tag}[\\s>][\\s\\S]*?</([\\w-]+:)?${tag}>`, 'g'), '');

/** Ways in which other tools write the same model. */
const EXPORTS: Record<string, (xml: string) => string | Uint8Array> = {
  'no incoming and outgoing children': (xml) => withoutBody(withoutBody(xml, 'incoming'), 'outgoing'),
  'prefix bpmn2': (xml) => renamePrefix(xml, 'bpmn2:'),
  'no diagram': (xml) => withoutBody(xml, 'BPMNDiagram'),
  'marked executable': (xml) => xml.replaceAll('isExecutable="false"', 'isExecutable="true"'),
  'not marked either way': (xml) => xml.replaceAll(/ isExecutable="\w+"/g, ''),
  'vendor extensions': (xml) =>
    xml
      .replace(
        /<((?:[\w-]+:)?definitions)/,
        '<$1 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" camunda:history="30"',
      )
      .replace(
        /<((?:[\w-]+:)?)((?:user|service)Task|task)\b([^>]*[^/])>(?!\s*<(?:[\w-]+:)?extensionElements)/g,
        '<$1$2$3 camunda:assignee="demo" camunda:asyncBefore="true"><$1extensionElements><camunda:properties><camunda:property name="a" value="b"/></camunda:properties><zeebe:taskDefinition type="x"/></$1extensionElements>',
      ),
  'byte order mark': (xml) => `\uFEFF${xml}`,
  'UTF-8 bytes with a mark': (xml) => Buffer.from(`\uFEFF${utf8(xml)}`),
  'UTF-16': (xml) => Buffer.from(`\uFEFF${xml.replace(/encoding="[^"]*"/, 'encoding="UTF-16"')}`, 'utf16le'),
  'UTF-16 declared, UTF-8 written': (xml) =>
    Buffer.from(xml.replace(/encoding="[^"]*"/, 'encoding="UTF-16"')),
  'documentation in CDATA and comments': (xml) =>
    xml.replace(
      /<((?:[\w-]+:)?)process\b([^>]*[^/])>/g,
      '<!-- <fake> --><$1process$2><$1documentation><![CDATA[<b>a & b</b>]]></$1documentation>',
    ),
  'windows line ends': (xml) => xml.replaceAll('\n', '\r\n'),
};

const utf8 = (xml: string): string => xml.replace(/encoding="[^"]*"/, 'encoding="UTF-8"');

describe.each(Object.entries(EXPORTS))('exported anew: %s', (_, change) => {
  test.each(FILES)('%s fares the same', async (file) => {
    const xml = decodeXml(read(file));
    const changed = change(xml);
    expect(changed).not.toEqual(xml);
    expect(outcome(await compile(changed))).toEqual(outcome(await compile(read(file))));
  });
});

test('damaged models get messages, never an exception', async () => {
  const models = FILES.map((name) => decodeXml(read(name)));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...models),
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      async (xml, cuts) => {
        const tags = xml.split(/(?=<)/);
        for (const cut of cuts) tags.splice(cut % tags.length, 1);
        const whole = tags
          .join('')
          .replace(/(<[\w:]*sequenceFlow[^>]*?)sourceRef="[^"]*"/, cuts.length > 2 ? '$1' : '$&');
        const { flow, messages } = await compile(whole);
        expect(flow !== null || messages.some((one) => one.severity === 'error' && one.message !== '')).toBe(
          true,
        );
      },
    ),
    { numRuns: 150 },
  );
});

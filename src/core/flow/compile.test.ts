import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { FlowMessage } from './types.ts';

const bpmn = (inside: string, attributes = ''): string =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:motcua="urn:motcua:bpmn:1" ${attributes}>${inside}</bpmn:definitions>`;

const line = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((id, at) => `<bpmn:sequenceFlow id="f${at}" sourceRef="${ids[at]}" targetRef="${id}"/>`)
    .join('');

/** A process start → x → end with `x` given. */
const around = (element: string, more = ''): string =>
  bpmn(
    `<bpmn:process id="p"><bpmn:startEvent id="s"/>${element}<bpmn:endEvent id="e"/>${line('s', 'x', 'e')}${more}</bpmn:process>`,
  );

const errors = (messages: FlowMessage[]): FlowMessage[] => messages.filter((one) => one.severity === 'error');
const rules = (messages: FlowMessage[]): string[] => errors(messages).map((one) => one.rule);

describe('a step of the diagram', () => {
  test('[II.3.1~] carries kind, minutes, allowances, status, result and actor, whatever the prefix', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1">
      <process id="p" name="Cấp bản sao"><startEvent id="s"/>
      <userTask id="x" name="Thẩm
        định" mc:step="process" mc:minutes="480" mc:allows="supplement consult" mc:status="in_progress.check" mc:makes="slip-02">
        <extensionElements><mc:actor kind="position" unit="tu-phap" role="chuyen-vien"/></extensionElements></userTask>
      <endEvent id="e"/>${line('s', 'x', 'e').replaceAll('bpmn:', '')}</process></definitions>`;
    const { flow, messages } = await compile(xml);
    expect(messages).toEqual([]);
    expect(flow).toMatchObject({ id: 'p', name: 'Cấp bản sao' });
    expect(flow?.nodes['x']).toEqual({
      id: 'x',
      name: 'Thẩm định',
      kind: 'userTask',
      scope: null,
      incoming: ['f0'],
      outgoing: ['f1'],
      step: 'process',
      minutes: 480,
      allows: ['supplement', 'consult'],
      status: 'in_progress.check',
      makes: 'slip-02',
      actor: { kind: 'position', unit: 'tu-phap', role: 'chuyen-vien', agency: 'handling' },
    });
  });

  test.each([
    ['motcua:step="think"', '', 'step-kind'],
    ['motcua:minutes="1.5"', '', 'minutes'],
    ['motcua:minutes="0"', '', 'minutes'],
    ['motcua:allows="fly"', '', 'allows'],
    ['', '<motcua:actor kind="robot"/>', 'actor'],
    ['', '<motcua:actor kind="unit"/>', 'actor'],
    ['', '<motcua:actor kind="performer" ref="nobody"/>', 'actor'],
    ['', '<motcua:actor kind="chosen"/><motcua:actor kind="chosen"/>', 'actor'],
  ])('is refused with %s %s', async (attribute, actor, rule) => {
    const element = `<bpmn:userTask id="x" ${attribute}><bpmn:extensionElements>${actor}</bpmn:extensionElements></bpmn:userTask>`;
    const { flow, messages } = await compile(around(element));
    expect(flow).toBeNull();
    expect(errors(messages)).toMatchObject([{ rule, element: 'x' }]);
  });
});

describe('elements that run', () => {
  test.each([
    ['task', 'userTask'],
    ['manualTask', 'userTask'],
    ['userTask', 'userTask'],
    ['serviceTask', 'serviceTask'],
    ['sendTask', 'serviceTask'],
    ['receiveTask', 'serviceTask'],
    ['scriptTask', 'serviceTask'],
    ['businessRuleTask', 'serviceTask'],
    ['callActivity', 'callActivity'],
    ['subProcess', 'subProcess'],
    ['exclusiveGateway', 'exclusive'],
    ['parallelGateway', 'parallel'],
    ['inclusiveGateway', 'inclusive'],
    ['intermediateThrowEvent', 'exclusive'],
  ])('%s as %s', async (tag, kind) => {
    const { flow } = await compile(around(`<bpmn:${tag} id="x" name="X"/>`));
    expect(flow?.nodes['x']?.kind).toBe(kind);
  });

  test('timers, errors, terminate and message ends, calls and jobs with what they name', async () => {
    const { flow, messages } = await compile(
      bpmn(`<bpmn:error id="err" errorCode="E1"/><bpmn:process id="p">
        <bpmn:startEvent id="s"><bpmn:messageEventDefinition/></bpmn:startEvent>
        <bpmn:serviceTask id="a" motcua:ref="notify" motcua:minutes="5"/>
        <bpmn:boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>PT4H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
        <bpmn:boundaryEvent id="c" attachedToRef="a"><bpmn:errorEventDefinition errorRef="err"/></bpmn:boundaryEvent>
        <bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P2D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
        <bpmn:callActivity id="d" calledElement="1.001193"/>
        <bpmn:endEvent id="e1"><bpmn:messageEventDefinition/></bpmn:endEvent>
        <bpmn:endEvent id="e2"><bpmn:terminateEventDefinition/></bpmn:endEvent>
        <bpmn:endEvent id="e3"><bpmn:errorEventDefinition errorRef="err"/></bpmn:endEvent>
        ${line('s', 'a', 't', 'd', 'e1')}
        <bpmn:sequenceFlow id="g" sourceRef="b" targetRef="e2"/><bpmn:sequenceFlow id="h" sourceRef="c" targetRef="e3"/></bpmn:process>`),
    );
    expect(messages.map((one) => [one.severity, one.rule, one.element])).toEqual([
      ['warning', 'plain-start', 's'],
      ['warning', 'plain-end', 'e1'],
    ]);
    expect(flow?.nodes).toMatchObject({
      a: { ref: 'notify', minutes: 5 },
      b: { kind: 'timerBoundary', attachedTo: 'a', interrupting: false, duration: 'PT4H' },
      c: { kind: 'errorBoundary', attachedTo: 'a', interrupting: true, ref: 'E1' },
      t: { kind: 'timerCatch', duration: 'P2D' },
      d: { kind: 'callActivity', ref: '1.001193' },
      e1: { kind: 'end' },
      e2: { kind: 'terminateEnd' },
      e3: { kind: 'errorEnd', ref: 'E1' },
    });
  });
});

describe('elements that do not run are refused by name, kind and id', () => {
  const event = (tag: string, definition: string): string =>
    `<bpmn:${tag} id="x" name="Tên"><bpmn:${definition}EventDefinition/></bpmn:${tag}>`;
  test.each([
    ['<bpmn:eventBasedGateway id="x" name="Tên"/>', 'event-based gateway'],
    ['<bpmn:complexGateway id="x" name="Tên"/>', 'complex gateway'],
    ['<bpmn:transaction id="x" name="Tên"><bpmn:complexGateway id="y"/></bpmn:transaction>', 'transaction'],
    ['<bpmn:adHocSubProcess id="x" name="Tên"/>', 'ad-hoc sub-process'],
    ['<bpmn:subProcess id="x" name="Tên" triggeredByEvent="true"/>', 'event sub-process'],
    ['<bpmn:task id="x" name="Tên" isForCompensation="true"/>', 'compensation'],
    ['<bpmn:task id="x" name="Tên"><bpmn:standardLoopCharacteristics/></bpmn:task>', 'standard loop'],
    [
      '<bpmn:userTask id="x" name="Tên"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
      'multi-instance',
    ],
    [event('intermediateCatchEvent', 'message'), 'message intermediate catch event'],
    [event('intermediateCatchEvent', 'signal'), 'signal intermediate catch event'],
    [event('intermediateCatchEvent', 'conditional'), 'conditional intermediate catch event'],
    [event('intermediateCatchEvent', 'link'), 'link intermediate catch event'],
    [event('intermediateCatchEvent', 'timer'), 'timer intermediate catch event'],
    [event('intermediateThrowEvent', 'escalation'), 'escalation intermediate throw event'],
    [event('intermediateThrowEvent', 'compensate'), 'compensation intermediate throw event'],
    [event('endEvent', 'cancel'), 'cancel end event'],
    [event('startEvent', 'conditional'), 'conditional start event'],
  ])('%s', async (element, kind) => {
    const { flow, messages } = await compile(around(element));
    expect(flow).toBeNull();
    expect(errors(messages)).toHaveLength(1);
    const [message] = errors(messages);
    expect(message).toMatchObject({ rule: 'unsupported', element: 'x', elementName: 'Tên' });
    expect(message?.elementKind).toContain(`(${kind})`);
    expect(message?.message).toMatch(/“Tên” \(mã x\) không chạy được\. .*Hãy /);
  });

  test('boundary events, also on what is itself refused', async () => {
    const events = ['message', 'signal', 'conditional', 'escalation', 'compensate', 'cancel']
      .map(
        (kind) =>
          `<bpmn:boundaryEvent id="${kind}" attachedToRef="x"><bpmn:${kind}EventDefinition/></bpmn:boundaryEvent>`,
      )
      .join('');
    const { messages } = await compile(around(`<bpmn:transaction id="x"/>${events}`));
    expect(errors(messages).map((one) => one.element)).toEqual([
      'x',
      'message',
      'signal',
      'conditional',
      'escalation',
      'compensate',
      'cancel',
    ]);
  });

  test('a timer whose time cannot be read says how to write it', async () => {
    const { messages } = await compile(
      around(
        '<bpmn:intermediateCatchEvent id="x"><bpmn:timerEventDefinition><bpmn:timeDuration>hai ngày</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
      ),
    );
    expect(errors(messages)[0]?.message).toMatch(/“hai ngày” không đọc được.*PT4H/);
  });
});

describe('conditions', () => {
  const gateway = (kind: string, condition: string): string =>
    around(
      `<bpmn:${kind}Gateway id="x" default="f1"/>`,
      `<bpmn:sequenceFlow id="c" sourceRef="x" targetRef="e">${condition}</bpmn:sequenceFlow>`,
    );
  const expression = (text: string, more = ''): string =>
    `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" ${more}>${text}</bpmn:conditionExpression>`;

  test('in FEEL are kept, in CDATA and with a leading "=" too', async () => {
    const { flow, messages } = await compile(
      gateway('exclusive', expression('<![CDATA[= số_ngày < 3 and ketQua = "đạt"]]>')),
    );
    expect(messages).toEqual([]);
    expect(flow?.edges['c']?.condition).toBe('số_ngày < 3 and ketQua = "đạt"');
  });

  test('in another language are left out with a warning, since a person can choose', async () => {
    const { flow, messages } = await compile(gateway('exclusive', expression('${approved}')));
    expect(messages.map((one) => [one.severity, one.rule, one.element])).toEqual([
      ['warning', 'condition-foreign', 'c'],
    ]);
    expect(flow?.edges['c']?.condition).toBeUndefined();
  });

  test.each([
    ['inclusive', expression('${approved}')],
    ['exclusive', expression('a >')],
    ['exclusive', expression('today() &gt; hanNop')],
  ])('on an %s gateway as %s are refused', async (kind, text) => {
    const { flow, messages } = await compile(gateway(kind, text));
    expect(flow).toBeNull();
    expect(errors(messages)).toMatchObject([{ rule: 'condition', element: 'c' }]);
  });

  test('without effect are named', async () => {
    const { flow, messages } = await compile(gateway('parallel', expression('true')));
    expect(messages.map((one) => one.rule)).toContain('condition-ignored');
    expect(flow?.edges['c']?.condition).toBeUndefined();
  });
});

describe('files that are no flow get a message, never an exception', () => {
  test.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['không phải xml', 'not-xml'],
    ['<bpmn:definitions', 'not-xml'],
    ['<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process>', 'not-xml'],
    ['<html><body/></html>', 'not-bpmn'],
    [bpmn(''), 'no-process'],
    [bpmn('<bpmn:process id="p"/>'), 'no-process'],
    [bpmn('<bpmn:collaboration id="c"><bpmn:participant id="a"/></bpmn:collaboration>'), 'no-process'],
    [bpmn('<bpmn:process id="p"><bpmn:task id="a"/></bpmn:process>'), 'unreachable'],
  ])('%s', async (xml, rule) => {
    const { flow, messages } = await compile(xml);
    expect(flow).toBeNull();
    expect(rules(messages)).toContain(rule);
  });

  test('sub-processes nested without end', async () => {
    const deep = 20_000;
    const { flow, messages } = await compile(
      around(`${'<bpmn:subProcess>'.repeat(deep)}${'</bpmn:subProcess>'.repeat(deep)}`),
    );
    expect(flow).toBeNull();
    expect(rules(messages)).toContain('too-large');
  });

  test('a drawing beyond all measure', async () => {
    const { messages } = await compile(around('<bpmn:task id="x"/>', '<bpmn:task/>'.repeat(1000)));
    expect(rules(messages)).toContain('too-large');
  });

  test('broken bytes', async () => {
    const { flow, messages } = await compile(new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x3c]));
    expect(flow).toBeNull();
    expect(rules(messages)).toEqual(['not-xml']);
  });

  test.each([
    ['<bpmn:sequenceFlow id="l" sourceRef="s" targetRef="gone"/>', 'loose-edge', 'l'],
    ['<bpmn:sequenceFlow id="l" sourceRef="s" targetRef="inner"/>', 'crossing-edge', 'l'],
    ['<bpmn:task id="s"/>', 'duplicate-id', 's'],
    ['<bpmn:boundaryEvent id="b"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>', 'detached', 'b'],
    [
      '<bpmn:boundaryEvent id="b" attachedToRef="e"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>',
      'detached',
      'b',
    ],
  ])('%s', async (more, rule, element) => {
    const sub = `<bpmn:subProcess id="x"><bpmn:startEvent id="is"/><bpmn:task id="inner"/><bpmn:endEvent id="ie"/>
      <bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="inner"/><bpmn:sequenceFlow id="i2" sourceRef="inner" targetRef="ie"/></bpmn:subProcess>`;
    const { flow, messages } = await compile(around(sub, more));
    expect(flow).toBeNull();
    expect(errors(messages)).toContainEqual(expect.objectContaining({ rule, element }));
  });

  test('ids that mean something to JavaScript do no harm', async () => {
    const { flow } = await compile(around('<bpmn:task id="x"/>').replaceAll('"x"', '"__proto__"'));
    expect(Object.values(flow?.nodes ?? {}).map((node) => node.kind)).toEqual(['start', 'userTask', 'end']);
  });
});

describe('several processes', () => {
  const process = (id: string, tasks: number, attributes = ''): string => {
    const ids = Array.from({ length: tasks }, (_, at) => `${id}${at}`);
    const nodes = ids.map((one) => `<bpmn:task id="${one}"/>`).join('');
    const edges = line(`${id}s`, ...ids, `${id}e`).replaceAll('id="f', `id="${id}f`);
    return `<bpmn:process id="${id}" ${attributes}><bpmn:startEvent id="${id}s"/>${nodes}<bpmn:endEvent id="${id}e"/>${edges}</bpmn:process>`;
  };

  test('the one marked executable is run, the others are outside', async () => {
    const { flow, messages } = await compile(bpmn(process('a', 1, 'isExecutable="true"') + process('b', 3)));
    expect(flow?.id).toBe('a');
    expect(messages).toMatchObject([{ severity: 'warning', rule: 'other-process', element: 'b' }]);
  });

  test('unmarked, the largest that no other calls is run and named after its pool', async () => {
    const caller = process('b', 2).replace(
      '</bpmn:process>',
      '<bpmn:callActivity id="call" calledElement="c"/><bpmn:sequenceFlow id="x1" sourceRef="b0" targetRef="call"/><bpmn:sequenceFlow id="x2" sourceRef="call" targetRef="be"/></bpmn:process>',
    );
    const pools =
      '<bpmn:collaboration id="k"><bpmn:participant id="pool" name="Một cửa" processRef="b"/></bpmn:collaboration>';
    const { flow } = await compile(bpmn(process('a', 1) + caller + process('c', 9) + pools));
    expect(flow).toMatchObject({ id: 'b', name: 'Một cửa' });
  });
});

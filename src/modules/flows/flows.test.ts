import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../core/flow/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { flowVersion, FlowNotRunnable, newestFlow, publishFlow } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
});
afterAll(() => platform.close());

const now = new Date('2026-11-23T08:00:00+07:00');

it('a flow that says the same is not published again, a changed one is the next version, and the old one stays', async () => {
  const first = (await newestFlow(platform.db, 'khai-sinh'))!;
  const same = await publishFlow(platform.db, first, { now });
  expect(same).toEqual({ id: first.id, version: first.version, created: false });
  const next = await publishFlow(platform.db, { ...first, name: 'Khai sinh (sửa)' }, { now });
  expect(next).toMatchObject({ version: first.version + 1, created: true });
  expect((await flowVersion(platform.db, first.id))!.name).toBe(first.name);
});

it('a flow with an element that no desk can take is refused by the name of the element', async () => {
  const bpmn = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
    <serviceTask id="t" name="Gửi thuế"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>`;
  const { flow } = await compile(bpmn);
  const publish = publishFlow(platform.db, { code: 'x', name: 'X', bpmn, compiled: flow! }, { now });
  await expect(publish).rejects.toThrow(FlowNotRunnable);
  await expect(publish).rejects.toThrow('“Gửi thuế”');
  expect(await newestFlow(platform.db, 'x')).toBeNull();
});

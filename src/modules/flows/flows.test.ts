import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { flowVersion, listFlows, newestFlow, publishFlow } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform();
});
afterAll(() => platform.close());

const flow = (bpmn: string) => ({
  code: 'khai-sinh',
  name: 'Khai sinh',
  bpmn,
  compiled: { id: 'khai-sinh', name: 'Khai sinh', nodes: {}, edges: {} },
});

it('publishes a version only when the drawing differs, and keeps the earlier ones', async () => {
  const now = platform.clock.now();
  const first = await publishFlow(platform.db, flow('<a/>'), { now });
  expect(await publishFlow(platform.db, flow('<a/>'), { now })).toEqual({ ...first, created: false });
  const second = await publishFlow(platform.db, flow('<b/>'), { now });
  expect(second).toMatchObject({ version: 2, created: true });
  expect((await flowVersion(platform.db, first.id))?.bpmn).toBe('<a/>');
  expect((await newestFlow(platform.db, 'khai-sinh'))?.bpmn).toBe('<b/>');
  expect(await newestFlow(platform.db, 'khong-co')).toBeNull();
  expect((await listFlows(platform.db)).map((one) => [one.code, one.version])).toEqual([['khai-sinh', 2]]);
});

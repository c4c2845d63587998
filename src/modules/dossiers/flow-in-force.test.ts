import { afterAll, beforeAll, expect, it } from 'vitest';
import { editFlow, type ActorRule } from '../../core/flow/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import type { Editor } from '../configuration/index.ts';
import { newestFlow, publishFlowDraft, saveFlowDraft } from '../flows/index.ts';
import { applicant, doing, filed, officer } from './testing.ts';

let platform: TestPlatform;
let hanh: Editor;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const found = await officer(platform, 'nguyenhonghanh');
  hanh = { accountId: found.accountId, name: found.name };
});
afterAll(() => platform.close());

/** Publishes the flow of birth registration with another reception: as an administrator does. */
async function publish(minutes: number, actor: ActorRule): Promise<number> {
  const code = 'khai-sinh';
  const at = platform.clock.now();
  const { xml } = await editFlow((await newestFlow(platform.db, code))!.bpmn, {
    op: 'set-step',
    id: 'reception',
    properties: {
      name: 'Tiếp nhận',
      step: 'reception',
      minutes,
      actor,
      allows: ['supplement'],
      status: '',
      makes: '',
    },
  });
  return platform.db.transaction().execute(async (tx) => {
    await saveFlowDraft(tx, { code, bpmn: xml, revision: 0, by: hanh, at });
    return (await publishFlowDraft(tx, { code, revision: 1, note: '', by: hanh, at })).version;
  });
}

const state = (id: number) =>
  platform.db
    .selectFrom('dossier')
    .innerJoin('flow_version', 'flow_version.id', 'dossier.flow_version_id')
    .innerJoin('task', 'task.dossier_id', 'dossier.id')
    .leftJoin('officer', 'officer.id', 'task.assignee_id')
    .leftJoin('account', 'account.id', 'officer.account_id')
    .where('dossier.id', '=', id)
    .where('task.closed_at', 'is', null)
    .select(['flow_version.version', 'task.minutes', 'task.node', 'account.username'])
    .executeTakeFirstOrThrow();

const COUNTER: ActorRule = { kind: 'unit', agency: 'reception', unit: 'mot-cua', role: 'counter' };

it('[II.3.1] a flow published while dossiers run holds at once for new ones; running ones keep theirs to the end', async () => {
  const citizen = await applicant(platform, 'nguyenthuhuong');
  const before = await filed(platform, citizen);
  expect(await state(before.dossierId)).toMatchObject({ version: 1, minutes: 45 });
  expect(await publish(50, COUNTER)).toBe(2);
  const after = await filed(platform, citizen);
  expect(await state(after.dossierId)).toMatchObject({ version: 2, minutes: 50 });
  const counter = await officer(platform, 'tranthingan');
  await doing(platform, counter, before.dossierId, { action: 'accept', forward: true });
  expect(await state(before.dossierId)).toMatchObject({ version: 1, node: 'assign' });
});

it('[II.17.2~] a step goes to the group, the person or the position that the flow names', async () => {
  const citizen = await applicant(platform, 'nguyenthuhuong');
  await publish(51, { kind: 'person', agency: 'handling', ref: 'tranthingan' });
  const named = await filed(platform, citizen);
  expect(await state(named.dossierId)).toMatchObject({ version: 3, username: 'tranthingan' });
  await publish(52, COUNTER);
  const open = await filed(platform, citizen);
  expect(await state(open.dossierId)).toMatchObject({ version: 4, username: null });
});

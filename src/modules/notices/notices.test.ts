import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { doing, filed, applicant, officer } from '../dossiers/testing.ts';
import { listNotices, markNoticesRead, notify, notifyAll, startMailing, type NewNotice } from './index.ts';

let platform: TestPlatform;
let accountId: number;
let otherId: number;
let dossierId: number;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await startMailing(platform);
  const citizen = await applicant(platform, 'dangvanthuan');
  accountId = citizen.accountId;
  dossierId = (await filed(platform, citizen)).dossierId;
  otherId = (await applicant(platform, 'xaydungsonglam')).accountId;
});
beforeEach(async () => {
  await platform.jobs.drain();
  platform.mailbox.length = 0;
  await platform.db.deleteFrom('notice').execute();
});
afterAll(() => platform.close());

const tell = (changes: Partial<NewNotice> = {}): Promise<void> =>
  platform.db.transaction().execute((tx) =>
    notify(tx, platform, {
      accountId,
      dossierId,
      title: 'Hồ sơ đã được tiếp nhận',
      body: 'Ngày hẹn trả kết quả: 30/11/2026.',
      link: `/ho-so/${dossierId}`,
      email: 'thuan@example.vn',
      ...changes,
    }),
  );
const titles = async (before?: number): Promise<string[]> =>
  (await listNotices(platform.db, accountId, { limit: 2, before })).map((notice) => notice.title);

describe('notices', () => {
  it('go to the portal and by mail, with a link that can be followed from outside', async () => {
    await tell();
    expect(await listNotices(platform.db, accountId, { limit: 10 })).toMatchObject([
      {
        dossierId,
        title: 'Hồ sơ đã được tiếp nhận',
        link: `/ho-so/${dossierId}`,
        at: platform.clock.now(),
        read: false,
      },
    ]);
    expect(platform.mailbox).toEqual([]);
    await platform.jobs.drain();
    expect(platform.mailbox).toMatchObject([{ to: 'thuan@example.vn', subject: 'Hồ sơ đã được tiếp nhận' }]);
    expect(platform.mailbox[0]!.text).toContain(`${platform.config.publicUrl}/ho-so/${dossierId}\n`);
  });

  it('go to many in few statements, and none of them when the change is taken back', async () => {
    const many = Array.from({ length: 600 }, (_, at): NewNotice => ({
      accountId: at % 3 === 0 ? null : accountId,
      dossierId,
      title: `Tin ${at}`,
      body: 'Cơ quan mới tiếp tục giải quyết.',
      link: `/ho-so/${dossierId}`,
      email: at % 2 === 0 ? `nguoi${at}@example.vn` : null,
    }));
    platform.queries.reset();
    await platform.db.transaction().execute((tx) => notifyAll(tx, platform, many));
    expect(platform.queries.count()).toBeLessThanOrEqual(8);
    const undone = platform.db.transaction().execute(async (tx) => {
      await notifyAll(tx, platform, many);
      throw new Error('không');
    });
    await expect(undone).rejects.toThrow('không');
    await platform.jobs.drain();
    expect(await listNotices(platform.db, accountId, { limit: 1000 })).toHaveLength(400);
    expect(new Set(platform.mailbox.map((mail) => mail.to)).size).toBe(300);
    expect(platform.mailbox).toHaveLength(300);
  });

  it('go by mail alone to who has no account, and to the portal alone to who has no address', async () => {
    await tell({ accountId: null, title: 'Chỉ qua thư' });
    await tell({ email: null, title: 'Chỉ trên cổng' });
    await platform.jobs.drain();
    expect(platform.mailbox.map((mail) => mail.subject)).toEqual(['Chỉ qua thư']);
    expect(await titles()).toEqual(['Chỉ trên cổng']);
  });

  it('tell nothing of a change that is undone', async () => {
    const undone = platform.db.transaction().execute(async (tx) => {
      await notify(tx, platform, {
        accountId,
        dossierId,
        title: 'Sẽ bị huỷ',
        body: '',
        link: '/',
        email: 'thuan@example.vn',
      });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await platform.jobs.drain();
    expect(platform.mailbox).toEqual([]);
    expect(await titles()).toEqual([]);
  });

  it('come newest first, page by page', async () => {
    for (const title of ['một', 'hai', 'ba']) await tell({ title, email: null });
    const [newest, second] = await listNotices(platform.db, accountId, { limit: 2 });
    expect([newest!.title, second!.title]).toEqual(['ba', 'hai']);
    expect(await titles(second!.id)).toEqual(['một']);
  });

  it('are marked as read as far as they were shown, and those of nobody else', async () => {
    for (const title of ['một', 'hai', 'ba']) await tell({ title, email: null });
    await tell({ accountId: otherId, email: null });
    const [three, two, one] = await listNotices(platform.db, accountId, { limit: 3 });
    await markNoticesRead(platform.db, accountId, two!.id, platform.clock.now(), two!.id);
    await markNoticesRead(platform.db, accountId, three!.id, platform.clock.now(), three!.id);
    const state = async (id: number) =>
      (await listNotices(platform.db, id, { limit: 3 })).map((notice) => notice.read);
    expect(await state(accountId)).toEqual([true, true, false]);
    await markNoticesRead(platform.db, accountId, one!.id, platform.clock.now());
    expect(await state(accountId)).toEqual([true, true, true]);
    expect(await state(otherId)).toEqual([false]);
  });

  it('are left by acts on a dossier', async () => {
    await doing(platform, await officer(platform, 'tranthingan'), dossierId, { action: 'accept' });
    const [notice] = await listNotices(platform.db, accountId, { limit: 1 });
    expect(notice).toMatchObject({ dossierId, read: false });
  });
});

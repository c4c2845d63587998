import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fee, ProcedureCase } from '../../core/procedure.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadDirectory } from '../agencies/index.ts';
import { act } from './act.ts';
import { saveDraft, startDraft } from './drafts.ts';
import { feesAtAcceptance } from './fees.ts';
import { applicant, demoAnswers, officer } from './testing.ts';

describe('what is owed from the acceptance on', () => {
  const fee = (changes: Partial<Fee>): Fee => ({
    code: 'x',
    name: 'Lệ phí',
    kind: 'charge',
    amount: 8_000,
    ...changes,
  });
  const owed = (...fees: Fee[]) =>
    feesAtAcceptance({ fees } as unknown as ProcedureCase, 'online').map(({ amount }) => amount);

  it('is fixed, unconditional and for the channel', () => {
    expect(owed(fee({}), fee({ per: 'hồ sơ' }), fee({ channel: 'online' }))).toEqual([8_000, 8_000, 8_000]);
  });

  it('is nothing that an officer has to weigh or count', () => {
    expect(
      owed(
        fee({ amount: null }),
        fee({ amount: 0 }),
        fee({ channel: 'counter' }),
        fee({ condition: 'Miễn cho hộ nghèo' }),
        fee({ per: 'trang' }),
        fee({ per: 'người' }),
      ),
    ).toEqual([]);
  });
});

describe('an online dossier with a fixed charge', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await testPlatform({ seeded: true });
  });
  afterAll(() => platform.close());

  it('[II.10.3~] owes it from its acceptance on and says so to the citizen', async () => {
    const citizen = await applicant(platform, 'nguyenthuhuong');
    const agency = (await loadDirectory(platform.db)).agencyBySlug('cong-an-yen-ha')!;
    const draft = await startDraft(platform, citizen.accountId, {
      procedureCode: '1.004194',
      caseCode: '1.004194.01',
      agencyId: agency.id,
    });
    await saveDraft(platform, citizen.accountId, draft.id, {
      answers: await demoAnswers('tam-tru-da-tra'),
      delivery: { method: 'counter' },
    });
    const { dossierId } = await act(platform, citizen, { draft: draft.id }, { action: 'submit' });
    const owed = () =>
      platform.db
        .selectFrom('dossier_fee')
        .select(['name', 'amount', 'paid_at'])
        .where('dossier_id', '=', dossierId)
        .execute();
    expect(await owed()).toEqual([]);
    const counter = await officer(platform, 'dangthikimoanh');
    await act(platform, counter, { dossier: dossierId }, { action: 'accept', forward: true });
    expect(await owed()).toEqual([{ name: 'Lệ phí đăng ký tạm trú', amount: 7_000, paid_at: null }]);
    const notice = await platform.db
      .selectFrom('notice')
      .select('body')
      .where('dossier_id', '=', dossierId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(notice.body).toContain('7.000 đồng');
  });
});

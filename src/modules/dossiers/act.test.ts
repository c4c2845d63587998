import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemoDossiers } from '../../cli/seed/dossiers.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
});
afterAll(() => platform.close());

describe('demo dossiers', () => {
  it('every one of them reaches its stage through the acts that people use', async () => {
    await loadDemoDossiers(platform, 'seed');
    const rows = await platform.db.selectFrom('dossier').select(['status']).execute();
    expect(rows.length).toBe(22);
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answers } from '../../core/form/types.ts';
import type { AccountActor } from '../../core/permission/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadDirectory } from '../agencies/index.ts';
import { getProcedure } from '../procedures/index.ts';
import { act } from './act.ts';
import { attachFiles, saveDraft, startDraft } from './drafts.ts';
import { applicant, demoAnswers, scan } from './testing.ts';

let platform: TestPlatform;
let citizen: AccountActor;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  citizen = await applicant(platform, 'nguyenthuhuong');
});

afterAll(() => platform.close());

interface Demo {
  key: string;
  procedure: string;
  answers: Answers;
}
const demos = JSON.parse(readFileSync('seed/demo-dossiers.json', 'utf8')) as Demo[];

/** Answers of a demo dossier that was declared in the same form. */
async function answersFor(formCode: string): Promise<Answers> {
  for (const demo of demos) {
    const procedure = await getProcedure(platform.db, demo.procedure);
    if (procedure?.definition.formCode === formCode) return demoAnswers(demo.key);
  }
  throw new Error(`no demo dossier is declared in ${formCode}`);
}

it('[III.2.1~] every case of every procedure that is offered in full can be filed online with the papers it asks for', async () => {
  const { db } = platform;
  const directory = await loadDirectory(db);
  const known = await db.selectFrom('procedure').select('code').where('version_id', 'is not', null).execute();
  let filed = 0;
  for (const { code } of known) {
    const { definition } = (await getProcedure(db, code))!;
    if (definition.serviceLevel.kind !== 'full' || definition.offeredBy.length === 0) continue;
    const answers = await answersFor(definition.formCode!);
    const [agency] = directory.offering(definition.offeredBy);
    for (const theCase of definition.cases) {
      const draft = await startDraft(platform, citizen.accountId, {
        procedureCode: code,
        caseCode: theCase.code,
        agencyId: agency!.id,
      });
      await saveDraft(platform, citizen.accountId, draft.id, { answers, delivery: { method: 'online' } });
      const needed = theCase.components.filter((one) => one.required && one.provide === 'upload');
      if (needed.length > 0) {
        await expect(
          act(platform, citizen, { draft: draft.id }, { action: 'submit' }),
          theCase.code,
        ).rejects.toMatchObject({ errors: { length: needed.length } });
      }
      for (const { code: component } of needed) {
        await attachFiles(platform, citizen.accountId, draft.id, component, [
          await scan(platform, citizen.accountId),
        ]);
      }
      const { dossierId } = await act(platform, citizen, { draft: draft.id }, { action: 'submit' });
      const papers = await db
        .selectFrom('paper')
        .select(['component_code', 'required', 'state'])
        .where('dossier_id', '=', dossierId)
        .execute();
      expect(
        papers.filter((paper) => paper.required && paper.state !== 'given'),
        theCase.code,
      ).toEqual([]);
      filed += 1;
    }
  }
  expect(filed).toBeGreaterThan(15);
}, 60_000);

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { addDays } from '../../core/dates.ts';
import type { Answers } from '../../core/form/types.ts';
import type { AccountActor, OfficerActor } from '../../core/permission/index.ts';
import type { Platform } from '../../platform/index.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { loadDirectory, officerByAccount } from '../agencies/index.ts';
import { saveFile } from '../documents/index.ts';
import { getProcedure } from '../procedures/index.ts';
import { act } from './act.ts';
import { saveDraft, attachFiles, startDraft } from './drafts.ts';
import type { Command, Intake, Outcome } from './types.ts';

/** A citizen or company of the demo province, by user name. */
export async function applicant(platform: Platform, username: string): Promise<AccountActor> {
  const row = await platform.db
    .selectFrom('account')
    .select(['id', 'person_id'])
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  return { kind: 'account', accountId: row.id, personId: row.person_id! };
}

/** An officer of the demo province, by user name, with the positions held. */
export async function officer(platform: Platform, username: string): Promise<OfficerActor> {
  const { id } = await platform.db
    .selectFrom('account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  const found = (await officerByAccount(platform.db, id))!;
  return {
    kind: 'officer',
    accountId: id,
    officerId: found.id,
    name: found.name,
    positions: found.positions,
    groups: [],
  };
}

/** Answers of a demo dossier as they were given on 23/11/2026, where the tests' clock stands. */
export async function demoAnswers(key: string): Promise<Answers> {
  const file = path.join(projectRoot(), 'seed', 'demo-dossiers.json');
  const demos = JSON.parse(await readFile(file, 'utf8')) as { key: string; answers: Answers }[];
  const demo = demos.find((one) => one.key === key);
  if (!demo) throw new Error(`no demo dossier ${key}`);
  const dated = JSON.stringify(demo.answers).replace(
    /"@([+-]\d+)"/g,
    (_text, days: string) => `"${addDays('2026-11-23', Number(days))}"`,
  );
  return JSON.parse(dated) as Answers;
}

/** A draft of khai sinh with everything filled in, ready to be filed. */
export async function readyDraft(platform: Platform, by: AccountActor): Promise<string> {
  const agency = (await loadDirectory(platform.db)).agencyBySlug('phuong-yen-ha')!;
  const procedure = (await getProcedure(platform.db, '1.001193'))!;
  const theCase = procedure.definition.cases[0]!;
  const draft = await startDraft(platform, by.accountId, {
    procedureCode: '1.001193',
    caseCode: theCase.code,
    agencyId: agency.id,
  });
  await saveDraft(platform, by.accountId, draft.id, {
    answers: await demoAnswers('khai-sinh-moi-nop'),
    delivery: { method: 'online' },
  });
  for (const component of theCase.components.filter((one) => one.required && one.provide === 'upload')) {
    await attachFiles(platform, by.accountId, draft.id, component.code, [await scan(platform, by.accountId)]);
  }
  return draft.id;
}

/** Files a khai sinh dossier online. */
export async function filed(platform: Platform, by: AccountActor): Promise<Outcome> {
  return act(platform, by, { draft: await readyDraft(platform, by) }, { action: 'submit' });
}

/** A stored file to attach. */
export async function scan(platform: Platform, createdBy: number | null): Promise<string> {
  const content = Buffer.from(`%PDF-1.4 ${randomUUID()}`);
  const file = await saveFile(platform, {
    content,
    name: 'ban-chup.pdf',
    mime: 'application/pdf',
    createdBy,
  });
  return file.id;
}

/** A paper dossier for certified copies, complete, as the counter of phường Yên Hà enters it. */
export async function paperIntake(platform: Platform, changes: Partial<Intake> = {}): Promise<Intake> {
  const agency = (await loadDirectory(platform.db)).agencyBySlug('phuong-yen-ha')!;
  const procedure = (await getProcedure(platform.db, '2.000815'))!;
  const theCase = procedure.definition.cases[0]!;
  const person = {
    kind: 'citizen' as const,
    name: 'Lê Minh Khuê',
    identityNo: '099190001234',
    phone: '0900000999',
    address: { province: 'Tỉnh Lam Giang', commune: 'Phường Yên Hà', detail: 'Số 5 Lê Lợi' },
  };
  return {
    procedureCode: '2.000815',
    agencyId: agency.id,
    caseCode: theCase.code,
    source: 'counter',
    applicant: person,
    owner: person,
    content: 'Chứng thực 3 bản sao bằng tốt nghiệp',
    answers: {},
    delivery: { method: 'counter' },
    papers: theCase.components.map((component) => ({
      component: component.code,
      given: true,
      note: '',
      fileIds: [],
    })),
    fees: [],
    ...changes,
  };
}

/** One act on a dossier. */
export const doing = (
  platform: Platform,
  by: OfficerActor | AccountActor,
  dossier: number,
  command: Command,
) => act(platform, by, { dossier }, command);

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import type { Answers } from '../src/core/form/types.ts';
import { fillIn } from './fill.ts';
import type { Person } from './person.ts';

/** A scanned paper: a real PDF. */
export const SCAN = path.join(import.meta.dirname, '..', 'seed', 'files', 'giay-to-mau.pdf');
export const CODE = /H99(?:\.\w{1,3})*-\d{6}-\d{4}/;

export interface Application {
  procedure: string;
  /** Name of the case, where there are several. */
  theCase?: string;
  /** Name of the agency, where there are several. */
  agency?: string;
  answers: Answers;
  /** Components that get a file. */
  papers: string[];
  delivery: 'online' | 'counter' | 'post';
}

/** From the procedure's page to the review: every page of the application, filled in. */
export async function applyUntilReview(citizen: Person, application: Application): Promise<void> {
  const { page } = citizen;
  if (application.theCase) await page.getByRole('radio', { name: application.theCase }).check();
  if (application.agency) await page.getByRole('radio', { name: application.agency }).check();
  await citizen.press('Bắt đầu điền hồ sơ');
  while (!citizen.at.endsWith('/giay-to')) {
    await fillIn(page, application.answers);
    await citizen.press('Lưu và tiếp tục');
  }
  for (const component of application.papers)
    await page.locator(`input[type=file][name="files.${component}"]`).setInputFiles(SCAN);
  await citizen.press('Lưu và tiếp tục');
  await fillIn(page, { delivery: { method: application.delivery } });
  await citizen.press('Lưu và tiếp tục');
  expect(citizen.at).toMatch(/xem-lai$/);
}

/** Files what is under review; answers the address of the dossier. */
export async function file(citizen: Person): Promise<string> {
  await citizen.page.getByRole('checkbox', { name: /Tôi cam kết/ }).check();
  await citizen.press('Nộp hồ sơ');
  await citizen.reads('Đã nộp hồ sơ', 'Mới đăng ký');
  return new URL(citizen.page.url()).pathname;
}

/** Opens a dossier from the officer's desk, out of the box where it has to be. */
export async function openFrom(officer: Person, box: string, name: string): Promise<void> {
  await officer.visit('/mot-cua');
  await officer.follow(new RegExp(box), {
    within: officer.page.getByRole('navigation', { name: 'Hồ sơ theo loại' }),
  });
  await officer.follow(new RegExp(name.replaceAll('.', '\\.')), { within: officer.page.getByRole('table') });
  await officer.reads(name);
}

/** Opens the page of an act from the bar at the foot of a dossier, out of the fold where it lies there. */
export async function openAct(officer: Person, name: string): Promise<void> {
  const bar = officer.page.getByRole('region', { name: 'Thao tác với hồ sơ' });
  const link = bar.getByRole('link', { name: new RegExp(`^${name}( T)?$`) });
  if ((await link.count()) === 0) await bar.getByText('Việc khác').click();
  await officer.leaveBy(() => link.click());
}

/** Opens the page of an act, fills it in by the labels of its fields and sends it. */
export async function act(
  officer: Person,
  name: string,
  fields: Record<string, string> = {},
  send = name,
): Promise<void> {
  await openAct(officer, name);
  for (const [label, value] of Object.entries(fields)) await officer.page.getByLabel(label).fill(value);
  await officer.press(send);
}

/** Text of a PDF, as a reader of it would find it. */
export function pdfText(content: Buffer): string {
  expect(content.subarray(0, 5).toString()).toBe('%PDF-');
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: content, encoding: 'utf8' }).normalize(
    'NFC',
  );
}

export const scanContent = (): Promise<Buffer> => readFile(SCAN);

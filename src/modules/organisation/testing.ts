import type { TestPlatform } from '../../platform/testing.ts';
import { loadDirectory, type Agency } from '../agencies/index.ts';
import { officer, paperIntake } from '../dossiers/testing.ts';
import { act, type Command, type Intake, type Outcome } from '../dossiers/index.ts';
import { randomUUID } from 'node:crypto';
import type { NewAgency, Plan } from './plan.ts';
import { unitsOn } from './check.ts';

/** An agency of the demo province by its slug. */
export async function agencyOf(platform: TestPlatform, slug: string): Promise<Agency> {
  return (await loadDirectory(platform.db)).agencyBySlug(slug)!;
}

/** A certified-copies dossier taken in at the counter of a commune. */
export async function takenIn(
  platform: TestPlatform,
  counter: string,
  slug: string,
  changes: Partial<Intake> = {},
): Promise<Outcome> {
  const agency = await agencyOf(platform, slug);
  const intake = await paperIntake(platform, { agencyId: agency.id, ...changes });
  const command: Command = { action: 'accept', intake, forward: true };
  return act(platform, await officer(platform, counter), { intake: randomUUID() }, command);
}

export const NEW_COMMUNE: NewAgency = {
  slug: 'phuong-yen-lam',
  name: 'Ủy ban nhân dân phường Yên Lâm',
  shortName: 'UBND phường Yên Lâm',
  kind: 'commune',
  codeNew: 'H99.40',
  codeOld: '000.00.40.H99',
  address: '2 Trần Phú, phường Yên Lâm, tỉnh Lam Giang',
  phone: '0299 3800 900',
  email: 'yenlam@lamgiang.example',
};

/** A merger of agencies into a new one, every unit to the unit with its code. */
export function mergerOf(sources: readonly Agency[], changes: Partial<Plan> = {}): Plan {
  const day = changes.day ?? '2026-11-23';
  return {
    kind: 'merge',
    basis: 'Nghị quyết số 15/NQ-HĐND ngày 01/11/2026',
    day,
    sources: sources.map((agency) => agency.id),
    targets: [{ create: NEW_COMMUNE }],
    units: sources.flatMap((agency) =>
      unitsOn(agency, day).map((unit) => ({ unitId: unit.id, target: 0, code: unit.code })),
    ),
    positions: [],
    books: 'new',
    adminUnits: null,
    ...changes,
  };
}

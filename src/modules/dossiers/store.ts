import type { Actor } from '../../core/permission/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { loadDirectory, officersOf, workCalendar } from '../agencies/index.ts';
import { flowVersion } from '../flows/index.ts';
import { formVersion } from '../forms/index.ts';
import { procedureVersion } from '../procedures/index.ts';
import { loadSettings } from '../settings/index.ts';
import { loadChart } from '../statuses/index.ts';
import { DossierNotFound } from './errors.ts';
import type { Command, Context, Dossier } from './types.ts';

/** The versions a dossier was opened under; they never change, so they are read outside its lock. */
export type Pinned = Pick<
  Context,
  'procedure' | 'procedureCase' | 'form' | 'flow' | 'rules' | 'calendar' | 'directory'
>;

export interface Pins {
  procedure_version_id: number;
  form_version_id: number | null;
  flow_version_id: number;
  case_code: string;
  agency_id: number;
}

/** Reads what a dossier is pinned to and the rules of the day. */
export async function loadPinned(db: Db | Tx, pins: Pins): Promise<Pinned> {
  const version = await procedureVersion(db, pins.procedure_version_id);
  const flow = await flowVersion(db, pins.flow_version_id);
  const form = pins.form_version_id === null ? null : await formVersion(db, pins.form_version_id);
  if (!version || !flow) throw new DossierNotFound();
  const { rules } = await loadSettings(db);
  const procedure = version.definition;
  const procedureCase = procedure.cases.find((one) => one.code === pins.case_code) ?? procedure.cases[0];
  if (!procedureCase) throw new DossierNotFound();
  return {
    procedure,
    procedureCase,
    form: form?.definition ?? null,
    flow: flow.compiled,
    rules,
    calendar: await workCalendar(db, pins.agency_id),
    directory: await loadDirectory(db),
  };
}

/** Takes the dossier's lock, so that one act at a time decides on it. */
export async function lockDossier(tx: Tx, id: number): Promise<Dossier> {
  const dossier = await tx
    .selectFrom('dossier')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!dossier) throw new DossierNotFound();
  return dossier;
}

/** Everything a decision looks at, read under the lock. */
export async function loadContext(
  tx: Tx,
  dossier: Dossier,
  pinned: Pinned,
  request: { actor: Actor; command: Command; now: Date },
): Promise<Context> {
  const { id } = dossier;
  const tasks = await tx.selectFrom('task').selectAll().where('dossier_id', '=', id).orderBy('id').execute();
  const fees = await tx
    .selectFrom('dossier_fee')
    .select(['id', 'name', 'amount'])
    .where('dossier_id', '=', id)
    .where('paid_at', 'is', null)
    .execute();
  return {
    ...pinned,
    chart: await loadChart(tx),
    now: request.now,
    actor: request.actor,
    dossier,
    tasks,
    papers: await tx.selectFrom('paper').selectAll().where('dossier_id', '=', id).orderBy('id').execute(),
    supplements: await tx
      .selectFrom('supplement')
      .selectAll()
      .where('dossier_id', '=', id)
      .orderBy('id')
      .execute(),
    results: await tx.selectFrom('result').selectAll().where('dossier_id', '=', id).orderBy('id').execute(),
    unpaidFees: fees,
    chosen: await chosenOfficer(tx, request.command, tasks),
  };
}

async function chosenOfficer(tx: Tx, command: Command, tasks: Context['tasks']): Promise<Context['chosen']> {
  if (!('officerId' in command)) return null;
  const unitIds = [...new Set(tasks.filter((task) => task.closed_at === null).map((task) => task.unit_id))];
  const found = { name: '', unitIds: [] as number[], roles: [] as PositionRole[] };
  for (const unitId of unitIds) {
    if (unitId === null) continue;
    // Whoever holds several positions in a unit is there once for each.
    const held = (await officersOf(tx, unitId)).filter((member) => member.id === command.officerId);
    if (held[0]) {
      found.name = held[0].name;
      found.unitIds.push(unitId);
      found.roles.push(...held.map((member) => member.role));
    }
  }
  return found.unitIds.length ? { id: command.officerId, ...found } : null;
}

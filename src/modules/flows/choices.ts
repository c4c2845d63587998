import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import type { ProcedureResult } from '../../core/procedure.ts';
import type { Status } from '../../core/status/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { loadDirectory } from '../agencies/index.ts';

export interface FlowChoice {
  value: string;
  label: string;
}

/** What the properties of a step can be chosen from. */
export interface FlowChoices {
  /** Agencies by slug, beside the handling and the receiving one. */
  agencies: FlowChoice[];
  /** Units by their code within the agency. */
  units: FlowChoice[];
  /** Officers by the name they log in with. */
  officers: FlowChoice[];
  /** Groups of officers by code. */
  groups: FlowChoice[];
  /** Detailed statuses by code, each with the status that it is shown with. */
  statuses: (FlowChoice & { under: Status })[];
  /** Results of the procedures that run on the flow, by code. */
  results: FlowChoice[];
}

/**
 * Gathers the choices for a flow's steps, in five statements at most.
 *
 * @param now day on which units, officers and statuses must be in force
 */
export async function flowChoices(db: Db | Tx, code: string, now: Date): Promise<FlowChoices> {
  const day = localDate(now);
  const directory = await loadDirectory(db);
  const [officers, groups, statuses, results] = await Promise.all([
    db
      .selectFrom('officer')
      .innerJoin('account', 'account.id', 'officer.account_id')
      .where('account.disabled_at', 'is', null)
      .select(['account.username as value', 'officer.name as label'])
      .orderBy('officer.name')
      .limit(5000)
      .execute(),
    db
      .selectFrom('officer_group')
      .select(['code as value', 'name as label'])
      .orderBy('name')
      .limit(1000)
      .execute(),
    db
      .selectFrom('status_detail')
      .where('valid_from', '<=', day)
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', day)]))
      .select(['code as value', 'label', 'under'])
      .orderBy('position')
      .orderBy('code')
      .execute(),
    db
      .selectFrom('procedure_version')
      .where('state', '=', 'published')
      .where(sql<string>`definition ->> 'flowCode'`, '=', code)
      .select(sql<ProcedureResult[]>`definition -> 'results'`.as('results'))
      .execute(),
  ]);
  const units = new Map<string, string[]>();
  for (const { code: unit, name } of directory.agencies.flatMap((agency) => agency.units)) {
    units.set(unit, [...(units.get(unit) ?? []), name]);
  }
  return {
    agencies: directory.agencies
      .filter((agency) => agency.kind !== 'commune')
      .map((agency) => ({ value: agency.slug, label: agency.name })),
    units: [...units]
      .map(([value, names]) => ({ value, label: commonName(names) }))
      .sort((a, b) => a.label.localeCompare(b.label, 'vi')),
    officers,
    groups,
    statuses: statuses.map((one) => ({ ...one, under: one.under as Status })),
    results: distinct(
      results.flatMap((row) => row.results).map(({ code: value, name }) => ({ value, label: name })),
    ),
  };
}

/** The words with which most names of a unit begin ("Lãnh đạo" of every agency's leaders), else the usual name. */
function commonName(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const words = name.split(' ');
    for (let end = 2; end <= words.length; end += 1) {
      const beginning = words
        .slice(0, end)
        .join(' ')
        .replace(/[,;(–-]+$/, '')
        .trim();
      counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
    }
  }
  const most = [...counts].filter(([, count]) => count * 2 > names.length).map(([beginning]) => beginning);
  return most.toSorted((a, b) => b.length - a.length)[0] ?? names[0] ?? '';
}

const distinct = (choices: FlowChoice[]): FlowChoice[] => [
  ...new Map(choices.map((choice) => [choice.value, choice])).values(),
];

/** Who works in a unit under a role: names, at most five, with how many more there are. */
export async function holdersIn(
  db: Db | Tx,
  unitIds: readonly number[],
  now: Date,
): Promise<{ unitId: number; role: string; name: string }[]> {
  if (unitIds.length === 0) return [];
  const day = localDate(now);
  return db
    .selectFrom('position')
    .innerJoin('officer', 'officer.id', 'position.officer_id')
    .where(sql<boolean>`"position".unit_id = any(${unitIds})`)
    .where('position.valid_from', '<=', day)
    .where((eb) => eb.or([eb('position.valid_to', 'is', null), eb('position.valid_to', '>=', day)]))
    .select(['position.unit_id as unitId', 'position.role', 'officer.name'])
    .orderBy('officer.name')
    .limit(500)
    .execute();
}

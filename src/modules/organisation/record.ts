import { isDeepStrictEqual } from 'node:util';
import type { AgencyFacts } from '../../core/agency/index.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { agencyHoldings, factsOf, readDirectory, type AgencyHoldings } from '../agencies/index.ts';
import { draftsAddressed } from '../dossiers/index.ts';
import { agencyProcedures } from '../procedures/index.ts';
import type { Plan } from './plan.ts';

/** What a merger or split may change beside dossiers, at one moment, by key. */
export interface Holdings extends AgencyHoldings {
  agencies: Record<string, AgencyFacts>;
  /** By "code@agency". */
  procedures: Record<string, { procedure: string; agencyId: number }>;
  /** Agency by id of an unfinished application. */
  drafts: Record<string, number>;
}

/** What a merger or split did change. */
export interface OrganisationRecord {
  before: Holdings;
  after: Holdings;
}

/** Reads everything that a plan may change; `made`: agencies that it has made. Seven statements. */
export async function holdings(db: Db | Tx, plan: Plan, made: readonly number[] = []): Promise<Holdings> {
  const kept = plan.targets.flatMap((target) => ('agencyId' in target ? [target.agencyId] : []));
  const ids = [...new Set([...plan.sources, ...kept, ...made])];
  const directory = await readDirectory(db);
  const communes = plan.adminUnits ? [...plan.adminUnits.ended, plan.adminUnits.code] : [];
  const procedures = await agencyProcedures(db, ids);
  const found: Holdings = {
    ...(await agencyHoldings(db, ids, communes)),
    agencies: Object.fromEntries(directory.agencies.map((agency) => [String(agency.id), factsOf(agency)])),
    procedures: Object.fromEntries(procedures.map((one) => [`${one.procedure}@${one.agencyId}`, one])),
    drafts: await draftsAddressed(db, ids),
  };
  // As it is read back from where it is kept.
  return JSON.parse(JSON.stringify(found)) as Holdings;
}

/** What is worth keeping of two moments: of each kind the things that differ. */
export function recordOf(before: Holdings, after: Holdings): OrganisationRecord {
  const kinds = Object.keys(before) as (keyof Holdings)[];
  const part = (side: Holdings): Holdings =>
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        Object.fromEntries(
          Object.entries(side[kind]).filter(
            ([key]) => !isDeepStrictEqual(before[kind][key], after[kind][key]),
          ),
        ),
      ]),
    ) as unknown as Holdings;
  return { before: part(before), after: part(after) };
}

/** What has to be written so that things are again as they were. */
export interface Undo<T> {
  put: Record<string, T>;
  remove: string[];
  /** Changed by somebody else since: left as they are. */
  changed: string[];
}

/** Takes the change from `before` to `after` back in what is there now, where nobody has changed it since. */
export function undoOf<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
): Undo<T> {
  const undo: Undo<T> = { put: {}, remove: [], changed: [] };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[key];
    if (isDeepStrictEqual(was, after[key]) || isDeepStrictEqual(was, now[key])) continue;
    if (!isDeepStrictEqual(now[key], after[key])) undo.changed.push(key);
    else if (was === undefined) undo.remove.push(key);
    else undo.put[key] = was;
  }
  return undo;
}

/**
 * An agency as it was before, with what has been edited since in other fields.
 *
 * @returns changed: fields that the merger changed and somebody else since; they stay as they are
 */
export function agencyBack(
  before: AgencyFacts,
  after: AgencyFacts,
  now: AgencyFacts,
): { facts: AgencyFacts; changed: string[] } {
  const plain = (facts: object): Record<string, unknown> => facts as Record<string, unknown>;
  const { units: _before, ...was } = before;
  const { units: _after, ...became } = after;
  const { units: nowUnits, ...is } = now;
  const undo = undoOf(plain(was), plain(became), plain(is));
  const units = nowUnits.map((unit) => {
    const one = before.units.find((other) => other.id === unit.id);
    const other = after.units.find((candidate) => candidate.id === unit.id);
    if (!one || !other) return unit;
    const fields = undoOf(plain(one), plain(other), plain(unit));
    undo.changed.push(...fields.changed.map((field) => `units.${field}`));
    return { ...unit, ...fields.put };
  });
  return { facts: { ...now, ...undo.put, units }, changed: undo.changed };
}

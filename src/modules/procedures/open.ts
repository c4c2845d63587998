import type { ProcedureDefinition } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { ConfigDraft } from '../configuration/index.ts';
import { newestFlow } from '../flows/index.ts';
import { limitFits, type LimitFit } from './check.ts';
import { procedureDraftOf } from './drafts.ts';
import { numberedProcedure, procedureVersions, type ProcedureVersionRow } from './read.ts';

/** A procedure as administrators have it before them, in whatever state. */
export interface OpenProcedure {
  code: string;
  name: string;
  /** The draft's text, else that of the version in force, to come, or last in force. */
  definition: ProcedureDefinition;
  draft: ConfigDraft<ProcedureDefinition> | null;
  /** Newest first. */
  versions: ProcedureVersionRow[];
  inForce: ProcedureVersionRow | null;
  /** Waiting for their day, the earliest first. */
  scheduled: ProcedureVersionRow[];
  /** Whether it was in force and is no longer. */
  retired: boolean;
  /** Set when the one in force ends without another to follow. */
  endsAt: Date | null;
  replacedBy: string | null;
}

/** Everything about one procedure, or null when the code is unknown; at most four statements. */
export async function openProcedure(db: Db | Tx, code: string): Promise<OpenProcedure | null> {
  // Addresses bring anything, also what the database can not take as text.
  if (!/^[\w.-]{1,40}$/.test(code)) return null;
  const row = await db
    .selectFrom('procedure')
    .where('code', '=', code)
    .select(['name', 'replaced_by'])
    .executeTakeFirst();
  if (!row) return null;
  const [draft, versions] = [await procedureDraftOf(db, code), await procedureVersions(db, code)];
  const inForce = versions.find((one) => one.state === 'published') ?? null;
  const scheduled = versions
    .filter((one) => one.state === 'scheduled')
    .toSorted((a, b) => a.validFrom.getTime() - b.validFrom.getTime());
  const shown = inForce ?? scheduled[0] ?? versions[0];
  const definition = draft?.body ?? (shown && (await numberedProcedure(db, code, shown.version))?.definition);
  if (!definition) return null;
  const end = inForce?.validTo ?? null;
  const followed = scheduled.some((one) => one.validFrom.getTime() === end?.getTime());
  return {
    code,
    name: draft?.title ?? row.name,
    definition,
    draft,
    versions,
    inForce,
    scheduled,
    retired: !inForce && versions.some((one) => one.state === 'retired' && one.validTo! > one.validFrom),
    endsAt: followed ? null : end,
    replacedBy: row.replaced_by,
  };
}

/** Limits of a definition beside what the newest version of its flow needs; empty without a flow. */
export async function fitsOf(db: Db | Tx, definition: ProcedureDefinition): Promise<LimitFit[]> {
  const flow = definition.flowCode ? await newestFlow(db, definition.flowCode) : null;
  return flow ? limitFits(definition, flow.compiled) : [];
}

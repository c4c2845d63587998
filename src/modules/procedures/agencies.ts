import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import { expireCatalogue } from './catalogue.ts';

/** How many procedures each of these agencies handles; one statement. */
export async function proceduresHandled(db: Db | Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('procedure_agency')
    .where((eb) => eb('agency_id', '=', eb.fn.any(eb.val([...ids]))))
    .select((eb) => ['agency_id', eb.fn.countAll<number>().as('count')])
    .groupBy('agency_id')
    .execute();
  return new Map(rows.map((row) => [row.agency_id, Number(row.count)]));
}

/**
 * Has the procedures that agencies handled be handled by those that take over.
 *
 * @param successors agencies that take over, by the agency that ends; empty: nobody does
 * @returns how many procedures the successors handle that they did not before
 */
export async function moveProcedureAgencies(
  tx: Tx,
  successors: ReadonlyMap<number, readonly number[]>,
): Promise<number> {
  const pairs = [...successors].flatMap(([from, to]) => to.map((id) => [from, id] as const));
  const { numAffectedRows = 0n } = await sql`
    insert into procedure_agency (procedure_code, agency_id)
    select distinct p.procedure_code, m.new
    from unnest(${pairs.map(([from]) => from)}::bigint[], ${pairs.map(([, to]) => to)}::bigint[]) as m(old, new)
    join procedure_agency p on p.agency_id = m.old
    on conflict do nothing`.execute(tx);
  const ended = [...successors.keys()];
  await sql`delete from procedure_agency where agency_id = any(${ended}::bigint[])`.execute(tx);
  expireCatalogue(tx);
  return Number(numAffectedRows);
}

/** Which procedures these agencies handle, as pairs of code and agency. */
export async function agencyProcedures(
  db: Db | Tx,
  ids: readonly number[],
): Promise<{ procedure: string; agencyId: number }[]> {
  return db
    .selectFrom('procedure_agency')
    .where((eb) => eb('agency_id', '=', eb.fn.any(eb.val([...ids]))))
    .select(['procedure_code as procedure', 'agency_id as agencyId'])
    .execute();
}

/** Has agencies handle procedures, and others no longer. */
export async function putAgencyProcedures(
  tx: Tx,
  change: Record<'add' | 'remove', readonly { procedure: string; agencyId: number }[]>,
): Promise<void> {
  const pairs = (list: readonly { procedure: string; agencyId: number }[]) =>
    sql`unnest(${list.map((one) => one.procedure)}::text[], ${list.map((one) => one.agencyId)}::bigint[]) as m(code, agency)`;
  await sql`
    delete from procedure_agency p using ${pairs(change.remove)}
    where p.procedure_code = m.code and p.agency_id = m.agency`.execute(tx);
  await sql`
    insert into procedure_agency (procedure_code, agency_id) select m.code, m.agency from ${pairs(change.add)}
    on conflict do nothing`.execute(tx);
  expireCatalogue(tx);
}

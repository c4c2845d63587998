import { sql } from 'kysely';
import { localDate } from '../../core/dates.ts';
import { agencyCodeIn, formatDossierCode } from '../../core/dossier-code.ts';
import type { Tx } from '../../platform/index.ts';
import { agencyCodeOn, type Agency } from '../agencies/index.ts';
import type { DossierCodeRule } from '../settings/index.ts';

/**
 * Takes the next dossier code of an agency's day (Circular 01/2018/TT-VPCP, art. 19). The counter row stays locked
 * until the transaction ends, so that numbers have neither gaps nor doubles: who rolls back gives the number back.
 *
 * @param receivedAt moment of reception; its local day is the day in the code
 */
export async function nextDossierCode(
  tx: Tx,
  rule: DossierCodeRule,
  agencies: { handling: Agency; reception: Agency },
  receivedAt: Date,
): Promise<string> {
  const agency = agencies[rule.agency];
  const day = localDate(receivedAt);
  // An agency that never had a code of the wanted style writes its other one in it.
  const written = agencyCodeOn(agency, rule.style, day) || agencyCodeOn(agency, 'new', day);
  const agencyCode = agencyCodeIn(rule.style, written);
  const { last } = await tx
    .insertInto('dossier_counter')
    .values({ agency_code: agencyCode, day, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['agency_code', 'day'])
        .doUpdateSet((eb) => ({ last: eb('dossier_counter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return formatDossierCode({ style: rule.style, agencyCode, date: day, serial: last });
}

/** A number of its own for what was filed and not yet received: the date in a dossier code is the day of reception. */
export async function nextRegistrationNo(tx: Tx, at: Date): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('registration_no_seq') as n`.execute(tx);
  return `DK-${localDate(at).slice(2).replaceAll('-', '')}-${String(rows[0]!.n).padStart(6, '0')}`;
}

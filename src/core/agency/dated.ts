import type { AgencyCode, Dated, FormerName } from './types.ts';

/** Whether a thing holds on a day (ISO date), its first and last day included. */
export const inForce = (thing: Dated, day: string): boolean =>
  thing.validFrom <= day && (thing.validTo === null || thing.validTo >= day);

/** Whether there is a day on which both hold. */
export const overlap = (one: Dated, other: Dated): boolean =>
  one.validFrom <= (other.validTo ?? '9999-12-31') && other.validFrom <= (one.validTo ?? '9999-12-31');

/** The code of a style that holds on a day; null when none does. */
export function codeOn(codes: readonly AgencyCode[], style: AgencyCode['style'], day: string): string | null {
  const found = codes.find(
    (code) => code.style === style && inForce({ validFrom: code.from, validTo: code.to }, day),
  );
  return found?.code ?? null;
}

/** The name an agency had on a day: papers and dossiers keep the names of their day. */
export function nameOn(
  agency: { name: string; shortName: string; formerNames: readonly FormerName[] },
  day: string,
): { name: string; shortName: string } {
  const former = agency.formerNames.filter((one) => one.to >= day).sort((a, b) => (a.to < b.to ? -1 : 1))[0];
  return former ?? agency;
}

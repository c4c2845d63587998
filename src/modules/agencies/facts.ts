import type { AgencyCode, AgencyFacts } from '../../core/agency/index.ts';
import type { Agency, Directory } from './directory.ts';

/** An agency of the directory as plain facts, to be edited and written again. */
export function factsOf(agency: Agency): AgencyFacts {
  return {
    id: agency.id,
    slug: agency.slug,
    name: agency.name,
    shortName: agency.shortName,
    kind: agency.kind,
    codes: agency.codes.length > 0 ? agency.codes.map((code) => ({ ...code })) : alwaysHeld(agency),
    formerNames: agency.formerNames.map((one) => ({ ...one })),
    parentId: agency.parentId,
    receivesAtId: agency.receivesAtId,
    address: agency.address,
    phone: agency.phone,
    email: agency.email,
    hours: Object.fromEntries(Object.entries(agency.hours).map(([day, spans]) => [day, [...spans]])),
    validFrom: agency.validFrom,
    validTo: agency.validTo,
    successorIds: [...agency.successorIds],
    units: agency.units.map(({ agencyId: _agency, ...unit }) => ({ ...unit })),
  };
}

/** All agencies but one as facts. */
export const othersThan = (directory: Directory, id: number | null): AgencyFacts[] =>
  directory.agencies.filter((agency) => agency.id !== id).map(factsOf);

/** An agency whose codes nobody has dated yet held them from its first day. */
function alwaysHeld(agency: Agency): AgencyCode[] {
  const codes: AgencyCode[] = [{ style: 'new', code: agency.codeNew, from: agency.validFrom, to: null }];
  if (agency.codeOld !== '') {
    codes.push({ style: 'old', code: agency.codeOld, from: agency.validFrom, to: null });
  }
  return codes;
}

import type { Db, Tx } from '../../platform/database/index.ts';
import type { WeeklyHours } from '../../platform/database/schema.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

export interface Unit {
  id: number;
  agencyId: number;
  code: string;
  name: string;
  kind: 'counter' | 'division' | 'leadership' | 'clerk';
  phone: string;
  validFrom: string;
  validTo: string | null;
}

export interface Agency {
  id: number;
  slug: string;
  name: string;
  shortName: string;
  kind: 'province' | 'center' | 'department' | 'commune';
  /** Identification code for dossier codes (Decision 20/2020/QĐ-TTg), and the one before it. */
  codeNew: string;
  codeOld: string;
  parentId: number | null;
  /** The agency whose counter receives for this one; itself when it has a counter. */
  receivesAtId: number | null;
  address: string;
  phone: string;
  email: string;
  /** Working spans by ISO weekday, in minutes of the day. */
  hours: WeeklyHours;
  validFrom: string;
  validTo: string | null;
  successorIds: readonly number[];
  units: readonly Unit[];
}

/** Every agency and unit, in one piece that nobody changes. */
export interface Directory {
  agencies: readonly Agency[];
  agencyById(id: number): Agency | undefined;
  agencyBySlug(slug: string): Agency | undefined;
  unitById(id: number): Unit | undefined;
  /** @param code code within the agency, such as "mot-cua" */
  unit(agencyId: number, code: string): Unit | undefined;
  /** Where dossiers for this agency are received; the agency itself when nothing else is named. */
  receptionAgency(agencyId: number): Agency | undefined;
  /** The counter unit of an agency. */
  counterOf(agencyId: number): Unit | undefined;
  /** Agencies named by `offeredBy` of a procedure: slugs, or "commune" for every commune. Unknown slugs fall out. */
  offering(offeredBy: readonly string[]): Agency[];
}

/** Builds the look-ups over agencies in their order. */
export function directoryOf(agencies: readonly Agency[]): Directory {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  const bySlug = new Map(agencies.map((agency) => [agency.slug, agency]));
  const units = new Map(agencies.flatMap((agency) => agency.units.map((unit) => [unit.id, unit] as const)));
  return Object.freeze({
    agencies,
    agencyById: (id: number) => byId.get(id),
    agencyBySlug: (slug: string) => bySlug.get(slug),
    unitById: (id: number) => units.get(id),
    unit: (agencyId: number, code: string) => byId.get(agencyId)?.units.find((unit) => unit.code === code),
    receptionAgency(agencyId: number) {
      const agency = byId.get(agencyId);
      return agency?.receivesAtId ? byId.get(agency.receivesAtId) : agency;
    },
    counterOf: (agencyId: number) => byId.get(agencyId)?.units.find((unit) => unit.kind === 'counter'),
    offering(offeredBy: readonly string[]) {
      const named = new Set(offeredBy);
      return agencies.filter(
        (agency) => named.has(agency.slug) || (agency.kind === 'commune' && named.has('commune')),
      );
    },
  });
}

const kept = versioned(read, (db) => tableStamp(db, ['agency', 'unit']));

/**
 * All agencies and units, kept in this process; changes made elsewhere are seen within a few seconds.
 *
 * @param db the database; inside a transaction the kept directory serves too
 */
export const loadDirectory = (db: Db | Tx): Promise<Directory> => kept.get(db);

/** Has the next read look at the database. */
export const expireDirectory = (db: Db | Tx): void => kept.expire(db);

async function read(db: Db | Tx): Promise<Directory> {
  const agencies = await db.selectFrom('agency').selectAll().orderBy('code_new').orderBy('id').execute();
  const units = await db.selectFrom('unit').selectAll().orderBy('id').execute();
  return directoryOf(
    agencies.map((row) =>
      Object.freeze({
        id: row.id,
        slug: row.slug,
        name: row.name,
        shortName: row.short_name,
        kind: row.kind,
        codeNew: row.code_new,
        codeOld: row.code_old,
        parentId: row.parent_id,
        receivesAtId: row.receives_at_id,
        address: row.address,
        phone: row.phone,
        email: row.email,
        hours: row.hours,
        validFrom: row.valid_from,
        validTo: row.valid_to,
        successorIds: row.successor_ids,
        units: units
          .filter((unit) => unit.agency_id === row.id)
          .map((unit) => ({
            id: unit.id,
            agencyId: unit.agency_id,
            code: unit.code,
            name: unit.name,
            kind: unit.kind,
            phone: unit.phone,
            validFrom: unit.valid_from,
            validTo: unit.valid_to,
          })),
      }),
    ),
  );
}

import { codeOn, inForce, type AgencyCode, type Dated, type FormerName } from '../../core/agency/index.ts';
import { fold } from '../../core/text.ts';
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
  /** The unit that took over what lay here. */
  successorId: number | null;
}

export interface Agency {
  id: number;
  slug: string;
  name: string;
  shortName: string;
  kind: 'province' | 'center' | 'department' | 'commune';
  /** Identification code for dossier codes (Decision 20/2020/QĐ-TTg), and the one before it, as last written. */
  codeNew: string;
  codeOld: string;
  /** Codes with their days; empty: the two above always held. */
  codes: readonly AgencyCode[];
  /** Names until a day, for papers and dossiers of that time. */
  formerNames: readonly FormerName[];
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
  /**
   * @param code code within the agency, such as "mot-cua"
   * @param day on which it is in force; a unit that ended is followed to the one that took over in the same agency
   */
  unit(agencyId: number, code: string, day?: string): Unit | undefined;
  /** The unit in force on a day that has what lay in this one; undefined when nobody took over. */
  answeringUnit(unitId: number, day: string): Unit | undefined;
  /** The agency in force on a day that answers for what this one did: itself, or its (first) successor. */
  answering(agencyId: number, day: string): Agency | undefined;
  /** Agencies in force on a day, in their order. */
  inForce(day: string): Agency[];
  /**
   * Agencies that what was typed names: one of their codes, or part of a name of today or of before (five letters and
   * more), with or without marks.
   */
  named(typed: string): Agency[];
  /** The agency and all that went into it, by merger or split, however far back. */
  lineage(agencyId: number): number[];
  /** Where dossiers for this agency are received; the agency itself when nothing else is named. */
  receptionAgency(agencyId: number): Agency | undefined;
  /** The counter unit of an agency. */
  counterOf(agencyId: number, day?: string): Unit | undefined;
  /**
   * Agencies named by `offeredBy` of a procedure: slugs, or "commune" for every commune. Unknown slugs fall out.
   *
   * @param day given: the successors of those that have ended by then in their place
   */
  offering(offeredBy: readonly string[], day?: string): Agency[];
}

const SHORTEST_NAME = 5;

/** Codes and folded names of an agency, of today and of before. */
const callsOf = (agency: Agency): { codes: string[]; names: string[] } => ({
  codes: [agency.codeNew, agency.codeOld, ...agency.codes.map((one) => one.code)],
  names: [agency, ...agency.formerNames].flatMap((one) => [fold(one.name), fold(one.shortName)]),
});

/** Builds the look-ups over agencies in their order. */
export function directoryOf(agencies: readonly Agency[]): Directory {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  const bySlug = new Map(agencies.map((agency) => [agency.slug, agency]));
  const units = new Map(agencies.flatMap((agency) => agency.units.map((unit) => [unit.id, unit] as const)));
  /** A ring of successors can not be written, but must not hang the program either. */
  const heirs = (id: number, day: string, seen: readonly number[] = []): number[] => {
    const agency = byId.get(id);
    if (!agency || seen.includes(id)) return [];
    if (inForce(agency, day)) return [id];
    return agency.successorIds.flatMap((next) => heirs(next, day, [...seen, id]));
  };
  const answering = (id: number, day: string): Agency | undefined => {
    const [first] = heirs(id, day);
    return first === undefined ? undefined : byId.get(first);
  };
  const answeringUnit = (id: number, day: string): Unit | undefined => {
    const seen = new Set<number>();
    let unit = units.get(id);
    while (unit && !inForce(unit, day) && unit.successorId !== null && !seen.has(unit.id)) {
      seen.add(unit.id);
      unit = units.get(unit.successorId);
    }
    return unit && inForce(unit, day) ? unit : undefined;
  };
  let calledBy: ReturnType<typeof callsOf>[] | undefined;
  let allNames: string | undefined;
  return Object.freeze({
    agencies,
    agencyById: (id: number) => byId.get(id),
    agencyBySlug: (slug: string) => bySlug.get(slug),
    unitById: (id: number) => units.get(id),
    unit(agencyId: number, code: string, day?: string) {
      const own = byId.get(agencyId)?.units.find((unit) => unit.code === code);
      if (day === undefined || (own && inForce(own, day))) return own;
      // Flows name units by their codes; after a merger what was meant may bear another one here.
      for (const unit of units.values()) {
        if (unit.code !== code || unit.successorId === null) continue;
        const now = answeringUnit(unit.id, day);
        if (now?.agencyId === agencyId) return now;
      }
      return undefined;
    },
    answeringUnit,
    answering,
    inForce: (day: string) => agencies.filter((agency) => inForce(agency, day)),
    named(typed: string) {
      const code = typed.trim().toUpperCase();
      const words = fold(typed);
      calledBy ??= agencies.map(callsOf);
      // Most of what is typed names none: looked for in all names at once.
      allNames ??= calledBy.flatMap(({ names }) => names).join('\n');
      const named = words.length >= SHORTEST_NAME && allNames.includes(words);
      return agencies.filter((_, at) => {
        const { codes, names } = calledBy![at]!;
        return codes.includes(code) || (named && names.some((name) => name.includes(words)));
      });
    },
    lineage(agencyId: number) {
      const found = [agencyId];
      for (const id of found) {
        for (const agency of agencies) {
          if (agency.successorIds.includes(id) && !found.includes(agency.id)) found.push(agency.id);
        }
      }
      return found;
    },
    receptionAgency(agencyId: number) {
      const agency = byId.get(agencyId);
      return agency?.receivesAtId ? byId.get(agency.receivesAtId) : agency;
    },
    counterOf: (agencyId: number, day?: string) =>
      byId
        .get(agencyId)
        ?.units.find((unit) => unit.kind === 'counter' && (day === undefined || inForce(unit, day))),
    offering(offeredBy: readonly string[], day?: string) {
      const named = new Set(offeredBy);
      const meant = agencies.filter(
        (agency) => named.has(agency.slug) || (agency.kind === 'commune' && named.has('commune')),
      );
      if (day === undefined) return meant;
      const ids = new Set(
        meant.flatMap((agency) =>
          agency.validTo === null || agency.validTo >= day ? [agency.id] : heirs(agency.id, day),
        ),
      );
      return agencies.filter((agency) => ids.has(agency.id));
    },
  });
}

const kept = versioned(readDirectory, (db) => tableStamp(db, ['agency', 'unit']));

/**
 * All agencies and units, kept in this process; changes made elsewhere are seen within a few seconds.
 *
 * @param db the database; inside a transaction the kept directory serves too
 */
export const loadDirectory = (db: Db | Tx): Promise<Directory> => kept.get(db);

/** Has the next read look at the database. */
export const expireDirectory = (db: Db | Tx): void => kept.expire(db);

/** Identification code of an agency on a day; the last one written when none is named for that day. */
export const agencyCodeOn = (agency: Agency, style: AgencyCode['style'], day: string): string =>
  codeOn(agency.codes, style, day) ?? (style === 'new' ? agency.codeNew : agency.codeOld);

/** Those of a list that hold on a day. */
export const onlyInForce = <T extends Dated>(things: readonly T[], day: string): T[] =>
  things.filter((thing) => inForce(thing, day));

/** All agencies and units as the database has them now, for whoever is about to change them. */
export async function readDirectory(db: Db | Tx): Promise<Directory> {
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
        successorIds: row.successor_ids.map(Number),
        codes: row.codes,
        formerNames: row.former_names,
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
            successorId: unit.successor_id,
          })),
      }),
    ),
  );
}

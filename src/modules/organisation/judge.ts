import { isDeepStrictEqual } from 'node:util';
import type { AgencyFacts } from '../../core/agency/index.ts';
import { localDate } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { newestChanges, InvalidConfiguration } from '../configuration/index.ts';
import { agencyObject, type PositionRow } from '../agencies/index.ts';
import { openTasksLeft, returning, staying, type Returning, type Staying } from '../dossiers/index.ts';
import { agencyBack, holdings, undoOf, type OrganisationRecord, type Undo, type Holdings } from './record.ts';
import type { Reorganisation } from './store.ts';

/** An agency that a merger or split made, and whether it can go. */
export interface MadeAgency {
  id: number;
  name: string;
  /** As if it had never been: nothing has come to it. Else it stays for what lies there. */
  goes: boolean;
  staying: Staying;
  /** Positions given or changed there since. */
  positions: number;
  /** Agencies that belong to it, or have it receive for them, since. */
  dependents: string[];
}

/** What taking a merger or split back would do, and what would stay because it changed since. */
export interface TakeBackPreview {
  dossiers: Returning;
  drafts: number;
  positions: number;
  procedures: number;
  /** Agencies that are restored. */
  agencies: string[];
  made: MadeAgency[];
  /** Officers whose positions were changed since: they stay. */
  officers: number[];
  /** Agencies of which somebody has edited since what the merger wrote; that stays. */
  edited: string[];
  /** Text that differs when any of it does: the form that confirms carries it. */
  mark: string;
}

/** The same with what is to be written. */
export interface Judgement extends TakeBackPreview {
  undo: { [Kind in Exclude<keyof Holdings, 'agencies'>]: Undo<Holdings[Kind][string]> };
  /** Agencies as they will be, those first to which others belong. */
  facts: AgencyFacts[];
  /** Units that the plan made in agencies that were there. */
  units: number[];
}

/**
 * Judges what taking a merger or split back would move: what is as it was left comes back, what has been changed since
 * stays where it is. The same judgement is shown and carried out.
 *
 * @throws InvalidConfiguration when it was carried out without a record, or a later merger or split builds upon it
 */
export async function judge(db: Db | Tx, one: Reorganisation, now: Date): Promise<Judgement> {
  const record = one.record;
  if (one.state !== 'done' || !record) {
    throw invalid(
      one.state === 'done'
        ? 'Lần sắp xếp này được thực hiện trước khi hệ thống ghi lại trạng thái cũ. Dùng “Chia tách” hoặc “Sáp nhập” để lập lại.'
        : 'Việc này chưa thực hiện hoặc đã lấy lại, nên không có gì để lấy lại.',
    );
  }
  const agencyIds = one.outcome!.agencyIds;
  const is = await holdings(db, one.plan, agencyIds);
  for (const id of [...agencyIds, ...one.plan.sources]) refuseLater(record, is, id);

  const dossiers = await returning(db, one.id);
  const drafts = undoOf(record.before.drafts, record.after.drafts, is.drafts);
  const positions = undoOf(record.before.positions, record.after.positions, is.positions);
  keepWhoLeft(positions, record, is);
  const procedures = undoOf(record.before.procedures, record.after.procedures, is.procedures);
  const days = undoOf(record.before.days, record.after.days, is.days);

  const made: MadeAgency[] = [];
  const wasThere = (agency: number): boolean =>
    !record.after.agencies[agency] || !!record.before.agencies[agency];
  for (const id of agencyIds.filter((agency) => !wasThere(agency))) {
    made.push(await judgeMade(db, one, record, is, id, Object.keys(drafts.put)));
  }
  const remain = new Set(made.filter((agency) => !agency.goes).map((agency) => agency.id));
  days.remove = days.remove.filter((key) => !remain.has(Number(key.split('@')[0])));
  await keepWhoIsNeeded(db, one.id, positions, is, remain, dossiers.stay > 0);

  const edited: string[] = [];
  const facts = Object.entries(record.before.agencies).flatMap(([id, before]) => {
    const there = is.agencies[id];
    if (!there) return [];
    const back = agencyBack(before, record.after.agencies[id]!, there);
    if (back.changed.length > 0) edited.push(there.name);
    return [withFreeCodes(back.facts, before, there, remain, is, localDate(now))];
  });
  const stays = new Set(positions.changed.flatMap((id) => is.positions[id]?.officerId ?? []));
  const preview: TakeBackPreview = {
    dossiers,
    drafts: Object.keys(drafts.put).length,
    positions: Object.keys(positions.put).length,
    procedures: Object.keys(procedures.put).length,
    agencies: one.plan.sources.map((id) => is.agencies[id]!.name),
    made,
    officers: [...stays],
    edited,
    mark: '',
  };
  const newest = await newestChanges(
    db,
    [...agencyIds, ...Object.keys(record.before.agencies)].map((id) => agencyObject(Number(id))),
  );
  preview.mark = JSON.stringify([
    dossiers.dossiers,
    dossiers.stay,
    preview.drafts,
    preview.positions,
    preview.procedures,
    made.map((agency) => [agency.goes, agency.staying.dossiers, agency.staying.drafts, agency.positions]),
    [...newest].sort(),
  ]);
  return {
    ...preview,
    undo: {
      drafts,
      positions,
      procedures,
      days,
      adminUnits: undoOf(record.before.adminUnits, record.after.adminUnits, is.adminUnits),
    },
    facts: ordered(facts),
    units: unitsMade(record),
  };
}

const invalid = (message: string): InvalidConfiguration => new InvalidConfiguration([{ place: '', message }]);

/** What was merged or split again is taken back from the last step to the first. */
function refuseLater(record: OrganisationRecord, is: Holdings, id: number): void {
  const agency = is.agencies[id];
  if (!agency) throw invalid('Một cơ quan của lần sắp xếp này không còn nữa, nên không lấy lại được.');
  if (isDeepStrictEqual(agency.successorIds, record.after.agencies[id]?.successorIds ?? [])) return;
  throw invalid(
    `${agency.name} đã được sáp nhập hoặc chia tách tiếp. Lấy lại lần sau trước, rồi mới lấy lại lần này.`,
  );
}

/** Whoever has lost since what the merger gave has moved on: the old position stays ended. */
function keepWhoLeft(positions: Undo<PositionRow>, record: OrganisationRecord, is: Holdings): void {
  for (const [id, was] of Object.entries(positions.put)) {
    const heir = Object.entries(record.after.positions).find(
      ([other, row]) =>
        !record.before.positions[other] && row.officerId === was.officerId && row.role === was.role,
    );
    if (!heir || is.positions[heir[0]]?.to === heir[1].to) continue;
    delete positions.put[id];
    positions.changed.push(id);
  }
}

/** Work that stays keeps its people: they then serve in both agencies until an administrator ends one. */
async function keepWhoIsNeeded(
  db: Db | Tx,
  id: number,
  positions: Undo<PositionRow>,
  is: Holdings,
  remain: ReadonlySet<number>,
  dossiersStay: boolean,
): Promise<void> {
  const given = positions.remove.map((key) => [key, is.positions[key]!] as const);
  const left = await openTasksLeft(
    db,
    id,
    given.map(([, row]) => row.unitId),
  );
  const others = Object.entries(is.positions)
    .filter(([key, row]) => row.to === null && !positions.remove.includes(key))
    .map(([, row]) => row);
  const kept = new Set(
    Object.values(is.agencies)
      .filter((agency) => remain.has(agency.id!))
      .flatMap((agency) => agency.units.map((unit) => unit.id!)),
  );
  const needed = (row: PositionRow): boolean =>
    left.some((task) => {
      if (task.unitId !== row.unitId) return false;
      if (task.assigneeId !== null) return task.assigneeId === row.officerId;
      const does = (one: PositionRow): boolean => task.role === null || one.role === task.role;
      return does(row) && !others.some((one) => one.unitId === row.unitId && does(one));
    });
  positions.remove = given
    .filter(([, row]) => !dossiersStay && !kept.has(row.unitId) && !needed(row))
    .map(([key]) => key);
}

async function judgeMade(
  db: Db | Tx,
  one: Reorganisation,
  record: OrganisationRecord,
  is: Holdings,
  id: number,
  drafts: string[],
): Promise<MadeAgency> {
  const agency = is.agencies[id]!;
  const there = await staying(db, one.id, id, drafts);
  const units = new Set(agency.units.map((unit) => unit.id!));
  const positions = Object.entries(is.positions).filter(
    ([key, row]) => units.has(row.unitId) && !isDeepStrictEqual(row, record.after.positions[key]),
  ).length;
  const dependents = Object.values(is.agencies)
    .filter((other) => other.id !== id && (other.parentId === id || other.receivesAtId === id))
    .filter((other) => {
      const left = record.after.agencies[other.id!];
      return !left || left.parentId !== other.parentId || left.receivesAtId !== other.receivesAtId;
    })
    .map((other) => other.name);
  return {
    id,
    name: agency.name,
    goes: there.dossiers + there.drafts + positions + dependents.length === 0,
    staying: there,
    positions,
    dependents,
  };
}

/** A code that an agency which stays has used in between is the old one's again from today, never on those days. */
function withFreeCodes(
  facts: AgencyFacts,
  before: AgencyFacts,
  now: AgencyFacts,
  remain: ReadonlySet<number>,
  is: Holdings,
  today: string,
): AgencyFacts {
  const used = [...remain].flatMap((id) => is.agencies[id]!.codes.map((code) => code.code));
  const open = before.codes.filter((code) => code.to === null && used.includes(code.code));
  if (open.length === 0 || facts.validTo !== null) return facts;
  const rest = before.codes.filter((code) => !open.includes(code));
  const ended = now.codes.filter((code) => open.some((one) => one.code === code.code));
  return { ...facts, codes: [...rest, ...ended, ...open.map((code) => ({ ...code, from: today }))] };
}

const unitsMade = ({ before, after }: OrganisationRecord): number[] =>
  Object.entries(before.agencies).flatMap(([id, agency]) =>
    (after.agencies[id]?.units ?? [])
      .filter((unit) => !agency.units.some((one) => one.id === unit.id))
      .map((unit) => unit.id!),
  );

/** Those first to which others belong: nothing may belong to an agency that has ended. */
function ordered(facts: AgencyFacts[]): AgencyFacts[] {
  const done: AgencyFacts[] = [];
  let left = facts;
  while (left.length > 0) {
    const waits = (one: AgencyFacts): boolean =>
      left.some((other) => other !== one && (other.id === one.parentId || other.id === one.receivesAtId));
    const next = left.filter((one) => !waits(one));
    done.push(...(next.length > 0 ? next : left));
    left = next.length > 0 ? left.filter((one) => !next.includes(one)) : [];
  }
  return done;
}

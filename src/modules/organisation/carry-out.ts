import { formatDate, localDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/index.ts';
import {
  copyCalendarDays,
  expireDirectory,
  factsOf,
  lockAgencies,
  mergeAdminUnits,
  movePositions,
  positionsIn,
  readDirectory,
  saveAgency,
  type Directory,
} from '../agencies/index.ts';
import { continueBooks } from '../books/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { moveAgencyTasks } from '../dossiers/index.ts';
import { moveProcedureAgencies } from '../procedures/index.ts';
import {
  adminUnitFaults,
  checkPlan,
  endedFacts,
  newFacts,
  targetAgency,
  unitsOn,
  unitsToMake,
} from './check.ts';
import type { Plan, PlanOutcome } from './plan.ts';

/**
 * Carries out a merger or a split, whole or not at all: the new agency with its units, officers, procedures, books and
 * administrative units; the old ones end the day before and name their successors; what is in hand moves, what was done
 * stays as it was written.
 *
 * @param tx the transaction of the whole; nothing of it is seen before it commits
 * @throws InvalidConfiguration naming each place of the plan that can not be carried out
 */
export async function carryOut(
  tx: Tx,
  plan: Plan,
  { by, at }: { by: Editor; at: Date },
): Promise<PlanOutcome> {
  await lockAgencies(tx);
  const before = await readDirectory(tx);
  const faults = [...checkPlan(plan, before, at), ...(await adminUnitFaults(tx, plan))];
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  const edit = { by, at, action: `agency.${plan.kind}` };

  // The old ones end first: the new one may take over a code on the very day.
  for (const id of plan.sources) await save(tx, endedFacts(before.agencyById(id)!, plan.day, []), edit);
  const agencyIds: number[] = [];
  for (const [index, target] of plan.targets.entries()) {
    const existing = targetAgency(target, before);
    if (existing) {
      const facts = factsOf(existing);
      const added = unitsToMake(plan, index, existing, before);
      if (added.length > 0) await save(tx, { ...facts, units: [...facts.units, ...added] }, edit);
      agencyIds.push(existing.id);
    } else if ('create' in target) {
      agencyIds.push(await saveAgency(tx, newFacts(plan, index, target.create, before), edit));
    }
  }
  const made = await readDirectory(tx);
  const units = unitMap(plan, agencyIds, before, made);
  const agencies = new Map(plan.sources.map((id) => [id, heirOf(plan, id, agencyIds, before)]));
  await nameSuccessors(tx, plan, agencyIds, units, made, edit);
  await repoint(tx, agencies, edit);

  const positions = await moveOfficers(tx, plan, agencyIds, units, before, made);
  for (const [from, to] of agencies) await copyCalendarDays(tx, from, to, plan.day);
  if (plan.books === 'continue') {
    for (const id of agencyIds) await continueBooks(tx, plan.sources, id, Number(plan.day.slice(0, 4)));
  }
  const procedures = await moveProcedureAgencies(tx, new Map(plan.sources.map((id) => [id, agencyIds])));
  if (plan.adminUnits) await mergeAdminUnits(tx, plan.adminUnits, plan.day);
  const moved = await moveAgencyTasks(
    tx,
    { agencies, units },
    {
      by,
      at,
      note: `${whatBecame(plan, agencyIds, made)} Mã hồ sơ và ngày hẹn trả không thay đổi.`,
    },
  );
  expireDirectory(tx);
  return { ...moved, positions, procedures, agencyIds };
}

/** What becomes of the agencies that end, as a sentence for everybody. */
export function whatBecame(plan: Plan, agencyIds: readonly number[], directory: Directory): string {
  const names = (ids: readonly number[]): string =>
    ids.map((id) => directory.agencyById(id)!.name).join(', ');
  const verb = plan.kind === 'merge' ? 'sáp nhập thành' : 'chia tách thành';
  return `Từ ngày ${formatDate(plan.day)}, ${names(plan.sources)} ${verb} ${names(agencyIds)}.`;
}

async function save(
  tx: Tx,
  facts: Parameters<typeof saveAgency>[1],
  edit: Parameters<typeof saveAgency>[2],
): Promise<void> {
  await saveAgency(tx, facts, edit);
}

type UnitMap = Map<number, { unitId: number; agencyId: number }>;

function unitMap(plan: Plan, agencyIds: number[], before: Directory, made: Directory): UnitMap {
  const map: UnitMap = new Map();
  for (const id of plan.sources) {
    for (const unit of unitsOn(before.agencyById(id)!, plan.day)) {
      const move = plan.units.find((one) => one.unitId === unit.id)!;
      const agencyId = agencyIds[move.target]!;
      map.set(unit.id, { unitId: made.unit(agencyId, move.code)!.id, agencyId });
    }
  }
  return map;
}

/** Who answers for what no unit decides: where the counter goes, else where the first unit goes. */
function heirOf(plan: Plan, id: number, agencyIds: number[], before: Directory): number {
  const units = unitsOn(before.agencyById(id)!, plan.day);
  const unit = units.find((one) => one.kind === 'counter') ?? units[0];
  const move = plan.units.find((one) => one.unitId === unit?.id);
  return agencyIds[move?.target ?? 0]!;
}

/** Only now the ids are known: units and agencies that ended name who took over. */
async function nameSuccessors(
  tx: Tx,
  plan: Plan,
  agencyIds: number[],
  units: UnitMap,
  made: Directory,
  edit: { by: Editor; at: Date; action: string },
): Promise<void> {
  for (const id of plan.sources) {
    const source = made.agencyById(id)!;
    const facts = endedFacts(source, plan.day, agencyIds);
    await save(
      tx,
      {
        ...facts,
        units: facts.units.map((unit) =>
          units.has(unit.id!)
            ? { ...unit, validTo: facts.validTo, successorId: units.get(unit.id!)!.unitId }
            : unit,
        ),
      },
      edit,
    );
  }
}

/** Agencies that belonged to one that ended, or had it receive for them, follow its heir. */
async function repoint(
  tx: Tx,
  agencies: ReadonlyMap<number, number>,
  edit: { by: Editor; at: Date; action: string },
): Promise<void> {
  const directory = await readDirectory(tx);
  const today = localDate(edit.at);
  for (const agency of directory.agencies) {
    if (agencies.has(agency.id) || (agency.validTo !== null && agency.validTo < today)) continue;
    const parentId = agencies.get(agency.parentId ?? 0) ?? agency.parentId;
    const receivesAtId = agencies.get(agency.receivesAtId ?? 0) ?? agency.receivesAtId;
    if (parentId === agency.parentId && receivesAtId === agency.receivesAtId) continue;
    await save(tx, { ...factsOf(agency), parentId, receivesAtId }, edit);
  }
}

async function moveOfficers(
  tx: Tx,
  plan: Plan,
  agencyIds: number[],
  units: UnitMap,
  before: Directory,
  made: Directory,
): Promise<number> {
  const positions = await positionsIn(tx, [...units.keys()], plan.day);
  const moves = new Map<number, number>();
  for (const position of positions) {
    const target = plan.positions.find((one) => one.positionId === position.id)?.target;
    const code = plan.units.find((one) => one.unitId === position.unitId)?.code;
    const chosen =
      target === undefined || agencyIds[target] === undefined
        ? undefined
        : made.unit(agencyIds[target], code ?? before.unitById(position.unitId)!.code);
    moves.set(position.id, chosen?.id ?? units.get(position.unitId)!.unitId);
  }
  return movePositions(tx, moves, plan.day);
}

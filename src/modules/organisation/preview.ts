import type { Db, Tx } from '../../platform/index.ts';
import { positionsIn, readDirectory, type UnitPosition } from '../agencies/index.ts';
import type { ConfigurationFault } from '../configuration/index.ts';
import { agencyLoads, unitTasks, type AgencyLoad } from '../dossiers/index.ts';
import { proceduresHandled } from '../procedures/index.ts';
import { adminUnitFaults, checkPlan, nameThere, unitsOn } from './check.ts';
import type { Plan } from './plan.ts';

/** What a plan would move, before anybody confirms it. */
export interface PlanPreview {
  faults: ConfigurationFault[];
  sources: { id: number; name: string; load: AgencyLoad; procedures: number }[];
  units: {
    unitId: number;
    agencyId: number;
    name: string;
    tasks: number;
    positions: UnitPosition[];
    target: number;
    code: string;
    /** Name of the unit that takes over, where it is made by the plan. */
    newName: string;
  }[];
  /** Agencies that belong to one that ends, or have it receive for them: they follow. */
  followers: string[];
  totals: AgencyLoad & { positions: number };
}

/** Counts what a plan would move; a bounded number of statements whatever the plan. */
export async function previewPlan(db: Db | Tx, plan: Plan, now: Date): Promise<PlanPreview> {
  const directory = await readDirectory(db);
  const agencies = plan.sources.flatMap((id) => directory.agencyById(id) ?? []);
  const loads = await agencyLoads(db, plan.sources);
  const procedures = await proceduresHandled(db, plan.sources);
  const held = agencies.flatMap((agency) => unitsOn(agency, plan.day));
  const ids = held.map((unit) => unit.id);
  const tasks = await unitTasks(db, ids);
  const positions = await positionsIn(db, ids, plan.day);
  const none: AgencyLoad = { running: 0, dossiers: 0, moved: 0, tasks: 0, drafts: 0 };
  const sources = agencies.map((agency) => ({
    id: agency.id,
    name: agency.name,
    load: loads.get(agency.id) ?? none,
    procedures: procedures.get(agency.id) ?? 0,
  }));
  const sum = (part: keyof AgencyLoad): number => sources.reduce((all, one) => all + one.load[part], 0);
  return {
    faults: [...checkPlan(plan, directory, now), ...(await adminUnitFaults(db, plan))],
    sources,
    units: held.map((unit) => {
      const move = plan.units.find((one) => one.unitId === unit.id);
      return {
        unitId: unit.id,
        agencyId: unit.agencyId,
        name: unit.name,
        tasks: tasks.get(unit.id) ?? 0,
        positions: positions.filter((position) => position.unitId === unit.id),
        target: move?.target ?? 0,
        code: move?.code ?? unit.code,
        newName: nameThere(
          held.find((one) => one.code === (move?.code ?? unit.code)) ?? unit,
          plan.targets[move?.target ?? 0],
          directory,
        ),
      };
    }),
    followers: directory.agencies
      .filter(
        (agency) =>
          !plan.sources.includes(agency.id) &&
          agency.validTo === null &&
          (plan.sources.includes(agency.parentId ?? 0) || plan.sources.includes(agency.receivesAtId ?? 0)),
      )
      .map((agency) => agency.name),
    totals: {
      running: sum('running'),
      dossiers: sum('dossiers'),
      moved: sum('moved'),
      tasks: sum('tasks'),
      drafts: sum('drafts'),
      positions: positions.length,
    },
  };
}

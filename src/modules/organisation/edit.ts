import { inForce, type AgencyFacts } from '../../core/agency/index.ts';
import { addDays, formatDate, isIsoDate, localDate } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/index.ts';
import {
  factsOf,
  movePositions,
  positionsIn,
  readDirectory,
  saveAgency,
  type Agency,
  type AgencyEdit,
} from '../agencies/index.ts';
import { InvalidConfiguration, type ConfigurationFault } from '../configuration/index.ts';
import { agencyLoads, moveUnitTasks, unitTasks, type AgencyLoad } from '../dossiers/index.ts';
import { proceduresHandled } from '../procedures/index.ts';

/**
 * Writes an agency as an administrator edited it. A unit ends only when nothing lies there: else its tasks and officers
 * must be given to another unit of the agency in the same breath.
 *
 * @param options handOver: unit that takes over, by the unit that ends · renamed: the old name is kept for what was
 *   written under it; false: only a slip of the pen is put right
 * @throws InvalidConfiguration naming each place; StaleEdit
 */
export async function editAgency(
  tx: Tx,
  facts: AgencyFacts,
  edit: AgencyEdit,
  options: { handOver?: ReadonlyMap<number, number>; renamed?: boolean } = {},
): Promise<number> {
  if (facts.id === null) return saveAgency(tx, facts, edit);
  const today = localDate(edit.at);
  const known = (await readDirectory(tx)).agencyById(facts.id);
  const before = known && factsOf(known);
  const wanted = before && options.renamed ? withFormerName(facts, before, today) : facts;
  const handOver = new Map(
    [...(options.handOver ?? [])].filter(
      ([from, to]) => from !== to && ending(before, wanted).includes(from),
    ),
  );
  await checkEndingUnits(tx, before, wanted, handOver);
  const units = wanted.units.map((unit) =>
    unit.id !== null && handOver.has(unit.id) ? { ...unit, successorId: handOver.get(unit.id)! } : unit,
  );
  const id = await saveAgency(tx, { ...wanted, units }, edit);
  for (const [from, to] of handOver) {
    const unit = units.find((one) => one.id === from)!;
    const next = units.find((one) => one.id === to)!;
    const moves = await positionsIn(tx, [from], today);
    await movePositions(tx, new Map(moves.map((position) => [position.id, to])), addDays(unit.validTo!, 1));
    await moveUnitTasks(tx, new Map([[from, { unitId: to, agencyId: id }]]), {
      by: edit.by,
      at: edit.at,
      note: `${unit.name} kết thúc hoạt động; hồ sơ do ${next.name} tiếp tục giải quyết.`,
    });
  }
  return id;
}

function withFormerName(facts: AgencyFacts, before: AgencyFacts, today: string): AgencyFacts {
  if (facts.name === before.name && facts.shortName === before.shortName) return facts;
  const to = addDays(today, -1);
  // Renamed twice on one day: the name in between never was.
  if (before.formerNames.some((one) => one.to === to)) return facts;
  const former = { name: before.name, shortName: before.shortName, to };
  return { ...facts, formerNames: [...before.formerNames, former] };
}

/** Units that get a last day by this edit. */
const ending = (before: AgencyFacts | undefined, facts: AgencyFacts): number[] =>
  facts.units
    .filter((unit) => unit.id !== null && unit.validTo !== null)
    .filter((unit) => before?.units.find((one) => one.id === unit.id)?.validTo !== unit.validTo)
    .map((unit) => unit.id!);

async function checkEndingUnits(
  tx: Tx,
  before: AgencyFacts | undefined,
  facts: AgencyFacts,
  handOver: ReadonlyMap<number, number>,
): Promise<void> {
  const ids = ending(before, facts);
  if (ids.length === 0) return;
  const tasks = await unitTasks(tx, ids);
  const faults: ConfigurationFault[] = [];
  for (const [index, unit] of facts.units.entries()) {
    if (unit.id === null || !ids.includes(unit.id)) continue;
    const to = handOver.get(unit.id);
    const heir = facts.units.find((one) => one.id === to);
    if (heir) {
      if (heir.kind !== unit.kind || !inForce(heir, addDays(unit.validTo!, 1))) {
        faults.push({
          place: `units.${index}.handOver`,
          message: `${heir.name} không nhận được việc của ${unit.name}: phải cùng loại đơn vị và còn hoạt động sau ngày ${formatDate(unit.validTo!)}.`,
        });
      }
      continue;
    }
    const officers = (await positionsIn(tx, [unit.id], addDays(unit.validTo!, 1))).length;
    const open = tasks.get(unit.id) ?? 0;
    if (open + officers === 0) continue;
    faults.push({
      place: `units.${index}.handOver`,
      message: `${unit.name} còn ${open} việc đang mở và ${officers} chức vụ. Chọn đơn vị nhận ở cột “Chuyển cho”, hoặc chuyển hết trước khi kết thúc.`,
    });
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
}

/** Why an agency can not end yet, and what ends with it. */
export interface EndingReport {
  load: AgencyLoad;
  /** Officers' positions that would still hold after it ended. */
  positions: number;
  procedures: number;
  /** Agencies that belong to it, or have it receive for them. */
  dependents: string[];
  /** Whether anything of it is in hand: then a merger is the way. */
  blocked: boolean;
}

/** What an agency still has in hand after its last day. */
export async function endingReport(db: Db | Tx, agency: Agency, lastDay: string): Promise<EndingReport> {
  const directory = await readDirectory(db);
  const load = (await agencyLoads(db, [agency.id])).get(agency.id) ?? {
    running: 0,
    dossiers: 0,
    moved: 0,
    tasks: 0,
    drafts: 0,
  };
  const unitIds = agency.units.map((unit) => unit.id);
  const positions = (await positionsIn(db, unitIds, addDays(lastDay, 1))).length;
  const procedures = (await proceduresHandled(db, [agency.id])).get(agency.id) ?? 0;
  const dependents = directory.agencies
    .filter(
      (other) =>
        other.id !== agency.id &&
        inForce(other, addDays(lastDay, 1)) &&
        (other.parentId === agency.id || other.receivesAtId === agency.id),
    )
    .map((other) => other.name);
  return {
    load,
    positions,
    procedures,
    dependents,
    blocked: load.running + load.tasks + load.drafts + positions + dependents.length > 0,
  };
}

/**
 * Ends an agency that has nothing in hand.
 *
 * @throws InvalidConfiguration telling how much is left and where to go with it; StaleEdit
 */
export async function endAgency(tx: Tx, agencyId: number, lastDay: string, edit: AgencyEdit): Promise<void> {
  const agency = (await readDirectory(tx)).agencyById(agencyId);
  if (!agency)
    throw new InvalidConfiguration([{ place: '', message: 'Cơ quan này không còn trong danh sách.' }]);
  const earliest = addDays(localDate(edit.at), -1);
  if (!isIsoDate(lastDay) || lastDay < earliest) {
    const message = `Nhập ngày cuối cùng theo dạng ngày/tháng/năm, từ ${formatDate(earliest)} trở đi.`;
    throw new InvalidConfiguration([{ place: 'validTo', message }]);
  }
  const report = await endingReport(tx, agency, lastDay);
  if (report.blocked) {
    const left = [
      report.load.running > 0 && `${report.load.running} hồ sơ chưa xong`,
      report.load.tasks > 0 && `${report.load.tasks} việc đang mở`,
      report.load.drafts > 0 && `${report.load.drafts} hồ sơ đang soạn của người dân`,
      report.positions > 0 && `${report.positions} chức vụ của cán bộ`,
      report.dependents.length > 0 && `${report.dependents.length} cơ quan trực thuộc hoặc nhờ tiếp nhận`,
    ].filter(Boolean);
    throw new InvalidConfiguration([
      {
        place: 'validTo',
        message: `${agency.name} còn ${left.join(', ')}. Dùng “Sáp nhập” để chuyển tất cả cho cơ quan kế thừa, hoặc xử lý xong trước khi kết thúc.`,
      },
    ]);
  }
  const facts = factsOf(agency);
  await saveAgency(
    tx,
    {
      ...facts,
      validTo: lastDay,
      units: facts.units.map((unit) =>
        unit.validTo === null || unit.validTo > lastDay ? { ...unit, validTo: lastDay } : unit,
      ),
      codes: facts.codes.map((code) => (code.to === null ? { ...code, to: lastDay } : code)),
    },
    { ...edit, action: 'agency.end' },
  );
}

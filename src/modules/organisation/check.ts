import { checkAgency, inForce, type AgencyFacts, type UnitFacts } from '../../core/agency/index.ts';
import { addDays, formatDate, isIsoDate, localDate } from '../../core/dates.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { communesByCode, factsOf, type Agency, type Directory } from '../agencies/index.ts';
import type { ConfigurationFault } from '../configuration/index.ts';
import type { NewAgency, Plan, Target } from './plan.ts';

/** Facts of a new agency of the plan: hours, parent and units after the agencies that end. */
export function newFacts(plan: Plan, index: number, target: NewAgency, directory: Directory): AgencyFacts {
  const sources = plan.sources.flatMap((id) => directory.agencyById(id) ?? []);
  const first = sources[0];
  const codes: AgencyFacts['codes'] = [{ style: 'new', code: target.codeNew, from: plan.day, to: null }];
  if (target.codeOld !== '') codes.push({ style: 'old', code: target.codeOld, from: plan.day, to: null });
  const receivesItself = sources.some((one) => one.receivesAtId === null || one.receivesAtId === one.id);
  return {
    id: null,
    slug: target.slug,
    name: target.name,
    shortName: target.shortName,
    kind: target.kind,
    codes,
    formerNames: [],
    parentId: first?.parentId ?? null,
    receivesAtId: receivesItself ? null : (first?.receivesAtId ?? null),
    receivesItself,
    address: target.address,
    phone: target.phone,
    email: target.email,
    hours: first ? factsOf(first).hours : {},
    validFrom: plan.day,
    validTo: null,
    successorIds: [],
    units: unitsToMake(plan, index, undefined, directory),
  };
}

/**
 * Units that a target needs and does not have: those the plan names; for a split every kind of unit that the old agency
 * had, since each new agency works on its own.
 */
export function unitsToMake(
  plan: Plan,
  index: number,
  existing: Agency | undefined,
  directory: Directory,
): UnitFacts[] {
  const wanted = plan.kind === 'split' ? plan.units : plan.units.filter((move) => move.target === index);
  const made: UnitFacts[] = [];
  for (const move of wanted) {
    const unit = directory.unitById(move.unitId);
    if (!unit) continue;
    if (made.some((one) => one.code === move.code)) continue;
    if (existing?.units.some((one) => one.code === move.code)) continue;
    made.push({
      id: null,
      code: move.code,
      name: nameThere(unit, plan.targets[index], directory),
      kind: unit.kind,
      phone: '',
      validFrom: plan.day,
      validTo: null,
      successorId: null,
    });
  }
  return made;
}

/** "Trung tâm Phục vụ hành chính công xã Tân Lâm" bears the name of the new place where the old one stood in it. */
export function nameThere(
  unit: { name: string; agencyId: number },
  target: Target | undefined,
  directory: Directory,
): string {
  if (!target || !('create' in target)) return unit.name;
  const place = (shortName: string): string => shortName.replace(/^UBND /, '');
  const old = place(directory.agencyById(unit.agencyId)?.shortName ?? '');
  return old === '' ? unit.name : unit.name.replaceAll(old, place(target.create.shortName));
}

/** An agency as it is once the plan has ended it. */
export function endedFacts(source: Agency, day: string, successorIds: number[]): AgencyFacts {
  const last = addDays(day, -1);
  const facts = factsOf(source);
  return {
    ...facts,
    validTo: last,
    successorIds,
    codes: facts.codes
      .filter((code) => code.from <= last)
      .map((code) => (code.to === null || code.to > last ? { ...code, to: last } : code)),
  };
}

/** Units of an agency that still hold on a day. */
export const unitsOn = (agency: Agency, day: string) =>
  agency.units.filter((unit) => unit.validTo === null || unit.validTo >= day);

/**
 * What is wrong with a plan; empty when it can be carried out on its day. Places are names of inputs: "day", "sources",
 * "targets.0.codeNew", "units.17".
 *
 * @param now day on which it is judged: a plan can not reach back
 */
export function checkPlan(plan: Plan, directory: Directory, now: Date): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const add = (place: string, message: string): void => void faults.push({ place, message });
  const today = localDate(now);
  if (!isIsoDate(plan.day)) {
    add('day', 'Nhập ngày bắt đầu theo dạng ngày/tháng/năm.');
    return faults;
  }
  if (plan.day < today) {
    add(
      'day',
      `Ngày bắt đầu phải từ hôm nay, ${formatDate(today)}: hồ sơ của những ngày trước đã mang tên cũ.`,
    );
  }
  const sources = plan.sources.flatMap((id) => directory.agencyById(id) ?? []);
  checkSources(plan, sources, add);
  checkTargets(plan, directory, sources, faults);
  checkUnits(plan, sources, directory, add);
  if (plan.adminUnits) checkAdminUnits(plan.adminUnits, add);
  return faults;
}

type Add = (place: string, message: string) => void;

function checkSources(plan: Plan, sources: Agency[], add: Add): void {
  if (plan.kind === 'merge') {
    const kept = plan.targets.some((target) => 'agencyId' in target);
    if (sources.length < (kept ? 1 : 2)) {
      add('sources', 'Chọn ít nhất hai cơ quan để sáp nhập.');
    }
    if (plan.targets.length !== 1) add('target', 'Chọn cơ quan nhận, hoặc lập cơ quan mới.');
  } else {
    if (sources.length !== 1) add('sources', 'Chọn đúng một cơ quan để chia tách.');
    if (plan.targets.length < 2) add('targets', 'Chia tách cần ít nhất hai cơ quan mới.');
  }
  for (const source of sources) {
    if (inForce(source, plan.day)) continue;
    add(
      'sources',
      source.validFrom > plan.day
        ? `${source.name} bắt đầu hoạt động ngày ${formatDate(source.validFrom)}, sau ngày ${formatDate(plan.day)}. Chọn ngày khác.`
        : `${source.name} đã kết thúc ngày ${formatDate(source.validTo!)}. Bỏ cơ quan này khỏi danh sách.`,
    );
  }
  for (const source of sources) {
    if (source.validFrom === plan.day) {
      add('day', `${source.name} mới hoạt động từ ngày này. Chọn một ngày sau ngày ${formatDate(plan.day)}.`);
    }
  }
}

function checkTargets(
  plan: Plan,
  directory: Directory,
  sources: Agency[],
  faults: ConfigurationFault[],
): void {
  const sourceIds = new Set(plan.sources);
  const others: AgencyFacts[] = directory.agencies.map((agency) =>
    sourceIds.has(agency.id) ? endedFacts(agency, plan.day, []) : factsOf(agency),
  );
  plan.targets.forEach((target, index) => {
    const place = `targets.${index}`;
    if ('agencyId' in target) {
      const agency = directory.agencyById(target.agencyId);
      if (!agency || !inForce(agency, plan.day)) {
        faults.push({ place, message: 'Cơ quan nhận không hoạt động vào ngày đó. Chọn cơ quan khác.' });
      } else if (sourceIds.has(agency.id)) {
        faults.push({ place, message: `${agency.name} không thể vừa kết thúc vừa là cơ quan nhận.` });
      } else {
        others.push(factsOf(agency));
      }
      return;
    }
    const facts = newFacts(plan, index, target.create, directory);
    // Those that end may be its parent or reception no longer.
    const parent = sources.find((source) => source.id === facts.parentId);
    if (parent) {
      faults.push({ place, message: `${parent.name} kết thúc nên không là cấp trên của cơ quan mới được.` });
    }
    for (const fault of checkAgency(facts, others, plan.day)) {
      const codeIndex = /^codes\.(\d)\./.exec(fault.place)?.[1];
      const part =
        codeIndex === undefined
          ? fault.place
          : facts.codes[Number(codeIndex)]?.style === 'old'
            ? 'codeOld'
            : 'codeNew';
      const known = ['slug', 'name', 'shortName', 'codeNew', 'codeOld', 'phone', 'email'].includes(part);
      faults.push({ place: known ? `${place}.${part}` : place, message: fault.message });
    }
    others.push(facts);
  });
}

/** Every unit needs a heir of its own kind: a task of a clerk is nobody's on a desk of officers. */
function checkUnits(plan: Plan, sources: Agency[], directory: Directory, add: Add): void {
  for (const source of sources) {
    for (const unit of unitsOn(source, plan.day)) {
      const move = plan.units.find((one) => one.unitId === unit.id);
      if (!move || !plan.targets[move.target]) {
        add(`units.${unit.id}`, `Chọn nơi nhận việc và cán bộ của ${unit.name} (${source.shortName}).`);
        continue;
      }
      const heir = targetAgency(plan.targets[move.target], directory)?.units.find(
        (one) => one.code === move.code,
      );
      if (heir && heir.kind !== unit.kind) {
        add(
          `units.${unit.id}`,
          `${unit.name} và ${heir.name} khác loại đơn vị nên không nhận việc của nhau được. Chọn đơn vị cùng loại, hoặc lập đơn vị mới.`,
        );
      } else if (heir && !inForce(heir, plan.day)) {
        add(`units.${unit.id}`, `${heir.name} đã kết thúc. Chọn đơn vị đang hoạt động.`);
      }
    }
  }
}

function checkAdminUnits(change: NonNullable<Plan['adminUnits']>, add: Add): void {
  if (change.ended.length === 0) add('adminEnded', 'Chọn xã, phường kết thúc, hoặc để trống cả phần này.');
  if (!/^\d{2,5}$/.test(change.code)) {
    add('adminCode', 'Mã đơn vị hành chính gồm 2 đến 5 chữ số theo Quyết định 19/2025/QĐ-TTg. Sửa lại mã.');
  }
  if (change.name.trim() === '') add('adminName', 'Nhập tên xã, phường mới, ví dụ “Phường Yên Lâm”.');
}

/** What is wrong with the communes a plan names, which the database knows. */
export async function adminUnitFaults(db: Db | Tx, plan: Plan): Promise<ConfigurationFault[]> {
  if (!plan.adminUnits) return [];
  const { ended, code } = plan.adminUnits;
  const known = await communesByCode(db, [...ended, code]);
  const missing = ended.filter((one) => !known.some((unit) => unit.code === one));
  if (missing.length > 0) {
    const message = `Không có xã, phường đang dùng mang mã ${missing.join(', ')}. Xem lại mã ở danh mục đơn vị hành chính.`;
    return [{ place: 'adminEnded', message }];
  }
  const taken = known.find((unit) => unit.code === code);
  if (taken && !ended.includes(code)) {
    return [
      {
        place: 'adminCode',
        message: `Mã ${code} là của ${taken.name}. Nhập mã mới, hoặc thêm mã này vào danh sách kết thúc.`,
      },
    ];
  }
  return [];
}

/** Units of the target to which a unit may go, existing ones first. */
export function targetAgency(target: Target | undefined, directory: Directory): Agency | undefined {
  return target && 'agencyId' in target ? directory.agencyById(target.agencyId) : undefined;
}

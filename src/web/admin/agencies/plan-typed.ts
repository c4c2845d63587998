import { clean } from '../../../core/text.ts';
import type { Agency, Directory } from '../../../modules/agencies/index.ts';
import {
  targetAgency,
  unitsOn,
  type NewAgency,
  type Plan,
  type Target,
} from '../../../modules/organisation/index.ts';
import { dateOf, KINDS, slugOf } from './words.ts';

export type Typed = Record<string, string>;

/** Most agencies into which one is split by one form. */
export const MOST_TARGETS = 6;

/** How many new agencies the form of a split shows: two, or as many as were asked for. */
export const targetCount = (typed: Typed): number =>
  Math.min(MOST_TARGETS, Math.max(2, Math.trunc(Number(typed['count'])) || 2));

/** Input of a part of a plan, for the links of the error summary. */
export const fieldOfPlace = (place: string): string =>
  place
    .replace(/^targets\.(\d+)\.?/, (_whole, index: string) => `t${index}.`)
    .replace(/^units\./, 'unit.')
    .replace(/^(t\d+\.)$/, '$1name');

/** The plan that a form describes. */
export function planFrom(
  kind: Plan['kind'],
  sources: readonly Agency[],
  into: number | null,
  typed: Typed,
): Plan {
  const text = (name: string): string => clean(typed[name] ?? '');
  const day = dateOf(text('day'));
  const targets: Target[] =
    into !== null
      ? [{ agencyId: into }]
      : Array.from({ length: kind === 'merge' ? 1 : targetCount(typed) }, (_unused, index) => index).map(
          (index) => ({ create: newAgency(index, text) }),
        );
  const ending = text('adminEnded')
    .split(/[\s,;]+/)
    .filter(Boolean);
  return {
    kind,
    basis: text('basis'),
    day,
    sources: sources.map((agency) => agency.id),
    targets,
    units: sources.flatMap((agency) =>
      unitsOn(agency, day).flatMap((unit) => {
        const chosen = text(`unit.${unit.id}`);
        if (chosen === '') return [];
        return kind === 'split'
          ? [{ unitId: unit.id, target: Number(chosen), code: unit.code }]
          : [{ unitId: unit.id, target: 0, code: chosen }];
      }),
    ),
    positions: Object.keys(typed)
      .filter((name) => /^position\.\d+$/.test(name) && typed[name] !== '')
      .map((name) => ({ positionId: Number(name.slice(9)), target: Number(typed[name]) })),
    books: typed['books'] === 'continue' ? 'continue' : 'new',
    adminUnits:
      ending.length + text('adminCode').length + text('adminName').length === 0
        ? null
        : { ended: ending, code: text('adminCode'), name: text('adminName') },
  };
}

function newAgency(index: number, text: (name: string) => string): NewAgency {
  const part = (name: string): string => text(`t${index}.${name}`);
  return {
    slug: slugOf(part('shortName').replace(/^UBND /i, '')),
    name: part('name'),
    shortName: part('shortName'),
    kind: (part('kind') in KINDS ? part('kind') : 'commune') as NewAgency['kind'],
    codeNew: part('codeNew').toUpperCase(),
    codeOld: part('codeOld').toUpperCase(),
    address: part('address'),
    phone: part('phone'),
    email: part('email'),
  };
}

/** What is proposed when the form is opened: each unit to the unit with its code, or to one of its kind. */
export function proposal(
  kind: Plan['kind'],
  sources: readonly Agency[],
  into: number | null,
  today: string,
  directory: Directory,
): Typed {
  const typed: Typed = { books: 'new' };
  const target = targetAgency(into === null ? undefined : { agencyId: into }, directory);
  const first = sources[0];
  if (first && into === null) {
    for (const index of [0, 1]) typed[`t${index}.kind`] = first.kind;
    if (kind === 'merge') typed['t0.address'] = first.address;
  }
  for (const unit of sources.flatMap((agency) => unitsOn(agency, today))) {
    if (kind === 'split') typed[`unit.${unit.id}`] = '0';
    else {
      const there = target && unitsOn(target, today).filter((one) => one.kind === unit.kind);
      const same =
        there?.find((one) => one.code === unit.code) ?? (unit.kind === 'division' ? undefined : there?.[0]);
      typed[`unit.${unit.id}`] = same?.code ?? unit.code;
    }
  }
  return typed;
}

/** Where a unit may go in a merger: units of its kind, and a new one like itself. */
export function heirsOf(
  unit: Agency['units'][number],
  sources: readonly Agency[],
  into: Agency | undefined,
  day: string,
): { value: string; label: string }[] {
  const options = new Map<string, string>();
  if (into) {
    for (const one of unitsOn(into, day)) if (one.kind === unit.kind) options.set(one.code, one.name);
    if (!into.units.some((one) => one.code === unit.code)) options.set(unit.code, `Lập mới: ${unit.name}`);
  } else {
    for (const one of sources.flatMap((agency) => unitsOn(agency, day))) {
      if (one.kind === unit.kind && !options.has(one.code)) options.set(one.code, one.name);
    }
  }
  return [...options].map(([value, label]) => ({ value, label }));
}

/** Everything that was typed, to be carried through the preview. */
export const hiddenOf = (typed: Typed): [string, string][] =>
  Object.entries(typed).filter(([name]) => !name.startsWith('_') && name !== 'doing');

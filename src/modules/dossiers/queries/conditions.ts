import { sql, type ExpressionBuilder, type RawBuilder, type SqlBool } from 'kysely';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { fold } from '../../../core/text.ts';
import type { Schema } from '../../../platform/database/index.ts';
import type { PositionRole } from '../../../platform/database/schema.ts';
import type { Box } from './boxes.ts';

/** Queries that these conditions narrow have both tables, whatever else they join. */
export type Joined = ExpressionBuilder<Schema, 'dossier' | 'task'>;

function unitsWith(actor: OfficerActor, roles: PositionRole[]): number[] {
  return actor.positions
    .filter((position) => roles.includes(position.role))
    .map((position) => position.unitId);
}

/** Officers whose tasks are this one's: the own, and of those who are away. */
const namesOf = (actor: OfficerActor): number[] => [
  actor.officerId,
  ...new Set(actor.positions.flatMap((position) => position.insteadOf?.officerId ?? [])),
];

/** Agencies for whose counter the officer works. */
export function counterAgencies(actor: OfficerActor): number[] {
  return [
    ...new Set(
      actor.positions.filter((position) => position.role === 'counter').map((position) => position.agencyId),
    ),
  ];
}

/** What of an officer decides on a box; values, so that statements are compiled once for all officers. */
export interface Holder {
  officerId: number;
  /** Officers whose tasks are this one's: the own, and of those who are away. */
  names: readonly number[];
  /** Agencies for whose counter the officer works. */
  agencies: readonly number[];
  /** Units in which the officer has a role of the box. */
  units: readonly number[];
  roles: readonly string[];
  groups: readonly string[];
}

export function holderOf(actor: OfficerActor, box: Box): Holder {
  return {
    officerId: actor.officerId,
    names: namesOf(actor),
    agencies: counterAgencies(actor),
    units: unitsWith(actor, box.roles),
    roles: actor.positions.map((position) => position.role),
    groups: actor.groups,
  };
}

/** What lies in a box of this officer's desk. Task and dossier go by their own names. */
export const ofBox = (box: Box, holder: Holder, now: Date): RawBuilder<SqlBool> =>
  all([scopeOf(box, holder), ...narrowedTo(box, now)]);

/** What a box holds of all that comes into it. */
export function narrowedTo(box: Box, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (box.statuses) {
    if (box.accepted !== undefined) conditions.push(nullness('dossier.accepted_at', !box.accepted));
    return conditions;
  }
  if (box.kind) conditions.push(sql`task.kind = ${sql.lit(box.kind)}`);
  conditions.push(nullness('task.closed_at', box.whose !== 'done'));
  if (box.outcome) conditions.push(sql`task.outcome = ${sql.lit(box.outcome)}`);
  if (box.paused !== undefined) conditions.push(nullness('task.paused_at', !box.paused));
  if (box.dossierStatus) conditions.push(sql`dossier.status = ${sql.lit(box.dossierStatus)}`);
  if (box.late) conditions.push(sql`dossier.due_at < ${now}`, nullness('task.paused_at', true));
  return conditions;
}

/** Whether a box is decided by the task alone. */
export const byTaskAlone = (box: Box): boolean =>
  box.statuses === undefined && !box.dossierStatus && !box.late;

/** One way in which something comes before an officer: a column with one of these values. */
export interface Way {
  column: string;
  /** What of the holder the values are. */
  of: keyof Holder;
  /** An array. */
  values: RawBuilder<unknown>;
  /** What holds beside it. */
  also: RawBuilder<SqlBool>[];
}

/**
 * The ways into a box, each with an index of its own: what the officer's agencies received, the officer's own and free
 * tasks, those given to the officer or a group by the flow, or all of the units.
 */
export function waysInto(box: Box, holder: Holder): Way[] {
  const { roles } = holder;
  const one = (column: string, value: string): RawBuilder<SqlBool>[] => [
    sql`${sql.ref(column)} = ${sql.lit(value)}`,
  ];
  const kinds = box.statuses
    ? box.statuses.map((status) => one('dossier.status', status))
    : (box.steps?.map((step) => one('task.step', step)) ?? [[]]);
  // Each is one value of a compiled statement: not to be looked at here.
  const array = (of: keyof Holder): RawBuilder<unknown> => {
    if (of === 'officerId') return sql`array[${holder[of]}::bigint]`;
    return of === 'groups' ? sql`${holder[of]}::text[]` : sql`${holder[of]}::bigint[]`;
  };
  const way = (column: string, of: keyof Holder, also: RawBuilder<SqlBool>[] = []): Way[] =>
    kinds.map((kind) => ({ column, of, values: array(of), also: [...kind, ...also] }));
  const free = sql<SqlBool>`task.assignee_id is null`;
  const ofGroups = way('task.group_code', 'groups', [free]);
  if (box.statuses) return way('dossier.reception_agency_id', 'agencies');
  switch (box.whose) {
    case 'done':
      return way('task.closed_by', 'officerId');
    case 'unit':
      return way('task.unit_id', 'units');
    case 'named':
      // A step of assigning keeps its unit also when the flow gives it to one person, who may sit elsewhere.
      return [
        ...way('task.assignee_id', 'names', [sql`(task.unit_id is null or task.step = 'assign')`]),
        ...ofGroups,
      ];
    default:
      return [
        ...way('task.assignee_id', 'names'),
        ...way('task.unit_id', 'units', [
          free,
          sql`(task.role is null or task.role = any(${roles}::text[]))`,
        ]),
        ...ofGroups,
      ];
  }
}

/** The ways into a box as the database tells that something changed on them: column and value (0022_desk_told). */
export const toldWays = (box: Box, holder: Holder): string[] => [
  ...new Set(
    waysInto(box, holder).flatMap(({ column, of }) =>
      [holder[of]].flat().map((value) => `${column}=${value}`),
    ),
  ),
];

/** What lies before the holder of a box by any of the ways into it. */
export const scopeOf = (box: Box, holder: Holder): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    waysInto(box, holder).map(({ column, values, also }) =>
      all([sql`${sql.ref(column)} = any(${values})`, ...also]),
    ),
    sql` or `,
  )})`;

const all = (conditions: RawBuilder<unknown>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;

const nullness = (column: string, empty: boolean): RawBuilder<unknown> =>
  empty ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} is not null`;

/** Agencies in which the officer has a position. */
export const agenciesOf = (actor: OfficerActor): number[] => [
  ...new Set(actor.positions.map((position) => position.agencyId)),
];

/** Dossiers that the officer's agencies received or handle. */
export function ofAgencies(eb: Joined, actor: OfficerActor) {
  const agencies = agenciesOf(actor);
  return eb.or([
    eb('dossier.reception_agency_id', '=', eb.fn.any(eb.val(agencies))),
    eb('dossier.agency_id', '=', eb.fn.any(eb.val(agencies))),
  ]);
}

/** Pattern for texts with these words anywhere. */
export const likePart = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/** What an officer typed, as a code and as part of a name, number or phone. */
export function typedValues(typed: string): { code: string; like: string } {
  return {
    code: typed.trim().toUpperCase().replace(/\s+/g, ''),
    like: likePart(fold(typed)),
  };
}

/** Dossiers that have the code or registration number, or what was typed in a name, number or phone. */
export const typedLike = ({ code, like }: ReturnType<typeof typedValues>): RawBuilder<SqlBool> =>
  sql<SqlBool>`(dossier.code = ${code} or dossier.registration_no = ${code} or dossier.search_text like ${like})`;

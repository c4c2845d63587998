import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';
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

/** What lies in a box of this officer's desk. */
export function ofBox(eb: Joined, actor: OfficerActor, box: Box, now: Date) {
  const conditions = [];
  if (box.statuses) {
    conditions.push(eb('dossier.reception_agency_id', '=', eb.fn.any(eb.val(counterAgencies(actor)))));
    conditions.push(eb('dossier.status', '=', eb.fn.any(eb.val(box.statuses))));
    if (box.accepted !== undefined)
      conditions.push(eb('dossier.accepted_at', box.accepted ? 'is not' : 'is', null));
    return eb.and(conditions);
  }
  if (box.kind) conditions.push(eb('task.kind', '=', box.kind));
  if (box.steps) conditions.push(eb('task.step', '=', eb.fn.any(eb.val(box.steps))));
  if (box.whose === 'done') {
    conditions.push(eb('task.closed_by', '=', actor.officerId));
    conditions.push(eb('task.closed_at', 'is not', null));
    if (box.outcome) conditions.push(eb('task.outcome', '=', box.outcome));
    return eb.and(conditions);
  }
  conditions.push(eb('task.closed_at', 'is', null));
  const inUnits = eb('task.unit_id', '=', eb.fn.any(eb.val(unitsWith(actor, box.roles))));
  if (box.whose === 'mine') {
    const free = eb.and([
      eb('task.assignee_id', 'is', null),
      inUnits,
      eb.or([
        eb('task.role', 'is', null),
        sql<SqlBool>`task.role = any(${actor.positions.map((position) => position.role)})`,
      ]),
    ]);
    const ofGroups = eb.and([
      eb('task.assignee_id', 'is', null),
      eb('task.group_code', '=', eb.fn.any(eb.val(actor.groups))),
    ]);
    conditions.push(eb.or([eb('task.assignee_id', '=', eb.fn.any(eb.val(namesOf(actor)))), free, ofGroups]));
  } else {
    conditions.push(inUnits);
  }
  if (box.paused !== undefined) conditions.push(eb('task.paused_at', box.paused ? 'is not' : 'is', null));
  if (box.dossierStatus) conditions.push(eb('dossier.status', '=', box.dossierStatus));
  if (box.late) conditions.push(eb('dossier.due_at', '<', now), eb('task.paused_at', 'is', null));
  return eb.and(conditions);
}

/** Dossiers that the officer's agencies received or handle. */
export function ofAgencies(eb: Joined, actor: OfficerActor) {
  const agencies = [...new Set(actor.positions.map((position) => position.agencyId))];
  return eb.or([
    eb('dossier.reception_agency_id', '=', eb.fn.any(eb.val(agencies))),
    eb('dossier.agency_id', '=', eb.fn.any(eb.val(agencies))),
  ]);
}

/** Condition for what an officer types: a code, a registration number, or part of a name, number or phone. */
export function typedLike(typed: string) {
  const folded = fold(typed);
  const code = typed.trim().toUpperCase().replace(/\s+/g, '');
  const like = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(dossier.code = ${code} or dossier.registration_no = ${code} or dossier.search_text like ${like})`;
}

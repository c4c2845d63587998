import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/index.ts';
import type { MoveOrder } from './preview.ts';

/** An order and how far it is. */
export interface MoveView {
  id: number;
  flowCode: string;
  fromVersions: number[];
  toVersion: number;
  orderedBy: string;
  orderedAt: Date;
  finishedAt: Date | null;
  mapping: MoveOrder['mapping'];
  total: number;
  moved: number;
  left: number;
}

/** A dossier that an order did not move. */
export interface LeftDossier {
  id: number;
  name: string;
  reason: string;
}

const moves = (db: Db | Tx) =>
  db
    .selectFrom('flow_move')
    .innerJoin('flow_version', 'flow_version.id', 'flow_move.to_version_id')
    .select([
      'flow_move.id',
      'flow_move.flow_code as flowCode',
      'flow_version.version as toVersion',
      'flow_move.ordered_name as orderedBy',
      'flow_move.ordered_at as orderedAt',
      'flow_move.finished_at as finishedAt',
      'flow_move.mapping',
      sql<number[]>`(select array_agg(v.version order by v.version) from flow_version v
        where v.id = any(flow_move.from_version_ids))`.as('fromVersions'),
      countOf(sql`true`).as('total'),
      countOf(sql`outcome = 'moved'`).as('moved'),
      countOf(sql`outcome = 'left'`).as('left'),
    ]);

const countOf = (condition: ReturnType<typeof sql>) =>
  sql<number>`(select count(*) from flow_move_item where move_id = flow_move.id and ${condition})`;

/** One order, or null. */
export async function moveView(db: Db | Tx, id: number): Promise<MoveView | null> {
  return (await moves(db).where('flow_move.id', '=', id).executeTakeFirst()) ?? null;
}

/** The last orders of a flow, newest first, at most ten. */
export async function listMoves(db: Db | Tx, flowCode: string): Promise<MoveView[]> {
  return moves(db)
    .where('flow_move.flow_code', '=', flowCode)
    .orderBy('flow_move.id', 'desc')
    .limit(10)
    .execute();
}

/** Dossiers that an order left where they were, by id. */
export async function leftDossiers(
  db: Db | Tx,
  moveId: number,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<LeftDossier[]> {
  return db
    .selectFrom('flow_move_item')
    .innerJoin('dossier', 'dossier.id', 'flow_move_item.dossier_id')
    .where('flow_move_item.move_id', '=', moveId)
    .where('flow_move_item.outcome', '=', 'left')
    .where('dossier.id', '>', after)
    .select([
      'dossier.id',
      sql<string>`coalesce(dossier.code, dossier.registration_no)`.as('name'),
      'flow_move_item.reason',
    ])
    .orderBy('dossier.id')
    .limit(limit)
    .execute();
}

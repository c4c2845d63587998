import { performance } from 'node:perf_hooks';
import type { OfficerActor } from '../../core/permission/index.ts';
import type { Viewer } from '../../modules/accounts/index.ts';
import { boxesOf, boxProcedures, deskCounts, type Box } from '../../modules/dossiers/index.ts';
import type { Db, Platform } from '../../platform/index.ts';
import { Forbidden } from '../http/index.ts';
import type { RailGroup } from '../ui/index.ts';
import { officeRail } from './rail.ts';

/** How long counts are shown again before they are counted anew; after an act of one's own at once. */
const FRESH_MS = 30_000;
const MOST_KEPT = 2_000;

export type BoxCounts = Record<string, { count: number; late: number }>;

/** What every page of the office shows around its content. */
export interface Desk {
  actor: OfficerActor;
  rail: RailGroup[];
  /** Numbers beside the rail's items, by address. */
  counts: Record<string, number>;
  boxes: BoxCounts;
}

interface Kept {
  boxes: BoxCounts;
  /** By box: procedures of what lies in it. */
  procedures: Map<string, { code: string; name: string }[]>;
  until: number;
}

const databases = new WeakMap<Db, Map<number, Kept>>();

/** The officer's frame: rail by rights, counts at most half a minute old. */
export async function deskOf(platform: Pick<Platform, 'db' | 'clock'>, viewer: Viewer): Promise<Desk> {
  const { actor } = viewer;
  if (actor.kind !== 'officer') throw new Forbidden();
  const boxes = await countsOf(platform, actor);
  const toDo = boxesOf(actor)
    .filter((box) => box.todo)
    .reduce((sum, box) => sum + (boxes[box.code]?.count ?? 0), 0);
  return {
    actor,
    rail: officeRail(viewer),
    counts: { '/mot-cua': toDo, '/mot-cua/tra-ket-qua': boxes['cho-tra']?.count ?? 0 },
    boxes,
  };
}

/** Has whoever acts in another process find it counted here. */
export function hearOfActs({ db, changes }: Pick<Platform, 'db' | 'changes'>): void {
  changes?.listen({
    published: () => databases.get(db)?.clear(),
    account: (id) => (id === null ? databases.get(db)?.clear() : databases.get(db)?.delete(id)),
  });
}

/** Has the officer's next page count anew: after an act of theirs. */
export function recount(db: Db, actor: OfficerActor): void {
  databases.get(db)?.delete(actor.accountId);
}

async function countsOf(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  actor: OfficerActor,
): Promise<BoxCounts> {
  let kept = databases.get(db);
  if (!kept) databases.set(db, (kept = new Map()));
  const found = kept.get(actor.accountId);
  if (found && found.until > performance.now()) return found.boxes;
  const boxes = await deskCounts(db, actor, clock.now());
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(actor.accountId, { boxes, procedures: new Map(), until: performance.now() + FRESH_MS });
  return boxes;
}

/** What the list of a box can be narrowed to, as old as the counts. */
export async function proceduresIn(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { actor }: Desk,
  box: Box,
): Promise<{ code: string; name: string }[]> {
  const kept = databases.get(db)?.get(actor.accountId);
  const found = kept?.procedures.get(box.code);
  if (found) return found;
  const procedures = await boxProcedures(db, actor, box, clock.now());
  kept?.procedures.set(box.code, procedures);
  return procedures;
}

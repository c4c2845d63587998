import type { Flow } from '../../core/flow/types.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { keptById } from '../../platform/kept.ts';

/** A published flow; it never changes, so a dossier is pinned to it by id. */
export interface FlowVersion {
  id: number;
  code: string;
  version: number;
  name: string;
  /** BPMN 2.0 XML as it was drawn. */
  bpmn: string;
  compiled: Flow;
  publishedAt: Date;
}

/** What `publishFlow` did. */
export interface FlowPublication {
  id: number;
  version: number;
  /** false: the newest version already said the same. */
  created: boolean;
}

/**
 * Publishes a compiled flow as the next version of its code, unless drawing, name and compiled flow are the same as
 * the newest one's. Whether the flow is sound is checked by whoever compiles it.
 *
 * @param now moment of publication
 */
export async function publishFlow(
  tx: Db | Tx,
  flow: { code: string; name: string; bpmn: string; compiled: Flow },
  { now }: { now: Date },
): Promise<FlowPublication> {
  const newest = await newestFlow(tx, flow.code);
  const says = (one: typeof flow): string => contentHash([one.name, one.bpmn, one.compiled]);
  if (newest && says(newest) === says(flow)) {
    return { id: newest.id, version: newest.version, created: false };
  }
  const version = (newest?.version ?? 0) + 1;
  const { id } = await tx
    .insertInto('flow_version')
    .values({
      code: flow.code,
      version,
      name: flow.name,
      bpmn: flow.bpmn,
      compiled: JSON.stringify(flow.compiled),
      published_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, version, created: true };
}

/** One version by its id, kept in this process; null when there is none. */
export const flowVersion = keptById(async (db, id) => read(db, (query) => query.where('id', '=', id)));

/** The newest version of a flow, or null when the code is unknown. */
export const newestFlow = (db: Db | Tx, code: string): Promise<FlowVersion | null> =>
  read(db, (query) => query.where('code', '=', code).orderBy('version', 'desc').limit(1));

/** Codes, names and newest versions of all flows, by code. */
export async function listFlows(
  db: Db | Tx,
): Promise<{ id: number; code: string; version: number; name: string; publishedAt: Date }[]> {
  return db
    .selectFrom('flow_version')
    .distinctOn('code')
    .select(['id', 'code', 'version', 'name', 'published_at as publishedAt'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
}

const select = (db: Db | Tx) => db.selectFrom('flow_version').selectAll();

async function read(
  db: Db | Tx,
  narrow: (query: ReturnType<typeof select>) => ReturnType<typeof select>,
): Promise<FlowVersion | null> {
  const row = await narrow(select(db)).executeTakeFirst();
  if (!row) return null;
  const { published_at: publishedAt, ...rest } = row;
  return { ...rest, publishedAt };
}

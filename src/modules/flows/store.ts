import { sql } from 'kysely';
import { publicationMessages } from '../../core/flow/index.ts';
import type { Flow, FlowMessage } from '../../core/flow/types.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { keptById } from '../../platform/kept.ts';
import { InvalidConfiguration } from '../configuration/index.ts';
import type { FlowLimit } from './limits.ts';

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

/** A flow that may not be published; `messages` stand on its elements. */
export class FlowRefused extends InvalidConfiguration {
  readonly messages: readonly FlowMessage[];

  constructor(messages: readonly FlowMessage[]) {
    super(messages.map(({ element, message }) => ({ place: element, message })));
    this.name = 'FlowRefused';
    this.messages = messages;
  }
}

export interface PublishOptions {
  now: Date;
  /** Account that publishes; null for a load from files. */
  by?: number | null;
  /** What the publisher says of it. */
  note?: string;
  /** Number of the earlier version that is published anew. */
  republished?: number | null;
  /** Limits of the procedures that run on it. */
  limits?: readonly FlowLimit[];
}

/**
 * Publishes a compiled flow as the next version of its code, unless drawing, name and compiled flow are the same as the
 * newest one's. The one door for flows: whatever stands against publishing one is refused here, for files as for
 * administrators. New dossiers take the version at once; running ones stay on theirs.
 *
 * @throws FlowRefused with messages on the elements
 */
export async function publishFlow(
  tx: Db | Tx,
  flow: { code: string; name: string; bpmn: string; compiled: Flow },
  { now, by = null, note = '', republished = null, limits = [] }: PublishOptions,
): Promise<FlowPublication> {
  const faults = publicationMessages(flow.compiled, limits).filter((one) => one.severity === 'error');
  if (faults.length > 0) throw new FlowRefused(faults);
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
      published_by: by,
      note,
      republished,
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

/** Id of the version that new dossiers take: the newest one; null when the code is unknown. */
export async function flowInForce(db: Db | Tx, code: string): Promise<number | null> {
  const row = await db
    .selectFrom('flow_version')
    .select('id')
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** A version by its number, or null. */
export const numberedFlow = (db: Db | Tx, code: string, version: number): Promise<FlowVersion | null> =>
  read(db, (query) => query.where('code', '=', code).where('version', '=', version));

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

/** A line of a flow's history. */
export interface FlowVersionRow {
  id: number;
  version: number;
  name: string;
  publishedAt: Date;
  /** null: loaded from files. */
  publishedBy: string | null;
  note: string;
  republished: number | null;
  /** Dossiers that still run on it. */
  running: number;
}

/** All versions of a flow, newest first, at most 200. */
export async function flowVersions(db: Db | Tx, code: string): Promise<FlowVersionRow[]> {
  return db
    .selectFrom('flow_version')
    .leftJoin('account', 'account.id', 'flow_version.published_by')
    .where('flow_version.code', '=', code)
    .select([
      'flow_version.id',
      'flow_version.version',
      'flow_version.name',
      'flow_version.published_at as publishedAt',
      'account.display_name as publishedBy',
      'flow_version.note',
      'flow_version.republished',
      // As the partial index on running dossiers has it.
      sql<number>`(select count(*) from dossier where dossier.flow_version_id = flow_version.id
        and dossier.status not in ('refused', 'stopped', 'withdrawn', 'returned'))`.as('running'),
    ])
    .orderBy('flow_version.version', 'desc')
    .limit(200)
    .execute();
}

const select = (db: Db | Tx) =>
  db.selectFrom('flow_version').select(['id', 'code', 'version', 'name', 'bpmn', 'compiled', 'published_at']);

async function read(
  db: Db | Tx,
  narrow: (query: ReturnType<typeof select>) => ReturnType<typeof select>,
): Promise<FlowVersion | null> {
  const row = await narrow(select(db)).executeTakeFirst();
  if (!row) return null;
  const { published_at: publishedAt, ...rest } = row;
  return { ...rest, publishedAt };
}

import type { Flow, NodeKind } from '../../core/flow/types.ts';
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

/** The office gives every waiting point of a flow a desk; these kinds wait for something that has none. */
const DESKLESS: readonly NodeKind[] = [
  'serviceTask',
  'callActivity',
  'timerCatch',
  'timerBoundary',
  'errorBoundary',
];

/** A flow that compiles but holds an element that no desk can take: names the element and the remedy. */
export class FlowNotRunnable extends Error {
  readonly elements: { id: string; name: string; kind: NodeKind }[];

  constructor(elements: FlowNotRunnable['elements']) {
    const names = elements.map((element) => `“${element.name || element.id}”`).join(', ');
    super(
      `Quy trình có phần tử không có bàn xử lý: ${names}. Thay bằng bước của người (user task) rồi công bố lại.`,
    );
    this.elements = elements;
  }
}

/**
 * Publishes a compiled flow as the next version of its code, unless drawing, name and compiled flow are the same as
 * the newest one's. Whether the flow is sound is checked by whoever compiles it.
 *
 * @param now moment of publication
 * @throws FlowNotRunnable naming the elements that dossiers could not pass
 */
export async function publishFlow(
  tx: Db | Tx,
  flow: { code: string; name: string; bpmn: string; compiled: Flow },
  { now }: { now: Date },
): Promise<FlowPublication> {
  const deskless = Object.values(flow.compiled.nodes).filter((node) => DESKLESS.includes(node.kind));
  if (deskless.length > 0) throw new FlowNotRunnable(deskless);
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

import { checkMapping, migrateState, proposeMapping, type MappingFault } from '../../../core/flow/index.ts';
import type { Db, Tx } from '../../../platform/index.ts';
import { InvalidConfiguration } from '../../configuration/index.ts';
import { flowVersion, type FlowVersion } from '../../flows/index.ts';
import { runningOn } from './running.ts';

/** Which dossiers are to move where: all that run on some versions of a flow, onto another one. */
export interface MoveOrder {
  flowCode: string;
  /** Ids of the versions they come from and of the one they go to. */
  from: number[];
  to: number;
  /** Node of the new version by node of the old, by id of the old version. */
  mapping: Record<string, Record<string, string>>;
}

/** An order whose versions have been read. */
export interface OrderedVersions {
  from: FlowVersion[];
  to: FlowVersion;
}

/** Dossiers that stand at a step and would move to another. */
export interface MoveRow {
  versionId: number;
  from: string;
  to: string;
  /** The same work for the same desk: whoever holds it keeps it, in the same time. */
  kept: boolean;
  dossiers: number;
}

/** Dossiers that can not move, with the reason. */
export interface StuckRow {
  versionId: number;
  /** Step at which they stand. */
  node: string;
  reason: string;
  dossiers: number;
  /** A few of them, by code. */
  examples: string[];
}

export interface MovePreview {
  /** Dossiers that run on the old versions, and those of them that would move. */
  total: number;
  movable: number;
  /** A dossier in several parallel branches counts at each of them. */
  rows: MoveRow[];
  stuck: StuckRow[];
  /** Rows of the mapping that can not be used, by version. */
  faults: (MappingFault & { versionId: number })[];
}

const EXAMPLES = 5;

/**
 * Reads the versions of an order.
 *
 * @throws InvalidConfiguration with the place "from" or "to" when they are not versions of the flow
 */
export async function orderedVersions(
  db: Db | Tx,
  order: Pick<MoveOrder, 'flowCode' | 'from' | 'to'>,
): Promise<OrderedVersions> {
  const read = async (id: number): Promise<FlowVersion | null> => {
    const found = await flowVersion(db, id);
    return found?.code === order.flowCode ? found : null;
  };
  const to = await read(order.to);
  if (!to) throw invalid('to', 'Chọn bản của quy trình mà hồ sơ sẽ chuyển sang.');
  const from: FlowVersion[] = [];
  for (const id of new Set(order.from)) {
    const version = await read(id);
    if (!version || version.id === to.id) {
      throw invalid('from', 'Chọn những bản cũ khác với bản chuyển sang.');
    }
    from.push(version);
  }
  if (from.length === 0) throw invalid('from', 'Chọn ít nhất một bản cũ còn hồ sơ đang chạy.');
  return { from, to };
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

/** What can be mapped without asking, by id of the old version. */
export function proposedMapping({ from, to }: OrderedVersions): MoveOrder['mapping'] {
  return Object.fromEntries(
    from.map((version) => [String(version.id), proposeMapping(version.compiled, to.compiled)]),
  );
}

/** How many running dossiers an order would move where, and which it can not; nothing is written. */
export async function previewMove(
  db: Db | Tx,
  versions: OrderedVersions,
  mapping: MoveOrder['mapping'],
): Promise<MovePreview> {
  const preview: MovePreview = {
    total: 0,
    movable: 0,
    rows: [],
    stuck: [],
    faults: mappingFaults(versions, mapping),
  };
  const rows = new Map<string, MoveRow>();
  const stuck = new Map<string, StuckRow>();
  const byId = new Map(versions.from.map((version) => [version.id, version]));
  for await (const dossiers of runningOn(db, [...byId.keys()])) {
    for (const dossier of dossiers) {
      const version = byId.get(dossier.flow_version_id)!;
      const nodes = mapping[String(version.id)] ?? {};
      const result = migrateState(version.compiled, versions.to.compiled, nodes, dossier.flow_state);
      preview.total += 1;
      if (result.ok) {
        preview.movable += 1;
        for (const { from, to, kept } of result.moves) {
          const row = count(rows, `${version.id} ${from}`, {
            versionId: version.id,
            from,
            to,
            kept,
            dossiers: 0,
          });
          row.dossiers += 1;
        }
      } else {
        const { node, reason } = result;
        const key = `${version.id} ${node} ${reason}`;
        const row = count(stuck, key, { versionId: version.id, node, reason, dossiers: 0, examples: [] });
        row.dossiers += 1;
        if (row.examples.length < EXAMPLES) row.examples.push(dossier.code ?? dossier.registration_no);
      }
    }
  }
  preview.rows = [...rows.values()];
  preview.stuck = [...stuck.values()];
  return preview;
}

/** Rows of a mapping that can not be used. */
export function mappingFaults(
  { from, to }: OrderedVersions,
  mapping: MoveOrder['mapping'],
): MovePreview['faults'] {
  return from.flatMap((version) =>
    checkMapping(version.compiled, to.compiled, mapping[String(version.id)] ?? {}).map((fault) => ({
      ...fault,
      versionId: version.id,
    })),
  );
}

function count<T>(rows: Map<string, T>, key: string, fresh: T): T {
  const found = rows.get(key) ?? fresh;
  rows.set(key, found);
  return found;
}

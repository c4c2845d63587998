import { sql } from 'kysely';
import type { Platform, Tx } from '../../../platform/index.ts';
import { InvalidConfiguration, recordChange, type Editor } from '../../configuration/index.ts';
import { mappingFaults, orderedVersions, type MoveOrder } from './preview.ts';
import { isRunning } from './running.ts';

/** Queue of the jobs that move dossiers. */
export const MOVE_QUEUE = 'move';

/** Name of the moves of a flow among the changes of configuration. */
export const moveObject = (flowCode: string): string => `flow-move:${flowCode}`;

/** Name of a row of the mapping in forms and faults. */
export const mappingPlace = (versionId: number | string, node: string): string => `m.${versionId}.${node}`;

/**
 * Orders the move of all dossiers that run on the old versions now. They are moved by a job, batch by batch; a dossier
 * that changes before its turn is left where it is and listed with the reason.
 *
 * @param seen newest change that the editor had seen; absent: not checked
 * @returns id of the move
 * @throws InvalidConfiguration with the place "from", "to" or that of a row of the mapping; StaleEdit
 */
export async function orderMove(
  platform: Platform,
  order: MoveOrder,
  { by, seen }: { by: Editor; seen?: number },
): Promise<number> {
  const versions = await orderedVersions(platform.db, order);
  const faults = mappingFaults(versions, order.mapping);
  if (faults.length > 0) {
    throw new InvalidConfiguration(
      faults.map(({ versionId, node, message }) => ({ place: mappingPlace(versionId, node), message })),
    );
  }
  const at = platform.clock.now();
  const numbers = versions.from.map((version) => version.version).join(', ');
  return platform.db.transaction().execute(async (tx) => {
    await recordChange(tx, {
      object: moveObject(order.flowCode),
      title: `Chuyển hồ sơ của quy trình “${versions.to.name}” từ bản ${numbers} sang bản ${versions.to.version}`,
      action: 'flow.move',
      by,
      at,
      before: null,
      after: { from: order.from, to: order.to, mapping: order.mapping },
      seen,
    });
    await refuseSecond(tx, order.flowCode);
    const { id } = await tx
      .insertInto('flow_move')
      .values({
        flow_code: order.flowCode,
        from_version_ids: versions.from.map((version) => version.id),
        to_version_id: versions.to.id,
        mapping: JSON.stringify(order.mapping),
        ordered_by: by.accountId,
        ordered_name: by.name,
        ordered_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { numInsertedOrUpdatedRows: dossiers } = await tx
      .insertInto('flow_move_item')
      .columns(['move_id', 'dossier_id', 'revision'])
      .expression((eb) =>
        eb
          .selectFrom('dossier')
          .where((one) =>
            one('flow_version_id', '=', one.fn.any(one.val(versions.from.map(({ id: v }) => v)))),
          )
          .where(isRunning)
          .select([sql<number>`${id}::bigint`.as('move_id'), 'dossier.id', 'dossier.revision']),
      )
      .executeTakeFirst();
    if (!dossiers) {
      throw new InvalidConfiguration([
        {
          place: 'from',
          message: 'Không còn hồ sơ nào đang chạy ở những bản đã chọn. Không có gì để chuyển.',
        },
      ]);
    }
    await platform.jobs.send(tx, MOVE_QUEUE, { moveId: id });
    return id;
  });
}

async function refuseSecond(tx: Tx, flowCode: string): Promise<void> {
  const running = await tx
    .selectFrom('flow_move')
    .select(['ordered_name'])
    .where('flow_code', '=', flowCode)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  if (!running) return;
  const message = `Lần chuyển hồ sơ do ${running.ordered_name} bắt đầu chưa xong. Chờ lần đó xong rồi chuyển tiếp.`;
  throw new InvalidConfiguration([{ place: '', message }]);
}

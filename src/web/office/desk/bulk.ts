import type { OfficerActor } from '../../../core/permission/index.ts';
import { act, dossierNames, type Command } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { problemText } from '../problems.ts';

/** At most as many as a page shows. */
const MOST = 50;

const COMMANDS: Record<string, { command: Command; verb: string }> = {
  'tiep-nhan': { command: { action: 'accept' }, verb: 'tiếp nhận' },
  'tiep-nhan-chuyen': { command: { action: 'accept', forward: true }, verb: 'tiếp nhận và chuyển' },
  chuyen: { command: { action: 'forward' }, verb: 'chuyển xử lý' },
};

export interface BulkReport {
  verb: string;
  done: number;
  failed: { id: number; name: string; reason: string }[];
}

/**
 * Does one act to each of the chosen dossiers, each in a transaction of its own, so that one that can not be done keeps
 * none of the others back.
 *
 * @param chosen "id.revision" as the list showed them
 * @param options key: of the form; a form sent twice does nothing twice
 * @returns null when the act is unknown
 */
export async function actOnMany(
  platform: Platform,
  actor: OfficerActor,
  viec: string,
  chosen: readonly string[],
  options: { key?: string },
): Promise<BulkReport | null> {
  const asked = COMMANDS[viec];
  if (!asked) return null;
  const failed: { id: number; reason: string }[] = [];
  let done = 0;
  for (const one of chosen.slice(0, MOST)) {
    const [, id, revision] = /^(\d{1,15})\.(\d{1,9})$/.exec(one) ?? [];
    if (!id || !revision) continue;
    const dossier = Number(id);
    try {
      await act(platform, actor, { dossier }, asked.command, {
        key: options.key,
        revision: Number(revision),
      });
      done += 1;
    } catch (error) {
      const reason = problemText(error);
      if (reason === null) throw error;
      failed.push({ id: dossier, reason });
    }
  }
  const names = await dossierNames(
    platform.db,
    actor,
    failed.map((one) => one.id),
  );
  return {
    verb: asked.verb,
    done,
    failed: failed.map((one) => ({ ...one, name: names.get(one.id) ?? `số ${one.id}` })),
  };
}

import { performance } from 'node:perf_hooks';
import type { FastifyRequest } from 'fastify';
import { auditTogether } from '../../../modules/audit/index.ts';
import type { Db, Platform } from '../../../platform/index.ts';
import { viewerOf } from '../../http/index.ts';

/** Looking again within this time is one look: turning a page must not cost a row. */
const SAME_LOOK_MS = 10 * 60_000;
const MOST_KEPT = 10_000;

const databases = new WeakMap<Db, Map<string, number>>();

/** Notes that an officer read a dossier with its personal data (III.14.1). */
export async function auditView(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  request: FastifyRequest,
  dossier: number,
): Promise<void> {
  const accountId = viewerOf(request).account.id;
  let looks = databases.get(db);
  if (!looks) databases.set(db, (looks = new Map()));
  const key = `${accountId} ${dossier}`;
  const until = looks.get(key);
  const now = performance.now();
  if (until !== undefined && until > now) return;
  if (looks.size >= MOST_KEPT) looks.delete(looks.keys().next().value!);
  looks.delete(key);
  looks.set(key, now + SAME_LOOK_MS);
  try {
    await auditTogether(db, {
      accountId,
      ip: request.ip,
      action: 'dossier.view',
      object: `dossier ${dossier}`,
      at: clock.now(),
    });
  } catch (error) {
    // Not noted, so not shown; the next look is noted again.
    looks.delete(key);
    throw error;
  }
}

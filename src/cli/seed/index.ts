import path from 'node:path';
import type { Config } from '../../config.ts';
import type { Db, Platform } from '../../platform/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { loadDemoDossiers } from './dossiers.ts';
import { loadProvince } from './province.ts';

const folder = (): string => path.join(projectRoot(), 'seed');

/** Loads the demo province without dossiers; what is there already is brought up to date. */
export async function seedProvince(db: Db, _config: Config): Promise<void> {
  await loadProvince(db, { folder: folder(), now: systemClock.now() });
}

/** Loads the demo province and its dossiers on the first start of an empty system; later starts change nothing. */
export async function seedDemo(platform: Platform): Promise<void> {
  const known = await platform.db.selectFrom('agency').select('id').limit(1).executeTakeFirst();
  if (known) return;
  console.log('Đang dựng tỉnh mẫu Lam Giang…');
  await loadProvince(platform.db, { folder: folder(), now: platform.clock.now() });
  await loadDemoDossiers(platform, folder());
}

import path from 'node:path';
import type { Db, Platform } from '../../platform/index.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { loadDirectory } from '../../modules/agencies/index.ts';
import { getSetting, putSetting } from '../../modules/settings/index.ts';
import { loadDemoDossiers } from './dossiers.ts';
import { loadProvince } from './province.ts';

const folder = (): string => path.join(projectRoot(), 'seed');

/** Loads the demo province without dossiers; what is there already is brought up to date. */
export async function seedProvince(db: Db, now: Date): Promise<void> {
  await loadProvince(db, { folder: folder(), now });
}

/** How far the demo has got; kept so that a start that was cut off is taken up again. */
interface DemoState {
  played: string[];
  done: boolean;
}

const DEMO = 'demo';

/** Loads the demo province and its dossiers into an empty system; a system that has agencies of its own is left alone. */
export async function seedDemo(platform: Platform): Promise<void> {
  const { db } = platform;
  const before = (await getSetting(db, DEMO)) as DemoState | null;
  if (before?.done) return;
  if (!before && (await loadDirectory(db)).agencies.length > 0) return;
  const state: DemoState = before ?? { played: [], done: false };
  const keep = (): Promise<void> => putSetting(db, DEMO, state, new Date(0));
  await keep();
  console.log('Đang dựng tỉnh mẫu Lam Giang…');
  await loadProvince(db, { folder: folder(), now: platform.clock.now() });
  await loadDemoDossiers(platform, folder(), {
    played: state.played,
    onPlayed: async (key) => {
      state.played.push(key);
      await keep();
    },
  });
  state.done = true;
  await keep();
}

import type { Config } from '../../config.ts';
import type { Db } from '../../platform/index.ts';

/** Loads the demo province into an empty database. */
export async function seedProvince(_db: Db, _config: Config): Promise<void> {}

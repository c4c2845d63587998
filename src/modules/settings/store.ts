import { DEFAULT_RULES, type TimeRules } from '../../core/deadline/index.ts';
import type { DossierCodeStyle } from '../../core/dossier-code.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';
import { DEFAULT_SITE, type Site } from '../../core/site.ts';
import type { SettingKey } from './words.ts';

/** How dossier codes are formed. */
export interface DossierCodeRule {
  style: DossierCodeStyle;
  /** Whose code: the agency that handles (Decree 118/2025, art. 28) or the one that received (Decree 61/2018, art. 26). */
  agency: 'handling' | 'reception';
}

/** The law's numbers and the deployment's choices in force now. */
export interface Settings {
  rules: TimeRules;
  dossierCode: DossierCodeRule;
  site: Site;
}

/** What holds where nothing was written; also the shape of what may be. */
export const DEFAULTS: Readonly<Record<SettingKey, object>> = {
  site: DEFAULT_SITE,
  'time-rules': DEFAULT_RULES,
  'dossier-code': { style: 'new', agency: 'handling' } satisfies DossierCodeRule,
};

const kept = versioned(read, stamp);

/** Also counts what has come into force, since a row written for a later day changes nothing in the table on that day. */
async function stamp(db: Db | Tx): Promise<string> {
  const { inForce } = await db
    .selectFrom('setting')
    .select((eb) => eb.fn.countAll<number>().as('inForce'))
    .where('valid_from', '<=', new Date())
    .executeTakeFirstOrThrow();
  return `${inForce} ${await tableStamp(db, ['setting'])}`;
}

/** Settings in force, kept in this process; changes are seen within a few seconds. */
export const loadSettings = (db: Db | Tx): Promise<Settings> => kept.get(db);

/** Has the next `loadSettings` look at the database: after a change was committed. */
export const expireSettings = (db: Db | Tx): void => kept.expire(db);

async function read(db: Db | Tx): Promise<Settings> {
  const rows = await db
    .selectFrom('setting')
    .distinctOn('key')
    .select(['key', 'value'])
    .where('valid_from', '<=', new Date())
    .orderBy('key')
    .orderBy('valid_from', 'desc')
    .execute();
  const values = new Map(rows.map((row) => [row.key, row.value]));
  return {
    rules: whole('time-rules', values.get('time-rules')) as TimeRules,
    dossierCode: whole('dossier-code', values.get('dossier-code')) as DossierCodeRule,
    site: whole('site', values.get('site')) as Site,
  };
}

/** A setting as it was written, over what holds where it says nothing. */
export const whole = (key: SettingKey, written: unknown): object => over(DEFAULTS[key], written) as object;

function over(base: unknown, written: unknown): unknown {
  if (!isObject(base) || !isObject(written)) return written ?? base;
  const names = new Set([...Object.keys(base), ...Object.keys(written)]);
  return Object.fromEntries([...names].map((name) => [name, over(base[name], written[name])]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Writes a setting that holds from a moment on; earlier values stay for what was decided under them.
 *
 * @param key one of `SETTING_KEYS`, or a key of a module's own
 */
export async function putSetting(tx: Db | Tx, key: string, value: object, validFrom: Date): Promise<void> {
  await tx
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value), valid_from: validFrom })
    .onConflict((conflict) =>
      conflict.columns(['key', 'valid_from']).doUpdateSet({ value: JSON.stringify(value) }),
    )
    .execute();
  kept.expire(tx);
}

/** The value of a setting in force, read from the database; null when it was never written. */
export async function getSetting(db: Db | Tx, key: string): Promise<unknown> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .where('valid_from', '<=', new Date())
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.value ?? null;
}

import { DEFAULT_RULES, type TimeRules } from '../../core/deadline/index.ts';
import type { DossierCodeStyle } from '../../core/dossier-code.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

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
}

const DEFAULT_CODE_RULE: DossierCodeRule = { style: 'new', agency: 'handling' };

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
    rules: { ...DEFAULT_RULES, ...(values.get('time-rules') as Partial<TimeRules> | undefined) },
    dossierCode: {
      ...DEFAULT_CODE_RULE,
      ...(values.get('dossier-code') as Partial<DossierCodeRule> | undefined),
    },
  };
}

/**
 * Writes a setting that holds from a moment on; earlier values stay for what was decided under them.
 *
 * @param key "time-rules" or "dossier-code"
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

import { sql } from 'kysely';
import type { FormDefinition } from '../../core/form/types.ts';
import { contentHash } from '../../platform/content-hash.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { keptById } from '../../platform/kept.ts';

/** A published form; it never changes, so dossiers and drafts name it by id. */
export interface FormVersion {
  id: number;
  code: string;
  version: number;
  definition: FormDefinition;
  publishedAt: Date;
}

/** What `publishForm` did. */
export interface FormPublication {
  id: number;
  version: number;
  /** false: the newest version already said the same. */
  created: boolean;
}

/**
 * Publishes a form as its next version, unless the newest one is the same.
 *
 * @param options now: moment of publication; by: account that publishes, null for a load from files; note: what it is for
 */
export async function publishForm(
  tx: Db | Tx,
  definition: FormDefinition,
  { now, by = null, note = '' }: { now: Date; by?: number | null; note?: string },
): Promise<FormPublication> {
  const newest = await newestForm(tx, definition.code);
  if (newest && contentHash(newest.definition) === contentHash(definition)) {
    return { id: newest.id, version: newest.version, created: false };
  }
  const version = (newest?.version ?? 0) + 1;
  const { id } = await tx
    .insertInto('form_version')
    .values({
      code: definition.code,
      version,
      definition: JSON.stringify(definition),
      published_at: now,
      published_by: by,
      note,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, version, created: true };
}

/** One version by its id, kept in this process; null when there is none. */
export const formVersion = keptById(async (db, id) => read(db, (query) => query.where('id', '=', id)));

/** The newest version of a form, or null when the code is unknown. */
export const newestForm = (db: Db | Tx, code: string): Promise<FormVersion | null> =>
  read(db, (query) => query.where('code', '=', code).orderBy('version', 'desc').limit(1));

/** One version by its number, or null. */
export const numberedForm = (db: Db | Tx, code: string, version: number): Promise<FormVersion | null> =>
  read(db, (query) => query.where('code', '=', code).where('version', '=', version));

/** A version in the list of versions. */
export interface FormVersionRow {
  version: number;
  title: string;
  note: string;
  publishedAt: Date;
  /** "Hệ thống" for what was loaded from files. */
  byName: string;
}

/** Versions of a form, newest first; `before`: only those with a lower number. */
export async function formVersions(
  db: Db | Tx,
  code: string,
  { before, limit = 50 }: { before?: number; limit?: number } = {},
): Promise<FormVersionRow[]> {
  let query = db
    .selectFrom('form_version')
    .leftJoin('account', 'account.id', 'form_version.published_by')
    .where('form_version.code', '=', code)
    .select([
      'form_version.version',
      'form_version.note',
      'form_version.published_at as publishedAt',
      'account.display_name as byName',
      sql<string>`form_version.definition->>'title'`.as('title'),
    ]);
  if (before !== undefined) query = query.where('form_version.version', '<', before);
  const rows = await query.orderBy('form_version.version', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, byName: row.byName ?? 'Hệ thống' }));
}

/** Codes and newest versions of all forms, by code. */
export async function listForms(
  db: Db | Tx,
): Promise<{ id: number; code: string; version: number; title: string }[]> {
  const rows = await db
    .selectFrom('form_version')
    .distinctOn('code')
    .select(['id', 'code', 'version', sql<string>`definition->>'title'`.as('title')])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  return rows;
}

const select = (db: Db | Tx) => db.selectFrom('form_version').selectAll();

async function read(
  db: Db | Tx,
  narrow: (query: ReturnType<typeof select>) => ReturnType<typeof select>,
): Promise<FormVersion | null> {
  const row = await narrow(select(db)).executeTakeFirst();
  return row
    ? {
        id: row.id,
        code: row.code,
        version: row.version,
        definition: row.definition,
        publishedAt: row.published_at,
      }
    : null;
}

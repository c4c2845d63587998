import type { Readable } from 'node:stream';
import { sql, type SqlBool } from 'kysely';
import { clean } from '../../core/text.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Platform, Tx } from '../../platform/index.ts';

export interface StoredFile {
  /** uuid */
  id: string;
  sha256: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  createdBy: number | null;
  createdAt: Date;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MAX_NAME = 150;

/** A file name without folders and invisible characters, at most 150 characters, the extension kept. */
export function cleanFileName(name: string): string {
  const base = clean(name.replace(/^.*[\\/]/s, '')).replace(/[<>:"|?*]/g, '_');
  if (base === '' || /^\.+$/.test(base)) return 'tep';
  if (base.length <= MAX_NAME) return base;
  const extension = /\.[^.]{1,8}$/.exec(base)?.[0] ?? '';
  return base.slice(0, MAX_NAME - extension.length) + extension;
}

/**
 * Puts content into the store and writes its row.
 *
 * @param input mime: as judged by `checkFile`, or of a file the program made itself; createdBy: account
 * @param tx the transaction that will refer to it, when there is one
 */
export async function saveFile(
  platform: Pick<Platform, 'db' | 'files' | 'clock'>,
  input: { content: Readable | Buffer; name: string; mime: string; createdBy: number | null },
  tx: Db | Tx = platform.db,
): Promise<StoredFile> {
  const { sha256, size } = await platform.files.put(input.content);
  const facts = { sha256, name: cleanFileName(input.name), mime: input.mime, size };
  const createdAt = platform.clock.now();
  const { id } = await tx
    .insertInto('file')
    .values({ ...facts, created_by: input.createdBy, created_at: createdAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, ...facts, createdBy: input.createdBy, createdAt };
}

/** A file's row, or null; text that is no id finds nothing. */
export async function getFile(db: Db | Tx, id: string): Promise<StoredFile | null> {
  return (await getFiles(db, [id]))[0] ?? null;
}

const byIds = compiledOnce((db, ids: readonly string[]) =>
  db
    .selectFrom('file')
    .selectAll()
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`),
);

/** Rows of several files, in the order of the ids; unknown ones fall out. */
export async function getFiles(db: Db | Tx, ids: readonly string[]): Promise<StoredFile[]> {
  const wanted = ids.filter((id) => UUID.test(id));
  if (wanted.length === 0) return [];
  const rows = await byIds(db, wanted);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return wanted.flatMap((id) => {
    const row = byId.get(id.toLowerCase());
    return row
      ? [
          {
            id: row.id,
            sha256: row.sha256,
            name: row.name,
            mime: row.mime,
            size: row.size,
            createdBy: row.created_by,
            createdAt: row.created_at,
          },
        ]
      : [];
  });
}

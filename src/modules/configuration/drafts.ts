import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import { audit } from '../audit/index.ts';
import type { Editor } from './changes.ts';
import { StaleEdit } from './errors.ts';

/** What is published as versions and edited as a draft. */
export type DraftKind = 'procedure' | 'form' | 'flow' | 'template';

/** Unfinished work on one thing; it counts for nothing until it is published. */
export interface ConfigDraft<T> {
  kind: DraftKind;
  key: string;
  title: string;
  body: T;
  /** Number of the published version it was begun from; null for something new. */
  basedOn: number | null;
  /** Rises with every save. */
  revision: number;
  updatedBy: string;
  updatedAt: Date;
}

/** The draft of a thing, or null when nobody has begun one. */
export async function configDraft<T>(
  db: Db | Tx,
  kind: DraftKind,
  key: string,
): Promise<ConfigDraft<T> | null> {
  const row = await rows(db)
    .where('config_draft.kind', '=', kind)
    .where('config_draft.key', '=', key)
    .executeTakeFirst();
  return row ? toDraft<T>(row) : null;
}

/** All drafts of a kind, last saved first. */
export async function listConfigDrafts<T>(db: Db | Tx, kind: DraftKind): Promise<ConfigDraft<T>[]> {
  const found = await rows(db)
    .where('config_draft.kind', '=', kind)
    .orderBy('config_draft.updated_at', 'desc')
    .execute();
  return found.map((row) => toDraft<T>(row));
}

/**
 * Saves a draft.
 *
 * @param input revision: the one the editor had open; 0 to begin a draft
 * @returns the new revision
 * @throws StaleEdit when somebody else has saved or begun it meanwhile
 */
export async function saveConfigDraft(
  tx: Tx,
  input: {
    kind: DraftKind;
    key: string;
    title: string;
    body: unknown;
    basedOn?: number | null;
    revision: number;
    by: Editor;
    at: Date;
  },
): Promise<number> {
  const { kind, key } = input;
  const before = await locked(tx, input);
  const revision = (before?.revision ?? 0) + 1;
  const facts = {
    title: input.title,
    body: JSON.stringify(input.body),
    revision,
    updated_by: input.by.accountId,
    updated_at: input.at,
  };
  if (before) {
    await tx.updateTable('config_draft').set(facts).where('kind', '=', kind).where('key', '=', key).execute();
  } else {
    await tx
      .insertInto('config_draft')
      .values({ kind, key, based_on: input.basedOn ?? null, ...facts })
      .execute();
  }
  await note(tx, 'save-draft', input);
  return revision;
}

/**
 * Takes a draft away that is being published; the log tells of the publication itself.
 *
 * @returns false when there is none
 * @throws StaleEdit when somebody else has saved it meanwhile
 */
export async function endConfigDraft(
  tx: Tx,
  input: { kind: DraftKind; key: string; title: string; revision: number },
): Promise<boolean> {
  if (!(await locked(tx, input))) return false;
  await tx.deleteFrom('config_draft').where('kind', '=', input.kind).where('key', '=', input.key).execute();
  return true;
}

/**
 * Takes a draft away that is given up.
 *
 * @throws StaleEdit when somebody else has saved it meanwhile
 */
export async function discardConfigDraft(
  tx: Tx,
  input: { kind: DraftKind; key: string; title: string; revision: number; by: Editor; at: Date },
): Promise<void> {
  if (await endConfigDraft(tx, input)) await note(tx, 'discard-draft', input);
}

async function locked(
  tx: Tx,
  { kind, key, title, revision }: { kind: DraftKind; key: string; title: string; revision: number },
): Promise<ConfigDraft<unknown> | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`draft ${kind}:${key}`}, 0))`.execute(tx);
  const draft = await configDraft(tx, kind, key);
  if (draft && draft.revision !== revision) throw new StaleEdit(title, draft.updatedBy, draft.updatedAt);
  return draft;
}

const note = (
  tx: Tx,
  verb: string,
  { kind, key, title, by, at }: { kind: DraftKind; key: string; title: string; by: Editor; at: Date },
): Promise<void> =>
  audit(tx, {
    accountId: by.accountId,
    ip: by.ip,
    action: `${kind}.${verb}`,
    object: `${kind}:${key}`,
    detail: { title },
    at,
  });

const rows = (db: Db | Tx) =>
  db
    .selectFrom('config_draft')
    .innerJoin('account', 'account.id', 'config_draft.updated_by')
    .select([
      'config_draft.kind',
      'config_draft.key',
      'config_draft.title',
      'config_draft.body',
      'config_draft.based_on',
      'config_draft.revision',
      'config_draft.updated_at',
      'account.display_name',
    ]);

function toDraft<T>(
  row: Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>,
): ConfigDraft<T> {
  return {
    kind: row.kind as DraftKind,
    key: row.key,
    title: row.title,
    body: row.body as T,
    basedOn: row.based_on,
    revision: row.revision,
    updatedBy: row.display_name,
    updatedAt: row.updated_at,
  };
}

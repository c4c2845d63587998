import { sql } from 'kysely';
import { fold } from '../../core/text.ts';
import type { Db } from '../../platform/database/index.ts';

/** A form in the administrators' list: published, or a first draft. */
export interface FormRow {
  code: string;
  title: string;
  /** Number of the newest published version; null: not published yet. */
  version: number | null;
  publishedAt: Date | null;
  /** The open draft, if any. */
  draftBy: string | null;
  draftAt: Date | null;
}

/**
 * Forms by code, drafts of new ones among them. One query.
 *
 * @param filter q: words of code or title, without regard to marks; after: only codes behind this one
 */
export async function formRows(
  db: Db,
  { q = '', after = '', limit }: { q?: string; after?: string; limit: number },
): Promise<FormRow[]> {
  const { rows } = await sql<FormRow & { draftTitle: string | null; publishedTitle: string | null }>`
    select coalesce(published.code, draft.key) as code,
      coalesce(published.title, draft.title) as title,
      published.version, published.published_at as "publishedAt",
      account.display_name as "draftBy", draft.updated_at as "draftAt"
    from (
      select distinct on (code) code, version, published_at, definition->>'title' as title
      from form_version order by code, version desc
    ) published
    full join (select * from config_draft where kind = 'form') draft on draft.key = published.code
    left join account on account.id = draft.updated_by
    where coalesce(published.code, draft.key) > ${after}
    order by 1`.execute(db);
  // Forms are some hundreds at most; marks are folded here as everywhere.
  const words = fold(q).split(' ').filter(Boolean);
  const found = rows.filter((row) => {
    const text = fold(`${row.code} ${row.title}`);
    return words.every((word) => text.includes(word));
  });
  return found.slice(0, limit);
}

import { sql } from 'kysely';
import { fold, tokens } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';

/** draft: an unfinished edit lies there · published: in force · scheduled: a version waits for its day · retired. */
export const PROCEDURE_STATES = ['draft', 'published', 'scheduled', 'retired'] as const;
export type ProcedureState = (typeof PROCEDURE_STATES)[number];

export interface AdminListInput {
  /** Words of name and everyday wordings, or the beginning of a code. */
  q?: string;
  field?: string;
  group?: string;
  state?: ProcedureState;
  agencyId?: number;
  needsReview?: boolean;
  /** Where the page begins: the last row of the one before. */
  after?: { folded: string; code: string };
  limit: number;
}

export interface AdminListRow {
  code: string;
  name: string;
  folded: string;
  fieldName: string;
  groupName: string | null;
  /** Of the version in force. */
  version: number | null;
  validTo: Date | null;
  serviceLevel: number;
  needsReview: boolean;
  /** Whether it ever was published. */
  ever: boolean;
  /** When the next version takes over. */
  scheduledFrom: Date | null;
  draftBy: string | null;
  draftAt: Date | null;
  updatedAt: Date;
}

const hasDraft = sql<boolean>`exists (select from config_draft d where d.kind = 'procedure' and d.key = procedure.code)`;
const isScheduled = sql<boolean>`exists (
  select from procedure_version v where v.procedure_code = procedure.code and v.state = 'scheduled')`;
const wasPublished = sql<boolean>`exists (
  select from procedure_version v where v.procedure_code = procedure.code and v.state = 'retired' and v.valid_to > v.valid_from)`;

const STATE = {
  draft: hasDraft,
  published: sql<boolean>`procedure.version_id is not null`,
  scheduled: isScheduled,
  retired: sql<boolean>`procedure.version_id is null and ${wasPublished}`,
};

/** Procedures of every state, by name; one statement, whatever the number. */
export async function adminProcedures(db: Db | Tx, input: AdminListInput): Promise<AdminListRow[]> {
  const { q = '', field, group, state, agencyId, needsReview, after, limit } = input;
  let query = db
    .selectFrom('procedure')
    .innerJoin('field', 'field.code', 'procedure.field_code')
    .leftJoin('field as grp', 'grp.code', 'procedure.group_code')
    .leftJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .leftJoin('config_draft', (join) =>
      join.onRef('config_draft.key', '=', 'procedure.code').on('config_draft.kind', '=', 'procedure'),
    )
    .leftJoin('account', 'account.id', 'config_draft.updated_by')
    .select([
      'procedure.code',
      'procedure.name',
      'procedure.folded',
      'field.name as fieldName',
      'grp.name as groupName',
      'procedure_version.version',
      'procedure_version.valid_to as validTo',
      'procedure.service_level as serviceLevel',
      'procedure.needs_review as needsReview',
      wasPublished.as('ever'),
      sql<Date | null>`(select min(v.valid_from) from procedure_version v
        where v.procedure_code = procedure.code and v.state = 'scheduled')`.as('scheduledFrom'),
      'account.display_name as draftBy',
      'config_draft.updated_at as draftAt',
      'procedure.updated_at as updatedAt',
    ]);
  for (const word of tokens(q)) {
    query = query.where((eb) =>
      eb.or([
        eb('procedure.search_text', 'like', `%${word}%`),
        eb('procedure.folded', 'like', `%${word}%`),
        eb('procedure.code', 'like', `${word}%`),
      ]),
    );
  }
  const typedCode = fold(q).replace(/\s/g, '');
  if (/^\d+\.\d+$/.test(typedCode)) {
    query = query.clearWhere().where('procedure.code', 'like', `${typedCode}%`);
  }
  if (field) query = query.where('procedure.field_code', '=', field);
  if (group) query = query.where('procedure.group_code', '=', group);
  if (state) query = query.where(STATE[state]);
  if (needsReview) query = query.where('procedure.needs_review', '=', true);
  if (agencyId !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('procedure_agency')
          .whereRef('procedure_agency.procedure_code', '=', 'procedure.code')
          .where('procedure_agency.agency_id', '=', agencyId)
          .select('procedure_agency.agency_id'),
      ),
    );
  }
  if (after) {
    query = query.where(sql<boolean>`(procedure.folded, procedure.code) > (${after.folded}, ${after.code})`);
  }
  return query.orderBy('procedure.folded').orderBy('procedure.code').limit(limit).execute();
}

export interface AdminCounts extends Record<ProcedureState, number> {
  all: number;
  review: number;
}

/** How many procedures there are in each state; one statement. */
export async function adminProcedureCounts(db: Db | Tx): Promise<AdminCounts> {
  const count = (condition: typeof hasDraft) => sql<string>`count(*) filter (where ${condition})`;
  const row = await db
    .selectFrom('procedure')
    .select([
      sql<string>`count(*)`.as('all'),
      count(STATE.draft).as('draft'),
      count(STATE.published).as('published'),
      count(STATE.scheduled).as('scheduled'),
      count(STATE.retired).as('retired'),
      count(sql<boolean>`needs_review and version_id is not null`).as('review'),
    ])
    .executeTakeFirstOrThrow();
  const { all, draft, published, scheduled, retired, review } = row;
  return {
    all: Number(all),
    draft: Number(draft),
    published: Number(published),
    scheduled: Number(scheduled),
    retired: Number(retired),
    review: Number(review),
  };
}

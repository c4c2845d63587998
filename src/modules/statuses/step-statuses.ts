import { sql } from 'kysely';

/**
 * Codes of the detailed statuses of the steps where a dossier of the statement stands, text[]. They are not kept with
 * the dossier: a step says what the newest version of its flow says of it, and what the dossier's own version says when
 * the step is no more. So a status that is bound to a step, or taken from it, shows on running dossiers at once, though
 * they keep to the way of their own version (II.4.3). Costs nothing while the catalogue has no detailed status.
 */
export const openStepStatuses = sql<string[]>`array(
  select stands.code from (
    select coalesce(newest.step_statuses, own.step_statuses) ->> (token.value ->> 'node') as code
    from jsonb_array_elements(dossier.flow_state -> 'tokens') as token
    join flow_version own on own.id = dossier.flow_version_id
    left join lateral (
      select version.step_statuses from flow_version version
      where version.code = own.code order by version.version desc limit 1
    ) newest on newest.step_statuses ? (token.value ->> 'node')
  ) stands
  where stands.code <> '' and exists (select from status_detail))`;

/** The same as a column of a list or page: `stepStatuses`. */
export const STEP_STATUSES = openStepStatuses.as('stepStatuses');

import type { ProcedureDefinition } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import {
  fieldCodes,
  nationalField,
  parseNational,
  publishedDefinitions,
  type PublishedDefinition,
} from '../procedures/index.ts';
import { applied, propose, type Part, type Proposal, type Refusal } from './merge.ts';
import { recordsOf, storeOutlooks, type NationalRecord, type OutlookOf } from './records.ts';

/** What a national record would change here. */
export interface Comparison {
  record: NationalRecord;
  outlook: NationalRecord['outlook'];
  local: PublishedDefinition | null;
  national: ProcedureDefinition;
  /** Parts that would change; empty for what is new, retired or the same. */
  proposals: Proposal[];
}

/** Code of a field here, by its name and the code that the record gives it. */
type FieldCode = (field: { code: string; name: string }) => string;

async function fieldCoder(db: Db | Tx): Promise<FieldCode> {
  const byName = await fieldCodes(db);
  const known = new Set((await db.selectFrom('field').select('code').execute()).map((row) => row.code));
  return ({ code, name }) => {
    const own = byName(name);
    return known.has(own) || !code ? own : code;
  };
}

function definitionOf(body: unknown, code: string, fieldCode: FieldCode): ProcedureDefinition {
  return parseNational(body, code, fieldCode(nationalField(body)));
}

/** Compares records with what is published now. A few queries, however many records. */
export async function compare(db: Db | Tx, records: readonly NationalRecord[]): Promise<Comparison[]> {
  const fieldCode = await fieldCoder(db);
  const published = await publishedDefinitions(
    db,
    records.map((record) => record.code),
  );
  return records.map((record) => {
    const local = published.get(record.code) ?? null;
    const national = definitionOf(record.body, record.code, fieldCode);
    const base = record.decided ? definitionOf(record.decided, record.code, fieldCode) : null;
    const refusals = new Map<Part, Refusal<ProcedureDefinition>>(
      record.waiting.map(({ part, reason, base: body }) => [
        part,
        { reason, base: body ? definitionOf(body, record.code, fieldCode) : null },
      ]),
    );
    const proposals =
      local && !record.gone
        ? propose({ definition: local.definition, untouched: local.untouched }, national, base, refusals)
        : [];
    return { record, local, national, proposals, outlook: outlookOf(record, local, proposals) };
  });
}

function outlookOf(
  record: NationalRecord,
  local: PublishedDefinition | null,
  proposals: readonly Proposal[],
): NationalRecord['outlook'] {
  if (record.gone) return local && !record.kept ? 'retired' : 'same';
  // What was taken over once and then retired here is not new.
  if (!local) return record.decided ? 'same' : 'new';
  if (proposals.some((one) => one.refused === undefined)) return 'changed';
  return proposals.length > 0 ? 'waiting' : 'same';
}

/** The definition that is published when these parts are taken. */
export function acceptedDefinition(
  { local, national }: Comparison,
  taken: readonly Proposal[],
): ProcedureDefinition {
  return local ? applied(local.definition, national, taken) : national;
}

export const outlookRow = ({ record, outlook, local, proposals }: Comparison): OutlookOf => ({
  code: record.code,
  outlook,
  differences: proposals.length,
  against: local?.versionId ?? null,
});

const BATCH = 200;

/** Works out anew what each record would change here. Counts the records by it. */
export async function refreshOutlooks(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = { new: 0, changed: 0, waiting: 0, retired: 0, same: 0 };
  let after = '';
  for (;;) {
    const records = await recordsOf(db, 'procedures', { after, limit: BATCH });
    const last = records.at(-1);
    if (!last) return counts;
    const comparisons = await compare(db, records);
    for (const { outlook } of comparisons) counts[outlook] = (counts[outlook] ?? 0) + 1;
    await storeOutlooks(db, 'procedures', comparisons.map(outlookRow));
    after = last.code;
  }
}

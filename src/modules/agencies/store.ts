import type { Db, Tx } from '../../platform/database/index.ts';
import type { WeeklyHours } from '../../platform/database/schema.ts';
import { expireDirectory, type Agency, type Unit } from './directory.ts';

export interface AgencyInput {
  slug: string;
  name: string;
  shortName: string;
  kind: Agency['kind'];
  codeNew: string;
  codeOld: string;
  /** Slugs of agencies that are there already. */
  parent?: string | null;
  receivesAt?: string | null;
  address?: string;
  phone?: string;
  email?: string;
  hours: WeeklyHours;
  units: { code: string; name: string; kind: Unit['kind']; phone?: string }[];
}

/**
 * Enters agencies with their units, or brings those with the same slug and unit code up to date. Parents and reception
 * agencies may be named in any order within one call.
 *
 * @throws RangeError naming the slug when a parent or reception agency is unknown
 */
export async function putAgencies(tx: Db | Tx, inputs: readonly AgencyInput[]): Promise<void> {
  for (const input of inputs) {
    const facts = {
      name: input.name,
      short_name: input.shortName,
      kind: input.kind,
      code_new: input.codeNew,
      code_old: input.codeOld,
      address: input.address ?? '',
      phone: input.phone ?? '',
      email: input.email ?? '',
      hours: JSON.stringify(input.hours),
    };
    const { id } = await tx
      .insertInto('agency')
      .values({ slug: input.slug, ...facts })
      .onConflict((conflict) => conflict.column('slug').doUpdateSet(facts))
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const unit of input.units) {
      const unitFacts = { name: unit.name, kind: unit.kind, phone: unit.phone ?? '' };
      await tx
        .insertInto('unit')
        .values({ agency_id: id, code: unit.code, ...unitFacts })
        .onConflict((conflict) => conflict.columns(['agency_id', 'code']).doUpdateSet(unitFacts))
        .execute();
    }
  }
  const rows = await tx.selectFrom('agency').select(['id', 'slug']).execute();
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  const idOf = (slug: string | null | undefined): number | null => {
    if (!slug) return null;
    const id = ids.get(slug);
    if (id === undefined) throw new RangeError(`Unknown agency “${slug}”`);
    return id;
  };
  for (const input of inputs) {
    await tx
      .updateTable('agency')
      .set({ parent_id: idOf(input.parent), receives_at_id: idOf(input.receivesAt) })
      .where('slug', '=', input.slug)
      .execute();
  }
  expireDirectory(tx);
}

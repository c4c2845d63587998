import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { newestForm } from '../forms/index.ts';
import { publishProcedure } from './store.ts';

/** A published procedure that asks a form. */
export interface FormUse {
  code: string;
  name: string;
  /** Version of the form that it is published with. */
  formVersion: number | null;
  /** Papers of all its cases, each once. */
  components: { code: string; name: string }[];
}

/** How many published procedures ask each form, by the form's code. One query. */
export async function formUseCounts(db: Db | Tx): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .innerJoin('form_version', 'form_version.id', 'procedure_version.form_version_id')
    .groupBy('form_version.code')
    .select(['form_version.code', (eb) => eb.fn.countAll<string>().as('count')])
    .execute();
  return new Map(rows.map((row) => [row.code, Number(row.count)]));
}

/** Published procedures that ask a form, by name; at most 200. One query. */
export async function proceduresOfForm(db: Db | Tx, formCode: string): Promise<FormUse[]> {
  const rows = await db
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .leftJoin('form_version', 'form_version.id', 'procedure_version.form_version_id')
    .where(sql`procedure_version.definition->>'formCode'`, '=', formCode)
    .select(['procedure.code', 'procedure.name', 'procedure_version.definition', 'form_version.version'])
    .orderBy('procedure.folded')
    .limit(200)
    .execute();
  return rows.map(({ code, name, version, definition }) => {
    const components = definition.cases.flatMap((one) => one.components);
    const once = new Map(components.map((one) => [one.code, { code: one.code, name: one.name }]));
    return { code, name, formVersion: version, components: [...once.values()] };
  });
}

/**
 * Publishes the procedures that ask a form anew with its newest version, so that citizens get it at once; drafts of
 * citizens are carried over when they are next opened, dossiers keep the version they were filed with.
 *
 * @param by who publishes
 * @returns how many procedures took it over
 * @throws InvalidConfiguration when one of them can not be published with it, such as a result that prints a field it lacks
 */
export async function adoptForm(
  tx: Tx,
  formCode: string,
  { by, now }: { by: Editor; now: Date },
): Promise<number> {
  const newest = await newestForm(tx, formCode);
  if (!newest) return 0;
  const rows = await tx
    .selectFrom('procedure')
    .innerJoin('procedure_version', 'procedure_version.id', 'procedure.version_id')
    .where(sql`procedure_version.definition->>'formCode'`, '=', formCode)
    .where('procedure_version.form_version_id', 'is distinct from', newest.id)
    .select('procedure_version.definition')
    .orderBy('procedure.code')
    .execute();
  const note = `Dùng bản ${newest.version} của biểu mẫu`;
  for (const { definition } of rows) {
    try {
      await publishProcedure(tx, definition, { by, now, note });
    } catch (error) {
      if (!(error instanceof InvalidConfiguration)) throw error;
      const name = `Thủ tục “${definition.name}” không dùng được bản này`;
      throw new InvalidConfiguration(
        error.errors.map(({ message }) => ({ place: '', message: `${name}: ${message}` })),
      );
    }
  }
  return rows.length;
}

import { localDate } from '../../../core/dates.ts';
import {
  checkForm,
  type AdminUnits,
  type Catalogues,
  type Fault,
  type FormDefinition,
} from '../../../core/form/index.ts';
import { listCatalogues } from '../../../modules/catalogues/index.ts';
import { formFaults, openForm, numberedForm, type OpenForm } from '../../../modules/forms/index.ts';
import { proceduresOfForm, type FormUse } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound } from '../../http/index.ts';
import type { Around } from '../../islands/form-builder/panel.tsx';
import { adminUnitsOf, cataloguesOf } from '../../ui/form/lists.ts';

const MOST_ROWS = 300;

/** A form by its code. @throws NotFound */
export async function formOf({ db }: Pick<Platform, 'db'>, code: string): Promise<OpenForm> {
  const form = await openForm(db, code);
  if (!form) throw new NotFound('Không có biểu mẫu này. Xem lại danh sách biểu mẫu.');
  return form;
}

/** The draft, or the version that an address asks for by number. @throws NotFound */
export async function shownForm(
  platform: Pick<Platform, 'db'>,
  code: string,
  version: string | undefined,
): Promise<{ def: FormDefinition; version: string; query: Record<string, string> }> {
  if (version === undefined) {
    const form = await formOf(platform, code);
    const name = form.draft ? 'Bản nháp, chưa có hiệu lực' : `Bản ${form.published!.version} đang dùng`;
    return { def: form.definition, version: name, query: {} };
  }
  const found = /^\d{1,6}$/.test(version) ? await numberedForm(platform.db, code, Number(version)) : null;
  if (!found) throw new NotFound('Không có bản này của biểu mẫu. Xem lại danh sách các bản.');
  return { def: found.definition, version: `Bản ${version}`, query: { ban: version } };
}

/** Papers of the procedures that use a form, each once; undefined while none does. */
export function componentsOf(uses: readonly FormUse[]): { code: string; name: string }[] | undefined {
  if (uses.length === 0) return undefined;
  return [...new Map(uses.flatMap((use) => use.components).map((one) => [one.code, one])).values()];
}

export interface BuilderFacts {
  around: Around;
  faults: Fault[];
  catalogues: Catalogues;
  adminUnits: AdminUnits;
  today: string;
}

/** Everything that the builder shows around a definition. */
export async function builderFacts(
  platform: Pick<Platform, 'db' | 'clock'>,
  def: FormDefinition,
): Promise<BuilderFacts> {
  const { db } = platform;
  const components = componentsOf(await proceduresOfForm(db, def.code));
  const today = localDate(platform.clock.now());
  const lists = (await listCatalogues(db, today)).filter((one) => one.count > 0);
  const names = lists.map((one) => one.code);
  return {
    around: { catalogues: lists.map(({ code, name }) => ({ code, name })), components: components ?? [] },
    faults: checkForm(def, { catalogues: names, components: components?.map((one) => one.code) }),
    catalogues: await briefCatalogues(platform, def),
    adminUnits: await adminUnitsOf(db),
    today,
  };
}

/** Rows of the lists that a form chooses from, as many as a preview needs. */
export async function briefCatalogues(
  { db }: Pick<Platform, 'db'>,
  def: FormDefinition,
): Promise<Catalogues> {
  const all = await cataloguesOf(db, def);
  return Object.fromEntries(Object.entries(all).map(([name, rows]) => [name, rows.slice(0, MOST_ROWS)]));
}

/** Faults that keep a form from being published, with what its procedures ask of it. */
export const faultsOf = (platform: Pick<Platform, 'db'>, def: FormDefinition, uses: readonly FormUse[]) =>
  formFaults(
    platform.db,
    def,
    componentsOf(uses)?.map((one) => one.code),
  );

import type { Db, Platform, Tx } from '../../platform/index.ts';
import { nextInBook } from '../books/index.ts';
import { getFile, saveFile, type StoredFile } from '../documents/index.ts';
import { SLIP_NAMES, type SlipData, type SlipKind } from './data.ts';
import { renderSlip } from './render.ts';
import { slipTemplateAt, templateVersionContent } from './templates.ts';

/** What the slip says, but for its number, which the book gives. */
export type SlipFacts = Omit<SlipData, 'number'>;

export interface NewSlip {
  kind: SlipKind;
  dossierId: number;
  /** Whose book numbers it: the agency that received the dossier. */
  agencyId: number;
  madeBy: number | null;
  at: Date;
  facts: SlipFacts;
}

export interface Slip {
  id: number;
  kind: SlipKind;
  name: string;
  number: string;
  madeAt: Date;
}

/** Endings of slip numbers: reception, supplement (hoàn thiện hồ sơ), refusal, apology; the last two are named by dossier and year. */
const NUMBER_SUFFIX: Record<SlipKind, string> = {
  '01': 'TNHS',
  '02': 'HDHS',
  '03': 'TCHS',
  '04': 'PXL',
  '05': 'PKS',
  '06': 'STD',
};
const DATE_FIELDS = ['issuedAt', 'receivedAt', 'dueAt', 'supplementDueAt', 'newDueAt'] as const;

/**
 * Enters a slip in the book, with the facts of this moment so that a later print says the same, and leaves a job that
 * renders it.
 */
export async function makeSlip(tx: Tx, platform: Pick<Platform, 'jobs'>, slip: NewSlip): Promise<void> {
  const serial = await nextInBook(tx, slip.agencyId, `slip-${slip.kind}`, slip.at);
  const number = `${String(serial).padStart(4, '0')}/${NUMBER_SUFFIX[slip.kind]}`;
  const { id } = await tx
    .insertInto('slip')
    .values({
      dossier_id: slip.dossierId,
      kind: slip.kind,
      number,
      data: JSON.stringify({ ...slip.facts, number, serial: String(serial) }),
      made_by: slip.madeBy,
      made_at: slip.at,
      template_version_id: await slipTemplateAt(tx, slip.kind, slip.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await platform.jobs.send(tx, 'slip', { slipId: id });
}

/** Has this process render the slips that wait in the queue. */
export async function startSlipRendering(platform: Platform): Promise<void> {
  await platform.jobs.work('slip', async (data: never) => {
    await slipFile(platform, (data as { slipId: number }).slipId);
  });
}

/**
 * The slip as PDF: rendered once, and at once when the queue has not come to it yet.
 *
 * @returns null when there is no such slip
 */
export async function slipFile(platform: Platform, slipId: number): Promise<StoredFile | null> {
  const row = await platform.db.selectFrom('slip').selectAll().where('id', '=', slipId).executeTakeFirst();
  if (!row) return null;
  if (row.file_id) return getFile(platform.db, row.file_id);
  const kind = row.kind as SlipKind;
  const own = row.template_version_id;
  const template = own === null ? undefined : await templateVersionContent(platform, own);
  const { pdf } = await renderSlip(kind, reviveSlip(row.data), template);
  const file = await saveFile(platform, {
    content: pdf,
    name: `${SLIP_NAMES[kind]} ${row.number?.replace('/', '-')}.pdf`,
    mime: 'application/pdf',
    createdBy: null,
  });
  await platform.db
    .updateTable('slip')
    .set({ file_id: file.id })
    .where('id', '=', slipId)
    .where('file_id', 'is', null)
    .execute();
  return file;
}

/** Row of a slip as `SLIP_COLUMNS` bring it. */
type SlipRow = Pick<Slip, 'id' | 'madeAt'> & { kind: string; number: string | null };

/** What a statement reads of a slip for `slipView`. */
export const SLIP_COLUMNS = ['slip.id', 'slip.kind', 'slip.number', 'slip.made_at as madeAt'] as const;

/** A slip as people see it in the list of a dossier. */
export const slipView = ({ id, kind, number, madeAt }: SlipRow): Slip => ({
  id,
  kind: kind as SlipKind,
  name: SLIP_NAMES[kind as SlipKind],
  number: number ?? '',
  madeAt,
});

/** The dossier a slip belongs to, for asking who may read it. */
export async function slipDossier(db: Db, slipId: number): Promise<number | null> {
  const row = await db.selectFrom('slip').select('dossier_id').where('id', '=', slipId).executeTakeFirst();
  return row?.dossier_id ?? null;
}

/** Facts of a slip as they were written down, with their moments. */
export function reviveSlip(data: Record<string, unknown>): SlipData {
  const revived = { ...data };
  for (const field of DATE_FIELDS) {
    if (typeof revived[field] === 'string') revived[field] = new Date(revived[field]);
  }
  return revived as unknown as SlipData;
}

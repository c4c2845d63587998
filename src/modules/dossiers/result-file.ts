import { summarise } from '../../core/form/index.ts';
import type { Platform } from '../../platform/index.ts';
import { getFile, saveFile, type StoredFile } from '../documents/index.ts';
import { renderResult } from '../slips/index.ts';
import { loadPinned } from './store.ts';

/**
 * The result as a file: the officer's own, or made from the result template with number, date and signer once it is
 * issued. Before that it is a draft and made anew each time.
 *
 * @returns null when there is no such result
 */
export async function resultFile(platform: Platform, resultId: number): Promise<StoredFile | Buffer | null> {
  const { db } = platform;
  const result = await db
    .selectFrom('result')
    .leftJoin('officer', 'officer.id', 'result.signed_by')
    .selectAll('result')
    .select(['officer.name as signerName'])
    .where('result.id', '=', resultId)
    .executeTakeFirst();
  if (!result) return null;
  if (result.file_id) return getFile(db, result.file_id);
  const dossier = await db
    .selectFrom('dossier')
    .selectAll()
    .where('id', '=', result.dossier_id)
    .executeTakeFirstOrThrow();
  const pinned = await loadPinned(db, dossier);
  const agency = pinned.directory.agencyById(dossier.agency_id);
  const parent = agency?.parentId ? pinned.directory.agencyById(agency.parentId) : undefined;
  const signing = await db
    .selectFrom('trace')
    .select(['actor_title'])
    .where('dossier_id', '=', dossier.id)
    .where('action', '=', 'sign')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = pinned.form ? summarise(pinned.form, dossier.answers).flatMap((section) => section.rows) : [];
  const { pdf } = await renderResult('generic', {
    agencyName: agency?.name ?? '',
    agencyParentName: parent?.name,
    number: result.number ?? '(chưa cấp số)',
    place: agency?.shortName ?? '',
    issuedAt: result.issued_at ?? result.drafted_at,
    signerTitle: signing?.actor_title ?? '',
    signerName: result.signerName ?? '(chưa ký)',
    dossierCode: dossier.code ?? dossier.registration_no,
    lookupUrl: `${platform.config.publicUrl}/tra-cuu?ma=${encodeURIComponent(dossier.code ?? dossier.registration_no)}`,
    title: result.name,
    paragraphs: result.summary.split(/\n+/).filter((line) => line.trim() !== ''),
    facts: rows.filter((row) => row.text !== '').map((row) => ({ label: row.label, value: row.text })),
  });
  if (!result.issued_at) return pdf;
  const file = await saveFile(platform, {
    content: pdf,
    name: `${result.name} ${(result.number ?? '').replace('/', '-')}.pdf`,
    mime: 'application/pdf',
    createdBy: null,
  });
  await db
    .updateTable('result')
    .set({ file_id: file.id })
    .where('id', '=', resultId)
    .where('file_id', 'is', null)
    .execute();
  return file;
}

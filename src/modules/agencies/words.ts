import { nameOn } from '../../core/agency/index.ts';
import { localDate } from '../../core/dates.ts';
import type { Directory } from './directory.ts';

/**
 * Who answers for a dossier, and who it was filed with where that name is another one: what was printed on its day is
 * found again. "Ủy ban nhân dân phường Yên Lâm (khi nộp: Ủy ban nhân dân xã Tân Lâm)".
 */
export function agencyWords(
  directory: Directory,
  dossier: { agency_id: number; filed_agency_id: number | null; submitted_at: Date },
): string {
  const now = directory.agencyById(dossier.agency_id);
  const then = directory.agencyById(dossier.filed_agency_id ?? dossier.agency_id);
  if (!now || !then) return now?.name ?? '';
  const filed = nameOn(then, localDate(dossier.submitted_at)).name;
  return filed === now.name ? now.name : `${now.name} (khi nộp: ${filed})`;
}

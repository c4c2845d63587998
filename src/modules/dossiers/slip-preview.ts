import { addressText } from '../../core/form/index.ts';
import { momentAt, localDate, addDays } from '../../core/dates.ts';
import type { Db, Platform } from '../../platform/index.ts';
import {
  renderSlip,
  reviveSlip,
  type HandOver,
  type RegisterRow,
  type SlipData,
  type SlipKind,
} from '../slips/index.ts';
import { slipFacts } from './slip-facts.ts';
import { loadPinned } from './store.ts';
import type { Dossier, Task } from './types.ts';

const REGISTER_LINES = 20;
const METHODS = { online: 'Trực tuyến', counter: 'Tại quầy', post: 'Bưu chính' } as const;
const CLOSE_OF_DAY = 17 * 60;
const EXAMPLE = '(Lý do ghi ở đây; chữ này chỉ để xem thử mẫu.)';

/**
 * A dossier to look at a template with: the one with this code, or else the newest that was accepted.
 *
 * @returns null when there is none
 */
export async function previewDossier(db: Db, code?: string): Promise<{ id: number; code: string } | null> {
  let query = db.selectFrom('dossier').select(['id', 'code']).where('code', 'is not', null);
  query = code
    ? query.where('code', '=', code.toUpperCase())
    : query.orderBy('accepted_at', (by) => by.desc().nullsLast());
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.code ? { id: row.id, code: row.code } : null;
}

/**
 * What a slip of the dossier would look like from a template: with the facts it was made with, or, when it never was,
 * with the dossier's own and words that say they are an example.
 *
 * @param template .docx; the one that ships when absent
 * @throws PdfError when the document can not be made
 */
export async function previewSlip(
  platform: Platform,
  dossierId: number,
  kind: SlipKind,
  template?: Buffer,
): Promise<Buffer> {
  return (await renderSlip(kind, await slipData(platform, dossierId, kind), template)).pdf;
}

async function slipData(platform: Platform, dossierId: number, kind: SlipKind): Promise<SlipData> {
  const { db, clock } = platform;
  const made = await db
    .selectFrom('slip')
    .select('data')
    .where('dossier_id', '=', dossierId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (made) return reviveSlip(made.data);
  const dossier = await db
    .selectFrom('dossier')
    .selectAll()
    .where('id', '=', dossierId)
    .executeTakeFirstOrThrow();
  const pinned = await loadPinned(db, dossier);
  const papers = await db
    .selectFrom('paper')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('id')
    .execute();
  const now = clock.now();
  const facts = slipFacts(platform, { ...pinned, dossier, papers, now }, {}, { name: '(người lập)' });
  const later = momentAt(addDays(localDate(dossier.due_at ?? now), 3), CLOSE_OF_DAY);
  return {
    ...facts,
    number: '0000/XEM-THU',
    contactPhone: facts.contactPhone || '(số điện thoại)',
    papers: facts.papers?.length ? facts.papers : [{ index: 1, name: '(giấy tờ)', originals: 1, copies: 0 }],
    items: [EXAMPLE],
    reason: EXAMPLE,
    refusalReason: EXAMPLE,
    newDueAt: later,
    signerTitle: 'THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ',
    signerName: '(người ký)',
    handOvers: await handOversOf(db, dossierId),
    rows: await registerOf(db, dossier.reception_agency_id),
    year: Number(localDate(now).slice(0, 4)),
  };
}

/** From whom to whom the dossier went, by the tasks it had. */
async function handOversOf(db: Db, dossierId: number): Promise<HandOver[]> {
  const tasks = await db
    .selectFrom('task')
    .leftJoin('unit', 'unit.id', 'task.unit_id')
    .selectAll('task')
    .select('unit.name as unitName')
    .where('task.dossier_id', '=', dossierId)
    .where('task.kind', '=', 'step')
    .orderBy('task.id')
    .execute();
  const passed = tasks.flatMap((task, index) => {
    const next = tasks[index + 1];
    if (!next || !task.closed_at) return [];
    return [
      {
        from: task.unitName ?? task.name,
        to: next.unitName ?? next.name,
        at: task.closed_at,
        outcome: outcomeOf(task),
        note: task.name,
      },
    ];
  });
  return passed.length > 0
    ? passed
    : [
        {
          from: '(bên giao)',
          to: '(bên nhận)',
          at: tasks[0]?.opened_at ?? new Date(0),
          outcome: '',
          note: '',
        },
      ];
}

function outcomeOf(task: Task): string {
  if (!task.due_at || !task.closed_at) return '';
  return task.closed_at <= task.due_at ? 'Đúng hạn' : 'Quá hạn';
}

/** The last lines of an agency's register. */
async function registerOf(db: Db, receptionAgencyId: number): Promise<RegisterRow[]> {
  const rows = await db
    .selectFrom('dossier')
    .innerJoin('agency', 'agency.id', 'dossier.agency_id')
    .selectAll('dossier')
    .select('agency.name as agencyName')
    .where('dossier.reception_agency_id', '=', receptionAgencyId)
    .where('dossier.code', 'is not', null)
    .orderBy('dossier.id', 'desc')
    .limit(REGISTER_LINES)
    .execute();
  return rows.reverse().map((row) => registerRow(row, row.agencyName));
}

function registerRow(dossier: Dossier, agencyName: string): RegisterRow {
  const { applicant } = dossier;
  return {
    dossierCode: dossier.code ?? dossier.registration_no,
    content: dossier.content,
    sets: 1,
    applicantName: applicant.name,
    contact: [applicant.address ? addressText(applicant.address) : '', applicant.phone ?? '']
      .filter(Boolean)
      .join('; '),
    agencyName,
    receivedAt: dossier.accepted_at,
    dueAt: dossier.due_at,
    returnedAt: dossier.returned_at,
    method: METHODS[dossier.delivery.method ?? 'counter'],
    note: '',
  };
}

import { sql } from 'kysely';
import { FINAL_STATUSES } from '../../core/status/index.ts';
import type { Platform, Tx } from '../../platform/index.ts';
import { notifyAll } from '../notices/index.ts';

interface MovedDossier {
  id: number;
  name: string;
  procedureName: string;
  accountId: number | null;
  email: string | null;
  /** Which of the two moved: who handles it, and who received it and returns its result. */
  handling: boolean;
  agency: string;
  reception: string;
  address: string;
  due: boolean;
}

/**
 * Tells the applicants of running dossiers that went to another agency, on the portal and by mail where they gave an
 * address. In the transaction that moved the dossiers: who is told was moved, and once.
 *
 * @param moved at: moment of the move, as its events in the traces have it; agencyIds: those that took over; why: the
 *   sentence that says what became of which agency; back: they went back to where they were filed
 * @returns how many dossiers somebody was told of
 */
export async function tellApplicants(
  tx: Tx,
  platform: Pick<Platform, 'jobs' | 'clock' | 'config'>,
  moved: { at: Date; agencyIds: readonly number[]; why: string; back?: boolean },
): Promise<number> {
  const to = [...moved.agencyIds];
  const back = moved.back ?? false;
  const { rows } = await sql<MovedDossier>`
    select d.id, coalesce(d.code, d.registration_no) as name, p.name as "procedureName",
      d.applicant_account_id as "accountId", nullif(d.applicant ->> 'email', '') as email,
      (d.filed_agency_id is not null or ${back}) and d.agency_id = any(${to}::bigint[]) as handling,
      a.name as agency, r.name as reception, r.address, d.due_at is not null as due
    from dossier d
    join procedure p on p.code = d.procedure_code
    join agency a on a.id = d.agency_id
    join agency r on r.id = d.reception_agency_id
    where ((d.agency_id = any(${to}::bigint[]) and (d.filed_agency_id is not null or ${back}))
        or (d.reception_agency_id = any(${to}::bigint[]) and (d.filed_reception_agency_id is not null or ${back})))
      and d.status <> all(${FINAL_STATUSES})
      and (d.applicant_account_id is not null or nullif(d.applicant ->> 'email', '') is not null)
      and exists (select from trace t where t.dossier_id = d.id and t.action = 'move-agency' and t.at = ${moved.at})
    order by d.id`.execute(tx);
  await notifyAll(
    tx,
    platform,
    rows.map((one) => ({
      accountId: one.accountId,
      dossierId: Number(one.id),
      ...wordsOf(one, moved.why),
      link: one.accountId === null ? `/tra-cuu?ma=${encodeURIComponent(one.name)}` : `/ho-so/${one.id}`,
      email: one.email,
    })),
  );
  return rows.length;
}

function wordsOf(one: MovedDossier, why: string): { title: string; body: string } {
  const dossier = `Hồ sơ “${one.procedureName}” (${one.name}) của bạn`;
  const kept = one.due ? 'Mã hồ sơ và ngày hẹn trả kết quả không thay đổi' : 'Mã hồ sơ không thay đổi';
  return {
    title: one.handling ? 'Hồ sơ chuyển sang cơ quan mới' : 'Đổi nơi nhận kết quả hồ sơ',
    body: [
      why,
      one.handling
        ? `${dossier} do ${one.agency} tiếp tục giải quyết.`
        : `${dossier} vẫn do ${one.agency} giải quyết.`,
      `Nơi bổ sung giấy tờ và nhận kết quả trực tiếp: ${one.reception}, ${one.address}.`,
      `${kept}; bạn không phải nộp lại giấy tờ.`,
    ].join(' '),
  };
}

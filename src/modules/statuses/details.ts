import { sql } from 'kysely';
import { isIsoDate, localDate } from '../../core/dates.ts';
import { checkDetails, STATUSES, type DetailedStatus, type Status } from '../../core/status/index.ts';
import type { Db, Tx } from '../../platform/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { openStepStatuses } from './step-statuses.ts';

const MAX_LABEL = 60;
const MAX_TEXT = 200;

/** A status of the province's own, shown beside the one of Appendix I that it stands under. */
export interface StatusDetail extends DetailedStatus {
  /** What applicants read; empty: the label. */
  citizenText: string;
  position: number;
  /** First and last day, ISO dates; null: without end. */
  validFrom: string;
  validTo: string | null;
}

/** Name of a detailed status among the changes of configuration. */
export const detailObject = (code: string): string => `status-detail:${code}`;

/** Detailed statuses that are in use on the day of `now`, in the order of Appendix I and then of their own. */
export async function listStatusDetails(db: Db | Tx, now: Date): Promise<StatusDetail[]> {
  return (await allStatusDetails(db)).filter((detail) => inUse(detail, now));
}

/** All detailed statuses, those of other days too, in the same order. */
export async function allStatusDetails(db: Db | Tx): Promise<StatusDetail[]> {
  const rows = await db.selectFrom('status_detail').selectAll().orderBy('position').orderBy('code').execute();
  const details = rows.map((row) => ({
    code: row.code,
    under: row.under,
    label: row.label,
    citizenText: row.citizen_text,
    position: row.position,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }));
  return STATUSES.flatMap((status) => details.filter((detail) => detail.under === status));
}

/** Whether a detailed status is in use on the day of `now`. */
export function inUse({ validFrom, validTo }: StatusDetail, now: Date): boolean {
  const today = localDate(now);
  return validFrom <= today && (validTo === null || today <= validTo);
}

/**
 * Adds or changes a detailed status; portal and office show it from the next page on.
 *
 * @param options create: refuse a code that exists · seen: newest change that the editor had seen
 * @throws InvalidConfiguration with the name of the input (code, under, label, citizenText, validFrom, validTo); StaleEdit
 */
export async function saveStatusDetail(
  tx: Tx,
  detail: StatusDetail,
  { by, at, seen, create = false }: { by: Editor; at: Date; seen?: number; create?: boolean },
): Promise<void> {
  const all = await allStatusDetails(tx);
  const before = all.find((one) => one.code === detail.code) ?? null;
  const clean = {
    ...detail,
    label: detail.label.normalize('NFC').trim(),
    citizenText: detail.citizenText.normalize('NFC').trim(),
  };
  const faults = faultsOf(
    clean,
    all.filter((one) => create || one.code !== clean.code),
  );
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  await recordChange(tx, {
    object: detailObject(clean.code),
    title: `Trạng thái chi tiết “${clean.label}”`,
    action: before ? 'status-detail.update' : 'status-detail.create',
    by,
    at,
    before,
    after: clean,
    seen,
  });
  const values = {
    under: clean.under,
    label: clean.label,
    citizen_text: clean.citizenText,
    position: clean.position,
    valid_from: clean.validFrom,
    valid_to: clean.validTo,
  };
  await tx
    .insertInto('status_detail')
    .values({ code: clean.code, ...values })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(values))
    .execute();
}

/** Takes a detailed status away: dossiers show the status of Appendix I alone. */
export async function removeStatusDetail(
  tx: Tx,
  code: string,
  { by, at, seen }: { by: Editor; at: Date; seen?: number },
): Promise<void> {
  const before = (await allStatusDetails(tx)).find((one) => one.code === code);
  if (!before) return;
  await recordChange(tx, {
    object: detailObject(code),
    title: `Trạng thái chi tiết “${before.label}”`,
    action: 'status-detail.remove',
    by,
    at,
    before,
    after: null,
    seen,
  });
  await tx.deleteFrom('status_detail').where('code', '=', code).execute();
}

function faultsOf(detail: StatusDetail, others: StatusDetail[]): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const fault = (place: string, message: string): void => void faults.push({ place, message });
  const known = checkDetails(others).length;
  for (const message of checkDetails([...others, detail]).slice(known)) fault(placeOf(message), message);
  if (detail.label.length > MAX_LABEL) {
    fault(
      'label',
      `Tên hiển thị dài nhất ${MAX_LABEL} ký tự; tên này có ${detail.label.length}. Viết ngắn hơn.`,
    );
  }
  if (detail.citizenText.length > MAX_TEXT) {
    fault('citizenText', `Chữ cho người dân dài nhất ${MAX_TEXT} ký tự. Viết ngắn hơn.`);
  }
  if (!Number.isSafeInteger(detail.position) || detail.position < 0 || detail.position > 9999) {
    fault('position', 'Thứ tự là một số từ 0 đến 9999.');
  }
  if (!isIsoDate(detail.validFrom)) fault('validFrom', 'Nhập ngày bắt đầu dùng.');
  if (detail.validTo !== null && !isIsoDate(detail.validTo))
    fault('validTo', 'Ngày thôi dùng chưa đúng. Chọn lại.');
  else if (detail.validTo !== null && detail.validTo < detail.validFrom) {
    fault('validTo', 'Ngày thôi dùng phải từ ngày bắt đầu dùng trở đi.');
  }
  return faults;
}

const placeOf = (message: string): string =>
  message.startsWith('Mã') ? 'code' : message.includes('phải thuộc') ? 'under' : 'label';

/** A dossier's status and the detailed ones of its open steps. */
export interface DetailedDossier {
  status: Status;
  stepStatuses: readonly string[];
}

/**
 * What is shown beside the statuses of dossiers. Read from the database every time, so that portal and office show a
 * change at once in every process (II.4.3); no statement when none of the steps has a detailed status.
 *
 * @returns the first, in the order of the catalogue, of a dossier's detailed statuses that is in use and under the
 *   dossier's status; null: none
 */
export async function detailsOf(
  db: Db | Tx,
  dossiers: readonly DetailedDossier[],
  now: Date,
): Promise<(dossier: DetailedDossier) => StatusDetail | null> {
  if (dossiers.every((one) => one.stepStatuses.length === 0)) return () => null;
  const details = await listStatusDetails(db, now);
  return ({ status, stepStatuses }) =>
    details.find((one) => stepStatuses.includes(one.code) && one.under === status) ?? null;
}

/** Words for applicants. */
export const citizenWords = (detail: StatusDetail | null): string | undefined =>
  detail ? detail.citizenText || detail.label : undefined;

/** How many running dossiers stand at a step with this detailed status and in the status that it is under. */
export async function runningWithDetail(
  db: Db | Tx,
  { code, under }: Pick<StatusDetail, 'code' | 'under'>,
): Promise<number> {
  // Thousands stand in few places: looked at once for each place.
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(dossier.count), 0) as count from (
      select flow_version_id, jsonb_build_object('tokens', flow_state -> 'tokens') as flow_state, count(*) as count
      from dossier where status = ${under} group by 1, 2) dossier
    where ${code} = any(${openStepStatuses})`.execute(db);
  return Number(rows[0]!.count);
}

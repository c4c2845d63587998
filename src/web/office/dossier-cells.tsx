import type { WorkCalendar } from '../../core/calendar/index.ts';
import type { StepKind } from '../../core/flow/types.ts';
import { minuteOf } from '../../core/dates.ts';
import { onlineAnswerBy, type TimeRules } from '../../core/deadline/index.ts';
import type { OfficerActor } from '../../core/permission/index.ts';
import { loadDirectory, workCalendar, type Directory } from '../../modules/agencies/index.ts';
import type { FoundRow } from '../../modules/dossiers/index.ts';
import { shortName } from '../../modules/procedures/index.ts';
import { detailsOf, type DetailedDossier, type StatusDetail } from '../../modules/statuses/index.ts';
import { loadSettings } from '../../modules/settings/index.ts';
import type { Db } from '../../platform/index.ts';
import { Due, Moment, ReturningBadge, SourceMark, StatusBadge, type Column } from '../ui/index.ts';
import { DueMark, dueWords, stepWords } from './due.tsx';

/** What lists need beside the rows: names of units, and whose days count. */
export interface ListFacts {
  now: Date;
  directory: Directory;
  calendars: ReadonlyMap<number, WorkCalendar>;
  rules: TimeRules;
  /** Units of the officer's own: their name need not be said. */
  ownUnits: ReadonlySet<number>;
  /** Detailed status of a row. */
  detailOf: (row: DetailedDossier) => StatusDetail | null;
  /** What the cells of a row depend on beside the row itself. */
  dependsOn: (row: FoundRow) => readonly unknown[];
}

/** Reads what the cells of these rows need; calendars and directory are kept in the process. */
export async function listFacts(
  db: Db,
  actor: OfficerActor,
  rows: readonly FoundRow[],
  now: Date,
): Promise<ListFacts> {
  const calendars = new Map<number, WorkCalendar>();
  for (const { agencyId } of rows) {
    if (!calendars.has(agencyId)) calendars.set(agencyId, await workCalendar(db, agencyId));
  }
  const directory = await loadDirectory(db);
  const { rules } = await loadSettings(db);
  const ownUnits = new Set(actor.positions.map((position) => position.unitId));
  const detailOf = await detailsOf(db, rows, now);
  const minute = minuteOf(now);
  const units = [...ownUnits].join();
  return {
    now,
    directory,
    calendars,
    rules,
    ownUnits,
    detailOf,
    dependsOn: (row) => [minute, directory, rules, calendars.get(row.agencyId), units, detailOf(row)?.label],
  };
}

const STEP_NAMES: Record<StepKind, string> = {
  reception: 'Tiếp nhận',
  assign: 'Phân công',
  process: 'Thụ lý',
  approve: 'Duyệt',
  sign: 'Ký',
  issue: 'Phát hành',
  return: 'Trả kết quả',
};

export const dossierHref = (id: number): string => `/mot-cua/ho-so/${id}`;
export const nameOf = (row: Pick<FoundRow, 'code' | 'registrationNo'>): string =>
  row.code ?? row.registrationNo;

/** Code that opens the dossier, and who applies. */
export const codeColumn: Column<FoundRow> = {
  label: 'Mã hồ sơ, người nộp',
  cell: (row) => (
    <>
      <a class="code" href={dossierHref(row.dossierId)}>
        {nameOf(row)}
      </a>
      <span class="sub">{row.applicant.name}</span>
    </>
  ),
};

export const procedureColumn: Column<FoundRow> = {
  label: 'Thủ tục',
  cell: (row) => (
    <span class="clamp" title={row.procedureName}>
      {shortName(row.procedureName)}
    </span>
  ),
};

/** Status in the words of Appendix I, and with whom the dossier lies (II.6.4). */
export const statusColumn = (facts: ListFacts): Column<FoundRow> => ({
  label: 'Trạng thái, người giữ',
  cell: (row) => (
    <div>
      <StatusBadge status={row.status} detail={facts.detailOf(row)?.label} />{' '}
      {row.status === 'done' && <ReturningBadge />}
      <span class="sub">{holderText(row, facts)}</span>
    </div>
  ),
});

export const sourceColumn: Column<FoundRow> = {
  label: 'Nguồn',
  cell: (row) => <SourceMark source={row.source} />,
};

export const receivedColumn: Column<FoundRow> = {
  label: 'Nhận lúc',
  cell: (row) => <Moment at={row.acceptedAt ?? row.submittedAt} />,
};

/**
 * Due date of the dossier; where the row is a task, that of the step below it. What was filed online is to be answered
 * within eight working hours (Decree 118/2025, art. 17.2.c).
 */
export const dueColumn = (facts: ListFacts): Column<FoundRow> => ({
  label: 'Hạn',
  cell: (row) => {
    const calendar = facts.calendars.get(row.agencyId);
    if (!calendar) return null;
    if (row.acceptedAt === null && row.source === 'online' && row.status === 'submitted') {
      const answerBy = onlineAnswerBy(calendar, row.submittedAt, facts.rules);
      const words = dueWords(calendar, { ...row, dueAt: answerBy, limitUnit: 'working_hour' }, facts.now);
      return (
        <div>
          <DueMark words={words && { ...words, sub: 'Trả lời người nộp' }} />
        </div>
      );
    }
    const paused = row.pausedAt !== null;
    const step =
      row.taskId !== null && row.stepDueAt !== null && !paused && row.doneAt === null
        ? stepWords(calendar, row.stepDueAt, facts.now)
        : null;
    return (
      <div>
        <DueMark words={dueWords(calendar, row, facts.now)} />
        {step && step.tone !== 'far' && (
          <span class="sub">
            <Due tone={step.tone}>{step.text}</Due>
          </span>
        )}
      </div>
    );
  },
});

/** "Thẩm định hồ sơ · Phòng Quản lý xây dựng · Đỗ Quang Huy" */
export function holderText(row: FoundRow, { directory, ownUnits }: ListFacts): string {
  if (row.step === null) return '';
  const unit = row.unitId === null || ownUnits.has(row.unitId) ? undefined : directory.unitById(row.unitId);
  return [row.stepName ?? STEP_NAMES[row.step], unit?.name, row.officerName].filter(Boolean).join(' · ');
}

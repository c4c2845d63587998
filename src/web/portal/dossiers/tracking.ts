import { onlineAnswerBy, type Lateness } from '../../../core/deadline/index.ts';
import { ROLE_LABELS } from '../../../core/permission/index.ts';
import { presentation, STATUS_INFO, type Presentation } from '../../../core/status/index.ts';
import { agencyWords, officersOf } from '../../../modules/agencies/index.ts';
import type { DossierPage } from '../../../modules/dossiers/index.ts';
import { citizenWords, detailsOf, explanationOf } from '../../../modules/statuses/index.ts';
import { loadSettings } from '../../../modules/settings/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { dueWords, latenessNow, type DueWords } from './due.ts';

/** Who has the dossier now. */
export interface Holder {
  position: string;
  unit: string;
  agency: string;
  person: string | null;
  /** Name of the step. */
  step: string;
}

/** What the owner's page shows beyond the dossier itself. */
export interface Tracking {
  page: DossierPage;
  shown: Presentation;
  /** Detailed status of the open step and the explanation of the status, in words for applicants. */
  detail: string | undefined;
  explanation: string;
  holders: Holder[];
  agencyName: string;
  /** Where paper results are collected. */
  resultPlace: string;
  lateness: Lateness;
  due: DueWords | null;
  answerBy: Date | null;
  openSupplement: DossierPage['supplements'][number] | null;
  unpaid: { total: number; until: Date | null } | null;
}

/** Words for the applicant about the step where the dossier stands; undefined: none beyond its status. */
export async function detailNow(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { dossier, stepStatuses }: Pick<DossierPage, 'dossier' | 'stepStatuses'>,
): Promise<string | undefined> {
  const stands = { status: dossier.status, stepStatuses };
  return citizenWords((await detailsOf(db, [stands], clock.now()))(stands));
}

/** Puts together what Appendix I of Circular 22/2019 has shown with the status, for the owner. */
export async function trackingOf(platform: Platform, page: DossierPage): Promise<Tracking> {
  const { dossier, directory, calendar } = page;
  const now = platform.clock.now();
  const clock = {
    status: dossier.status,
    dueAt: dossier.due_at,
    pausedAt: dossier.paused_at,
    doneAt: dossier.done_at,
    limitUnit: dossier.limit_unit,
  };
  const holders = await holdersOf(platform, page);
  const openSupplement = page.supplements.findLast((one) => one.answered_at === null) ?? null;
  const lateness = latenessNow(calendar, clock, now);
  const agencyName = agencyWords(directory, dossier);
  const reception = directory.agencyById(dossier.reception_agency_id);
  const unpaid = unpaidOf(page);
  return {
    page,
    detail: await detailNow(platform, page),
    explanation: await explanationOf(platform.db, dossier.status),
    holders,
    agencyName,
    resultPlace: reception ? `${reception.name}, ${reception.address}` : agencyName,
    lateness,
    due: dueWords(calendar, clock, now),
    answerBy:
      dossier.status === 'submitted' || (dossier.status === 'supplemented' && !dossier.accepted_at)
        ? onlineAnswerBy(calendar, dossier.status_at, (await loadSettings(platform.db)).rules)
        : null,
    openSupplement,
    unpaid,
    shown: presentation(dossier.status, {
      at: dossier.status_at,
      reason: dossier.status_reason ?? openSupplement?.reason,
      toAdd: openSupplement?.items.map((item) => [item.name, item.what].filter(Boolean).join(': ')),
      supplementUntil: dossier.supplement_until ?? openSupplement?.until,
      authority: agencyName,
      holder: holders[0],
      dueAt: dossier.due_at,
      lateness,
      amount: unpaid?.total,
      payUntil: unpaid?.until,
      returnedAt: dossier.returned_at,
    }),
  };
}

async function holdersOf(platform: Platform, page: DossierPage): Promise<Holder[]> {
  if (STATUS_INFO[page.dossier.status].final) return [];
  const open = page.tasks.filter((task) => task.closed_at === null && task.kind === 'step');
  return Promise.all(
    open.map(async (task) => {
      const members = task.unit_id === null ? [] : await officersOf(platform.db, task.unit_id);
      const able = members.filter((member) => member.role === task.role);
      // Nobody has taken it: where only one person can, it is theirs.
      const holder =
        members.find((member) => member.id === task.assignee_id) ??
        (task.assignee_id === null && able.length === 1 ? able[0] : undefined);
      return {
        position: holder?.title ?? (task.role ? ROLE_LABELS[task.role] : ''),
        unit: page.directory.unitById(task.unit_id ?? 0)?.name ?? '',
        agency: page.directory.agencyById(task.agency_id)?.name ?? '',
        person: task.assigneeName ?? holder?.name ?? null,
        step: task.name,
      };
    }),
  );
}

function unpaidOf(page: DossierPage): Tracking['unpaid'] {
  const open = page.fees.filter((fee) => fee.paidAt === null);
  if (open.length === 0) return null;
  const dates = open.flatMap((fee) => fee.dueUntil ?? []);
  return {
    total: open.reduce((sum, fee) => sum + fee.amount, 0),
    until: dates.length > 0 ? new Date(Math.min(...dates.map((date) => date.getTime()))) : null,
  };
}

import type { FastifyRequest } from 'fastify';
import type { Catalogues } from '../../../core/form/index.ts';
import { dossierPage, type DossierPage, type TaskView } from '../../../modules/dossiers/index.ts';
import { detailsOf } from '../../../modules/statuses/index.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import type { Platform } from '../../../platform/index.ts';
import { Forbidden, NotFound, viewerOf } from '../../http/index.ts';
import { cataloguesOf } from '../../ui/form/lists.ts';
import { deskOf, type Desk } from '../desk-of.ts';

/** A dossier as the office shows it to one officer. */
export interface OpenDossier extends DossierPage {
  desk: Desk;
  now: Date;
  catalogues: Catalogues;
  /** Code, or the registration number before reception. */
  name: string;
  /** Detailed status of the open step, in the words of the office. */
  statusDetail: string | undefined;
}

const ELSEWHERE = { href: '/mot-cua', label: 'Về bàn làm việc' };

/**
 * The dossier of an address, with all that its pages show.
 *
 * @throws NotFound when the number is none; Forbidden for an officer's own dossier, which belongs to the portal; what
 *   `dossierPage` throws for one that this officer may not see
 */
export async function openDossier(
  platform: Platform,
  request: FastifyRequest,
  id: string,
): Promise<OpenDossier> {
  const viewer = viewerOf(request);
  const desk = await deskOf(platform, viewer);
  const page = await dossierPage(platform.db, desk.actor, dossierId(id));
  if (page.as === 'owner') {
    throw new Forbidden(
      'Đây là hồ sơ của chính bạn. Xem bằng tài khoản cá nhân, ở mục “Hồ sơ của tôi”.',
      ELSEWHERE,
    );
  }
  const now = platform.clock.now();
  const shown = { status: page.dossier.status, stepStatuses: page.stepStatuses };
  const detailOf = await detailsOf(platform.db, [shown], now);
  return {
    ...page,
    statusDetail: detailOf(shown)?.label,
    desk,
    now,
    catalogues: await cataloguesOf(platform.db, page.form, page.dossier.submitted_at),
    name: page.dossier.code ?? page.dossier.registration_no,
  };
}

/** @throws NotFound unless the text is a number that an id can be */
export function dossierId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new NotFound('Không có hồ sơ với số này. Tìm lại bằng mã hồ sơ ở ô tìm kiếm.', ELSEWHERE);
}

/** The open task of one of these steps that the officer holds; the first when several do. */
export function heldTask(
  view: Pick<DossierPage, 'tasks' | 'held'>,
  ...steps: StepKind[]
): TaskView | undefined {
  return view.tasks.find(
    (task) => task.kind === 'step' && steps.includes(task.step) && view.held.includes(task.id),
  );
}

/** Open steps, oldest first. */
export const openSteps = (view: Pick<DossierPage, 'tasks'>): TaskView[] =>
  view.tasks.filter((task) => task.kind === 'step' && task.closed_at === null);

import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FlowError } from '../../../core/flow/index.ts';
import { ACTION_LABELS } from '../../../core/permission/index.ts';
import { STATUS_INFO } from '../../../core/status/index.ts';
import { officersOf } from '../../../modules/agencies/index.ts';
import {
  act as doAct,
  InvalidInput,
  NotAllowed,
  openTaskCounts,
  StaleDossier,
} from '../../../modules/dossiers/index.ts';
import type { Db, Platform } from '../../../platform/index.ts';
import { checkToken, flash, Forbidden, NotFound, page, requireOfficer } from '../../http/index.ts';
import { recount } from '../desk-of.ts';
import { openDossier, type OpenDossier } from '../dossier/open.ts';
import { formKeyOf } from '../problems.ts';
import { readForm } from '../uploads.ts';
import { ActFormPage, type TurnedBack } from './page.tsx';
import { actPage, ACT_PAGES } from './registry.ts';
import { Typed } from './typed.ts';
import type { ActPage, Candidate, FieldsProps } from './types.ts';

interface Params {
  Params: { id: string };
}

const STATUS: Record<TurnedBack['kind'], number> = { invalid: 422, refused: 403, stale: 409 };

/** Every act on a dossier: its page, and doing it. */
export function actRoutes(server: FastifyInstance, platform: Platform): void {
  const guard = { preHandler: requireOfficer() };
  for (const { slug } of ACT_PAGES) {
    const path = `/mot-cua/ho-so/:id/${slug}`;
    server.get<Params>(path, guard, async (request, reply) => {
      const view = await openDossier(platform, request, request.params.id);
      const act = actPage(slug)!;
      if (!view.actions.includes(act.action)) throw notNow(view, act);
      const typed = new Typed({}, { sent: false });
      return show(platform.db, reply, { act, view, typed });
    });
    server.post<Params>(path, guard, async (request, reply) =>
      take(platform, request, reply, actPage(slug)!),
    );
  }
}

async function take(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  act: ActPage,
): Promise<FastifyReply> {
  const view = await openDossier(platform, request, (request.params as { id: string }).id);
  const { typed, errors } = await readForm(request, act.files?.(view) ?? []);
  if (act.sensitive) checkToken(request, typed.text('_ma'));
  if (errors.length > 0) {
    return show(platform.db, reply, { act, view, typed, turnedBack: { kind: 'invalid', errors } });
  }
  const { actor } = view.desk;
  try {
    const revision = /^\d{1,9}$/.test(typed.text('revision')) ? Number(typed.text('revision')) : undefined;
    const outcome = await doAct(platform, actor, { dossier: view.dossier.id }, act.command(typed, view), {
      key: formKeyOf(typed.text('key')),
      revision,
    });
    recount(platform.db, actor);
    flash(reply, outcome.replayed ? 'Việc này đã được ghi nhận trước đó.' : act.done, {
      link: { href: '/mot-cua', label: 'Về bàn làm việc' },
    });
    return reply.redirect(`/mot-cua/ho-so/${view.dossier.id}`, 303);
  } catch (error) {
    const turnedBack = turnedBackBy(error);
    if (!turnedBack) throw error;
    // Somebody else may have changed it meanwhile: the page shows how it is now.
    const now = await openDossier(platform, request, String(view.dossier.id));
    return show(platform.db, reply, { act, view: now, typed, turnedBack });
  }
}

function turnedBackBy(error: unknown): TurnedBack | null {
  if (error instanceof InvalidInput) return { kind: 'invalid', errors: error.errors };
  if (error instanceof StaleDossier) return { kind: 'stale', stale: error };
  if (error instanceof NotAllowed || error instanceof FlowError) {
    return { kind: 'refused', message: error.message };
  }
  return null;
}

async function show(
  db: Db,
  reply: FastifyReply,
  props: { act: ActPage; view: OpenDossier; typed: Typed; turnedBack?: TurnedBack },
): Promise<FastifyReply> {
  const { act, view, turnedBack } = props;
  const candidates = await candidatesOf(db, act.unitsToChoose?.(view) ?? []);
  return page(reply, <ActFormPage {...props} candidates={candidates} formKey={randomUUID()} />, {
    status: turnedBack ? STATUS[turnedBack.kind] : 200,
  });
}

/** Officers of the units who can be given work, with what they have on their desks. */
async function candidatesOf(db: Db, unitIds: readonly number[]): Promise<FieldsProps['candidates']> {
  const byUnit = new Map<number, Candidate[]>();
  for (const unitId of new Set(unitIds)) {
    const members = await officersOf(db, unitId);
    const counts = await openTaskCounts(
      db,
      members.map((one) => one.id),
    );
    const candidates = new Map<number, Candidate>();
    for (const { id, name, title } of members) {
      if (!candidates.has(id)) candidates.set(id, { id, name, title, openTasks: counts.get(id) ?? 0 });
    }
    byUnit.set(
      unitId,
      [...candidates.values()].sort((a, b) => a.openTasks - b.openTasks),
    );
  }
  return byUnit;
}

function notNow(view: OpenDossier, act: ActPage): Error {
  const href = `/mot-cua/ho-so/${view.dossier.id}`;
  if (!act) return new NotFound();
  return new Forbidden(
    `Hồ sơ đang ở trạng thái “${STATUS_INFO[view.dossier.status].label}”, bạn không ${ACTION_LABELS[act.action]} được lúc này. Mở hồ sơ để xem ai đang giữ và việc bạn làm được.`,
    { href, label: 'Mở hồ sơ' },
  );
}

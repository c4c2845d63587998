import type { FastifyInstance } from 'fastify';
import { minuteOf } from '../../../core/dates.ts';
import { onlineAnswerBy } from '../../../core/deadline/index.ts';
import type { Status } from '../../../core/status/index.ts';
import { loadDirectory, workCalendar } from '../../../modules/agencies/index.ts';
import {
  changingPartsOf,
  keepDossiers,
  listDrafts,
  myDossiers,
  type MyDossier,
} from '../../../modules/dossiers/index.ts';
import { citizenWords, detailsOf } from '../../../modules/statuses/index.ts';
import { loadSettings } from '../../../modules/settings/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page as send, requireCitizen, viewerOf } from '../../http/index.ts';
import { cataloguesOf } from '../../ui/form/lists.ts';
import { dueWords } from './due.ts';
import { fileRoutes } from './files-route.tsx';
import { ListPage, type ListedDossier } from './list-page.tsx';
import { ownDossier } from './own.ts';
import { supplementRoutes } from './supplement-route.tsx';
import { TrackingPage } from './tracking-page.tsx';
import { trackingOf } from './tracking.ts';
import { withdrawRoutes } from './withdraw-route.tsx';

const PAGE = 10;
/** The applicant has to do something. */
const WAITING: readonly Status[] = ['supplement_requested', 'payment_required'];

/** One's own dossiers: list, tracking, supplement, withdrawal, files. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db } = platform;
  keepDossiers(platform);
  supplementRoutes(server, platform);
  withdrawRoutes(server, platform);
  fileRoutes(server, platform);

  server.get<{ Querystring: { truoc?: string } }>(
    '/ho-so',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const accountId = viewerOf(request).account.id;
      const before = Number(request.query.truoc) || undefined;
      const [filed, drafts] = await Promise.all([
        myDossiers(db, accountId, { limit: PAGE + 1, before }),
        before ? [] : listDrafts(db, accountId),
      ]);
      const shown = filed.slice(0, PAGE);
      const waiting = before ? [] : await waitingOf(accountId, filed);
      return send(
        reply,
        async () => (
          <ListPage
            waiting={await withDue(waiting)}
            drafts={drafts}
            dossiers={await withDue(shown)}
            next={filed.length > PAGE ? `/ho-so?truoc=${shown.at(-1)!.id}` : undefined}
            later={before !== undefined}
          />
        ),
        { same: [minuteOf(platform.clock.now()), filed, drafts, waiting] },
      );
    },
  );

  server.get<{ Params: { id: string }; Querystring: { 'da-nop'?: string } }>(
    '/ho-so/:id',
    { preHandler: requireCitizen },
    async (request, reply) => {
      const page = await ownDossier(platform, request, request.params.id);
      const tracking = await trackingOf(platform, page);
      const catalogues = await cataloguesOf(db, page.form, page.dossier.submitted_at);
      const { page: _page, ...words } = tracking;
      return send(
        reply,
        () => (
          <TrackingPage
            tracking={tracking}
            catalogues={catalogues}
            justFiled={request.query['da-nop'] !== undefined}
          />
        ),
        {
          same: [minuteOf(platform.clock.now()), ...changingPartsOf(page), page.directory, words, catalogues],
        },
      );
    },
  );

  /** Those that wait for the applicant; asked for only when the first page does not hold all there are. */
  async function waitingOf(accountId: number, filed: MyDossier[]): Promise<MyDossier[]> {
    if (filed.length > PAGE) return myDossiers(db, accountId, { limit: 20, statuses: WAITING });
    return filed.filter(({ status }) => WAITING.includes(status));
  }

  async function withDue(dossiers: MyDossier[]): Promise<ListedDossier[]> {
    const directory = await loadDirectory(db);
    const { rules } = await loadSettings(db);
    const now = platform.clock.now();
    const detailOf = await detailsOf(db, dossiers, now);
    return Promise.all(
      dossiers.map(async (dossier) => {
        const calendar = await workCalendar(db, dossier.agencyId);
        const answerable = dossier.status === 'submitted';
        return {
          ...dossier,
          detail: citizenWords(detailOf(dossier)),
          agencyName: directory.agencyById(dossier.agencyId)?.name ?? '',
          due: dueWords(calendar, dossier, now),
          answerBy: answerable ? onlineAnswerBy(calendar, dossier.submittedAt, rules) : null,
        };
      }),
    );
  }
}

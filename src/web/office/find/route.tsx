import type { FastifyInstance } from 'fastify';
import { minuteOf } from '../../../core/dates.ts';
import { normaliseDossierCode } from '../../../core/dossier-code.ts';
import { clean } from '../../../core/text.ts';
import { findDossiers } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { page, requireOfficer, viewerOf } from '../../http/index.ts';
import { deskOf } from '../desk-of.ts';
import { afterOf, PAGE_SIZE, sauOf } from '../desk/filters.ts';
import { listFacts } from '../dossier-cells.tsx';
import { FindPage } from './page.tsx';

/** The search box of the top bar; a scanned or exact code opens its dossier. */
export function routes(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: { q?: string | string[]; sau?: string | string[] } }>(
    '/mot-cua/tim',
    { preHandler: requireOfficer() },
    async (request, reply) => {
      const desk = await deskOf(platform, viewerOf(request));
      const typed = clean(wordsOf(one(request.query.q))).slice(0, 100);
      const after = afterOf(one(request.query.sau));
      const rows =
        typed === ''
          ? []
          : await findDossiers(platform.db, desk.actor, typed, { limit: PAGE_SIZE + 1, after });
      const code = normaliseDossierCode(typed) ?? typed.toUpperCase().replace(/\s+/g, '');
      const exact = rows.find((row) => row.code === code || row.registrationNo === code);
      if (exact) return reply.redirect(`/mot-cua/ho-so/${exact.dossierId}`, 303);
      const shown = rows.slice(0, PAGE_SIZE);
      const last = shown.at(-1);
      const now = platform.clock.now();
      return page(
        reply,
        async () => (
          <FindPage
            desk={desk}
            typed={typed}
            rows={shown}
            first={after ? findHref(typed) : undefined}
            next={rows.length > PAGE_SIZE && last ? findHref(typed, sauOf(last)) : undefined}
            facts={await listFacts(platform.db, desk.actor, shown, now)}
          />
        ),
        { same: [minuteOf(now), rows, desk.boxes] },
      );
    },
  );
}

const one = (value: string | string[] | undefined): string => [value ?? ''].flat().at(-1) ?? '';

const findHref = (typed: string, sau?: string): string =>
  `/mot-cua/tim?${new URLSearchParams({ q: typed, ...(sau ? { sau } : {}) })}`;

/** What was typed; the QR code of a slip holds the address of the look-up, whose code is meant. */
function wordsOf(typed: string): string {
  if (!URL.canParse(typed)) return typed;
  return new URL(typed).searchParams.get('ma') ?? typed;
}

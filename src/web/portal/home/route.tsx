import type { FastifyInstance } from 'fastify';
import { loadContent, type Content } from '../../../modules/content/index.ts';
import {
  isOnline,
  loadCatalogue,
  procedureCounts,
  procedureRows,
  shortName,
  type Catalogue,
  type Entry,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page } from '../../http/index.ts';
import { LifeEventPage } from './life-event-page.tsx';
import { HomePage } from './page.tsx';

/** The home page, and a page for each life event. */
export function routes(server: FastifyInstance, { db, config }: Platform): void {
  server.get<{ Querystring: { cho?: string } }>('/', async (request, reply) => {
    const [counts, content, catalogue] = [
      await procedureCounts(db),
      await loadContent(db),
      await loadCatalogue(db),
    ];
    reply.header('link', `<${config.publicUrl}/>; rel="canonical"`);
    const view = (
      <HomePage
        counts={counts}
        content={content}
        popular={popular(catalogue, content)}
        audience={request.query.cho === 'doanh-nghiep' ? 'organisation' : 'citizen'}
      />
    );
    return page(reply, view, { cache: 'public' });
  });

  server.get<{ Params: { code: string } }>('/viec/:code', async (request, reply) => {
    const { lifeEvents } = await loadContent(db);
    const event = lifeEvents.find((one) => one.code === request.params.code);
    if (!event) throw new NotFound();
    const rows = await procedureRows(db, event.procedures);
    return page(reply, <LifeEventPage event={event} rows={rows} />, { cache: 'public' });
  });
}

const SHOWN = 5;
/** Longer names fill the row of a phone. */
const LONGEST = 34;

/** Procedures filed most; before anything was filed, the first of each life event. */
function popular(catalogue: Catalogue, { lifeEvents }: Content): Entry[] {
  const order = lifeEvents
    .filter((event) => event.audience === 'citizen')
    .flatMap((event) => event.procedures.slice(0, 1));
  const place = (entry: Entry): number =>
    order.includes(entry.code) ? order.indexOf(entry.code) : order.length;
  return catalogue.entries
    .filter((entry) => isOnline(entry) && shortName(entry.name).length <= LONGEST)
    .sort((a, b) => b.popularity - a.popularity || place(a) - place(b))
    .slice(0, SHOWN);
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDate, localDate } from '../../../core/dates.ts';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import {
  compare,
  compareShared,
  decideProcedure,
  faultsOf,
  listRuns,
  outlookCounts,
  PARTS,
  recordsOf,
  runById,
  RunUnderWay,
  SHARED,
  startRun,
  type NationalRecord,
  type Outlook,
  type Selection,
  type SharedItem,
  type Source,
} from '../../../modules/exchange/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import type { FormError } from '../../ui/index.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, valuesOf } from '../request.ts';
import { OverviewPage } from './overview-page.tsx';
import { PendingPage, type PendingRow } from './pending-page.tsx';
import { ProcedurePage } from './procedure-page.tsx';
import { RunPage } from './run-page.tsx';
import { ADDRESS, isLive, keyOf, OUTLOOK_KEYS, PART_NAMES } from './words.ts';

const ROWS = 50;
const RUNS = 20;
const SEE = { preHandler: requireOfficer('exchange.edit') };
const CHANGE = { preHandler: [requireOfficer('exchange.edit'), requireToken] };

/** Synchronisation with the national procedure database and the shared catalogues. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock, config } = platform;

  for (const source of ['procedures', 'catalogues'] as const) {
    const address = ADDRESS[source];

    server.get<{ Querystring: { truoc?: string } }>(address, SEE, async (request, reply) => {
      const before = numberOf(request.query.truoc);
      const [runs, counts] = await Promise.all([
        listRuns(db, { source, before: before || undefined, limit: RUNS + 1 }),
        outlookCounts(db, source),
      ]);
      // A page that shows how far it is asks again by itself, also without scripts.
      if (isLive(runs[0])) reply.header('refresh', '3');
      const { national } = config;
      return page(
        reply,
        <OverviewPage
          desk={await deskOf(platform, viewerOf(request))}
          source={source}
          peer={national && new URL(source === 'procedures' ? national.url : national.cataloguesUrl).host}
          counts={counts}
          runs={runs.slice(0, RUNS)}
          next={runs.length > RUNS ? `${address}?truoc=${runs[RUNS - 1]!.id}` : undefined}
        />,
      );
    });

    server.post(`${address}/chay`, CHANGE, async (request, reply) => {
      await begin(request, reply, { source, kind: 'fetch' });
      return seeOther(reply, address);
    });

    server.get<{ Querystring: { loai?: string; sau?: string } }>(
      `${address}/cho`,
      SEE,
      async (request, reply) =>
        pending(request, reply, source, {
          outlook: OUTLOOK_KEYS[request.query.loai ?? ''] ?? 'new',
          after: request.query.sau ?? '',
        }),
    );

    server.post(`${address}/cho`, CHANGE, async (request, reply) => {
      const { nhan, loai } = fieldsOf(request.body);
      const outlook = OUTLOOK_KEYS[loai ?? ''] ?? 'new';
      const codes = valuesOf(request.body, 'ma').filter((code) => code.length <= 120);
      if (nhan !== 'tat-ca' && codes.length === 0) {
        const text = 'Bạn chưa chọn mục nào. Đánh dấu vào ô đầu dòng rồi bấm lại.';
        return pending(request, reply, source, { outlook, after: '', errors: [{ text }] });
      }
      const selection: Selection = nhan === 'tat-ca' ? { outlooks: [outlook] } : { codes };
      await begin(request, reply, { source, kind: 'accept', selection });
      return seeOther(reply, address);
    });
  }

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    run: { source: Source; kind: 'fetch' | 'accept'; selection?: Selection },
  ): Promise<void> {
    try {
      await startRun(platform, { ...run, by: editorOf(request) });
    } catch (error) {
      if (!(error instanceof RunUnderWay)) throw error;
      flash(reply, error.message, { kind: 'warn' });
    }
  }

  async function pending(
    request: FastifyRequest,
    reply: FastifyReply,
    source: Source,
    asked: { outlook: Outlook; after: string; errors?: FormError[] },
  ): Promise<FastifyReply> {
    const { outlook, after, errors } = asked;
    const [records, counts, runs] = await Promise.all([
      recordsOf(db, source, { outlooks: [outlook], after, limit: ROWS + 1 }),
      outlookCounts(db, source),
      listRuns(db, { source, limit: 1 }),
    ]);
    const shown = records.slice(0, ROWS);
    const last = records.length > ROWS ? shown.at(-1) : undefined;
    const rows = source === 'procedures' ? shown.map(procedureRow) : await sharedRows(shown);
    return page(
      reply,
      <PendingPage
        desk={await deskOf(platform, viewerOf(request))}
        source={source}
        outlook={outlook}
        counts={counts}
        rows={rows}
        next={last && `${ADDRESS[source]}/cho?loai=${keyOf(outlook)}&sau=${encodeURIComponent(last.code)}`}
        paged={after !== ''}
        live={isLive(runs[0])}
        errors={errors}
      />,
      { status: errors ? 422 : 200 },
    );
  }

  async function sharedRows(records: readonly NationalRecord[]): Promise<PendingRow[]> {
    const comparisons = await compareShared(db, records, localDate(clock.now()));
    return comparisons.map(({ record, item, local, outlook }) => ({
      code: record.code,
      title: item.name,
      about: sharedWords(item, local?.name ?? null, outlook),
    }));
  }

  server.get<{ Params: { id: string } }>('/quan-tri/dong-bo/lan/:id', SEE, async (request, reply) => {
    const run = await runById(db, numberOf(request.params.id));
    if (!run) throw new NotFound('Không có lần đồng bộ này.');
    const faults = await faultsOf(db, run.id);
    return page(
      reply,
      <RunPage desk={await deskOf(platform, viewerOf(request))} run={run} faults={faults} />,
    );
  });

  async function comparisonOf(code: string) {
    const [record] = /^\d\.\d{6}$/.test(code)
      ? await recordsOf(db, 'procedures', { codes: [code], limit: 1 })
      : [];
    const [comparison] = record ? await compare(db, [record]) : [];
    if (!comparison) throw new NotFound('Cơ sở dữ liệu quốc gia chưa cho biết gì về thủ tục này.');
    return comparison;
  }

  server.get<{ Params: { code: string } }>('/quan-tri/dong-bo/thu-tuc/:code', SEE, async (request, reply) =>
    page(
      reply,
      <ProcedurePage
        desk={await deskOf(platform, viewerOf(request))}
        comparison={await comparisonOf(request.params.code)}
      />,
    ),
  );

  server.post<{ Params: { code: string } }>(
    '/quan-tri/dong-bo/thu-tuc/:code',
    CHANGE,
    async (request, reply) => {
      const { code } = request.params;
      const { quyet, ban, luc } = fieldsOf(request.body);
      const comparison = await comparisonOf(code);
      const ticked = valuesOf(request.body, 'phan');
      const parts = PARTS.filter((part) => ticked.includes(part));
      const byPart = comparison.proposals.length > 0;
      const keep = quyet === 'giu' || (byPart && parts.length === 0);
      try {
        await db.transaction().execute((tx) =>
          decideProcedure(tx, code, {
            take: keep ? [] : byPart ? parts : 'all',
            against: ban ? numberOf(ban) : null,
            changedAt: new Date(luc ?? ''),
            by: editorOf(request),
            at: clock.now(),
          }),
        );
      } catch (error) {
        if (!(error instanceof InvalidConfiguration)) throw error;
        const { status, errors } = turnedBack(error, () => 'noi-dung');
        return page(
          reply,
          <ProcedurePage
            desk={await deskOf(platform, viewerOf(request))}
            comparison={await comparisonOf(code)}
            errors={errors.map(({ text }) => ({ text }))}
          />,
          { status },
        );
      }
      flash(reply, keep ? 'Đã giữ bản đang dùng.' : 'Đã nhận từ cơ sở dữ liệu quốc gia.', {
        link: { href: `/thu-tuc/${code}`, label: 'Xem trên cổng' },
      });
      return seeOther(
        reply,
        `${ADDRESS.procedures}/cho?loai=${keyOf(comparison.outlook === 'same' ? 'changed' : comparison.outlook)}`,
      );
    },
  );
}

const procedureRow = (record: NationalRecord): PendingRow => ({
  code: record.code,
  title: record.title,
  href: `${ADDRESS.procedures}/thu-tuc/${record.code}`,
  about:
    record.outlook === 'changed'
      ? `${record.differences} phần`
      : record.outlook === 'new'
        ? 'Chưa có tại đây'
        : record.outlook === 'waiting'
          ? record.waiting.map(({ part }) => PART_NAMES[part]).join('; ')
          : 'Đã bỏ ở nguồn',
});

function sharedWords(item: SharedItem, held: string | null, outlook: Outlook | 'same'): string {
  const list = SHARED.find((one) => one.service === item.service)?.name ?? item.catalogue;
  if (outlook === 'changed') return `${list}: tại đây là “${held}”`;
  if (outlook === 'retired')
    return `${list}: ${item.to ? `hết hiệu lực sau ${formatDate(item.to)}` : 'không còn ở nguồn'}`;
  return `${list}: ${item.from ? `áp dụng từ ${formatDate(item.from)}` : 'chưa có tại đây'}`;
}

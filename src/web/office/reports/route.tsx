import type { FastifyInstance, FastifyRequest } from 'fastify';
import { latenessOf, latenessText } from '../../../core/deadline/index.ts';
import { workCalendar } from '../../../modules/agencies/index.ts';
import { seenAtStep, seenFlowLoad, seenFlows, type SeenLoad } from '../../../modules/dossiers/index.ts';
import { listFlows, newestFlow, numberedFlow, type FlowVersion } from '../../../modules/flows/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { stepsOf } from '../../flows/load.tsx';
import { NotFound, page, requireOfficer, viewerOf } from '../../http/index.ts';
import { afterOf, PAGE_SIZE, sauOf } from '../desk/filters.ts';
import { deskOf } from '../desk-of.ts';
import { listFacts } from '../dossier-cells.tsx';
import {
  FlowReportPage,
  FlowsReportPage,
  ReportsPage,
  REPORTS,
  stepHref,
  StepReportPage,
  WHERE,
  type FlowLine,
} from './page.tsx';

interface Of {
  Params: { code: string };
  Querystring: Record<string, string | string[] | undefined>;
}

/** Reports for leaders and heads: each counts what its reader may see alone. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('report.see') };

  server.get(REPORTS, guard, async (request, reply) =>
    page(reply, <ReportsPage desk={await deskOf(platform, viewerOf(request))} />),
  );

  server.get(WHERE, guard, async (request, reply) => {
    const desk = await deskOf(platform, viewerOf(request));
    const now = clock.now();
    const [sums, steps, flows] = await Promise.all([
      seenFlows(db, desk.actor, now),
      seenFlowLoad(db, desk.actor, now),
      listFlows(db),
    ]);
    const names = new Map(flows.map(({ code, name }) => [code, name]));
    const lines = sums.map((sum): FlowLine => ({
      ...sum,
      name: names.get(sum.flowCode) ?? sum.flowCode,
      worst: worstOf(steps.filter((step) => step.flowCode === sum.flowCode)),
    }));
    return page(reply, <FlowsReportPage desk={desk} lines={lines} now={now} />);
  });

  server.get<Of>(`${WHERE}/:code`, guard, async (request, reply) => {
    const { code } = request.params;
    const desk = await deskOf(platform, viewerOf(request));
    const now = clock.now();
    const [newest, shown, rows] = await Promise.all([
      inForce(code),
      version(request),
      seenFlowLoad(db, desk.actor, now, code),
    ]);
    return page(
      reply,
      <FlowReportPage
        desk={desk}
        newest={newest}
        shown={shown}
        rows={rows}
        latest={await latestWords(rows, shown.id, now)}
        now={now}
      />,
    );
  });

  server.get<Of>(`${WHERE}/:code/ho-so`, guard, async (request, reply) => {
    const flow = await version(request);
    const node = stepsOf(flow.compiled).find(({ id }) => id === one(request.query['buoc']));
    if (!node) throw new NotFound('Quy trình không có bước này. Xem lại danh sách ở mục Báo cáo.');
    const desk = await deskOf(platform, viewerOf(request));
    const now = clock.now();
    const late = one(request.query['tre']) === '1';
    const after = afterOf(one(request.query['sau']));
    const place = { versionId: flow.id, node: node.id, late };
    const found = await seenAtStep(db, desk.actor, now, place, { limit: PAGE_SIZE + 1, after });
    const rows = found.slice(0, PAGE_SIZE);
    const last = rows.at(-1);
    return page(
      reply,
      <StepReportPage
        desk={desk}
        flow={flow}
        node={node}
        late={late}
        rows={rows}
        facts={await listFacts(db, desk.actor, rows, now)}
        first={after && stepHref(flow, node, late)}
        next={found.length > PAGE_SIZE && last ? stepHref(flow, node, late, sauOf(last)) : undefined}
      />,
    );
  });

  server.get<Of>(`${WHERE}/:code/so-do.bpmn`, guard, async (request, reply) => {
    const { bpmn } = await version(request);
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="quy-trinh.bpmn"')
      .header('cache-control', 'private, no-store')
      .send(bpmn);
  });

  async function inForce(code: string): Promise<FlowVersion> {
    const newest = await newestFlow(db, code);
    if (!newest) throw new NotFound('Không có quy trình này. Xem lại danh sách ở mục Báo cáo.');
    return newest;
  }

  /** The version that the address asks for, else the one in force. */
  async function version({ params, query }: FastifyRequest<Of>): Promise<FlowVersion> {
    const asked = one(query['ban']);
    if (asked === '') return inForce(params.code);
    const found = /^\d{1,6}$/.test(asked) ? await numberedFlow(db, params.code, Number(asked)) : null;
    if (!found) throw new NotFound('Quy trình không có bản này. Xem lại danh sách ở mục Báo cáo.');
    return found;
  }

  /** By step: how long the one has been late that is late for longest. Calendars are kept in the process. */
  async function latestWords(rows: SeenLoad[], versionId: number, now: Date): Promise<Map<string, string>> {
    const words = new Map<string, string>();
    for (const { node, latest, versionId: id } of rows) {
      if (id !== versionId || !latest) continue;
      const calendar = await workCalendar(db, latest.agencyId);
      words.set(node, latenessText(latenessOf(calendar, latest.dueAt, now)));
    }
    return words;
  }
}

const one = (value: string | string[] | undefined): string => [value ?? ''].flat().at(-1) ?? '';

/** The step with most late ones, whatever the version; null when none is late. */
function worstOf(steps: readonly SeenLoad[]): FlowLine['worst'] {
  const byNode = Map.groupBy(steps, ({ node }) => node);
  const sums = [...byNode.values()].map((some) => ({
    name: some.at(-1)!.stepName,
    late: some.reduce((sum, { late }) => sum + late, 0),
  }));
  const worst = sums.toSorted((a, b) => b.late - a.late)[0];
  return worst && worst.late > 0 ? worst : null;
}

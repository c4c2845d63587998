import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidConfiguration, seenChange } from '../../../modules/configuration/index.ts';
import {
  flowLoad,
  leftDossiers,
  listMoves,
  moveObject,
  moveView,
  orderedVersions,
  orderMove,
  previewMove,
  type OrderedVersions,
} from '../../../modules/dossiers/index.ts';
import { flowVersions } from '../../../modules/flows/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page, requireOfficer, requireToken } from '../../http/index.ts';
import { openFlow } from '../flows/open.ts';
import { editorOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { askedMapping, askedVersions, type Fields } from './asked.ts';
import { MovePage, moveHref } from './page.tsx';
import { ProgressPage } from './progress-page.tsx';

const BASE = '/quan-tri/quy-trinh/:code/chuyen-ho-so';
const PAGE = 50;

interface Params {
  code: string;
}

/** Moving the running dossiers of a flow onto another of its versions. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('flow.edit') };
  const guarded = { preHandler: [requireOfficer('flow.edit'), requireToken] };

  server.get<{ Params: Params; Querystring: Fields }>(BASE, guard, (request, reply) =>
    show(request, reply, request.params.code, request.query),
  );

  server.post<{ Params: Params; Body: Fields }>(BASE, guarded, async (request, reply) => {
    const { code } = request.params;
    const fields = request.body ?? {};
    try {
      const asked = askedVersions(fields, await flowVersions(db, code));
      const ordered = await orderedVersions(db, { flowCode: code, ...asked });
      const order = { flowCode: code, ...asked, mapping: askedMapping(fields, ordered) };
      const id = await orderMove(platform, order, {
        by: editorOf(request),
        seen: numberOf([fields['seen']].flat().at(-1)),
      });
      return seeOther(reply, `${moveHref(code)}/${id}`);
    } catch (error) {
      return show(request, reply, code, fields, turnedBack(error));
    }
  });

  server.get<{ Params: Params & { id: string }; Querystring: { sau?: string } }>(
    `${BASE}/:id`,
    guard,
    async (request, reply) => {
      const { code, id } = request.params;
      const move = /^\d{1,15}$/.test(id) ? await moveView(db, Number(id)) : null;
      if (move?.flowCode !== code) throw new NotFound('Không có lần chuyển hồ sơ này.');
      const found = await leftDossiers(db, move.id, { after: numberOf(request.query.sau), limit: PAGE + 1 });
      const left = found.slice(0, PAGE);
      return page(
        reply,
        <ProgressPage
          view={await openFlow(platform, request, code)}
          move={move}
          left={left}
          next={found.length > PAGE ? `${moveHref(code)}/${move.id}?sau=${left.at(-1)!.id}` : undefined}
        />,
      );
    },
  );

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    fields: Fields,
    back?: TurnedBack,
  ): Promise<FastifyReply> {
    const view = await openFlow(platform, request, code);
    const versions = await flowVersions(db, code);
    const asked = askedVersions(fields, versions);
    const { ordered, refused } = await readVersions(code, asked, 'den' in fields);
    const mapping = ordered ? askedMapping(fields, ordered) : {};
    const preview = ordered && (await previewMove(db, ordered, mapping));
    const faults = (preview?.faults ?? []).map(({ versionId, node, message }) => ({
      field: `m.${versionId}.${node}`,
      text: message,
    }));
    const errors = back?.errors ?? refused?.errors ?? faults;
    return page(
      reply,
      <MovePage
        view={view}
        versions={versions}
        asked={asked}
        ordered={ordered}
        mapping={mapping}
        preview={preview}
        load={await flowLoad(db, code, clock.now())}
        moves={await listMoves(db, code)}
        seen={await seenChange(db, moveObject(code))}
        errors={errors}
        stale={back?.stale}
      />,
      { status: back?.status ?? (errors.length > 0 ? 422 : 200) },
    );
  }

  /** The versions asked for; why they can not be used is said once somebody has chosen. */
  async function readVersions(
    flowCode: string,
    asked: { from: number[]; to: number },
    chosen: boolean,
  ): Promise<{ ordered: OrderedVersions | null; refused?: TurnedBack }> {
    try {
      return { ordered: await orderedVersions(db, { flowCode, ...asked }) };
    } catch (error) {
      if (!(error instanceof InvalidConfiguration)) throw error;
      return { ordered: null, refused: chosen ? turnedBack(error) : undefined };
    }
  }
}

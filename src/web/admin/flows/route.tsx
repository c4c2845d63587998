import type { FastifyInstance } from 'fastify';
import { flowName } from '../../../core/flow/index.ts';
import { beginFlow, flowCodeOf, flowUses, listFlows, runningByFlow } from '../../../modules/flows/index.ts';
import { InvalidConfiguration, listConfigDrafts } from '../../../modules/configuration/index.ts';
import type { FlowDraft } from '../../../modules/flows/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { checkToken, flash, page, requireOfficer, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, seeOther, turnedBack } from '../request.ts';
import { FlowListPage, NewFlowPage, type FlowRow, type NewFlowValues } from './list-page.tsx';
import { flowHref } from './open.ts';
import { editRoutes } from './edit-routes.tsx';
import { viewRoutes } from './view-routes.tsx';
import { readTextForm } from './upload.ts';

const HREF = '/quan-tri/quy-trinh';
const TOO_LARGE = 'Tệp nặng quá 2 MB. Tách quy trình, hoặc xuất lại không kèm hình ảnh.';

/** Flows: list, definition, drawing board, table, dry run, publication, versions, load. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db } = platform;
  const guard = { preHandler: requireOfficer('flow.edit') };

  server.get(HREF, guard, async (request, reply) => {
    const [flows, uses, running, drafts, desk] = await Promise.all([
      listFlows(db),
      flowUses(db),
      runningByFlow(db),
      listConfigDrafts<FlowDraft>(db, 'flow'),
      deskOf(platform, viewerOf(request)),
    ]);
    const rows: FlowRow[] = [
      ...drafts
        .filter((draft) => !flows.some((flow) => flow.code === draft.key))
        .map((draft) => ({
          code: draft.key,
          name: draft.title,
          version: null,
          publishedAt: null,
          uses: uses.filter((use) => use.flowCode === draft.key),
          running: 0,
          draft,
        })),
      ...flows.map(({ code, name, version, publishedAt }) => ({
        code,
        name,
        version,
        publishedAt,
        uses: uses.filter((use) => use.flowCode === code),
        running: running.get(code) ?? 0,
        draft: drafts.find((draft) => draft.key === code) ?? null,
      })),
    ];
    rows.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    return page(reply, <FlowListPage desk={desk} rows={rows} />);
  });

  server.get<{ Querystring: { tu?: string } }>(`${HREF}/moi`, guard, async (request, reply) => {
    const { tu = '' } = request.query;
    const [flows, desk] = await Promise.all([listFlows(db), deskOf(platform, viewerOf(request))]);
    const values = { name: '', code: '', from: tu ? 'copy' : 'template', source: tu };
    return page(reply, <NewFlowPage desk={desk} flows={flows} values={values} errors={[]} />);
  });

  server.post(`${HREF}/moi`, guard, async (request, reply) => {
    const { fields, file, tooLarge } = await readTextForm(request);
    checkToken(request, fields['_ma']);
    // A file brings its name along.
    const name = fields['name'] || (file && !tooLarge ? await flowName(file) : '');
    const values: NewFlowValues = {
      name,
      code: fields['code'] || '',
      from: fields['from'] ?? 'template',
      source: fields['source'] ?? '',
    };
    const code = values.code.trim() || flowCodeOf(name);
    const from =
      values.from === 'copy'
        ? { copyOf: values.source }
        : values.from === 'file'
          ? { file: file ?? '' }
          : ({ template: true } as const);
    try {
      if (tooLarge) throw new InvalidConfiguration([{ place: 'file', message: TOO_LARGE }]);
      const [by, at] = [editorOf(request), platform.clock.now()];
      await db.transaction().execute((tx) => beginFlow(tx, { code, name, from, by, at }));
    } catch (error) {
      const { status, errors } = turnedBack(error);
      const [flows, desk] = await Promise.all([listFlows(db), deskOf(platform, viewerOf(request))]);
      return page(reply, <NewFlowPage desk={desk} flows={flows} values={values} errors={errors} />, {
        status,
      });
    }
    flash(reply, `Đã tạo bản nháp quy trình “${name}”.`);
    return seeOther(reply, flowHref(code, 'sua'));
  });

  viewRoutes(server, platform);
  editRoutes(server, platform);
}

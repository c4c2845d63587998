import type { FastifyInstance } from 'fastify';
import { compareForms, writeFormFile } from '../../../core/form/index.ts';
import { slug } from '../../../core/text.ts';
import { seenChange } from '../../../modules/configuration/index.ts';
import {
  createForm,
  discardFormDraft,
  formRows,
  formVersions,
  importForm,
  numberedForm,
  openForm,
  publishFormDraft,
  republishForm,
} from '../../../modules/forms/index.ts';
import { adoptForm, formUseCounts, proceduresOfForm } from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  contentDisposition,
  flash,
  NotFound,
  page,
  requireOfficer,
  requireToken,
  viewerOf,
} from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { builderRoutes } from './builder-route.tsx';
import { ComparePage } from './compare-page.tsx';
import { FormPage } from './form-page.tsx';
import { ImportPage } from './import-page.tsx';
import { ListPage } from './list-page.tsx';
import { componentsOf, faultsOf, formOf, shownForm } from './load.ts';
import { NewPage } from './new-page.tsx';
import { FORMS, formPath } from './paths.ts';
import { previewRoutes } from './preview-route.tsx';
import { PublishPage } from './publish-page.tsx';
import { readTextFile } from './read-file.ts';

const PER_PAGE = 50;
const VERSIONS = 30;

/** Electronic forms: list, builder, preview, publication, versions, files (II.2.1, II.2.5). */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = requireOfficer('form.edit');
  const sends = [guard, requireToken];
  builderRoutes(server, platform);
  previewRoutes(server, platform);

  server.get<{ Querystring: { q?: string; sau?: string } }>(
    FORMS,
    { preHandler: guard },
    async (request, reply) => {
      const q = String(request.query.q ?? '').slice(0, 100);
      const after = String(request.query.sau ?? '').slice(0, 60);
      const rows = await formRows(db, { q, after, limit: PER_PAGE + 1 });
      const shown = rows.slice(0, PER_PAGE);
      const next = rows.length > PER_PAGE ? shown.at(-1)!.code : null;
      const desk = await deskOf(platform, viewerOf(request));
      return page(
        reply,
        <ListPage desk={desk} rows={shown} uses={await formUseCounts(db)} q={q} after={after} next={next} />,
      );
    },
  );

  const showNew = async (
    request: Parameters<typeof viewerOf>[0],
    reply: Parameters<typeof page>[0],
    typed: Record<string, string>,
    back?: TurnedBack,
  ) => {
    const source = typed['from'] ? await openForm(db, typed['from']) : null;
    const desk = await deskOf(platform, viewerOf(request));
    const copied = source?.definition.title ?? null;
    return page(reply, <NewPage desk={desk} typed={typed} copied={copied} turnedBack={back} />, {
      status: back?.status,
    });
  };
  server.get<{ Querystring: { tu?: string } }>(`${FORMS}/tao`, { preHandler: guard }, (request, reply) =>
    showNew(request, reply, { from: String(request.query.tu ?? '') }),
  );
  server.post(`${FORMS}/tao`, { preHandler: sends }, async (request, reply) => {
    const typed = fieldsOf(request.body);
    const title = (typed['title'] ?? '').normalize('NFC').trim();
    const code = (typed['code'] ?? '').trim() || slug(title).slice(0, 60).replace(/-$/, '');
    try {
      await db.transaction().execute((tx) =>
        createForm(tx, {
          code,
          title,
          from: typed['from'] || undefined,
          by: editorOf(request),
          at: clock.now(),
        }),
      );
    } catch (error) {
      return showNew(request, reply, typed, turnedBack(error));
    }
    return seeOther(reply, formPath(code, 'sua'));
  });

  server.get(`${FORMS}/nhap-tep`, { preHandler: guard }, async (request, reply) =>
    page(reply, <ImportPage desk={await deskOf(platform, viewerOf(request))} />),
  );
  server.post(`${FORMS}/nhap-tep`, { preHandler: guard }, async (request, reply) => {
    try {
      const { text, fields } = await readTextFile(request);
      const replace = fields['replace'] === 'true';
      const code = await db
        .transaction()
        .execute((tx) => importForm(tx, { text, replace, by: editorOf(request), at: clock.now() }));
      flash(reply, 'Đã nhập tệp thành bản nháp. Xem lại rồi công bố.');
      return seeOther(reply, formPath(code, 'sua'));
    } catch (error) {
      const back = turnedBack(error, (place) => (place === 'tep' ? 'tep' : ''));
      const errors = back.errors.map(({ field, text }) => (field ? { field, text } : { text }));
      const desk = await deskOf(platform, viewerOf(request));
      return page(reply, <ImportPage desk={desk} turnedBack={{ ...back, errors }} />, {
        status: back.status,
      });
    }
  });

  type Code = { Params: { code: string } };

  const showForm = async (
    request: Parameters<typeof viewerOf>[0],
    reply: Parameters<typeof page>[0],
    code: string,
    before?: number,
    back?: TurnedBack,
  ) => {
    const form = await formOf(platform, code);
    const rows = await formVersions(db, code, { before, limit: VERSIONS + 1 });
    const shown = rows.slice(0, VERSIONS);
    const older = rows.length > VERSIONS ? `${formPath(code)}?truoc=${shown.at(-1)!.version}` : null;
    return page(
      reply,
      <FormPage
        desk={await deskOf(platform, viewerOf(request))}
        form={form}
        uses={await proceduresOfForm(db, code)}
        versions={shown}
        older={older}
        seen={await seenChange(db, `form:${code}`)}
        turnedBack={back}
      />,
      { status: back?.status },
    );
  };
  server.get<Code & { Querystring: { truoc?: string } }>(
    `${FORMS}/:code`,
    { preHandler: guard },
    (request, reply) =>
      showForm(request, reply, request.params.code, numberOf(request.query.truoc) || undefined),
  );

  server.post<Code>(`${FORMS}/:code/bo-nhap`, { preHandler: sends }, async (request, reply) => {
    const { code } = request.params;
    const form = await formOf(platform, code);
    const revision = numberOf(fieldsOf(request.body)['revision']);
    try {
      await db
        .transaction()
        .execute((tx) => discardFormDraft(tx, { code, revision, by: editorOf(request), at: clock.now() }));
    } catch (error) {
      return showForm(request, reply, code, undefined, turnedBack(error));
    }
    flash(reply, `Đã bỏ bản nháp của “${form.definition.title}”.`);
    return seeOther(reply, form.published ? formPath(code) : FORMS);
  });

  server.post<Code>(`${FORMS}/:code/cong-bo-lai`, { preHandler: sends }, async (request, reply) => {
    const { code } = request.params;
    await formOf(platform, code);
    const fields = fieldsOf(request.body);
    const [version, seen] = [numberOf(fields['version']), numberOf(fields['seen'])];
    const by = editorOf(request);
    try {
      const { done, adopted } = await db.transaction().execute(async (tx) => {
        const at = clock.now();
        const published = await republishForm(tx, { code, version, seen, by, at });
        return { done: published, adopted: await adoptForm(tx, code, { by, now: at }) };
      });
      flash(reply, `Bản ${version} đã công bố lại thành bản ${done.version}${forProcedures(adopted)}.`);
    } catch (error) {
      return showForm(request, reply, code, undefined, turnedBack(error));
    }
    return seeOther(reply, formPath(code));
  });

  const showPublish = async (
    request: Parameters<typeof viewerOf>[0],
    reply: Parameters<typeof page>[0],
    code: string,
    typed: Record<string, string> = {},
    back?: TurnedBack,
  ) => {
    const form = await formOf(platform, code);
    const uses = await proceduresOfForm(db, code);
    const faults = await faultsOf(platform, form.definition, uses);
    return page(
      reply,
      <PublishPage
        desk={await deskOf(platform, viewerOf(request))}
        form={form}
        faults={faults}
        rows={form.published ? compareForms(form.published.definition, form.definition) : []}
        uses={uses}
        typed={typed}
        turnedBack={back}
      />,
      { status: back?.status },
    );
  };
  server.get<Code>(`${FORMS}/:code/cong-bo`, { preHandler: guard }, (request, reply) =>
    showPublish(request, reply, request.params.code),
  );
  server.post<Code>(`${FORMS}/:code/cong-bo`, { preHandler: sends }, async (request, reply) => {
    const { code } = request.params;
    await formOf(platform, code);
    const typed = fieldsOf(request.body);
    const note = (typed['note'] ?? '').normalize('NFC').trim().slice(0, 300);
    const by = editorOf(request);
    try {
      const { done, adopted } = await db.transaction().execute(async (tx) => {
        const at = clock.now();
        const components = componentsOf(await proceduresOfForm(tx, code))?.map((one) => one.code);
        const revision = numberOf(typed['revision']);
        const published = await publishFormDraft(tx, { code, revision, note, components, by, at });
        const taken = typed['adopt'] === 'true' ? await adoptForm(tx, code, { by, now: at }) : 0;
        return { done: published, adopted: taken };
      });
      const text = done.created
        ? `Đã công bố bản ${done.version}${forProcedures(adopted)}.`
        : `Bản nháp giống hệt bản ${done.version} nên không thành bản mới.`;
      flash(reply, text);
    } catch (error) {
      return showPublish(request, reply, code, typed, turnedBack(error));
    }
    return seeOther(reply, formPath(code));
  });

  server.get<Code & { Querystring: { tu?: string; den?: string } }>(
    `${FORMS}/:code/so-sanh`,
    { preHandler: guard },
    async (request, reply) => {
      const { code } = request.params;
      const form = await formOf(platform, code);
      const [from, to] = await Promise.all(
        [request.query.tu, request.query.den].map((one) => numberedForm(db, code, numberOf(one))),
      );
      if (!from || !to || !form.published) {
        throw new NotFound('Không có bản cần so sánh. Chọn lại ở danh sách các bản.');
      }
      const desk = await deskOf(platform, viewerOf(request));
      return page(reply, <ComparePage desk={desk} from={from} to={to} newest={form.published.version} />);
    },
  );

  server.get<Code & { Querystring: { ban?: string } }>(
    `${FORMS}/:code/tep.json`,
    { preHandler: guard },
    async (request, reply) => {
      const { code } = request.params;
      const { def, query } = await shownForm(platform, code, request.query.ban);
      const suffix = query['ban'] ? `-ban-${query['ban']}` : '';
      return reply
        .header('content-disposition', contentDisposition('attachment', `${code}${suffix}.json`))
        .header('cache-control', 'private, no-store')
        .type('application/json; charset=utf-8')
        .send(writeFormFile(def));
    },
  );
}

const forProcedures = (count: number): string => (count > 0 ? `, ${count} thủ tục dùng ngay` : '');

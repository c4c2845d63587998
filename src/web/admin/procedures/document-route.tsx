import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bindings } from '../../../core/binding.ts';
import type { FormDefinition } from '../../../core/form/index.ts';
import type { ProcedureResult } from '../../../core/procedure.ts';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import { newestForm } from '../../../modules/forms/index.ts';
import { saveProcedureDraft, type OpenProcedure } from '../../../modules/procedures/index.ts';
import { checkDocument, resultTemplateKinds, resultTemplateNames } from '../../../modules/slips/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { fillingOf, readBindings, type Filling } from './document-entered.ts';
import { DocumentPage } from './document-page.tsx';
import { CHANGE, mustOpen, SEE } from './editor-route.tsx';
import { editorPath } from './place.ts';

interface Params {
  code: string;
  result: string;
}

/** Held against a form that asks nothing, when the procedure has none yet. */
const NO_FORM: FormDefinition = { code: '', title: '(chưa chọn biểu mẫu)', schema: {}, steps: [] };

/** The document that is printed of a result: its template and what fills it (II.2.5). */
export function documentRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const path = '/quan-tri/thu-tuc/:code/ban-in/:result';

  server.get<{ Params: Params; Querystring: { mau?: string } }>(path, SEE, async (request, reply) => {
    const { procedure, result } = await open(request.params);
    const template = request.query.mau ?? result.document?.template ?? '';
    return draw(request, reply, procedure, result, { template });
  });

  server.post<{ Params: Params }>(path, CHANGE, async (request, reply) => {
    const { procedure, result } = await open(request.params);
    const fields = fieldsOf(request.body);
    const template = fields.mau ?? '';
    try {
      const document = template === '' ? undefined : await read(procedure, template, fields);
      const definition = {
        ...procedure.definition,
        results: procedure.definition.results.map((one) =>
          one.code === result.code ? { ...one, document } : one,
        ),
      };
      await db.transaction().execute((tx) =>
        saveProcedureDraft(tx, definition, {
          revision: numberOf(fields.revision),
          by: editorOf(request),
          at: clock.now(),
        }),
      );
    } catch (error) {
      const turned = turnedBack(error, (place) => `f.${place.split('.')[0]}`);
      return draw(request, reply, procedure, result, { template, turned, typed: fields });
    }
    flash(reply, 'Đã lưu bản in vào bản nháp của thủ tục.');
    return seeOther(reply, `${editorPath(procedure.code)}#ket-qua`);
  });

  async function open(params: Params): Promise<{ procedure: OpenProcedure; result: ProcedureResult }> {
    const procedure = await mustOpen(platform, params.code);
    const result = procedure.definition.results.find((one) => one.code === params.result);
    if (!result) {
      throw new NotFound('Thủ tục không còn kết quả này. Mở lại thủ tục và chọn kết quả khác.', {
        href: editorPath(procedure.code),
        label: 'Về thủ tục',
      });
    }
    return { procedure, result };
  }

  /** @throws InvalidConfiguration naming the template's field */
  async function read(procedure: OpenProcedure, template: string, fields: Record<string, string>) {
    const templates = await resultTemplateKinds(db);
    const kinds = templates.get(template) ?? {};
    const document: { template: string; fields: Bindings } = {
      template,
      fields: readBindings(kinds, fields),
    };
    const faults = checkDocument(document, (await formOf(procedure)) ?? NO_FORM, templates);
    if (faults.length > 0) {
      throw new InvalidConfiguration(
        faults.map(({ place, message }) => ({ place, message: `{${place}}: ${message}` })),
      );
    }
    return document;
  }

  async function formOf({ definition }: OpenProcedure): Promise<FormDefinition | null> {
    return definition.formCode ? ((await newestForm(db, definition.formCode))?.definition ?? null) : null;
  }

  async function draw(
    request: FastifyRequest,
    reply: FastifyReply,
    procedure: OpenProcedure,
    result: ProcedureResult,
    view: { template: string; turned?: TurnedBack; typed?: Record<string, string> },
  ): Promise<FastifyReply> {
    const { template, turned, typed } = view;
    const kinds = (await resultTemplateKinds(db)).get(template) ?? {};
    const before = result.document?.template === template ? result.document.fields : {};
    const fillings = Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => {
        const filling = fillingOf(kind, before[name]);
        return [name, typed ? retyped(name, filling, typed) : filling];
      }),
    );
    return page(
      reply,
      <DocumentPage
        desk={await deskOf(platform, viewerOf(request))}
        procedure={{ code: procedure.code, name: procedure.definition.name }}
        result={result}
        form={await formOf(procedure)}
        templates={[...(await resultTemplateNames(db))].map(([value, label]) => ({ value, label }))}
        template={template}
        kinds={kinds}
        fillings={fillings}
        revision={procedure.draft?.revision ?? 0}
        errors={turned?.errors}
        stale={turned?.stale}
      />,
      { status: turned?.status ?? 200 },
    );
  }
}

/** What was typed, in the shape in which it was asked for. */
function retyped(name: string, filling: Filling, typed: Record<string, string>): Filling {
  if (filling.shape !== 'rows') return { ...filling, text: typed[`f.${name}`] ?? '' };
  const columns = Object.keys(filling.columns).map((column) => [column, typed[`f.${name}.${column}`] ?? '']);
  return { ...filling, each: typed[`f.${name}.each`] ?? '', columns: Object.fromEntries(columns) };
}

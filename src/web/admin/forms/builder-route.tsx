import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDateTime } from '../../../core/dates.ts';
import {
  editForm,
  EditRefused,
  spotAt,
  type FormDefinition,
  type FormEdit,
} from '../../../core/form/index.ts';
import { InvalidConfiguration, StaleEdit } from '../../../modules/configuration/index.ts';
import { saveFormDraft, type FormDraftBody, type OpenForm } from '../../../modules/forms/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { checkToken, flash, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { buttonEdit, editFrom, fieldsAt, one, type Fields } from '../../islands/form-builder/fields.ts';
import { nameAt } from '../../islands/form-builder/builder.tsx';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { BuilderPage } from './builder-page.tsx';
import { briefCatalogues, builderFacts, formOf } from './load.ts';
import { FORMS, formPath } from './paths.ts';

/** Somewhere at the end of whatever list. */
const LAST = 10_000;

/** The builder: plain pages whose buttons are edits, and the address to which the island saves. */
export function builderRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = requireOfficer('form.edit');
  type Code = { Params: { code: string } };

  server.get<Code & { Querystring: { muc?: string } }>(
    `${FORMS}/:code/sua`,
    { preHandler: guard },
    async (request, reply) => {
      const form = await formOf(platform, request.params.code);
      const wanted = String(request.query.muc ?? 'form');
      const place = spotAt(form.definition, wanted) ? wanted : 'form';
      return show(platform, request, reply, form, place, fieldsAt(form.definition, place));
    },
  );

  server.post<Code>(`${FORMS}/:code/sua`, { preHandler: [guard, requireToken] }, async (request, reply) => {
    const form = await formOf(platform, request.params.code);
    const { code, definition } = form;
    const fields = multiFields(request.body);
    const place = one(fields, 'muc') || 'form';
    const button = one(fields, 'op') || 'save';
    try {
      const done = pressed(form, place, button, fields);
      await db.transaction().execute((tx) =>
        saveFormDraft(tx, {
          code,
          definition: done.definition,
          undo: done.undo,
          revision: numberOf(one(fields, 'revision')),
          by: editorOf(request),
          at: clock.now(),
        }),
      );
      if (done.undo) flash(reply, `${done.undo.what}. Bấm “Hoàn tác” để lấy lại.`);
      else if (button === 'save') flash(reply, 'Đã lưu bản nháp.');
      return seeOther(reply, formPath(code, `sua?muc=${encodeURIComponent(done.place)}`));
    } catch (error) {
      const refused = error instanceof EditRefused ? invalid(error) : error;
      const back = turnedBack(refused, (property) => (property ? `m-${property.replaceAll('.', '-')}` : ''));
      const at = spotAt(definition, place) ? place : 'form';
      // What was typed stays, also where somebody else has changed the form meanwhile.
      const typed = button === 'save' ? fields : fieldsAt(definition, at);
      return show(platform, request, reply, await formOf(platform, code), at, typed, back);
    }
  });

  server.post<Code>(
    `${FORMS}/:code/luu`,
    {
      preHandler: async (request, reply) => {
        if (request.viewer) return guard.call(server, request, reply);
        return reply.code(401).send({
          message: 'Phiên đăng nhập đã hết nên chưa lưu được. Đăng nhập lại ở trang khác rồi sửa tiếp ở đây.',
        });
      },
    },
    async (request, reply) => {
      const { code } = await formOf(platform, request.params.code);
      const body = (request.body ?? {}) as { _ma?: unknown; revision?: unknown; definition?: unknown };
      checkToken(request, body._ma);
      const definition = body.definition as FormDefinition;
      try {
        const at = clock.now();
        const revision = await db.transaction().execute((tx) =>
          saveFormDraft(tx, {
            code,
            definition,
            revision: numberOf(body.revision),
            by: editorOf(request),
            at,
          }),
        );
        const catalogues = await briefCatalogues(platform, definition);
        return reply.send({ revision, savedAt: formatDateTime(at), catalogues });
      } catch (error) {
        if (error instanceof InvalidConfiguration) return reply.code(422).send({ message: error.message });
        if (!(error instanceof StaleEdit)) throw error;
        const { revision } = await formOf(platform, code);
        return reply.code(409).send({ message: error.message, revision });
      }
    },
  );
}

const invalid = (error: EditRefused): InvalidConfiguration =>
  new InvalidConfiguration([{ place: error.property, message: error.message }]);

/** What a button makes of the form. @throws EditRefused */
function pressed(
  { definition, draft, published }: OpenForm,
  place: string,
  button: string,
  fields: Fields,
): { definition: FormDefinition; place: string; undo?: FormDraftBody['undo'] } {
  if (button === 'undo') {
    const undo = draft?.body.undo;
    if (!undo) throw new EditRefused('', 'Không còn gì để hoàn tác.');
    return { definition: undo.definition, place: spotAt(undo.definition, place) ? place : 'form' };
  }
  const edit: FormEdit =
    button === 'save'
      ? editFrom(definition, place, fields)
      : button === 'move'
        ? { op: 'move', place, parent: one(fields, 'parent'), index: LAST }
        : buttonEdit(definition, place, button);
  const done = editForm(definition, edit, published?.definition);
  if (edit.op !== 'remove') return done;
  return { ...done, undo: { definition, what: `Đã xóa “${nameAt(definition, place)}”` } };
}

function multiFields(body: unknown): Fields {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      [value].flat().map(String),
    ]),
  );
}

async function show(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  form: OpenForm,
  place: string,
  fields: Fields,
  back?: TurnedBack,
): Promise<FastifyReply> {
  const facts = await builderFacts(platform, form.definition);
  const desk = await deskOf(platform, viewerOf(request));
  return page(
    reply,
    <BuilderPage desk={desk} form={form} place={place} fields={fields} turnedBack={back} {...facts} />,
    { status: back?.status },
  );
}

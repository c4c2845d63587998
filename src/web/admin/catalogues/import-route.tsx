import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { catalogueObject, itemsFromCsv, saveCatalogue, withCsv } from '../../../modules/catalogues/index.ts';
import { InvalidConfiguration, seenChange } from '../../../modules/configuration/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { checkToken, flash, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { ImportPage, type ImportPreview } from './import-page.tsx';
import { catalogueHref, LIST } from './paths.ts';
import { mustFind } from './load.ts';

const MOST_BYTES = 200 * 1024;

interface CodeParams {
  Params: { code: string };
}

/** Import of a catalogue from CSV: nothing is saved before the preview has been confirmed. */
export function importRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = requireOfficer('catalogue.edit');

  async function show(
    request: FastifyRequest<CodeParams>,
    reply: FastifyReply,
    again: { preview?: ImportPreview; back?: TurnedBack } = {},
  ): Promise<FastifyReply> {
    const state = await mustFind(db, request.params.code, true);
    return page(
      reply,
      <ImportPage
        desk={await deskOf(platform, viewerOf(request))}
        state={state}
        seen={await seenChange(db, catalogueObject(state.code))}
        preview={again.preview}
        errors={again.back?.errors}
        stale={again.back?.stale}
      />,
      { status: again.back?.status ?? 200 },
    );
  }

  async function previewOf(code: string, bytes: Uint8Array, endMissing: boolean): Promise<ImportPreview> {
    const state = await mustFind(db, code, true);
    const items = withCsv(state.items, itemsFromCsv(bytes), { on: localDate(clock.now()), endMissing });
    return { text: new TextDecoder().decode(bytes), endMissing, items };
  }

  server.get<CodeParams>(`${LIST}/:code/nhap`, { preHandler: guard }, async (request, reply) =>
    show(request, reply),
  );

  server.post<CodeParams>(`${LIST}/:code/nhap`, { preHandler: guard }, async (request, reply) => {
    const { bytes, fields } = await readUpload(request);
    checkToken(request, fields._ma);
    try {
      if (!bytes) throw refuse('Chọn tệp CSV rồi bấm “Xem trước”.');
      if (bytes.length > MOST_BYTES)
        throw refuse('Tệp nặng hơn 200 KB. Chia thành nhiều tệp, nhập từng tệp.');
      const preview = await previewOf(request.params.code, bytes, fields.het === '1');
      return await show(request, reply, { preview });
    } catch (error) {
      return show(request, reply, { back: turnedBack(error) });
    }
  });

  server.post<CodeParams>(
    `${LIST}/:code/nhap/luu`,
    { preHandler: [guard, requireToken] },
    async (request, reply) => {
      const { code } = request.params;
      const fields = fieldsOf(request.body);
      let preview: ImportPreview | undefined;
      try {
        preview = await previewOf(code, new TextEncoder().encode(fields['noi-dung']), fields.het === '1');
        const { items } = preview;
        const state = await mustFind(db, code, true);
        await db.transaction().execute((tx) =>
          saveCatalogue(
            tx,
            { ...state, items },
            {
              by: editorOf(request),
              at: clock.now(),
              seen: numberOf(fields.seen),
              action: 'catalogue.import',
            },
          ),
        );
      } catch (error) {
        const back = turnedBack(error, () => 'tep');
        return show(request, reply, { preview, back });
      }
      flash(reply, 'Đã nhập danh mục. Biểu mẫu dùng ngay.');
      return seeOther(reply, catalogueHref(code));
    },
  );
}

const refuse = (message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place: 'tep', message }]);

/** The one file of a posted form, at most a little more than is taken of it, and the other fields. */
async function readUpload(
  request: FastifyRequest,
): Promise<{ bytes: Buffer | null; fields: Record<string, string> }> {
  const fields: Record<string, string> = {};
  let bytes: Buffer | null = null;
  if (!request.isMultipart()) return { bytes, fields: fieldsOf(request.body) };
  for await (const part of request.parts({ limits: { fileSize: Infinity, files: 5, fields: 20 } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of part.file) {
      if (size <= MOST_BYTES) chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
    if (part.filename && size > 0) bytes = Buffer.concat(chunks);
  }
  return { bytes, fields };
}

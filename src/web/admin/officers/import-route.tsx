import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getFile } from '../../../modules/documents/index.ts';
import { csvTemplate, importOfficers, MAX_CSV_BYTES, previewImport } from '../../../modules/staff/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  checkToken,
  contentDisposition,
  flash,
  NotFound,
  page,
  readMultipart,
  requireOfficer,
  requireToken,
  viewerOf,
} from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { IMPORT, OFFICERS } from './frame.tsx';
import { ImportPage, PreviewPage } from './import-page.tsx';

/** Many officers from a file: template, preview, confirmation. */
export function importRoutes(server: FastifyInstance, platform: Platform): void {
  const guard = { preHandler: requireOfficer('account.edit') };

  server.get(IMPORT, guard, (request, reply) => start(request, reply));
  server.get(`${IMPORT}/mau.csv`, guard, (_request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', contentDisposition('attachment', 'mau-nhap-can-bo.csv'))
      .send(csvTemplate()),
  );
  server.post(IMPORT, guard, async (request, reply) => {
    const form = await readMultipart(request, { maxBytes: 2 * MAX_CSV_BYTES, maxFiles: 1, accept: ['csv'] });
    checkToken(request, form.fields['_ma']);
    const [file] = form.files;
    if (!file) {
      const text = form.refused[0]?.message ?? 'Chọn tệp CSV đã điền.';
      return start(request, reply, { status: 422, errors: [{ field: 'tep', text }] });
    }
    const preview = await previewImport(platform, await platform.files.read(file.sha256));
    return page(
      reply,
      <PreviewPage
        desk={await deskOf(platform, viewerOf(request))}
        fileName={file.name}
        fileId={file.id}
        preview={preview}
      />,
      { status: preview.faults.length > 0 ? 422 : 200 },
    );
  });
  server.post(
    `${IMPORT}/xac-nhan`,
    { preHandler: [requireOfficer('account.edit'), requireToken] },
    async (request, reply) => {
      const file = await getFile(platform.db, fieldsOf(request.body)['tep'] ?? '');
      // Only the file that this administrator has looked through.
      if (!file || file.createdBy !== viewerOf(request).account.id || !file.mime.startsWith('text/csv')) {
        throw new NotFound();
      }
      let count: Awaited<ReturnType<typeof importOfficers>>;
      try {
        count = await importOfficers(platform, await platform.files.read(file.sha256), editorOf(request));
      } catch (error) {
        return start(request, reply, turnedBack(error));
      }
      server.viewers.forget(null);
      flash(
        reply,
        `Đã nhập tệp: thêm ${count.created}, cập nhật ${count.updated}, không đổi ${count.same}. Đã gửi ${count.invited} thư mời.`,
      );
      return seeOther(reply, OFFICERS);
    },
  );

  async function start(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack) {
    return page(
      reply,
      <ImportPage desk={await deskOf(platform, viewerOf(request))} errors={back?.errors} />,
      { status: back?.status },
    );
  }
}

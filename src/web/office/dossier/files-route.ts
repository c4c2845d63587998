import type { FastifyInstance, FastifyReply } from 'fastify';
import { getFile, type StoredFile } from '../../../modules/documents/index.ts';
import { resultFile } from '../../../modules/dossiers/index.ts';
import { slipFile } from '../../../modules/slips/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { contentDisposition, NotFound, requireOfficer, sendFile } from '../../http/index.ts';
import { openDossier } from './open.ts';
import { auditView } from './view-audit.ts';

interface FileRoute {
  Params: { id: string; key: string };
  Querystring: { tai?: string };
}

/** Papers, results and slips of a dossier, for those who may see the dossier. */
export function fileRoutes(server: FastifyInstance, platform: Platform): void {
  const guard = { preHandler: requireOfficer() };

  server.get<FileRoute>('/mot-cua/ho-so/:id/tep/:key', guard, async (request, reply) => {
    const { id, key } = request.params;
    const view = await openDossier(platform, request, id);
    const belongs =
      view.papers.some((paper) => paper.files.some((file) => file.id === key)) ||
      view.results.some((result) => result.fileId === key);
    const file = belongs ? await getFile(platform.db, key) : null;
    await auditView(platform, request, view.dossier.id);
    return answer(reply, file, request.query);
  });

  server.get<FileRoute>('/mot-cua/ho-so/:id/ket-qua/:key', guard, async (request, reply) => {
    const { id, key } = request.params;
    const view = await openDossier(platform, request, id);
    const result = view.results.find((one) => String(one.id) === key);
    const file = result ? await resultFile(platform, result.id) : null;
    if (!Buffer.isBuffer(file)) return answer(reply, file, request.query);
    return reply
      .type('application/pdf')
      .header('content-disposition', contentDisposition('inline', `Dự thảo ${result!.name}.pdf`))
      .header('content-security-policy', "default-src 'none'; object-src 'self'; frame-ancestors 'self'")
      .header('x-frame-options', 'SAMEORIGIN')
      .header('cache-control', 'private, no-store')
      .send(file);
  });

  server.get<FileRoute>('/mot-cua/ho-so/:id/phieu/:key', guard, async (request, reply) => {
    const { id, key } = request.params;
    const view = await openDossier(platform, request, id);
    const slip = view.slips.find((one) => String(one.id) === key);
    return answer(reply, slip ? await slipFile(platform, slip.id) : null, request.query);
  });
}

function answer(reply: FastifyReply, file: StoredFile | null, query: { tai?: string }): FastifyReply {
  if (!file) {
    throw new NotFound('Hồ sơ này không có tệp đó. Mở lại hồ sơ để xem những tệp đang có.');
  }
  return sendFile(reply, file, { inline: query.tai === undefined });
}

import type { FastifyInstance } from 'fastify';
import { formatDateTime } from '../../../core/dates.ts';
import { summarise } from '../../../core/form/index.ts';
import { getFile } from '../../../modules/documents/index.ts';
import { resultFile } from '../../../modules/dossiers/index.ts';
import { slipFile } from '../../../modules/slips/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page as send, requireCitizen, sendFile } from '../../http/index.ts';
import { PrintPage } from '../../ui/form/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { cataloguesOf } from '../../ui/form/lists.ts';
import { ownDossier } from './own.ts';

/** Files of one's own dossier: results, slips, papers; and what was declared, on paper. */
export function fileRoutes(server: FastifyInstance, platform: Platform): void {
  const guard = { preHandler: requireCitizen };

  server.get<{ Params: { id: string; resultId: string } }>(
    '/ho-so/:id/ket-qua/:resultId',
    guard,
    async (request, reply) => {
      const { results } = await ownDossier(platform, request, request.params.id);
      const result = results.find((one) => String(one.id) === request.params.resultId);
      const file = result && (await resultFile(platform, result.id));
      if (!file || Buffer.isBuffer(file)) throw gone('Kết quả này chưa phát hành.');
      return sendFile(reply, file);
    },
  );

  server.get<{ Params: { id: string; slipId: string } }>(
    '/ho-so/:id/phieu/:slipId',
    guard,
    async (request, reply) => {
      const { slips } = await ownDossier(platform, request, request.params.id);
      const slip = slips.find((one) => String(one.id) === request.params.slipId);
      const file = slip && (await slipFile(platform, slip.id));
      if (!file) throw gone('Phiếu này không thuộc hồ sơ của bạn.');
      return sendFile(reply, file, { inline: true });
    },
  );

  server.get<{ Params: { id: string; fileId: string } }>(
    '/ho-so/:id/tep/:fileId',
    guard,
    async (request, reply) => {
      const { papers } = await ownDossier(platform, request, request.params.id);
      const known = papers.some((paper) => paper.files.some((file) => file.id === request.params.fileId));
      const file = known ? await getFile(platform.db, request.params.fileId) : null;
      if (!file) throw gone('Tệp này không thuộc hồ sơ của bạn.');
      return sendFile(reply, file, { inline: true });
    },
  );

  server.get<{ Params: { id: string } }>('/ho-so/:id/ban-in', guard, async (request, reply) => {
    const page = await ownDossier(platform, request, request.params.id);
    const { dossier, form, procedure } = page;
    const catalogues = await cataloguesOf(platform.db, form, dossier.submitted_at);
    return send(
      reply,
      <PrintPage
        state={dossier.code ? `Mã hồ sơ ${dossier.code}` : `Số đăng ký ${dossier.registration_no}`}
        title={procedure.name}
        agency={page.directory.agencyById(dossier.agency_id)?.name}
        form={form}
        facts={[
          { label: 'Trường hợp', value: page.procedureCase.name },
          { label: 'Nơi giải quyết', value: page.directory.agencyById(dossier.agency_id)?.name },
          { label: 'Nộp lúc', value: formatDateTime(dossier.submitted_at) },
          {
            label: 'Cách nhận kết quả',
            value: methodText(dossier.delivery),
            sub: postalText(dossier.delivery),
          },
        ]}
        sections={form ? summarise(form, dossier.answers, catalogues) : []}
        papers={page.papers.map((paper) => ({
          name: paper.name,
          text: paper.state === 'given' ? 'đã nộp' : paper.state === 'wanted' ? 'cần bổ sung' : 'không nộp',
        }))}
        printedAt={formatDateTime(platform.clock.now())}
        back={{ href: `/ho-so/${dossier.id}`, label: 'Về hồ sơ' }}
      />,
    );
  });
}

const gone = (message: string): NotFound =>
  new NotFound(`${message} Mở lại trang hồ sơ để xem những gì đang có.`);

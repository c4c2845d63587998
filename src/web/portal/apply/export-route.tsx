import type { FastifyInstance } from 'fastify';
import { formatDateTime } from '../../../core/dates.ts';
import { prune, summarise } from '../../../core/form/index.ts';
import { getFiles } from '../../../modules/documents/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { contentDisposition, page, requireCitizen } from '../../http/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { PrintPage } from '../../ui/form/index.ts';
import { cataloguesOf } from '../../ui/form/lists.ts';
import { tellLater, withDraft } from './open-draft.ts';
import { draftPath } from './steps.ts';

/** A draft on paper and as data, at any step (III.1.3). */
export function exportRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;

  server.get<{ Params: { id: string } }>(
    '/nop-ho-so/ban-nhap/:id/ban-in',
    { preHandler: requireCitizen },
    withDraft(platform, async (_request, reply, open) => {
      tellLater(reply, open);
      const { draft, pinned } = open;
      const catalogues = await cataloguesOf(db, pinned.form, platform.clock.now());
      return page(
        reply,
        <PrintPage
          state="Bản nháp, chưa nộp"
          title={pinned.procedure.name}
          agency={open.agency.name}
          form={pinned.form}
          facts={[
            { label: 'Trường hợp', value: pinned.procedureCase.name },
            { label: 'Nơi giải quyết', value: open.agency.name },
            {
              label: 'Cách nhận kết quả',
              value: methodText(draft.delivery),
              sub: postalText(draft.delivery),
            },
            { label: 'Lưu lúc', value: open.savedAt },
          ]}
          sections={pinned.form ? summarise(pinned.form, draft.answers, catalogues) : []}
          papers={pinned.procedureCase.components
            .filter((one) => one.provide !== 'form' || !pinned.form)
            .map((one) => ({
              name: one.name,
              text: filesText(draft.files[one.code]?.length ?? 0, one.provide),
            }))}
          printedAt={formatDateTime(clock.now())}
          back={{ href: draftPath(draft.id), label: 'Về hồ sơ nháp' }}
        />,
      );
    }),
  );

  server.get<{ Params: { id: string } }>(
    '/nop-ho-so/ban-nhap/:id/du-lieu.json',
    { preHandler: requireCitizen },
    withDraft(platform, async (_request, reply, open) => {
      tellLater(reply, open);
      const { draft, pinned } = open;
      const files = new Map(
        (await getFiles(db, Object.values(draft.files).flat())).map((file) => [file.id, file]),
      );
      return reply
        .header(
          'content-disposition',
          contentDisposition('attachment', `ho-so-nhap-${draft.procedure_code}.json`),
        )
        .header('cache-control', 'private, no-store')
        .send({
          savedAt: draft.updated_at,
          procedure: { code: draft.procedure_code, name: pinned.procedure.name },
          case: { code: draft.case_code, name: pinned.procedureCase.name },
          agency: open.agency.name,
          form: pinned.form && { code: pinned.form.code, title: pinned.form.title },
          answers: pinned.form ? prune(pinned.form, draft.answers) : draft.answers,
          papers: Object.entries(draft.files).map(([component, ids]) => ({
            component,
            files: ids.flatMap((id) => files.get(id)?.name ?? []),
          })),
          delivery: draft.delivery,
        });
    }),
  );
}

function filesText(count: number, provide: string): string {
  if (count > 0) return `${count} tệp`;
  return provide === 'present' ? 'xuất trình khi đến quầy' : 'chưa có';
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { differences } from '../../../core/changes.ts';
import { formatDate, localDate, momentAt, parseDate } from '../../../core/dates.ts';
import { InvalidConfiguration, seenChange } from '../../../modules/configuration/index.ts';
import {
  callOff,
  discardProcedureDraft,
  numberedProcedure,
  PROCEDURE_LABELS,
  PROCEDURE_WORDS,
  procedureObject,
  publicationFaults,
  publishProcedureDraft,
  republishProcedure,
  retireProcedure,
  type OpenProcedure,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, page, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { CHANGE, mustOpen, SEE, type CodeParams } from './editor-route.tsx';
import { editorPath } from './place.ts';
import { DiscardPage, PublishPage } from './publish-page.tsx';
import { RetirePage } from './retire-page.tsx';
import { VersionsPage } from './versions-page.tsx';

/** Publishing, giving a draft up, the versions, and taking a procedure out of force. */
export function publishRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const base = '/quan-tri/thu-tuc/:code';
  type Request = FastifyRequest<{ Params: CodeParams }>;
  const desk = (request: FastifyRequest) => deskOf(platform, viewerOf(request));

  server.get<{ Params: CodeParams }>(`${base}/cong-bo`, SEE, async (request, reply) =>
    drawPublish(request, reply, await mustOpen(platform, request.params.code)),
  );

  server.post<{ Params: CodeParams }>(`${base}/cong-bo`, CHANGE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const typed = fieldsOf(request.body);
    const { code } = procedure;
    const now = clock.now();
    try {
      const from = startOf(typed.from, now, 'Ngày áp dụng');
      const { outcome, version } = await db.transaction().execute((tx) =>
        publishProcedureDraft(tx, code, {
          revision: numberOf(typed.revision),
          seen: numberOf(typed.seen),
          note: typed.note,
          by: editorOf(request),
          at: now,
          from,
        }),
      );
      const said = {
        scheduled: `Bản ${version} sẽ tự áp dụng từ ${from ? formatDate(from) : ''}.`,
        same: 'Bản nháp giống hệt bản đang công bố nên không có bản mới.',
        new: `Đã công bố bản ${version}.`,
        changed: `Đã công bố bản ${version}.`,
      };
      flash(reply, said[outcome], { link: { href: `/thu-tuc/${code}`, label: 'Xem trên cổng' } });
      return seeOther(reply, editorPath(code));
    } catch (error) {
      return drawPublish(request, reply, procedure, typed, turnedBack(error));
    }
  });

  async function drawPublish(
    request: Request,
    reply: FastifyReply,
    procedure: OpenProcedure,
    typed: Record<string, string> = {},
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    const { code, inForce, definition, draft } = procedure;
    const published = inForce && (await numberedProcedure(db, code, inForce.version));
    const own = new Set(['from', 'note']);
    const errors = turned?.errors ?? [];
    return page(
      reply,
      <PublishPage
        desk={await desk(request)}
        procedure={procedure}
        faults={draft ? await publicationFaults(db, definition) : []}
        rows={
          published ? differences(published.definition, definition, PROCEDURE_LABELS, PROCEDURE_WORDS) : []
        }
        seen={await seenChange(db, procedureObject(code))}
        typed={typed}
        // Faults of the content stand in the list below, each with its link.
        errors={
          errors.some((error) => !error.field || own.has(error.field))
            ? errors.map((error) => (error.field && !own.has(error.field) ? { text: error.text } : error))
            : errors.map((error) => ({ text: error.text }))
        }
        stale={turned?.stale}
      />,
      { status: turned?.status ?? 200 },
    );
  }

  server.get<{ Params: CodeParams }>(`${base}/bo-nhap`, SEE, async (request, reply) =>
    page(
      reply,
      <DiscardPage desk={await desk(request)} procedure={await mustOpen(platform, request.params.code)} />,
    ),
  );

  server.post<{ Params: CodeParams }>(`${base}/bo-nhap`, CHANGE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const { code } = procedure;
    const revision = numberOf(fieldsOf(request.body).revision);
    await db
      .transaction()
      .execute((tx) => discardProcedureDraft(tx, code, { revision, by: editorOf(request), at: clock.now() }));
    flash(reply, 'Đã bỏ bản nháp.');
    return seeOther(reply, procedure.versions.length > 0 ? editorPath(code) : '/quan-tri/thu-tuc');
  });

  server.get<{ Params: CodeParams; Querystring: { truoc?: string; sau?: string } }>(
    `${base}/ban`,
    SEE,
    async (request, reply) =>
      drawVersions(request, reply, await mustOpen(platform, request.params.code), {
        before: numberOf(request.query.truoc),
        after: numberOf(request.query.sau),
      }),
  );

  server.post<{ Params: CodeParams }>(`${base}/ban`, CHANGE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const { code } = procedure;
    const typed = fieldsOf(request.body);
    const version = numberOf(typed.version);
    const edit = { by: editorOf(request), at: clock.now(), seen: numberOf(typed.seen) };
    try {
      if (typed.do === 'call-off') {
        await db.transaction().execute((tx) => callOff(tx, code, version, edit));
        flash(reply, `Đã hủy hẹn bản ${version}.`);
      } else {
        const made = await db.transaction().execute((tx) => republishProcedure(tx, code, version, edit));
        flash(reply, `Đã công bố lại bản ${version} thành bản ${made.version}.`);
      }
      return seeOther(reply, `${editorPath(code)}/ban`);
    } catch (error) {
      return drawVersions(request, reply, procedure, { before: 0, after: 0 }, turnedBack(error));
    }
  });

  async function drawVersions(
    request: FastifyRequest,
    reply: FastifyReply,
    procedure: OpenProcedure,
    wanted: { before: number; after: number },
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    const { code } = procedure;
    const [before, after] = wanted.before
      ? [await numberedProcedure(db, code, wanted.before), await numberedProcedure(db, code, wanted.after)]
      : [null, null];
    return page(
      reply,
      <VersionsPage
        desk={await desk(request)}
        procedure={procedure}
        seen={await seenChange(db, procedureObject(code))}
        errors={(turned?.errors ?? []).map(({ text }) => ({
          text,
        }))}
        compared={
          before && after
            ? {
                before: before.version,
                after: after.version,
                rows: differences(before.definition, after.definition, PROCEDURE_LABELS, PROCEDURE_WORDS),
              }
            : null
        }
      />,
      { status: turned?.status ?? 200 },
    );
  }

  server.get<{ Params: CodeParams }>(`${base}/ngung`, SEE, async (request, reply) =>
    drawRetire(request, reply, await mustOpen(platform, request.params.code)),
  );

  server.post<{ Params: CodeParams }>(`${base}/ngung`, CHANGE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const { code } = procedure;
    const typed = fieldsOf(request.body);
    const now = clock.now();
    const edit = { by: editorOf(request), at: now, seen: numberOf(typed.seen) };
    try {
      if (typed.do === 'keep') {
        await db.transaction().execute((tx) => callOff(tx, code, null, edit));
        flash(reply, 'Đã hủy hẹn ngừng. Thủ tục tiếp tục áp dụng.');
      } else {
        const from = startOf(typed.from, now, 'Ngày ngừng');
        const replacedBy = typed.replacedBy?.trim() || null;
        await db.transaction().execute((tx) => retireProcedure(tx, code, { ...edit, from, replacedBy }));
        flash(reply, from ? `Thủ tục sẽ ngừng áp dụng từ ${formatDate(from)}.` : 'Đã ngừng áp dụng thủ tục.');
      }
      return seeOther(reply, `${editorPath(code)}/ngung`);
    } catch (error) {
      return drawRetire(request, reply, procedure, typed, turnedBack(error));
    }
  });

  async function drawRetire(
    request: FastifyRequest,
    reply: FastifyReply,
    procedure: OpenProcedure,
    typed: Record<string, string> = {},
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    return page(
      reply,
      <RetirePage
        desk={await desk(request)}
        procedure={procedure}
        seen={await seenChange(db, procedureObject(procedure.code))}
        typed={typed}
        errors={turned?.errors ?? []}
        stale={turned?.stale}
      />,
      { status: turned?.status ?? 200 },
    );
  }
}

/**
 * The moment a typed day begins; undefined for today or nothing typed: at once.
 *
 * @throws InvalidConfiguration with place "from"
 */
function startOf(typed: string | undefined, now: Date, what: string): Date | undefined {
  if (!typed?.trim()) return undefined;
  const date = parseDate(typed);
  const fault = (message: string) => new InvalidConfiguration([{ place: 'from', message }]);
  if (!date) throw fault(`${what} “${typed}” không đọc được. Nhập dạng ngày/tháng/năm, ví dụ 01/01/2027.`);
  if (date < localDate(now)) throw fault(`${what} đã qua. Để trống để áp dụng ngay, hoặc chọn ngày từ mai.`);
  return date === localDate(now) ? undefined : momentAt(date);
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { STATUSES, type Chart, type ChartEdge, type Status } from '../../../core/status/index.ts';
import { newestChange } from '../../../modules/configuration/index.ts';
import {
  allStatusDetails,
  CHART_OBJECT,
  detailObject,
  edgePlace,
  loadChart,
  NOTES_OBJECT,
  removeStatusDetail,
  runningByStatus,
  runningWithDetail,
  saveChart,
  saveStatusDetail,
  saveStatusNotes,
  statusNotes,
  type StatusNote,
} from '../../../modules/statuses/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, valuesOf, type TurnedBack } from '../request.ts';
import { ChartPage } from './chart-page.tsx';
import { DetailPage, type TypedDetail } from './detail-page.tsx';
import { CHART, DETAILS, HOME } from './frame.tsx';
import { StatusListPage } from './list-page.tsx';

/** Statuses: catalogue, detailed statuses, and the chart of allowed changes. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('status.edit') };
  const guarded = { preHandler: [requireOfficer('status.edit'), requireToken] };
  const change = (request: FastifyRequest) => ({
    by: editorOf(request),
    at: clock.now(),
    seen: numberOf(fieldsOf(request.body)['seen']),
  });

  server.get(HOME, guard, (request, reply) => list(request, reply));
  server.post(HOME, guarded, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const notes = STATUSES.map((status): StatusNote => ({
      status,
      note: fields[`note-${status}`] ?? '',
      position: wholeNumber(fields[`position-${status}`]),
    }));
    try {
      await db.transaction().execute((tx) => saveStatusNotes(tx, notes, change(request)));
    } catch (error) {
      return list(request, reply, turnedBack(error), notes);
    }
    flash(reply, 'Đã lưu lời giải thích và thứ tự.');
    return seeOther(reply, HOME);
  });

  server.get(CHART, guard, (request, reply) => chart(request, reply));
  server.post(CHART, guarded, async (request, reply) => {
    const edges = edgesOf(valuesOf(request.body, 'mo'));
    try {
      await db.transaction().execute((tx) => saveChart(tx, edges, change(request)));
    } catch (error) {
      return chart(request, reply, turnedBack(error), edges);
    }
    flash(reply, 'Đã áp dụng các bước chuyển mới cho mọi hồ sơ.');
    return seeOther(reply, CHART);
  });

  server.get(`${DETAILS}/moi`, guard, (request, reply) => detail(request, reply, null));
  server.post(`${DETAILS}/moi`, guarded, async (request, reply) => {
    const typed = typedDetail(request.body);
    try {
      await db
        .transaction()
        .execute((tx) =>
          saveStatusDetail(tx, given(typed), { ...change(request), seen: undefined, create: true }),
        );
    } catch (error) {
      return detail(request, reply, null, turnedBack(error), typed);
    }
    flash(
      reply,
      `Đã thêm trạng thái chi tiết “${typed.label}”. Chọn trạng thái này ở bước của quy trình để dùng.`,
    );
    return seeOther(reply, HOME);
  });
  server.get<{ Params: { code: string } }>(`${DETAILS}/:code`, guard, (request, reply) =>
    detail(request, reply, request.params.code),
  );
  server.post<{ Params: { code: string } }>(`${DETAILS}/:code`, guarded, async (request, reply) => {
    const { code } = request.params;
    const typed = { ...typedDetail(request.body), code };
    try {
      await db.transaction().execute(async (tx) => {
        if (!(await allStatusDetails(tx)).some((one) => one.code === code)) throw new NotFound();
        await saveStatusDetail(tx, given(typed), change(request));
      });
    } catch (error) {
      return detail(request, reply, code, turnedBack(error), typed);
    }
    flash(reply, `Đã lưu trạng thái chi tiết “${typed.label}”.`);
    return seeOther(reply, HOME);
  });
  server.post<{ Params: { code: string } }>(`${DETAILS}/:code/bo`, guarded, async (request, reply) => {
    const { code } = request.params;
    try {
      await db.transaction().execute((tx) => removeStatusDetail(tx, code, change(request)));
    } catch (error) {
      return detail(request, reply, code, turnedBack(error));
    }
    flash(reply, 'Đã bỏ trạng thái chi tiết. Hồ sơ chỉ còn hiện trạng thái của Phụ lục I.');
    return seeOther(reply, HOME);
  });

  async function list(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack, typed?: StatusNote[]) {
    return page(
      reply,
      <StatusListPage
        desk={await deskOf(platform, viewerOf(request))}
        notes={typed ?? (await statusNotes(db))}
        details={await allStatusDetails(db)}
        now={clock.now()}
        seen={(await newestChange(db, NOTES_OBJECT))?.id ?? 0}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status ?? 200 },
    );
  }

  async function chart(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack, typed?: Chart) {
    const newest = await newestChange(db, CHART_OBJECT);
    const running = new Map<Status, number>();
    for (const { status, dossiers } of await runningByStatus(db)) {
      running.set(status, (running.get(status) ?? 0) + dossiers);
    }
    return page(
      reply,
      <ChartPage
        desk={await deskOf(platform, viewerOf(request))}
        chart={typed ?? (await loadChart(db))}
        running={running}
        newest={newest}
        seen={newest?.id ?? 0}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status ?? 200 },
    );
  }

  async function detail(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string | null,
    back?: TurnedBack,
    typed?: TypedDetail,
  ) {
    const found = code === null ? null : (await allStatusDetails(db)).find((one) => one.code === code);
    if (found === undefined)
      throw new NotFound('Không có trạng thái chi tiết này. Xem lại danh mục trạng thái.');
    const newest = code === null ? null : await newestChange(db, detailObject(code));
    const fresh = { code: '', under: 'in_progress', label: '', citizenText: '', position: '10', validTo: '' };
    return page(
      reply,
      <DetailPage
        desk={await deskOf(platform, viewerOf(request))}
        typed={
          typed ??
          (found
            ? { ...found, position: String(found.position), validTo: found.validTo ?? '' }
            : { ...fresh, validFrom: localDate(clock.now()) })
        }
        name={found?.label ?? null}
        shown={found ? await runningWithDetail(db, found) : 0}
        newest={newest}
        seen={newest?.id ?? 0}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status ?? 200 },
    );
  }
}

/** A whole number as typed; NaN where it is none, which the module refuses. */
const wholeNumber = (text: string | undefined): number =>
  /^\d{1,5}$/.test((text ?? '').trim()) ? Number(text) : NaN;

function edgesOf(values: readonly string[]): ChartEdge[] {
  const known = ([null, ...STATUSES] as (Status | null)[]).flatMap((from) =>
    STATUSES.map((to) => ({ from, to })),
  );
  return known.filter((edge) => values.includes(edgePlace(edge)));
}

function typedDetail(body: unknown): TypedDetail {
  const fields = fieldsOf(body);
  const text = (name: string): string => (fields[name] ?? '').trim();
  return {
    code: text('code'),
    under: text('under'),
    label: text('label'),
    citizenText: text('citizenText'),
    position: text('position'),
    validFrom: text('validFrom'),
    validTo: text('validTo'),
  };
}

const given = (typed: TypedDetail) => ({
  ...typed,
  under: typed.under as Status,
  position: wholeNumber(typed.position),
  validTo: typed.validTo === '' ? null : typed.validTo,
});

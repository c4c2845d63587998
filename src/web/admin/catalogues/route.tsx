import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate, parseDate } from '../../../core/dates.ts';
import { fold } from '../../../core/text.ts';
import { communesOf, provinces } from '../../../modules/agencies/index.ts';
import {
  catalogueObject,
  catalogueState,
  changeItem,
  itemsToCsv,
  listCatalogues,
  moveItem,
  saveCatalogue,
  type CatalogueState,
  type DatedItem,
} from '../../../modules/catalogues/index.ts';
import { InvalidConfiguration, seenChange, StaleEdit } from '../../../modules/configuration/index.ts';
import { listRuns } from '../../../modules/exchange/index.ts';
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
import { CataloguePage, type ItemRow } from './catalogue-page.tsx';
import { importRoutes } from './import-route.tsx';
import { ItemPage } from './item-page.tsx';
import { ListPage } from './list-page.tsx';
import { mustFind } from './load.ts';
import { catalogueHref, LIST } from './paths.ts';

const ROWS = 100;
const SEE = { preHandler: requireOfficer('catalogue.edit') };
const CHANGE = { preHandler: [requireOfficer('catalogue.edit'), requireToken] };

interface CodeParams {
  Params: { code: string };
}

/** Catalogues: shared ones to read, the province's own to edit in place. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const today = (): string => localDate(clock.now());

  async function list(
    request: FastifyRequest,
    reply: FastifyReply,
    again: { typed?: Record<string, string>; back?: TurnedBack } = {},
  ): Promise<FastifyReply> {
    const [rows, runs, all] = await Promise.all([
      listCatalogues(db, today()),
      listRuns(db, { source: 'catalogues', kind: 'fetch', limit: 10 }),
      provinces(db),
    ]);
    let units = all.length;
    for (const { code } of all) units += (await communesOf(db, code))?.length ?? 0;
    return page(
      reply,
      <ListPage
        desk={await deskOf(platform, viewerOf(request))}
        rows={rows}
        synchronised={runs.find((run) => run.state === 'done')?.finishedAt ?? null}
        communes={units}
        typed={again.typed}
        errors={again.back?.errors}
      />,
      { status: again.back?.status ?? 200 },
    );
  }

  server.get(LIST, SEE, async (request, reply) => list(request, reply));

  server.post(LIST, CHANGE, async (request, reply) => {
    const typed = fieldsOf(request.body);
    const code = (typed.ma ?? '').trim();
    try {
      if (await catalogueState(db, code)) {
        const message = `Mã “${code}” đã có danh mục dùng. Chọn mã khác.`;
        throw new InvalidConfiguration([{ place: 'code', message }]);
      }
      const state = {
        code,
        name: typed.ten ?? '',
        kind: 'internal' as const,
        description: typed['mo-ta'] ?? '',
        items: [],
      };
      await save(request, state, 0);
    } catch (error) {
      const back = turnedBack(error, (place) => ({ code: 'ma', name: 'ten' })[place] ?? place);
      return list(request, reply, { typed, back });
    }
    flash(reply, 'Đã thêm danh mục.');
    return seeOther(reply, catalogueHref(code));
  });

  async function save(request: FastifyRequest, state: CatalogueState, seen: number): Promise<void> {
    await db
      .transaction()
      .execute((tx) => saveCatalogue(tx, state, { by: editorOf(request), at: clock.now(), seen }));
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    again: { typed?: Record<string, string>; back?: TurnedBack; seen?: number } = {},
  ): Promise<FastifyReply> {
    const state = await mustFind(db, code);
    const query = request.query as { tim?: string; sau?: string };
    const find = String(query.tim ?? '').trim();
    const wanted = fold(find);
    const from = numberOf(query.sau);
    const fitting: ItemRow[] = state.items
      .map((item, at) => ({ item, at }))
      .filter(({ item }) => !wanted || fold(item.name).includes(wanted) || fold(item.code).includes(wanted));
    const shown = fitting.filter(({ at }) => at >= from).slice(0, ROWS);
    const last = shown.at(-1);
    const more = last && fitting.some(({ at }) => at > last.at);
    const href = catalogueHref(code);
    return page(
      reply,
      <CataloguePage
        desk={await deskOf(platform, viewerOf(request))}
        state={state}
        seen={again.seen ?? (await seenChange(db, catalogueObject(code)))}
        today={today()}
        find={find}
        rows={shown}
        found={fitting.length}
        next={more ? `${href}?sau=${last.at + 1}${find && `&tim=${encodeURIComponent(find)}`}` : undefined}
        paged={from > 0}
        typed={again.typed}
        errors={again.back?.errors}
        stale={again.back?.stale}
      />,
      { status: again.back?.status ?? 200 },
    );
  }

  server.get<CodeParams>(`${LIST}/:code`, SEE, async (request, reply) =>
    show(request, reply, request.params.code),
  );

  server.get<CodeParams>(`${LIST}/:code/tai-ve.csv`, SEE, async (request, reply) => {
    const state = await mustFind(db, request.params.code);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', contentDisposition('attachment', `danh-muc-${state.code}.csv`))
      .send(itemsToCsv(state.items));
  });

  server.post<CodeParams>(`${LIST}/:code/them`, CHANGE, async (request, reply) => {
    const { code } = request.params;
    const typed = fieldsOf(request.body);
    try {
      const state = await mustFind(db, code, true);
      const item: DatedItem = {
        code: (typed.ma ?? '').trim(),
        name: typed.ten ?? '',
        from: dateOf(typed.tu ?? '', 'tu') ?? today(),
        to: null,
      };
      await save(request, { ...state, items: [...state.items, item] }, numberOf(typed.seen));
    } catch (error) {
      const back = turnedBack(error, (place) => INPUTS[place.replace(/^\d+\./, '')] ?? place);
      // A second press after reading the warning is meant.
      const seen = error instanceof StaleEdit ? undefined : numberOf(typed.seen);
      return show(request, reply, code, { typed, back, seen });
    }
    flash(reply, `Đã thêm “${typed.ten}”. Biểu mẫu dùng ngay.`);
    return seeOther(reply, catalogueHref(code));
  });

  server.post<CodeParams>(`${LIST}/:code/chuyen`, CHANGE, async (request, reply) => {
    const { code } = request.params;
    const { ma, tu, di, seen } = fieldsOf(request.body);
    try {
      const state = await mustFind(db, code, true);
      const at = state.items.findIndex((item) => item.code === ma && item.from === tu);
      if (at === -1) throw new NotFound('Mục này không còn trong danh mục.');
      const items = moveItem(state.items, at, di === 'len' ? at - 1 : at + 1);
      await save(request, { ...state, items }, numberOf(seen));
    } catch (error) {
      return show(request, reply, code, { back: turnedBack(error) });
    }
    return seeOther(reply, catalogueHref(code));
  });

  async function showItem(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: { catalogue: string; code: string; from: string },
    again: { typed?: Record<string, string>; back?: TurnedBack; seen?: number } = {},
  ): Promise<FastifyReply> {
    const state = await mustFind(db, asked.catalogue);
    const at = state.items.findIndex((item) => item.code === asked.code && item.from === asked.from);
    const item = state.items[at];
    if (!item || state.kind !== 'internal')
      throw new NotFound('Mục này không còn trong danh mục, hoặc chỉ để đọc.');
    return page(
      reply,
      <ItemPage
        desk={await deskOf(platform, viewerOf(request))}
        state={state}
        item={item}
        at={at}
        seen={again.seen ?? (await seenChange(db, catalogueObject(state.code)))}
        today={today()}
        typed={again.typed}
        errors={again.back?.errors}
        stale={again.back?.stale}
      />,
      { status: again.back?.status ?? 200 },
    );
  }

  server.get<CodeParams & { Querystring: { ma?: string; tu?: string } }>(
    `${LIST}/:code/muc`,
    SEE,
    async (request, reply) =>
      showItem(request, reply, {
        catalogue: request.params.code,
        code: request.query.ma ?? '',
        from: request.query.tu ?? '',
      }),
  );

  server.post<CodeParams>(`${LIST}/:code/muc`, CHANGE, async (request, reply) => {
    const catalogue = request.params.code;
    const typed = fieldsOf(request.body);
    const asked = { catalogue, code: typed.ma ?? '', from: typed.goc ?? '' };
    try {
      const state = await mustFind(db, catalogue, true);
      const at = state.items.findIndex((item) => item.code === asked.code && item.from === asked.from);
      if (at === -1) throw new NotFound('Mục này không còn trong danh mục.');
      const changed = changeItem(state.items, at, {
        name: (typed.ten ?? '').trim(),
        from: dateOf(typed.tu ?? '', 'tu'),
        to: dateOf(typed.den ?? '', 'den'),
      });
      const place = Number(typed['thu-tu'] || at + 1);
      if (!Number.isInteger(place) || place < 1) {
        const message = `“${typed['thu-tu']}” không phải thứ tự. Ghi một số từ 1 đến ${state.items.length}.`;
        throw new InvalidConfiguration([{ place: 'thu-tu', message }]);
      }
      const items = place === at + 1 ? changed : moveItem(changed, at, place - 1);
      await save(request, { ...state, items }, numberOf(typed.seen));
    } catch (error) {
      const back = turnedBack(error, (where) => ITEM_INPUTS[where.replace(/^\d+\./, '')] ?? where);
      const seen = error instanceof StaleEdit ? undefined : numberOf(typed.seen);
      return showItem(request, reply, asked, { typed, back, seen });
    }
    flash(reply, `Đã lưu “${typed.ten}”.`);
    return seeOther(reply, catalogueHref(catalogue));
  });

  importRoutes(server, platform);
}

/** Inputs of the forms by the property they are about. */
const INPUTS: Record<string, string> = { code: 'ma', name: 'ten', from: 'tu', to: 'den' };
const ITEM_INPUTS: Record<string, string> = { ...INPUTS, code: 'ten' };

/** A typed day; null when nothing was typed. */
function dateOf(typed: string, place: string): string | null {
  if (typed.trim() === '') return null;
  const day = parseDate(typed.trim());
  if (day) return day;
  throw new InvalidConfiguration([{ place, message: `“${typed}” không phải ngày. Ghi dạng 01/07/2026.` }]);
}

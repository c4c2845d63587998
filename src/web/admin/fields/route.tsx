import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate, parseDate } from '../../../core/dates.ts';
import { InvalidConfiguration, seenChange } from '../../../modules/configuration/index.ts';
import {
  addField,
  closeField,
  fieldObject,
  fieldRows,
  moveField,
  renameField,
  reopenField,
  type FieldEdit,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { FieldPage, FieldsPage } from './page.tsx';

const PATH = '/quan-tri/linh-vuc';

interface Params {
  code: string;
}

/** Fields and procedure groups. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const see = { preHandler: requireOfficer('procedure.edit') };
  const change = { preHandler: [requireOfficer('procedure.edit'), requireToken] };
  const today = (): string => localDate(clock.now());
  const editBy = (request: FastifyRequest, seen?: number): FieldEdit => ({
    by: editorOf(request),
    at: clock.now(),
    today: today(),
    seen,
  });

  server.get(PATH, see, async (request, reply) => drawAll(request, reply));

  server.post(PATH, change, async (request, reply) => {
    const typed = fieldsOf(request.body);
    try {
      await db
        .transaction()
        .execute((tx) =>
          addField(tx, { name: typed.name ?? '', code: typed.code, parent: typed.parent }, editBy(request)),
        );
    } catch (error) {
      return drawAll(request, reply, typed, turnedBack(error));
    }
    flash(reply, `Đã thêm “${typed.name ?? ''}”.`);
    return seeOther(reply, PATH);
  });

  server.get<{ Params: Params }>(`${PATH}/:code`, see, async (request, reply) => drawOne(request, reply));

  server.post<{ Params: Params }>(`${PATH}/:code`, change, async (request, reply) => {
    const { code } = request.params;
    const typed = fieldsOf(request.body);
    const act = typed.do ?? '';
    const moving = act === 'up' || act === 'down';
    const edit = editBy(request, moving ? undefined : numberOf(typed.seen));
    try {
      await db.transaction().execute(async (tx) => {
        if (moving) await moveField(tx, code, act === 'up' ? -1 : 1, edit);
        else if (act === 'rename') await renameField(tx, code, typed.name ?? '', edit);
        else if (act === 'reopen') await reopenField(tx, code, edit);
        else await closeField(tx, code, { on: dayOf(typed.on, edit.today), into: typed.into }, edit);
      });
    } catch (error) {
      return drawOne(request, reply, typed, turnedBack(error));
    }
    if (moving) return seeOther(reply, `${PATH}#${encodeURIComponent(code)}`);
    flash(reply, { rename: 'Đã đổi tên.', reopen: 'Đã mở lại.' }[act] ?? 'Đã đóng.');
    return seeOther(reply, PATH);
  });

  async function drawAll(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Record<string, string> = {},
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    const view = (
      <FieldsPage
        desk={await deskOf(platform, viewerOf(request))}
        rows={await fieldRows(db)}
        today={today()}
        typed={typed}
        errors={turned?.errors ?? []}
        stale={turned?.stale}
      />
    );
    return page(reply, view, { status: turned?.status ?? 200 });
  }

  async function drawOne(
    request: FastifyRequest<{ Params: Params }>,
    reply: FastifyReply,
    typed: Record<string, string> = {},
    turned?: TurnedBack,
  ): Promise<FastifyReply> {
    const rows = await fieldRows(db);
    const row = rows.find((one) => one.code === request.params.code);
    if (!row) {
      throw new NotFound('Không có lĩnh vực hay nhóm thủ tục nào mang mã này.', {
        href: PATH,
        label: 'Lĩnh vực và nhóm',
      });
    }
    const view = (
      <FieldPage
        desk={await deskOf(platform, viewerOf(request))}
        rows={rows}
        row={row}
        seen={await seenChange(db, fieldObject(row.code))}
        today={today()}
        typed={typed}
        errors={turned?.errors ?? []}
        stale={turned?.stale}
      />
    );
    return page(reply, view, { status: turned?.status ?? 200 });
  }
}

/** @throws InvalidConfiguration with place "on" */
function dayOf(typed: string | undefined, today: string): string {
  if (!typed?.trim()) return today;
  const date = parseDate(typed);
  if (date) return date;
  const message = `Ngày “${typed}” không đọc được. Nhập dạng ngày/tháng/năm, ví dụ 01/01/2027.`;
  throw new InvalidConfiguration([{ place: 'on', message }]);
}

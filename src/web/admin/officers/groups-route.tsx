import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate, parseDate } from '../../../core/dates.ts';
import { seenChange } from '../../../modules/configuration/index.ts';
import { groupByCode, listGroups, saveGroup } from '../../../modules/staff/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { GROUPS } from './frame.tsx';
import { GroupListPage, GroupPage, typedGroupFrom, typedOfGroup, type TypedGroup } from './groups-page.tsx';

type OfGroup = { Params: { code: string } };

/** Groups of officers. */
export function groupRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('account.edit') };
  const guarded = { preHandler: [requireOfficer('account.edit'), requireToken] };

  server.get(GROUPS, guard, async (request, reply) =>
    page(
      reply,
      <GroupListPage
        desk={await deskOf(platform, viewerOf(request))}
        groups={await listGroups(db)}
        today={localDate(clock.now())}
      />,
    ),
  );
  server.get(`${GROUPS}/moi`, guard, (request, reply) => groupPage(request, reply, null));
  server.post(`${GROUPS}/moi`, guarded, (request, reply) => save(request, reply, null));
  server.get<OfGroup>(`${GROUPS}/:code`, guard, (request, reply) =>
    groupPage(request, reply, request.params.code),
  );
  server.post<OfGroup>(`${GROUPS}/:code`, guarded, async (request, reply) => {
    if (!(await groupByCode(db, request.params.code))) throw new NotFound();
    return save(request, reply, request.params.code);
  });

  async function save(request: FastifyRequest, reply: FastifyReply, code: string | null) {
    const typed = typedGroupFrom(request.body);
    const at = clock.now();
    const members = typed.members.map(({ username, from, to }) => ({
      username,
      validFrom: from.trim() === '' ? localDate(at) : (parseDate(from) ?? from),
      validTo: to.trim() === '' ? null : (parseDate(to) ?? to),
    }));
    let saved: string;
    try {
      saved = await db.transaction().execute((tx) =>
        saveGroup(
          tx,
          { code, name: typed.name, note: typed.note, members },
          {
            by: editorOf(request),
            at,
            seen: code === null ? undefined : numberOf(fieldsOf(request.body)['seen']),
          },
        ),
      );
    } catch (error) {
      return groupPage(request, reply, code, turnedBack(error), typed);
    }
    server.viewers.forget(null);
    flash(reply, `Đã lưu nhóm “${typed.name}”.`);
    return seeOther(reply, `${GROUPS}/${saved}`);
  }

  async function groupPage(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string | null,
    back?: TurnedBack,
    typed?: TypedGroup,
  ) {
    const group = code === null ? null : await groupByCode(db, code);
    if (code !== null && !group) throw new NotFound();
    return page(
      reply,
      <GroupPage
        desk={await deskOf(platform, viewerOf(request))}
        code={code}
        typed={typed ?? (group ? typedOfGroup(group) : { name: '', note: '', members: [] })}
        seen={code === null ? 0 : await seenChange(db, `group:${code}`)}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status },
    );
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate, parseDate } from '../../../core/dates.ts';
import { loadDirectory, officersOf } from '../../../modules/agencies/index.ts';
import { listChanges, seenChange } from '../../../modules/configuration/index.ts';
import {
  addOfficer,
  addSubstitution,
  endService,
  endSubstitution,
  handOver,
  lockOfficer,
  newPasswordLink,
  officerFile,
  openTasksByUnit,
  saveOfficer,
  searchOfficers,
  substitutionsOf,
  unlockOfficer,
  type OfficerFile,
  type OfficerFilter,
} from '../../../modules/staff/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, valuesOf, type TurnedBack } from '../request.ts';
import { editOf, NEW_OFFICER, typedFrom, typedOf, type TypedOfficer } from './form.tsx';
import { OFFICERS } from './frame.tsx';
import { groupRoutes } from './groups-route.tsx';
import { HandoverPage, type HandoverUnit } from './handover-page.tsx';
import { importRoutes } from './import-route.tsx';
import { OfficerListPage } from './list-page.tsx';
import { LinkPage, NewOfficerPage } from './new-page.tsx';
import { OfficerPage, type OfficerPageProps } from './officer-page.tsx';

const PAGE = 50;
/** Tasks handed over by one request. */
const MOST_TASKS = 200;

type OfOfficer = { Params: { id: string } };

/** Officers: list, forms, account, stand-ins, groups, import. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('account.edit') };
  const guarded = { preHandler: [requireOfficer('account.edit'), requireToken] };
  const today = (): string => localDate(clock.now());
  groupRoutes(server, platform);
  importRoutes(server, platform);

  server.get<{ Querystring: Record<string, string | undefined> }>(OFFICERS, guard, async (request, reply) => {
    const filter = filterOf(request.query);
    const after = request.query['sau'];
    const rows = await searchOfficers(db, filter, { limit: PAGE + 1, after, today: today() });
    const shown = rows.slice(0, PAGE);
    const address = (more: Record<string, string>): string => {
      const query = new URLSearchParams({
        ...(filter.q && { q: filter.q }),
        ...(filter.agencyId && { 'co-quan': String(filter.agencyId) }),
        ...(filter.state && { 'trang-thai': filter.state }),
        ...more,
      }).toString();
      return query ? `${OFFICERS}?${query}` : OFFICERS;
    };
    return page(
      reply,
      <OfficerListPage
        desk={await deskOf(platform, viewerOf(request))}
        filter={filter}
        agencies={(await loadDirectory(db)).agencies}
        rows={shown}
        first={after ? address({}) : undefined}
        next={rows.length > PAGE ? address({ sau: shown.at(-1)!.after }) : undefined}
      />,
    );
  });

  server.get(`${OFFICERS}/moi`, guard, (request, reply) => newPage(request, reply, NEW_OFFICER, false));
  server.post(`${OFFICERS}/moi`, guarded, async (request, reply) => {
    const typed = typedFrom(request.body);
    const fields = fieldsOf(request.body);
    const withPassword = fields['cach'] === 'mat-khau';
    let added: Awaited<ReturnType<typeof addOfficer>>;
    try {
      added = await addOfficer(platform, {
        ...editOf(typed, today()),
        username: typed.username,
        password: withPassword ? fields['mat-khau'] : undefined,
        by: editorOf(request),
      });
    } catch (error) {
      return newPage(request, reply, typed, withPassword, turnedBack(error));
    }
    if (added.link === null) {
      flash(reply, `Đã thêm ${typed.name}. Mật khẩu tạm phải đổi ở lần đăng nhập đầu tiên.`);
      return seeOther(reply, `${OFFICERS}/${added.officerId}`);
    }
    return linkPage(request, reply, 'Đã thêm cán bộ', added.officerId, added.link);
  });

  server.get<OfOfficer>(`${OFFICERS}/:id`, guard, (request, reply) => officerPage(request, reply));
  server.post<OfOfficer>(`${OFFICERS}/:id`, guarded, async (request, reply) => {
    const typed = typedFrom(request.body);
    try {
      await saveOfficer(platform, idOf(request), {
        ...editOf(typed, today()),
        seen: numberOf(fieldsOf(request.body)['seen']),
        by: editorOf(request),
      });
    } catch (error) {
      return officerPage(request, reply, turnedBack(error), { typed });
    }
    flash(reply, 'Đã lưu. Quyền theo chức vụ mới có hiệu lực ngay.');
    return seeOther(reply, `${OFFICERS}/${idOf(request)}`);
  });

  server.post<OfOfficer>(`${OFFICERS}/:id/khoa`, guarded, (request, reply) =>
    done(request, reply, 'Đã khóa tài khoản, các phiên đăng nhập đã kết thúc.', async (id) => {
      const reason = fieldsOf(request.body)['ly-do'] ?? '';
      const { accountId } = await lockOfficer(platform, id, { reason, by: editorOf(request) });
      server.viewers.forget(accountId);
    }),
  );
  server.post<OfOfficer>(`${OFFICERS}/:id/mo-khoa`, guarded, (request, reply) =>
    done(request, reply, 'Đã mở khóa tài khoản.', async (id) => {
      await unlockOfficer(platform, id, { by: editorOf(request) });
    }),
  );
  server.post<OfOfficer>(`${OFFICERS}/:id/lam-thay`, guarded, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const standIn = {
      substitute: fields['nguoi-thay'] ?? '',
      from: fields['tu'] ?? '',
      to: fields['den'] ?? '',
      reason: fields['ly-do-vang'] ?? '',
    };
    try {
      await addSubstitution(platform, idOf(request), {
        substitute: standIn.substitute,
        validFrom: parseDate(standIn.from) ?? standIn.from,
        validTo: parseDate(standIn.to) ?? standIn.to,
        reason: standIn.reason,
        seen: numberOf(fields['seen']),
        by: editorOf(request),
      });
    } catch (error) {
      return officerPage(request, reply, turnedBack(error), { standIn });
    }
    server.viewers.forget(null);
    flash(reply, 'Đã cử người làm thay.');
    return seeOther(reply, `${OFFICERS}/${idOf(request)}`);
  });
  server.post<OfOfficer>(`${OFFICERS}/:id/lam-thay/ket-thuc`, guarded, (request, reply) =>
    done(request, reply, 'Đã kết thúc việc làm thay.', async (id) => {
      await endSubstitution(platform, id, numberOf(fieldsOf(request.body)['lan']), editorOf(request));
      server.viewers.forget(null);
    }),
  );
  server.post<OfOfficer>(`${OFFICERS}/:id/duong-dan`, guarded, async (request, reply) => {
    const id = idOf(request);
    let made: Awaited<ReturnType<typeof newPasswordLink>>;
    try {
      made = await newPasswordLink(platform, id, { by: editorOf(request) });
    } catch (error) {
      return officerPage(request, reply, turnedBack(error));
    }
    server.viewers.forget(made.accountId);
    return linkPage(request, reply, 'Đường dẫn đặt lại mật khẩu', id, made.link);
  });

  server.get<OfOfficer>(`${OFFICERS}/:id/ban-giao`, guard, (request, reply) => handoverPage(request, reply));
  server.post<OfOfficer>(`${OFFICERS}/:id/ban-giao`, guarded, async (request, reply) => {
    const id = idOf(request);
    const file = await fileOf(id);
    const fields = fieldsOf(request.body);
    const receiver = numberOf(fields['nguoi-nhan']);
    if (receiver === 0) {
      const errors = [{ field: 'nguoi-nhan', text: 'Chọn người nhận việc.' }];
      return handoverPage(request, reply, { status: 422, errors });
    }
    const chosen = new Set(valuesOf(request.body, 'viec').map(Number));
    const tasks = (await openTasksByUnit(db, id, MOST_TASKS)).filter(
      (task) =>
        String(task.unitId) === fields['don-vi'] &&
        (fields['pham-vi'] === 'tat-ca' || chosen.has(task.taskId)),
    );
    if (tasks.length === 0) {
      return handoverPage(request, reply, {
        status: 422,
        errors: [{ text: 'Chọn ít nhất một việc để bàn giao, hoặc bấm “Giao tất cả”.' }],
      });
    }
    const note = `${editorOf(request).name} bàn giao việc của ${file.name}`;
    const given = new Map(tasks.map((task) => [task.taskId, receiver]));
    const { done: count, left } = await handOver(platform, tasks, given, note);
    if (count > 0) flash(reply, `Đã bàn giao ${count} việc.`);
    for (const { task, reason } of left.slice(0, 3)) {
      flash(reply, `${task.dossierName}: ${reason}`, { kind: 'warn' });
    }
    return seeOther(reply, `${OFFICERS}/${id}/ban-giao`);
  });
  server.post<OfOfficer>(`${OFFICERS}/:id/thoi-viec`, guarded, async (request, reply) => {
    const id = idOf(request);
    const typed = fieldsOf(request.body)['ngay'] ?? '';
    try {
      const { accountId } = await endService(platform, id, {
        day: parseDate(typed) ?? typed,
        by: editorOf(request),
      });
      server.viewers.forget(accountId);
    } catch (error) {
      return handoverPage(request, reply, turnedBack(error));
    }
    flash(reply, 'Đã kết thúc công tác và khóa tài khoản.');
    return seeOther(reply, `${OFFICERS}/${id}`);
  });

  const idOf = (request: FastifyRequest): number => numberOf((request.params as { id: string }).id);

  async function fileOf(id: number): Promise<OfficerFile> {
    const file = id > 0 ? await officerFile(db, id) : null;
    if (!file) throw new NotFound();
    return file;
  }

  async function done(
    request: FastifyRequest,
    reply: FastifyReply,
    message: string,
    deed: (id: number) => Promise<void>,
  ) {
    const id = idOf(request);
    try {
      await deed(id);
    } catch (error) {
      return officerPage(request, reply, turnedBack(error));
    }
    flash(reply, message);
    return seeOther(reply, `${OFFICERS}/${id}`);
  }

  async function newPage(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: TypedOfficer,
    withPassword: boolean,
    back?: TurnedBack,
  ) {
    return page(
      reply,
      <NewOfficerPage
        desk={await deskOf(platform, viewerOf(request))}
        typed={typed}
        withPassword={withPassword}
        agencies={(await loadDirectory(db)).agencies}
        errors={back?.errors}
      />,
      { status: back?.status },
    );
  }

  async function linkPage(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    id: number,
    link: string,
  ) {
    const file = await fileOf(id);
    return page(
      reply,
      <LinkPage
        desk={await deskOf(platform, viewerOf(request))}
        title={title}
        officer={file}
        link={link}
        mailedTo={file.email}
      />,
    );
  }

  async function officerPage(
    request: FastifyRequest,
    reply: FastifyReply,
    back?: TurnedBack,
    typed: { typed?: TypedOfficer; standIn?: OfficerPageProps['standIn'] } = {},
  ) {
    const file = await fileOf(idOf(request));
    const viewer = viewerOf(request);
    const history = await listChanges(db, { object: `officer:${file.id}`, limit: 15 });
    return page(
      reply,
      <OfficerPage
        desk={await deskOf(platform, viewer)}
        file={file}
        typed={typed.typed ? { ...typed.typed, username: file.username } : typedOf(file)}
        standIn={typed.standIn}
        agencies={(await loadDirectory(db)).agencies}
        substitutions={await substitutionsOf(db, file.id)}
        today={today()}
        history={history}
        seen={history[0]?.id ?? 0}
        seenSubstitution={await seenChange(db, `substitution:${file.id}`)}
        own={file.accountId === viewer.account.id}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status },
    );
  }

  async function handoverPage(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack) {
    const file = await fileOf(idOf(request));
    const tasks = await openTasksByUnit(db, file.id, MOST_TASKS);
    const directory = await loadDirectory(db);
    const units: HandoverUnit[] = [];
    for (const unitId of new Set(tasks.map((task) => task.unitId))) {
      const officers = unitId === null ? [] : await officersOf(db, unitId);
      units.push({
        unitId,
        name: (unitId !== null && directory.unitById(unitId)?.name) || 'Việc giao đích danh',
        tasks: tasks.filter((task) => task.unitId === unitId),
        officers: [...new Map(officers.map((one) => [one.id, one])).values()].filter(
          (one) => one.id !== file.id,
        ),
      });
    }
    return page(
      reply,
      <HandoverPage
        desk={await deskOf(platform, viewerOf(request))}
        file={file}
        units={units}
        today={today()}
        errors={back?.errors}
      />,
      { status: back?.status },
    );
  }
}

function filterOf(query: Record<string, string | undefined>): OfficerFilter {
  const state = query['trang-thai'];
  return {
    q: query['q']?.trim().slice(0, 100) || undefined,
    agencyId: numberOf(query['co-quan']) || undefined,
    state: state === 'active' || state === 'locked' ? state : undefined,
  };
}

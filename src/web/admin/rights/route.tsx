import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import {
  RIGHTS,
  ROLE_LABELS,
  rightsOf,
  type Grants,
  type Right,
  type Role,
} from '../../../core/permission/index.ts';
import { clean } from '../../../core/text.ts';
import { loadDirectory } from '../../../modules/agencies/index.ts';
import { listChanges, newestChanges } from '../../../modules/configuration/index.ts';
import { stepActors } from '../../../modules/flows/index.ts';
import { expireGrants, holderName, loadGrants, saveGrants, titleKey } from '../../../modules/rights/index.ts';
import {
  actorOf,
  groupByCode,
  listGroups,
  officerFile,
  searchOfficers,
} from '../../../modules/staff/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, valuesOf, type TurnedBack } from '../request.ts';
import { EditRightsPage } from './edit-page.tsx';
import { EDIT, PEOPLE, RIGHTS_HOME, WHY } from './frame.tsx';
import { holdersOf, type Holder } from './holders.ts';
import { cell, MatrixPage } from './matrix-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { reasonsOf, stepsOf } from './reasons.ts';
import { WhyPage } from './why-page.tsx';

const PAGE = 25;
/** Columns of the matrix for groups; the others are edited one by one. */
const MOST_GROUPS = 12;
const MOST_STEPS = 2000;

/** Rights: the matrix, one holder, persons, and why. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('account.edit') };
  const guarded = { preHandler: [requireOfficer('account.edit'), requireToken] };
  const today = (): string => localDate(clock.now());

  server.get(RIGHTS_HOME, guard, (request, reply) => matrix(request, reply));
  server.post(RIGHTS_HOME, guarded, async (request, reply) => {
    const shown = valuesOf(request.body, 'cho');
    const checked = new Set(valuesOf(request.body, 'quyen'));
    const fields = fieldsOf(request.body);
    const wanted = new Map(
      shown.map((holder) => [holder, RIGHTS.filter((right) => checked.has(cell(holder, right)))]),
    );
    const { holders } = await columns();
    // Whoever gets the right to manage users comes first: then it may be taken from another.
    const edits = holders
      .filter(({ holder }) => wanted.has(holder))
      .toSorted(
        (one, other) =>
          Number(wanted.get(other.holder)!.includes('account.edit')) -
          Number(wanted.get(one.holder)!.includes('account.edit')),
      );
    try {
      await db.transaction().execute(async (tx) => {
        for (const { holder, label } of edits) {
          await saveGrants(tx, {
            holder,
            title: label,
            rights: wanted.get(holder)!,
            seen: numberOf(fields[`seen-${holder}`]),
            by: editorOf(request),
            at: clock.now(),
          });
        }
      });
    } catch (error) {
      return matrix(request, reply, turnedBack(error), wanted);
    }
    changed();
    flash(reply, 'Đã lưu. Quyền mới có hiệu lực ngay với mọi người.');
    return seeOther(reply, RIGHTS_HOME);
  });

  server.get<{ Querystring: { cho?: string; 'chuc-danh'?: string } }>(EDIT, guard, (request, reply) => {
    const title = clean(request.query['chuc-danh'] ?? '');
    if (title) {
      return reply.redirect(`${EDIT}?cho=${encodeURIComponent(holderName('title', titleKey(title)))}`, 303);
    }
    return edit(request, reply, String(request.query.cho ?? ''));
  });
  server.post<{ Querystring: { cho?: string } }>(EDIT, guarded, async (request, reply) => {
    const holder = String(request.query.cho ?? '');
    const { label } = await described(holder);
    const rights = valuesOf(request.body, 'quyen');
    try {
      await db.transaction().execute((tx) =>
        saveGrants(tx, {
          holder,
          title: label,
          rights,
          seen: numberOf(fieldsOf(request.body)['seen']),
          by: editorOf(request),
          at: clock.now(),
        }),
      );
    } catch (error) {
      return edit(request, reply, holder, turnedBack(error), rights as Right[]);
    }
    changed();
    flash(reply, `Đã lưu quyền của ${label}. Có hiệu lực ngay.`);
    return seeOther(reply, `${EDIT}?cho=${encodeURIComponent(holder)}`);
  });

  server.get<{ Querystring: Record<string, string | undefined> }>(PEOPLE, guard, async (request, reply) => {
    const filter = {
      q: request.query['q']?.trim().slice(0, 100) || undefined,
      agencyId: numberOf(request.query['co-quan']) || undefined,
    };
    const after = request.query['sau'];
    const rows = await searchOfficers(db, filter, { limit: PAGE + 1, after, today: today() });
    const shown = rows.slice(0, PAGE);
    const address = (more: Record<string, string>): string =>
      `${PEOPLE}?${new URLSearchParams({
        ...(filter.q && { q: filter.q }),
        ...(filter.agencyId && { 'co-quan': String(filter.agencyId) }),
        ...more,
      }).toString()}`;
    return page(
      reply,
      <PeoplePage
        desk={await deskOf(platform, viewerOf(request))}
        agencies={(await loadDirectory(db)).agencies}
        filter={filter}
        rows={shown}
        actors={await actorOf(
          db,
          shown.map((row) => row.id),
          today(),
        )}
        first={after ? address({}) : undefined}
        next={rows.length > PAGE ? address({ sau: shown.at(-1)!.after }) : undefined}
      />,
    );
  });

  server.get<{ Querystring: { q?: string; nguoi?: string; quyen?: string } }>(
    WHY,
    guard,
    async (request, reply) => {
      const q = (request.query.q ?? '').trim().slice(0, 100);
      const right = RIGHTS.find((one) => one === request.query.quyen) ?? null;
      const found = q ? await searchOfficers(db, { q }, { limit: 20, today: today() }) : [];
      const id = numberOf(request.query.nguoi) || (found.length === 1 ? found[0]!.id : 0);
      const file = id ? await officerFile(db, id) : null;
      const directory = await loadDirectory(db);
      const actor = file ? (await actorOf(db, [file.id], today())).get(file.id) : undefined;
      return page(
        reply,
        <WhyPage
          desk={await deskOf(platform, viewerOf(request))}
          q={q}
          right={right}
          file={file}
          found={file ? [] : found}
          rights={file && actor ? reasonsOf(actor, file, right, directory) : []}
          steps={
            file && actor ? stepsOf(actor, file.username, await stepActors(db, MOST_STEPS), directory) : []
          }
          missing={q && !file && found.length === 0 ? `Không có cán bộ nào khớp “${q}”` : undefined}
        />,
      );
    },
  );

  /** At once here; other processes hear of it from the database. */
  function changed(): void {
    expireGrants(db);
    server.viewers.forget(null);
  }

  async function columns(): Promise<{ holders: Holder[]; more: number }> {
    const groups = await listGroups(db);
    const holders = holdersOf(await loadGrants(db), groups.slice(0, MOST_GROUPS));
    return { holders, more: Math.max(0, groups.length - MOST_GROUPS) };
  }

  async function matrix(
    request: FastifyRequest,
    reply: FastifyReply,
    back?: TurnedBack,
    wanted?: ReadonlyMap<string, Right[]>,
  ) {
    const { holders, more } = await columns();
    return page(
      reply,
      <MatrixPage
        desk={await deskOf(platform, viewerOf(request))}
        holders={holders.map((one) => ({ ...one, rights: wanted?.get(one.holder) ?? one.rights }))}
        more={more}
        seen={await newestOf(holders)}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status },
    );
  }

  async function newestOf(holders: readonly Holder[]): Promise<Map<string, number>> {
    const newest = await newestChanges(
      db,
      holders.map(({ holder }) => `grants:${holder}`),
    );
    return new Map(holders.map(({ holder }) => [holder, newest.get(`grants:${holder}`) ?? 0]));
  }

  /** Name of a holder, and where its rights count. */
  async function described(holder: string): Promise<{ label: string; explanation: string }> {
    const colon = holder.indexOf(':');
    const key = holder.slice(colon + 1);
    switch (holder.slice(0, colon)) {
      case 'role': {
        if (!Object.hasOwn(ROLE_LABELS, key)) throw new NotFound();
        const explanation =
          key === 'applicant'
            ? 'Có với mọi tài khoản công dân và tổ chức.'
            : 'Có ở mọi đơn vị nơi cán bộ giữ vai trò này.';
        return { label: ROLE_LABELS[key as Role], explanation };
      }
      case 'title':
        if (!key || key.length > 100) throw new NotFound();
        return {
          label: `Chức danh “${key}”`,
          explanation: 'Có ở đơn vị nơi cán bộ giữ chức danh này; không phân biệt chữ hoa và dấu.',
        };
      case 'group': {
        const group = await groupByCode(db, key);
        if (!group) throw new NotFound();
        return { label: group.name, explanation: 'Có với mọi thành viên, ở mọi nơi thành viên giữ chức vụ.' };
      }
      case 'officer': {
        const file = await officerFile(db, numberOf(key));
        if (!file) throw new NotFound();
        return { label: file.name, explanation: 'Cấp riêng cho người này, ở mọi nơi người này giữ chức vụ.' };
      }
      default:
        throw new NotFound();
    }
  }

  async function edit(
    request: FastifyRequest,
    reply: FastifyReply,
    holder: string,
    back?: TurnedBack,
    typed?: readonly Right[],
  ) {
    const facts = await described(holder);
    const grants = await loadGrants(db);
    const officerId = holder.startsWith('officer:') ? Number(holder.slice('officer:'.length)) : null;
    const actor = officerId === null ? undefined : (await actorOf(db, [officerId], today())).get(officerId);
    return page(
      reply,
      <EditRightsPage
        desk={await deskOf(platform, viewerOf(request))}
        holder={holder}
        {...facts}
        rights={typed ?? granted(grants, holder)}
        besides={actor && rightsOf(actor, { ...grants, persons: {} })}
        history={await listChanges(db, { object: `grants:${holder}`, limit: 15 })}
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status },
    );
  }
}

function granted(grants: Grants, holder: string): readonly Right[] {
  const colon = holder.indexOf(':');
  const key = holder.slice(colon + 1);
  const of: Record<string, readonly Right[] | undefined> = {
    role: grants.roles[key as Role],
    title: grants.titles?.[key],
    group: grants.groups?.[key],
    officer: grants.persons?.[Number(key)],
  };
  return of[holder.slice(0, colon)] ?? [];
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { differences } from '../../../core/changes.ts';
import { addDays, momentAt, parseDate } from '../../../core/dates.ts';
import { hasRight } from '../../../core/permission/index.ts';
import { accountIds } from '../../../modules/accounts/index.ts';
import { auditLog } from '../../../modules/audit/index.ts';
import { changeById, listChanges, type ChangeRow } from '../../../modules/configuration/index.ts';
import { flowVersions } from '../../../modules/flows/index.ts';
import { restoreChange, takenBackOn } from '../../../modules/restore/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  flash,
  Forbidden,
  NotFound,
  page,
  requireOfficer,
  requireToken,
  viewerOf,
} from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import type { FormError } from '../../ui/index.ts';
import { pageOf, rightFor, vocabularyOf } from './labels.ts';
import { AUDIT, AuditPage, ChangePage, CHANGES, type TypedFilter } from './pages.tsx';
import { kindOf, KINDS } from './words.ts';

const PAGE = 50;
/** Later changes counted at most. */
const MOST_LATER = 50;

type OfChange = { Params: { id: string } };

/** The log of everything done, and taking changes of configuration back. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db } = platform;
  const guard = { preHandler: requireOfficer('audit.see') };

  server.get<{ Querystring: Record<string, string | undefined> }>(AUDIT, guard, async (request, reply) => {
    const { query } = request;
    const typed: TypedFilter = {
      who: (query['nguoi'] ?? '').trim().slice(0, 100),
      kind: Object.hasOwn(KINDS, query['loai'] ?? '') ? query['loai']! : '',
      text: (query['chu'] ?? '').trim().slice(0, 100),
      from: (query['tu'] ?? '').trim(),
      to: (query['den'] ?? '').trim(),
    };
    const errors: FormError[] = [];
    const accountId = typed.who
      ? (await accountIds(db, [typed.who.toLowerCase()])).get(typed.who.toLowerCase())
      : undefined;
    if (typed.who && accountId === undefined) {
      errors.push({ field: 'nguoi', text: `Không có tài khoản “${typed.who}”. Ghi đúng tên đăng nhập.` });
    }
    const from = dayOf(typed.from, 'tu', errors);
    const to = dayOf(typed.to, 'den', errors);
    if (from && to && to < from) {
      errors.push({ field: 'den', text: 'Ngày cuối phải từ ngày đầu trở đi.' });
    }
    const before = numberOf(query['truoc']) || undefined;
    const rows =
      errors.length > 0
        ? []
        : await auditLog(db, {
            limit: PAGE + 1,
            before,
            accountId,
            kind: typed.kind || undefined,
            text: typed.text || undefined,
            from: from ? momentAt(from) : undefined,
            to: to ? momentAt(addDays(to, 1)) : undefined,
          });
    const shown = rows.slice(0, PAGE);
    const address = (more: Record<string, string>): string =>
      `${AUDIT}?${new URLSearchParams({
        ...(typed.who && { nguoi: typed.who }),
        ...(typed.kind && { loai: typed.kind }),
        ...(typed.text && { chu: typed.text }),
        ...(typed.from && { tu: typed.from }),
        ...(typed.to && { den: typed.to }),
        ...more,
      }).toString()}`;
    return page(
      reply,
      <AuditPage
        desk={await deskOf(platform, viewerOf(request))}
        typed={typed}
        rows={shown}
        first={before ? address({}) : undefined}
        next={rows.length > PAGE ? address({ truoc: String(shown.at(-1)!.id) }) : undefined}
        errors={errors}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  });

  server.get<OfChange>(`${CHANGES}/:id`, guard, (request, reply) => changePage(request, reply));
  // Who may only read the log takes nothing back: that asks for the right of the thing's own page.
  server.post<OfChange>(
    `${CHANGES}/:id/lay-lai`,
    { preHandler: [requireOfficer('audit.see'), requireToken] },
    async (request, reply) => {
      const id = numberOf(request.params.id);
      const found = await changeById(db, id);
      if (!found) throw new NotFound();
      if (!hasRight(viewerOf(request).actor, rightFor(found.object))) throw new Forbidden();
      try {
        const change = await restoreChange(platform, id, editorOf(request));
        server.viewers.forget(null);
        flash(reply, `Đã lấy lại “${change.title}” như trước thay đổi số ${id}.`);
        const [newest] = await listChanges(db, { object: change.object, limit: 1 });
        return seeOther(reply, `${CHANGES}/${newest?.id ?? id}`);
      } catch (error) {
        return changePage(request, reply, turnedBack(error));
      }
    },
  );

  /** Page on which a change is taken back: dossiers that went to another version go back to the one they came from. */
  async function takeBackHref(change: ChangeRow, href: string): Promise<string> {
    if (kindOf(change.object) !== 'flow-move') return href;
    const { from = [], to } = change.after as { from?: number[]; to?: number };
    const versions = await flowVersions(db, change.object.slice('flow-move:'.length));
    const numberOfVersion = (id: number | undefined): string =>
      String(versions.find((version) => version.id === id)?.version ?? '');
    return `${href}?${new URLSearchParams({ tu: numberOfVersion(to), den: numberOfVersion(from.at(-1)) }).toString()}`;
  }

  async function changePage(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack) {
    const id = numberOf((request.params as { id: string }).id);
    const change = id > 0 ? await changeById(db, id) : null;
    if (!change) throw new NotFound();
    const [told] = await auditLog(db, { limit: 1, objects: [change.object], from: change.at, change: id });
    const href = pageOf(change.object);
    const label = takenBackOn(change);
    const { labels, words } = vocabularyOf(change.object);
    const later = await listChanges(db, { object: change.object, limit: MOST_LATER });
    return page(
      reply,
      <ChangePage
        desk={await deskOf(platform, viewerOf(request))}
        change={change}
        ip={told?.ip ?? ''}
        rows={differences(change.before, change.after, labels, words)}
        canRestore={hasRight(viewerOf(request).actor, rightFor(change.object))}
        elsewhere={label && href ? { href: await takeBackHref(change, href), label } : null}
        later={later.filter((one) => one.id > change.id)}
        href={href}
        errors={back?.errors}
      />,
      { status: back?.status },
    );
  }
}

function dayOf(typed: string, field: string, errors: FormError[]): string | null {
  if (typed === '') return null;
  const day = parseDate(typed);
  if (day === null) errors.push({ field, text: 'Nhập ngày dạng ngày/tháng/năm, ví dụ 23/11/2026.' });
  return day;
}

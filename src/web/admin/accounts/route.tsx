import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDate } from '../../../core/dates.ts';
import {
  accountById,
  ACCOUNT_STATES,
  activateAccount,
  countAccounts,
  listAccounts,
  lockAccount,
  unlockAccount,
  type AccountFilter,
} from '../../../modules/accounts/index.ts';
import { audit, auditLog } from '../../../modules/audit/index.ts';
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
import { accountCsv, csvRow } from './csv.ts';
import { AccountListPage, AccountPage, ACCOUNTS } from './pages.tsx';

const PAGE = 50;
/** Rows read at a time while a file is written. */
const BATCH = 1000;

type OfAccount = { Params: { id: string } };
type Query = Record<string, string | undefined>;

/** Accounts of citizens and organisations: search, activate, lock, export (II.17.3). */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('account.edit') };
  const guarded = { preHandler: [requireOfficer('account.edit'), requireToken] };

  server.get<{ Querystring: Query }>(ACCOUNTS, guard, async (request, reply) => {
    const filter = filterOf(request.query);
    const before = numberOf(request.query['truoc']) || undefined;
    const rows = await listAccounts(db, filter, { limit: PAGE + 1, before });
    const shown = rows.slice(0, PAGE);
    const address = (path: string, more: Record<string, string> = {}): string => {
      const query = new URLSearchParams({
        ...(filter.q && { q: filter.q }),
        ...(filter.kind && { loai: filter.kind }),
        ...(filter.state && { 'trang-thai': filter.state }),
        ...more,
      }).toString();
      return query ? `${path}?${query}` : path;
    };
    return page(
      reply,
      <AccountListPage
        desk={await deskOf(platform, viewerOf(request))}
        filter={filter}
        rows={shown}
        first={before ? address(ACCOUNTS) : undefined}
        next={rows.length > PAGE ? address(ACCOUNTS, { truoc: String(shown.at(-1)!.id) }) : undefined}
        exportHref={address(`${ACCOUNTS}/danh-sach.csv`)}
      />,
    );
  });

  server.get<{ Querystring: Query }>(`${ACCOUNTS}/danh-sach.csv`, guard, async (request, reply) => {
    const filter = filterOf(request.query);
    const { accountId, ip } = editorOf(request);
    await audit(db, {
      accountId,
      ip,
      action: 'account.export',
      object: 'account',
      detail: { filter: { ...filter }, count: await countAccounts(db, filter) },
      at: clock.now(),
    });
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .header(
        'content-disposition',
        contentDisposition('attachment', `tai-khoan-${formatDate(clock.now()).replaceAll('/', '-')}.csv`),
      )
      .send(Readable.from(linesOf(filter)).pipe(accountCsv()));
  });

  async function* linesOf(filter: AccountFilter): AsyncGenerator<string[]> {
    let before: number | undefined;
    for (;;) {
      const rows = await listAccounts(db, filter, { limit: BATCH, before });
      for (const row of rows) yield csvRow(row);
      if (rows.length < BATCH) return;
      before = rows.at(-1)!.id;
    }
  }

  server.get<OfAccount>(`${ACCOUNTS}/:id`, guard, (request, reply) => accountPage(request, reply));
  server.post<OfAccount>(`${ACCOUNTS}/:id/khoa`, guarded, (request, reply) =>
    done(request, reply, 'Đã khóa tài khoản và báo cho người dùng.', (accountId) =>
      lockAccount(platform, { accountId, reason: reasonIn(request), by: editorOf(request) }),
    ),
  );
  server.post<OfAccount>(`${ACCOUNTS}/:id/mo-khoa`, guarded, (request, reply) =>
    done(request, reply, 'Đã mở khóa tài khoản và báo cho người dùng.', (accountId) =>
      unlockAccount(platform, { accountId, by: editorOf(request) }),
    ),
  );
  server.post<OfAccount>(`${ACCOUNTS}/:id/kich-hoat`, guarded, (request, reply) =>
    done(request, reply, 'Đã kích hoạt tài khoản và báo cho người dùng.', (accountId) =>
      activateAccount(platform, { accountId, by: editorOf(request) }),
    ),
  );

  const reasonIn = (request: FastifyRequest): string => fieldsOf(request.body)['ly-do'] ?? '';

  async function done(
    request: FastifyRequest,
    reply: FastifyReply,
    message: string,
    deed: (accountId: number) => Promise<void>,
  ) {
    const id = numberOf((request.params as { id: string }).id);
    try {
      await deed(id);
    } catch (error) {
      return accountPage(request, reply, turnedBack(error));
    }
    server.viewers.forget(id);
    flash(reply, message);
    return seeOther(reply, `${ACCOUNTS}/${id}`);
  }

  async function accountPage(request: FastifyRequest, reply: FastifyReply, back?: TurnedBack) {
    const id = numberOf((request.params as { id: string }).id);
    const account = id > 0 ? await accountById(db, id) : null;
    if (!account) throw new NotFound();
    const { accountId, ip } = editorOf(request);
    // Personal data in full: the log says who looked.
    await audit(db, {
      accountId,
      ip,
      action: 'account.view',
      object: `account:${id}`,
      detail: { title: account.name },
      at: clock.now(),
    });
    return page(
      reply,
      <AccountPage
        desk={await deskOf(platform, viewerOf(request))}
        account={account}
        history={await auditLog(db, { limit: 20, objects: [`account:${id}`, `account ${id}`] })}
        errors={back?.errors}
        reason={back && reasonIn(request)}
      />,
      { status: back?.status },
    );
  }
}

function filterOf(query: Query): AccountFilter {
  const kind = query['loai'];
  return {
    q: query['q']?.trim().slice(0, 100) || undefined,
    kind: kind === 'citizen' || kind === 'organisation' ? kind : undefined,
    state: ACCOUNT_STATES.find((state) => state === query['trang-thai']),
  };
}

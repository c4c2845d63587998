import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { rightsOf, type Right } from '../../core/permission/index.ts';
import type { Viewer } from '../../modules/accounts/index.ts';
import { answerLoggedOut } from './logged-out.tsx';
import { Forbidden } from './problems.ts';

/** The viewer of a route behind a guard. */
export function viewerOf(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Error('This route needs a guard (requireCitizen or requireOfficer).');
  return request.viewer;
}

/**
 * preHandler for pages of people who are logged in. Without a session a GET goes to the log-in page and comes back; a
 * POST is answered by a log-in page that keeps what was typed (see logged-out.tsx).
 */
export const requireLogIn: preHandlerAsyncHookHandler = async (request, reply) => {
  if (!request.viewer) return answerLoggedOut(request, reply, '/dang-nhap');
  if (mustChangePassword(request)) return reply.redirect('/tai-khoan/mat-khau', 303);
};

/** Like requireLogIn, for what citizens and organisations do; officers are told to use their own citizen's account. */
export const requireCitizen: preHandlerAsyncHookHandler = async (request, reply) => {
  if (!request.viewer) return answerLoggedOut(request, reply, '/dang-nhap');
  if (request.viewer.isOfficer) {
    throw new Forbidden(
      'Trang này dành cho người dân và doanh nghiệp. Đăng xuất rồi đăng nhập bằng tài khoản cá nhân của bạn.',
      {
        href: '/mot-cua',
        label: 'Về bàn làm việc',
      },
    );
  }
  if (mustChangePassword(request)) return reply.redirect('/tai-khoan/mat-khau', 303);
};

/**
 * preHandler for pages of the office.
 *
 * @param rights any of these lets the officer in; none: every officer
 */
export function requireOfficer(...rights: Right[]): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    if (!request.viewer) return answerLoggedOut(request, reply, '/mot-cua/dang-nhap');
    if (!request.viewer.isOfficer) {
      throw new Forbidden(
        'Trang này dành cho cán bộ của bộ phận một cửa. Hồ sơ của bạn xem tại mục “Hồ sơ của tôi”.',
      );
    }
    if (mustChangePassword(request)) return reply.redirect('/tai-khoan/mat-khau', 303);
    const held = rightsOf(request.viewer.actor);
    if (rights.length > 0 && !rights.some((right) => held.has(right))) throw new Forbidden();
  };
}

function mustChangePassword(request: FastifyRequest): boolean {
  return request.viewer!.account.mustChangePassword && !request.url.startsWith('/tai-khoan/mat-khau');
}

/** Sends a person who has just logged in to where they wanted to go, or to their own first page. */
export function afterLogIn(
  reply: FastifyReply,
  viewer: { isOfficer: boolean },
  wanted: string | null,
): FastifyReply {
  const own = viewer.isOfficer ? '/mot-cua' : '/ho-so';
  const wantsOffice = wanted !== null && /^\/(?:mot-cua|quan-tri)(?:[/?]|$)/.test(wanted);
  const target = wanted !== null && wantsOffice <= viewer.isOfficer ? wanted : own;
  return reply.redirect(
    target === own && !reply.server.hasRoute({ method: 'GET', url: own }) ? '/' : target,
    303,
  );
}

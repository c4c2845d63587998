import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkLogIn, LOCK_MS, MAX_FAILURES, type LogInResult } from '../../../modules/accounts/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { afterLogIn, flash, localPath, logIn, page } from '../../http/index.ts';
import { openForm } from '../../http/kept-form.ts';
import { LogInPage, type LogInPageProps } from '../../ui/log-in-page.tsx';
import { ContinuePage } from './continue-page.tsx';
import { text } from './fields.ts';

const MESSAGES: Record<Extract<LogInResult, { ok: false }>['reason'], string> = {
  wrong: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra dấu, chữ hoa rồi nhập lại.',
  locked: `Đã nhập sai ${MAX_FAILURES} lần liên tiếp. Chờ ${LOCK_MS / 60_000} phút rồi thử lại, hoặc đặt lại mật khẩu.`,
  closed: 'Tài khoản này đã ngừng hoạt động. Gọi tổng đài hoặc tới bộ phận một cửa để được giúp.',
};

/** Attempts a minute from one address: guessing many accounts from one place is slow. */
export const attemptLimit = (platform: Platform) => ({
  rateLimit: { max: Math.max(10, Math.ceil(platform.config.rateLimit / 20)), timeWindow: '1 minute' },
});

/** Log-in at one of the two doors; both take every account and lead where it belongs. */
export function logInRoutes(
  server: FastifyInstance,
  platform: Platform,
  action: LogInPageProps['action'],
): void {
  server.get<{ Querystring: { tiep?: string } }>(action, (request, reply) => {
    const next = localPath(request.query.tiep);
    if (request.viewer) return afterLogIn(reply, request.viewer, next);
    return page(reply, <LogInPage action={action} next={next} />);
  });

  server.post(action, { config: attemptLimit(platform) }, async (request, reply) => {
    const { body } = request;
    const now = platform.clock.now();
    const [name, password, sealed] = [text(body, 'ten-dang-nhap'), text(body, 'mat-khau'), text(body, 'giu')];
    const next = localPath(text(body, 'tiep'));
    const kept = openForm(sealed, platform.config.secret, now);
    const again = (field: string, message: string): Promise<FastifyReply> =>
      page(
        reply,
        <LogInPage
          action={action}
          next={next}
          kept={kept ? sealed : null}
          name={name}
          error={{ field, text: message }}
        />,
        { status: 422 },
      );
    if (name.trim() === '')
      return again('ten-dang-nhap', 'Nhập tên đăng nhập, số điện thoại hoặc thư điện tử');
    if (password === '') return again('mat-khau', 'Nhập mật khẩu');
    const result = await checkLogIn(platform, { name, password, ip: request.ip });
    if (!result.ok) return again('mat-khau', MESSAGES[result.reason]);

    await begin(request, reply, result.accountId);
    const isOfficer = result.kind === 'officer';
    if (result.mustChangePassword) return reply.redirect('/tai-khoan/mat-khau', 303);
    if (kept) return page(reply, <ContinuePage form={kept} />);
    return afterLogIn(reply, { isOfficer }, next);
  });
}

/** Opens the session and lets this answer be drawn for the person it belongs to. */
export async function begin(request: FastifyRequest, reply: FastifyReply, accountId: number): Promise<void> {
  const { ended } = await logIn(request, reply, accountId);
  if (ended > 0) {
    flash(reply, 'Tài khoản đang mở ở quá nhiều nơi, thiết bị đăng nhập lâu nhất đã bị đăng xuất.', {
      kind: 'warn',
    });
  }
}

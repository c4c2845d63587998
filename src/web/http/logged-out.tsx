import type { FastifyReply, FastifyRequest } from 'fastify';
import { LogInPage, type LogInPageProps } from '../ui/log-in-page.tsx';
import { collectForm, sealForm } from './kept-form.ts';
import { page } from './page.tsx';

/**
 * Answers a request that needs a session: GET goes to the log-in page and back afterwards; a form is kept inside the
 * log-in page, so that nothing that was typed is lost when a session ends half-way.
 */
export async function answerLoggedOut(
  request: FastifyRequest,
  reply: FastifyReply,
  logInPath: LogInPageProps['action'],
): Promise<FastifyReply> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return reply.redirect(`${logInPath}?tiep=${encodeURIComponent(request.url)}`, 303);
  }
  const { platform } = request.server;
  const form = await collectForm(request);
  const kept = form.fields.length > 0 ? sealForm(form, platform.config.secret, platform.clock.now()) : null;
  return page(
    reply,
    <LogInPage
      action={logInPath}
      next={kept ? null : (request.headers.referer && refererPath(request)) || null}
      kept={kept}
      notice={
        kept
          ? 'Phiên đăng nhập đã hết. Những gì bạn vừa điền được giữ lại; đăng nhập để gửi tiếp.'
          : 'Phiên đăng nhập đã hết. Đăng nhập lại rồi làm tiếp.'
      }
    />,
    { status: 401 },
  );
}

function refererPath(request: FastifyRequest): string | null {
  const referer = request.headers.referer!;
  if (!URL.canParse(referer)) return null;
  const url = new URL(referer);
  return url.host === request.host ? url.pathname + url.search : null;
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { localPath } from './local-path.ts';

const COOKIE = 'hien-thi';

export interface Display {
  theme: 'light' | 'dark' | null;
  largeText: boolean;
  /** Single-letter keys of the office; can be turned off (WCAG 2.1.4). */
  keys: boolean;
}

/** The reader's choice of theme and text size; without one the system's theme holds. */
export function displayOf(request: FastifyRequest): Display {
  const parts = (request.cookies[COOKIE] ?? '').split('.');
  return {
    theme: parts.includes('toi') ? 'dark' : parts.includes('sang') ? 'light' : null,
    largeText: parts.includes('lon'),
    keys: !parts.includes('khong-phim'),
  };
}

/** GET /hien-thi?nen=sang|toi|may&chu=lon|thuong&phim=tat|bat&ve=<path>: remembers the choice for a year and leads back. */
export function displayRoutes(server: FastifyInstance): void {
  server.get<{ Querystring: { nen?: string; chu?: string; phim?: string; ve?: string } }>(
    '/hien-thi',
    (request, reply) => {
      const { nen, chu, phim, ve } = request.query;
      const now = displayOf(request);
      const theme =
        nen === 'toi' || nen === 'sang'
          ? nen
          : nen === 'may'
            ? ''
            : now.theme === 'dark'
              ? 'toi'
              : now.theme
                ? 'sang'
                : '';
      const size = chu === 'lon' ? 'lon' : chu === 'thuong' ? '' : now.largeText ? 'lon' : '';
      const keys = phim === 'tat' || (phim !== 'bat' && !now.keys) ? 'khong-phim' : '';
      reply.setCookie(COOKIE, [theme, size, keys].filter(Boolean).join('.'), {
        path: '/',
        sameSite: 'lax',
        httpOnly: true,
        secure: server.platform.config.secure,
        maxAge: 365 * 86_400,
      });
      return reply.header('cache-control', 'no-store').redirect(localPath(ve) ?? '/', 303);
    },
  );
}

import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { openSession } from '../modules/accounts/index.ts';
import type { Platform } from '../platform/index.ts';
import { createServer } from './http/server.ts';
import { cookieName } from './http/session.ts';

/** A browser of the tests: keeps its cookies, sends forms as our own pages do. */
export interface Browser {
  get(url: string): Promise<LightMyRequestResponse>;
  /** Sends a form; arrays become repeated fields. */
  post(url: string, fields?: Record<string, string | string[]>): Promise<LightMyRequestResponse>;
  request(options: InjectOptions): Promise<LightMyRequestResponse>;
  cookies: Map<string, string>;
}

/** A server on the platform that answers `inject`; close it with `server.close()`. */
export async function testServer(platform: Platform): Promise<FastifyInstance> {
  const server = await createServer(platform);
  await server.ready();
  return server;
}

/** A browser that is not logged in. */
export function browser(server: FastifyInstance): Browser {
  const cookies = new Map<string, string>();
  const request = async (options: InjectOptions): Promise<LightMyRequestResponse> => {
    const response = await server.inject({ ...options, cookies: Object.fromEntries(cookies) });
    for (const cookie of response.cookies) {
      if (cookie.value === '') cookies.delete(cookie.name);
      else cookies.set(cookie.name, cookie.value);
    }
    return response;
  };
  return {
    cookies,
    request,
    get: (url) => request({ method: 'GET', url, headers: { accept: 'text/html' } }),
    post: (url, fields = {}) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) form.append(name, one);
      return request({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        payload: form.toString(),
      });
    },
  };
}

/** A browser in which the account is logged in, without the costly check of its password. */
export async function loggedIn(
  server: FastifyInstance,
  platform: Platform,
  username: string,
): Promise<Browser> {
  const { id: accountId } = await platform.db
    .selectFrom('account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  const { id } = await openSession(platform.db, { accountId, now: platform.clock.now() });
  const own = browser(server);
  own.cookies.set(cookieName(platform), id);
  return own;
}

import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../../platform/index.ts';
import { logInRoutes } from '../../portal/account/log-in-route.tsx';

/** The officers' door. */
export function routes(server: FastifyInstance, platform: Platform): void {
  logInRoutes(server, platform, '/mot-cua/dang-nhap');
}

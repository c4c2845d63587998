import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/index.ts';
import { routes as officeLogIn } from './office/login/route.ts';
import { routes as account } from './portal/account/route.tsx';

const FACES = [account, officeLogIn];

/** Every page of every face, one line each: a folder's route.ts exports `routes(server, platform)`. */
export function registerFaces(server: FastifyInstance, platform: Platform): void {
  for (const routes of FACES) routes(server, platform);
}

import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/index.ts';

/** Every page of every face, one line each: a folder's route.ts exports `routes(server, platform)`. */
export function registerFaces(_server: FastifyInstance, _platform: Platform): void {}

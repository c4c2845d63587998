import type { FastifyRequest } from 'fastify';
import { dossierPage, NotAllowed, type DossierPage } from '../../../modules/dossiers/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, viewerOf } from '../../http/index.ts';

/**
 * The viewer's own dossier.
 *
 * @throws NotFound, also for somebody else's: its number alone does not tell that it exists
 */
export async function ownDossier(
  platform: Platform,
  request: FastifyRequest,
  id: string,
): Promise<DossierPage> {
  if (!/^\d{1,9}$/.test(id)) throw notMine();
  try {
    return await dossierPage(platform.db, viewerOf(request).actor, Number(id));
  } catch (error) {
    if (error instanceof NotAllowed) throw notMine();
    throw error;
  }
}

const notMine = (): NotFound =>
  new NotFound('Không có hồ sơ này trong tài khoản của bạn. Có mã hồ sơ, bạn vẫn tra cứu được tình trạng.', {
    href: '/tra-cuu',
    label: 'Tra cứu bằng mã',
  });

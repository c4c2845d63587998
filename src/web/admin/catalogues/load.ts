import { catalogueState, type CatalogueState } from '../../../modules/catalogues/index.ts';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import type { Db } from '../../../platform/index.ts';
import { NotFound } from '../../http/index.ts';

/**
 * The catalogue of an address.
 *
 * @param own only one that is edited here
 * @throws NotFound; InvalidConfiguration for a shared one when it is to be edited
 */
export async function mustFind(db: Db, code: string, own = false): Promise<CatalogueState> {
  const state = /^[\w-]{1,60}$/.test(code) ? await catalogueState(db, code) : null;
  if (!state) throw new NotFound('Không có danh mục này. Về trang Danh mục để chọn.');
  if (own && state.kind !== 'internal') {
    throw new InvalidConfiguration([
      { place: '', message: 'Danh mục dùng chung do hệ thống quốc gia giữ, chỉ thay đổi qua đồng bộ.' },
    ]);
  }
  return state;
}

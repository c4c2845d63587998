import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/platform/project-root.ts';
import { startPeer, type Peer, type PeerOptions } from '../peer.ts';

/** An item of a shared catalogue, in the service's keys. Dates as yyyyMMdd. */
export interface SharedItem {
  MA: string;
  TEN: string;
  MATINH?: string;
  TUNGAY?: string;
  DENNGAY?: string;
}

/** The stand-in of the shared catalogues; items by service, free to be changed. */
export interface SharedCatalogues extends Peer {
  items: Record<string, SharedItem[]>;
}

interface Named {
  code: string;
  name: string;
}

const seed = <T>(file: string): T =>
  JSON.parse(readFileSync(path.join(projectRoot(), 'seed', file), 'utf8')) as T;

/** Starts the stand-in; by hand it is played with through POST /_sandbox/{trouble,calm,put}. */
export async function startSharedCatalogues(options: PeerOptions = {}): Promise<SharedCatalogues> {
  const provinces = seed<(Named & { communes: Named[] })[]>('admin-units-2026.json');
  const lists = seed<Record<string, Named[]>>('catalogues.json');
  const of = (name: string): SharedItem[] =>
    (lists[name] ?? []).map(({ code, name: TEN }) => ({ MA: code, TEN }));
  const items: Record<string, SharedItem[]> = {
    LayDanhMucTinhThanh: provinces.map(({ code, name }) => ({ MA: code, TEN: name, TUNGAY: '20250701' })),
    LayDanhMucPhuongXa: provinces.flatMap((province) =>
      province.communes.map(({ code, name }) => ({
        MA: code,
        TEN: name,
        MATINH: province.code,
        TUNGAY: '20250701',
      })),
    ),
    LayDanhMucQuocGia: of('countries'),
    LayDanhMucDanToc: of('ethnicities'),
    LayDanhMucTonGiao: [
      ['01', 'Phật giáo'],
      ['02', 'Công giáo'],
      ['03', 'Tin Lành'],
      ['04', 'Cao Đài'],
      ['05', 'Phật giáo Hòa Hảo'],
      ['06', 'Hồi giáo'],
      ['00', 'Không'],
    ].map(([MA, TEN]) => ({ MA: MA!, TEN: TEN! })),
    LayDanhMucGioiTinh: [
      { MA: '1', TEN: 'Nam' },
      { MA: '2', TEN: 'Nữ' },
    ],
    LayDanhMucTinhTrangHonNhan: [
      ['1', 'Chưa kết hôn'],
      ['2', 'Đang có vợ hoặc chồng'],
      ['3', 'Đã ly hôn'],
      ['4', 'Vợ hoặc chồng đã chết'],
    ].map(([MA, TEN]) => ({ MA: MA!, TEN: TEN! })),
  };
  const services = Object.fromEntries(Object.keys(items).map((name) => [name, () => items[name] ?? []]));
  const peer = await startPeer(
    services,
    (command, body) => {
      const list = items[String(body.service)];
      if (command !== 'put' || !list) return null;
      const item = body.item as SharedItem;
      items[String(body.service)] = [...list.filter((one) => one.MA !== item.MA), item];
      return { items: items[String(body.service)]!.length };
    },
    options,
  );
  return { ...peer, items };
}

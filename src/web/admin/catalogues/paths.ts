import type { DatedItem } from '../../../modules/catalogues/index.ts';

export const LIST = '/quan-tri/danh-muc';
export const catalogueHref = (code: string): string => `${LIST}/${encodeURIComponent(code)}`;
export const itemHref = (catalogue: string, item: DatedItem): string =>
  `${catalogueHref(catalogue)}/muc?ma=${encodeURIComponent(item.code)}&tu=${item.from}`;

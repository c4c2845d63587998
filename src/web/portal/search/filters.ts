/** What the address of the search page says. */
export interface Filters {
  q: string;
  agency: string[];
  field: string[];
  group: string[];
  level: string[];
  subject: string[];
  inContent: boolean;
  sort: 'best' | 'name';
  page: number;
}

/** Names in the address, which people read and share. */
export const PARAMETERS = {
  agency: 'co-quan',
  field: 'linh-vuc',
  group: 'nhom',
  level: 'muc',
  subject: 'doi-tuong',
} as const;

export type FacetName = keyof typeof PARAMETERS;
export const FACETS = Object.keys(PARAMETERS) as FacetName[];

const MOST_VALUES = 40;
const LONGEST_QUERY = 200;

/** Reads the address; anything may stand in it. */
export function readFilters(query: Record<string, unknown>): Filters {
  const all = (name: string): string[] =>
    [query[name]]
      .flat()
      .filter((value): value is string => typeof value === 'string' && value !== '')
      .slice(0, MOST_VALUES);
  const one = (name: string): string => all(name)[0] ?? '';
  const page = Number.parseInt(one('trang'), 10);
  return {
    q: one('q').slice(0, LONGEST_QUERY),
    agency: all(PARAMETERS.agency),
    field: all(PARAMETERS.field),
    group: all(PARAMETERS.group),
    level: all(PARAMETERS.level),
    subject: all(PARAMETERS.subject),
    inContent: one('trong') === 'noi-dung',
    sort: one('xep') === 'ten' ? 'name' : 'best',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Address of the search page with some of the filters changed; the page starts anew unless it is given. */
export function searchAddress(filters: Partial<Filters>, change: Partial<Filters> = {}): string {
  const all = { ...filters, page: 1, ...change };
  const query = new URLSearchParams();
  if (all.q) query.append('q', all.q);
  for (const name of FACETS) {
    for (const value of all[name] ?? []) query.append(PARAMETERS[name], value);
  }
  if (all.inContent) query.append('trong', 'noi-dung');
  if (all.sort === 'name') query.append('xep', 'ten');
  if (all.page > 1) query.append('trang', String(all.page));
  const text = query.toString();
  return text ? `/thu-tuc?${text}` : '/thu-tuc';
}

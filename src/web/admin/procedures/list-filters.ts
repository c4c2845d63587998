import { PROCEDURE_STATES, type ProcedureState } from '../../../modules/procedures/index.ts';

/** What the address of the list says. */
export interface ListFilters {
  q: string;
  field: string;
  agency: string;
  state: ProcedureState | '';
  review: boolean;
  /** Where the page begins. */
  after: { folded: string; code: string } | null;
}

/** Reads the address; anything may stand in it. */
export function readListFilters(query: Record<string, unknown>): ListFilters {
  const one = (name: string): string => String([query[name] ?? ''].flat()[0] ?? '').slice(0, 200);
  const state = PROCEDURE_STATES.find((each) => each === one('tinh-trang')) ?? '';
  const mark = String([query['sau'] ?? ''].flat()[0] ?? '');
  const at = mark.indexOf('~');
  return {
    q: one('q').replaceAll('\u0000', ''),
    field: one('linh-vuc').replaceAll('\u0000', ''),
    agency: one('co-quan'),
    state,
    review: one('ra-soat') === '1',
    after:
      at > 0 && mark.length < 1500 && !mark.includes('\u0000')
        ? { code: mark.slice(0, at), folded: mark.slice(at + 1) }
        : null,
  };
}

/** Address of the list with some of the filters changed; it begins anew unless `after` is given. */
export function listAddress(filters: ListFilters, change: Partial<ListFilters>): string {
  const all = { ...filters, after: null, ...change };
  const query = new URLSearchParams();
  if (all.q) query.set('q', all.q);
  if (all.field) query.set('linh-vuc', all.field);
  if (all.agency) query.set('co-quan', all.agency);
  if (all.state) query.set('tinh-trang', all.state);
  if (all.review) query.set('ra-soat', '1');
  if (all.after) query.set('sau', `${all.after.code}~${all.after.folded}`);
  const text = query.toString();
  return text ? `/quan-tri/thu-tuc?${text}` : '/quan-tri/thu-tuc';
}

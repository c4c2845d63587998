import { formatNumber } from '../../../core/money.ts';
import type { Count, SearchResult } from '../../../modules/procedures/index.ts';
import { Button } from '../../ui/index.ts';
import { FACETS, PARAMETERS, type FacetName, type Filters } from './filters.ts';

/** How many filters are chosen. */
export const chosenCount = (filters: Filters): number =>
  FACETS.reduce((sum, name) => sum + filters[name].length, 0);

const LEGENDS: Record<FacetName, string> = {
  level: 'Mức độ trực tuyến',
  agency: 'Cơ quan',
  field: 'Lĩnh vực',
  group: 'Nhóm thủ tục',
  subject: 'Đối tượng',
};
/** The filters in the order they are drawn. */
export const ORDER: FacetName[] = ['level', 'agency', 'field', 'group', 'subject'];
const SHOWN = 6;

/** All filters with what each would give; a plain form. */
export function FilterForm(props: { filters: Filters; result: SearchResult; class: string }) {
  const { filters, result, class: className } = props;
  return (
    <form action="/thu-tuc" class={className}>
      {filters.q && <input type="hidden" name="q" value={filters.q} />}
      {filters.inContent && <input type="hidden" name="trong" value="noi-dung" />}
      {filters.sort === 'name' && <input type="hidden" name="xep" value="ten" />}
      {ORDER.map((name) => (
        <Facet name={name} counts={result.facets[name]} chosen={filters[name]} />
      ))}
      <div class="mt-4">
        <Button weight="main" block>
          Áp dụng
        </Button>
      </div>
    </form>
  );
}

function Facet({ name, counts, chosen }: { name: FacetName; counts: Count[]; chosen: string[] }) {
  if (counts.length === 0) return null;
  // What is chosen always shows, wherever it stands by number.
  const first = counts.filter((count, at) => at < SHOWN || chosen.includes(count.key));
  const rest = counts.filter((count) => !first.includes(count));
  const choice = (count: Count) => (
    <label class="pick">
      <input type="checkbox" name={PARAMETERS[name]} value={count.key} checked={chosen.includes(count.key)} />
      <span class="grow">{count.name}</span>
      <span class="num muted">{formatNumber(count.count)}</span>
    </label>
  );
  return (
    <fieldset class="facet">
      <legend class="label">{LEGENDS[name]}</legend>
      {first.map(choice)}
      {rest.length > 0 && (
        <details>
          <summary class="sm">Thêm {formatNumber(rest.length)} mục</summary>
          {rest.map(choice)}
        </details>
      )}
    </fieldset>
  );
}

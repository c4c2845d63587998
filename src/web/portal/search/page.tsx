import { formatNumber } from '../../../core/money.ts';
import type { SearchResult } from '../../../modules/procedures/index.ts';
import { Breadcrumbs, Button, Icon, LinkButton, Note, PortalLayout, usePage } from '../../ui/index.ts';
import { chosenCount, FilterForm, ORDER } from './filter-form.tsx';
import { searchAddress, type FacetName, type Filters } from './filters.ts';
import { Results } from './results.tsx';

interface SearchPageProps {
  filters: Filters;
  result: SearchResult;
}

/** Finding a procedure: what was looked for, filters, results, other ways when there is nothing. */
export function SearchPage({ filters, result }: SearchPageProps) {
  const title = filters.q ? `Kết quả tìm thủ tục “${filters.q}”` : 'Thủ tục hành chính';
  return (
    <PortalLayout
      title={title}
      active="/thu-tuc"
      heading={null}
      description="Tìm thủ tục hành chính theo tên, việc cần làm, cơ quan, lĩnh vực hoặc mức độ trực tuyến."
    >
      <div class="wrap page-head stack">
        <Breadcrumbs
          items={[
            { label: 'Trang chủ', href: '/' },
            filters.q ? { label: 'Thủ tục', href: '/thu-tuc' } : { label: 'Thủ tục' },
            ...(filters.q ? [{ label: 'Kết quả tìm kiếm' }] : []),
          ]}
        />
        <h1 class={filters.q ? 'vh' : undefined}>{title}</h1>
        <SearchForm q={filters.q} />
      </div>
      <div class="wrap with-side with-side--start">
        <aside aria-label="Bộ lọc">
          <FilterForm class="only-wide" filters={filters} result={result} />
          <details class="only-phone card">
            <summary class="row row--between">
              <b>
                <Icon name="sliders-horizontal" /> Lọc kết quả
              </b>
              {chosenCount(filters) > 0 && (
                <span class="tag tag--act">{chosenCount(filters)} mục đang chọn</span>
              )}
            </summary>
            <FilterForm class="mt-4" filters={filters} result={result} />
          </details>
        </aside>
        <div>
          <Summary filters={filters} result={result} />
          <Chosen filters={filters} result={result} />
          <Remark filters={filters} result={result} />
          {result.total > 0 ? (
            <Results rows={result.rows} words={result.words} />
          ) : (
            <Nothing filters={filters} />
          )}
          <Pages filters={filters} result={result} />
          <OtherWays filters={filters} result={result} />
        </div>
      </div>
    </PortalLayout>
  );
}

/** The one search box of the portal. */
export function SearchForm({ q = '', large }: { q?: string; large?: boolean }) {
  return (
    <form class="search" role="search" action="/thu-tuc">
      <label class="vh" for="q">
        Tìm thủ tục
      </label>
      <input
        class="input"
        id="q"
        name="q"
        type="search"
        value={q}
        placeholder="Ví dụ: khai sinh, xây nhà"
        autocomplete="off"
        maxLength={200}
      />
      <Button weight="main" size={large ? 'lg' : undefined} icon="search">
        <span class="only-wide">{large ? 'Tìm thủ tục' : 'Tìm'}</span>
        <span class="vh only-phone">Tìm</span>
      </Button>
    </form>
  );
}

function Summary({ filters, result }: SearchPageProps) {
  return (
    <div class="row row--between mb-2">
      <p role="status">
        <b>{formatNumber(result.total)} thủ tục</b>
        {filters.q && ` cho “${result.corrected ?? filters.q}”`}
      </p>
      <p class="sm">
        Sắp xếp:{' '}
        {filters.sort === 'best' ? (
          <b>sát nhất</b>
        ) : (
          <a href={searchAddress(filters, { sort: 'best' })}>sát nhất</a>
        )}
        {' · '}
        {filters.sort === 'name' ? (
          <b>tên A–Y</b>
        ) : (
          <a href={searchAddress(filters, { sort: 'name' })}>tên A–Y</a>
        )}
      </p>
    </div>
  );
}

function Chosen({ filters, result }: SearchPageProps) {
  if (chosenCount(filters) === 0) return null;
  const nameOf = (name: FacetName, key: string): string =>
    result.facets[name].find((count) => count.key === key)?.name ?? key;
  return (
    <ul class="row mb-4" aria-label="Bộ lọc đang dùng">
      {ORDER.flatMap((name) =>
        filters[name].map((key) => (
          <li>
            <a
              class="chip chip--on"
              href={searchAddress(filters, { [name]: filters[name].filter((one) => one !== key) })}
            >
              {nameOf(name, key)}
              <Icon name="x" />
              <span class="vh">– bỏ lọc</span>
            </a>
          </li>
        )),
      )}
      <li>
        <a class="sm" href={searchAddress({ q: filters.q })}>
          Bỏ tất cả
        </a>
      </li>
    </ul>
  );
}

function Remark({ filters, result }: SearchPageProps) {
  if (result.total === 0) return null;
  if (result.corrected) {
    return (
      <Note tone="info" icon="lightbulb" title={`Không có thủ tục nào ghi “${filters.q}”.`}>
        Đây là kết quả cho “{result.corrected}”.
      </Note>
    );
  }
  if (result.by === 'content' && !filters.inContent) {
    return (
      <Note tone="info" icon="lightbulb">
        Không có tên thủ tục nào ghi “{filters.q}”. Cụm từ này nằm trong nội dung các thủ tục dưới đây.
      </Note>
    );
  }
  if (result.by === 'similar') {
    return (
      <Note tone="info" icon="lightbulb">
        Không có thủ tục nào khớp hẳn với “{filters.q}”. Dưới đây là những thủ tục gần nhất.
      </Note>
    );
  }
  return null;
}

function Nothing({ filters }: { filters: Filters }) {
  const filtered = chosenCount(filters) > 0;
  return (
    <section class="card empty">
      <Icon name="search" />
      <h2>Chưa tìm thấy thủ tục nào</h2>
      <p class="mt-2">
        {filtered
          ? 'Bộ lọc đang chọn không còn thủ tục nào. Bỏ bớt bộ lọc rồi xem lại.'
          : 'Thử từ ngắn hơn hoặc cách gọi khác, ví dụ “xây nhà” thay cho tên đầy đủ của giấy phép.'}
      </p>
      <p class="mt-4">
        {filtered ? (
          <LinkButton weight="main" href={searchAddress({ q: filters.q })}>
            Bỏ bộ lọc
          </LinkButton>
        ) : (
          <LinkButton weight="main" href="/thu-tuc">
            Xem tất cả thủ tục
          </LinkButton>
        )}
      </p>
    </section>
  );
}

function Pages({ filters, result }: SearchPageProps) {
  const { page, pages } = result;
  if (pages <= 1) return null;
  const shown = pageNumbers(page, pages);
  const go = (to: number) => searchAddress(filters, { page: to });
  return (
    <nav class="pages mt-5" aria-label="Trang kết quả">
      {page > 1 && (
        <a href={go(page - 1)} rel="prev" aria-label="Trang trước">
          <Icon name="chevron-left" />
        </a>
      )}
      {shown.map((number, at) => (
        <>
          {at > 0 && number > shown[at - 1]! + 1 && <span aria-hidden="true">…</span>}
          <a
            href={go(number)}
            aria-current={number === page ? 'page' : undefined}
            aria-label={`Trang ${number}`}
          >
            {number}
          </a>
        </>
      ))}
      {page < pages && (
        <a href={go(page + 1)} rel="next" aria-label="Trang sau">
          <Icon name="chevron-right" />
        </a>
      )}
    </nav>
  );
}

/** All pages of a short list; of a long one the first, the last and those around the page. */
function pageNumbers(page: number, pages: number): number[] {
  return Array.from({ length: pages }, (_, at) => at + 1).filter(
    (number) => pages <= 15 || number === 1 || number === pages || Math.abs(number - page) <= 2,
  );
}

function OtherWays({ filters, result }: SearchPageProps) {
  const { site, exists } = usePage();
  return (
    <section class="card tinted mt-6">
      <h2 class="h-s">Không thấy thủ tục bạn cần?</h2>
      <p class="mt-2">
        {filters.q && !filters.inContent && result.by !== 'content' && (
          <>
            <a href={searchAddress(filters, { inContent: true })}>
              Tìm “{filters.q}” cả trong nội dung thủ tục
            </a>
            {' – giấy tờ, các bước, điều kiện. '}
          </>
        )}
        Gọi <b>{site.hotline}</b> để được chỉ đúng thủ tục.{' '}
        {exists('/hoi-dap') && <a href="/hoi-dap">Đặt câu hỏi cho cán bộ</a>}
      </p>
    </section>
  );
}

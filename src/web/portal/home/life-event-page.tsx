import type { LifeEvent } from '../../../modules/content/index.ts';
import type { SearchRow } from '../../../modules/procedures/index.ts';
import { PortalLayout } from '../../ui/index.ts';
import { searchAddress } from '../search/filters.ts';
import { Results } from '../search/results.tsx';

/** What to do when something happens in life: its procedures, and words to look further. */
export function LifeEventPage({ event, rows }: { event: LifeEvent; rows: readonly SearchRow[] }) {
  return (
    <PortalLayout
      title={event.title}
      active="/thu-tuc"
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: event.title }]}
      lead={event.hint}
    >
      <Results rows={rows} />
      {event.words.length > 0 && (
        <section aria-labelledby="tim-them">
          <h2 id="tim-them" class="h-s mb-2">
            Tìm thêm
          </h2>
          <ul class="row chips">
            {event.words.map((q) => (
              <li>
                <a class="chip" href={searchAddress({ q })}>
                  {q}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </PortalLayout>
  );
}

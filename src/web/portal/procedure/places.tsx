import { Icon } from '../../ui/index.ts';

/** Where dossiers of a procedure are received. */
export interface Place {
  name: string;
  address: string;
  phone: string;
  /** Lines such as "Thứ Hai – Thứ Sáu: 07:30–11:30". */
  hours: readonly string[];
  /** Agencies whose dossiers are received there; empty when it is the agency itself. */
  handles: readonly string[];
}

const SHOWN = 4;

/** Counters; many communes fold away. */
export function Places({ places }: { places: readonly Place[] }) {
  const [first, rest] = [places.slice(0, SHOWN), places.slice(SHOWN)];
  return (
    <>
      <Grid places={first} />
      {rest.length > 0 && (
        <details class="accord mt-4">
          <summary>
            Thêm {rest.length} nơi nộp
            <Icon name="chevron-down" />
          </summary>
          <Grid places={rest} />
        </details>
      )}
    </>
  );
}

function Grid({ places }: { places: readonly Place[] }) {
  return (
    <div class="grid grid--l">
      {places.map((place) => (
        <article class="card">
          <h3 class="h-s">{place.name}</h3>
          <p class="muted mt-2">
            {place.address}
            {place.hours.map((line) => (
              <>
                <br />
                {line}
              </>
            ))}
          </p>
          {place.phone && (
            <p class="mt-2">
              <a href={`tel:${place.phone.replace(/\s/g, '')}`}>{place.phone}</a>
            </p>
          )}
          {place.handles.length > 0 && <p class="sm muted mt-2">Giải quyết: {place.handles.join(', ')}</p>}
        </article>
      ))}
    </div>
  );
}

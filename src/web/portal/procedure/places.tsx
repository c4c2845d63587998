import { hoursText, type Agency, type Directory } from '../../../modules/agencies/index.ts';
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

/** Counters where dossiers for these agencies are received, each once. */
export function placesOf(agencies: readonly Agency[], directory: Directory, today: string): Place[] {
  const handled = new Map<Agency, string[]>();
  for (const agency of agencies) {
    const at = directory.receptionAgency(agency.id) ?? agency;
    const names = handled.get(at) ?? [];
    if (at !== agency) names.push(agency.shortName);
    handled.set(at, names);
  }
  return [...handled].map(([agency, handles]) => {
    const counter = directory.counterOf(agency.id, today);
    return {
      name: agency.kind === 'commune' && counter ? counter.name : agency.name,
      address: agency.address,
      phone: counter?.phone || agency.phone,
      hours: hoursText(agency.hours),
      handles,
    };
  });
}

import { randomUUID } from 'node:crypto';
import type { TraceView } from '../../../modules/dossiers/index.ts';
import { Button, Icon, late, Moment, Timeline, type TimelineItem } from '../../ui/index.ts';
import type { OpenDossier } from './open.ts';
import { traceTitle } from './words.ts';

/** Latest events that are shown at once; older ones unfold. */
const FIRST_EVENTS = 8;

/** The right pane: what those who work on it say to each other, and what has happened. */
export function WorkPane({ view }: { view: OpenDossier }) {
  return (
    <div class="stack">
      <Opinions view={view} />
      <Consultations view={view} />
      <Trace view={view} />
    </div>
  );
}

/** Requests and answers of consultations stand in their own card. */
const SPOKEN_ELSEWHERE = new Set(['consult', 'answer']);

function Opinions({ view }: { view: OpenDossier }) {
  const opinions = view.trace
    .filter((event) => event.internalNote !== '' && !SPOKEN_ELSEWHERE.has(event.action))
    .toReversed();
  const mayWrite = view.actions.includes('comment');
  if (opinions.length === 0 && !mayWrite) return null;
  return (
    <section class="card" aria-labelledby="y-kien">
      <h2 id="y-kien" class="mb-2">
        Ý kiến
      </h2>
      {opinions.map((event) => (
        <article class="op">
          <b>{event.actorName}</b>{' '}
          <span class="muted xs">
            {[event.actorTitle, event.action !== 'comment' && traceTitle(event.action)]
              .filter(Boolean)
              .join(' · ')}{' '}
            · <Moment at={event.at} />
          </span>
          <p class="pre">{event.internalNote}</p>
        </article>
      ))}
      {mayWrite && (
        <form class="stack mt-3" method="post" action={`/mot-cua/ho-so/${view.dossier.id}/y-kien`}>
          <input type="hidden" name="key" value={late(randomUUID)} />
          <div class="field">
            <label class="label" for="text">
              Ý kiến của tôi
            </label>
            <textarea class="textarea short" id="text" name="text" aria-describedby="text-h" />
            <p class="hint" id="text-h">
              Chỉ người xử lý hồ sơ thấy.
            </p>
          </div>
          <Button size="sm">Lưu ý kiến</Button>
        </form>
      )}
    </section>
  );
}

function Consultations({ view }: { view: OpenDossier }) {
  const asked = view.tasks.filter((task) => task.kind === 'consult');
  if (asked.length === 0) return null;
  return (
    <section class="card" aria-labelledby="hoi-y-kien">
      <h2 id="hoi-y-kien" class="mb-2">
        Xin ý kiến đơn vị
      </h2>
      {asked.map((task) => (
        <article class="op">
          <b>{view.directory.unitById(task.unit_id ?? 0)?.name}</b>{' '}
          <span class="muted xs">
            {view.directory.agencyById(task.agency_id)?.shortName} · hỏi <Moment at={task.opened_at} />
          </span>
          <p class="pre">{task.request}</p>
          {task.answer ? (
            <p class="mt-2">
              <Icon name="message-square" /> {task.closedByName}: {task.answer}
            </p>
          ) : (
            <p class="xs muted mt-2">
              {task.closed_at ? (
                'Không cần trả lời nữa'
              ) : (
                <>
                  Chờ trả lời
                  {task.due_at && (
                    <>
                      {' '}
                      đến <Moment at={task.due_at} />
                    </>
                  )}
                </>
              )}
            </p>
          )}
        </article>
      ))}
    </section>
  );
}

function Trace({ view }: { view: OpenDossier }) {
  const items = view.trace.map(itemOf);
  return (
    <section class="card" aria-labelledby="vet">
      <h2 id="vet" class="mb-2">
        Vết xử lý
      </h2>
      <Timeline small items={items.slice(0, FIRST_EVENTS)} />
      {items.length > FIRST_EVENTS && (
        <details class="accord">
          <summary class="sm">
            {items.length - FIRST_EVENTS} việc trước đó <Icon name="chevron-down" />
          </summary>
          <Timeline small items={items.slice(FIRST_EVENTS)} />
        </details>
      )}
    </section>
  );
}

function itemOf(event: TraceView): TimelineItem {
  const { data } = event;
  const more = [
    typeof data['assignee'] === 'string' && `cho ${data['assignee']}`,
    typeof data['unit'] === 'string' && `tới ${data['unit']}`,
    event.action === 'send-back' && typeof data['to'] === 'string' && `về bước “${data['to']}”`,
  ].filter(Boolean);
  return {
    tone: 'ok',
    title: [traceTitle(event.action), ...more].join(' '),
    at: (
      <>
        <br />
        <Moment at={event.at} />
      </>
    ),
    children: (
      <>
        {[event.actorName, event.unitName || event.agencyName].filter(Boolean).join(', ')}
        {event.note && <p class="pre">{event.note}</p>}
      </>
    ),
  };
}

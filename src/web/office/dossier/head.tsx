import { agencyWords } from '../../../modules/agencies/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import { formatDateTime } from '../../../core/dates.ts';
import { Due, FlowStrip, Icon, Note, ReturningBadge, SourceMark, StatusBadge, Tag } from '../../ui/index.ts';
import { DueMark, dueWords, overdueLine, stepWords } from '../due.tsx';
import { flowSteps } from './flow-steps.ts';
import { heldTask, openSteps, type OpenDossier } from './open.ts';
import { actorWords, holderWords, minutesText } from './words.ts';

/** Letters from which on a name is set smaller, so that the work stays in sight. */
const LONG_NAME = 80;

const WORK = ['reception', 'assign', 'process', 'approve', 'sign', 'issue', 'return'] as const;

/** Procedure, code, status, step and due date: what one must know first. */
export function DossierHead({ view }: { view: OpenDossier }) {
  const { dossier, procedure, directory } = view;
  const title = shortName(procedure.name);
  const steps = flowSteps(view);
  const at = steps.findIndex((step) => step.state === 'now');
  return (
    <div class="work-head dossier-head">
      <div>
        <h1 class={title.length > LONG_NAME ? 'h-long' : undefined}>{title}</h1>
        <p class="row mt-2">
          <span class="code">{view.name}</span>
          <button class="btn btn--quiet btn--sm" type="button" data-copy={view.name} hidden>
            <Icon name="copy" />
            <span class="vh">Chép mã hồ sơ</span>
          </button>
          <StatusBadge status={dossier.status} detail={view.statusDetail} />
          {dossier.status === 'done' && <ReturningBadge />}
          <SourceMark source={dossier.source} />
          {at >= 0 && (
            <Tag>
              Bước {at + 1} / {steps.length}
            </Tag>
          )}
          <span class="sm muted">{agencyWords(directory, dossier)}</span>
        </p>
      </div>
      <DueBox view={view} />
    </div>
  );
}

function DueBox({ view }: { view: OpenDossier }) {
  const { dossier, calendar, now } = view;
  const facts = {
    dueAt: dossier.due_at,
    pausedAt: dossier.paused_at,
    doneAt: dossier.done_at,
    limitUnit: dossier.limit_unit,
  };
  const task = heldTask(view, ...WORK) ?? openSteps(view)[0];
  const step =
    task?.due_at && !task.paused_at && !dossier.done_at ? stepWords(calendar, task.due_at, now) : null;
  return (
    <div class="duebox">
      {step ? <Due tone={step.tone}>{step.text}</Due> : <DueMark words={dueWords(calendar, facts, now)} />}
      <span class="sub">
        {step && task?.due_at && (
          <>
            Hạn bước <time>{formatDateTime(task.due_at)}</time>
          </>
        )}
        {step && dossier.due_at && ' · '}
        {dossier.due_at && (
          <>
            Hẹn trả <time>{formatDateTime(dossier.due_at)}</time>
          </>
        )}
      </span>
    </div>
  );
}

/** What cannot wait to be read: overdue, the reason of the status, what is to be added (Appendix I). */
export function StatusNote({ view }: { view: OpenDossier }) {
  const { dossier, calendar, now } = view;
  const late = overdueLine(
    calendar,
    {
      dueAt: dossier.due_at,
      pausedAt: dossier.paused_at,
      doneAt: dossier.done_at,
      limitUnit: dossier.limit_unit,
    },
    now,
  );
  const asked = view.supplements.find((one) => one.answered_at === null);
  return (
    <>
      {late && <Note tone="late" title={late} />}
      {asked && (
        <Note tone="warn" icon="file-warning" title="Chờ người nộp bổ sung.">
          {asked.reason}
          <ul class="ul mt-2">
            {asked.items.map((item) => (
              <li>{[item.name, item.what].filter(Boolean).join(': ')}</li>
            ))}
          </ul>
          {asked.until && <p class="mt-2">Bổ sung chậm nhất {formatDateTime(asked.until)}.</p>}
        </Note>
      )}
      {!asked && dossier.status_reason && (
        <Note tone="info" title="Lý do:">
          {dossier.status_reason}
        </Note>
      )}
    </>
  );
}

/** Steps from reception to return: who did which when, who has it now, what is to come (II.6.4). */
export function FlowCard({ view, href }: { view: OpenDossier; href: string }) {
  return (
    <section class="card mb-4 flow-card" aria-label="Quy trình">
      <FlowStrip
        steps={flowSteps(view).map(({ node, state, task }) => ({
          name: node.name,
          state: state === 'next' ? undefined : state,
          who:
            state === 'ok'
              ? task?.closedByName
              : state === 'now' && task
                ? holderWords(view, task)
                : actorWords(view, node),
          when:
            state === 'ok' && task?.closed_at ? (
              <time>{formatDateTime(task.closed_at).slice(0, 16)}</time>
            ) : node.minutes ? (
              minutesText(node.minutes)
            ) : undefined,
        }))}
      />
      <a class="sm flow-card__link" href={href}>
        <Icon name="workflow" />
        Sơ đồ
      </a>
    </section>
  );
}

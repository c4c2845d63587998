import type { FieldError } from '../../../core/form/index.ts';
import type { StaleDossier } from '../../../modules/dossiers/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import { Button, CsrfField, ErrorSummary, Facts, LinkButton, Note, StatusBadge } from '../../ui/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import { holderWords } from '../dossier/words.ts';
import { openSteps } from '../dossier/open.ts';
import { contentLine, partyFacts } from '../dossier/facts-pane.tsx';
import { OfficeFrame } from '../frame.tsx';
import type { Typed } from './typed.ts';
import type { ActPage, FieldsProps } from './types.ts';

/** Why the form came back. */
export type TurnedBack =
  | { kind: 'invalid'; errors: readonly FieldError[] }
  | { kind: 'refused'; message: string }
  | { kind: 'stale'; stale: StaleDossier };

export interface ActFormProps {
  act: ActPage;
  view: OpenDossier;
  typed: Typed;
  candidates: FieldsProps['candidates'];
  formKey: string;
  turnedBack?: TurnedBack;
}

/** The page of one act: what it needs, beside the facts that it is decided on. What was typed is always kept. */
export function ActFormPage(props: ActFormProps) {
  const { act, view, turnedBack } = props;
  const href = `/mot-cua/ho-so/${view.dossier.id}`;
  const errors = turnedBack?.kind === 'invalid' ? turnedBack.errors : [];
  return (
    <OfficeFrame
      desk={view.desk}
      title={act.label}
      sub={`${view.dossier.applicant.name} · ${view.name}`}
      active="/mot-cua"
      failed={turnedBack !== undefined}
      breadcrumbs={[
        { label: 'Bàn làm việc', href: '/mot-cua' },
        { label: view.name, href },
        { label: act.label },
      ]}
    >
      <div class="split">
        <div class="stack">
          <ErrorSummary
            errors={errors.map((one) => ({ field: one.path.replaceAll('.', '-'), text: one.message }))}
          />
          {turnedBack?.kind === 'refused' && (
            <div role="alert">
              <Note tone="warn" title="Chưa thực hiện được.">
                {turnedBack.message}
              </Note>
            </div>
          )}
          {turnedBack?.kind === 'stale' && <Stale view={view} stale={turnedBack.stale} act={act} />}
          {view.actions.includes(act.action) ? (
            <ActForm {...props} href={href} />
          ) : (
            <Copy typed={props.typed} href={href} />
          )}
        </div>
        <aside class="stack" aria-label="Hồ sơ">
          <section class="card">
            <h2 class="mb-2">Hồ sơ</h2>
            <Facts
              tight
              items={[
                {
                  label: 'Thủ tục',
                  value: (
                    <span class="clamp" title={view.procedure.name}>
                      {shortName(view.procedure.name)}
                    </span>
                  ),
                },
                {
                  label: 'Trạng thái',
                  value: <StatusBadge status={view.dossier.status} detail={view.statusDetail} />,
                },
                {
                  label: 'Đang giữ',
                  value: openSteps(view)
                    .map((task) => holderWords(view, task))
                    .join('; '),
                },
                ...partyFacts(view.dossier.applicant).slice(0, 2),
                { label: 'Nội dung', value: contentLine(view) },
              ]}
            />
          </section>
        </aside>
      </div>
    </OfficeFrame>
  );
}

function ActForm({
  act,
  view,
  typed,
  candidates,
  formKey,
  turnedBack,
  href,
}: ActFormProps & { href: string }) {
  const errors = new Map(
    (turnedBack?.kind === 'invalid' ? turnedBack.errors : [])
      .toReversed()
      .map((one) => [one.path, one.message] as const),
  );
  const lead = act.lead?.(view);
  const [first, ...rest] = act.ways?.(view) ?? [{ label: act.label }];
  return (
    <form
      class="card stack g5"
      method="post"
      action={`${href}/${act.slug}`}
      enctype={act.files ? 'multipart/form-data' : undefined}
      novalidate
      data-form
    >
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="revision" value={view.dossier.revision} />
      {act.sensitive && <CsrfField />}
      {lead && <p class="muted">{lead}</p>}
      <act.Fields view={view} typed={typed} errors={errors} candidates={candidates} />
      <div class="row">
        {first && (
          <Button
            weight={act.stop ? 'stop' : 'main'}
            icon={act.icon}
            name={first.edge ? 'edge' : undefined}
            value={first.edge}
          >
            {first.label}
          </Button>
        )}
        {rest.map((way) => (
          <Button name="edge" value={way.edge}>
            {way.label}
          </Button>
        ))}
        <LinkButton weight="quiet" href={href}>
          Quay lại hồ sơ
        </LinkButton>
      </div>
    </form>
  );
}

/** Somebody else was faster: who, what, when; what was typed is still in the form below. */
function Stale({ view, stale, act }: { view: OpenDossier; stale: StaleDossier; act: ActPage }) {
  const still = view.actions.includes(act.action);
  return (
    <div role="alert">
      <Note tone="late" title="Hồ sơ vừa thay đổi.">
        <p>{stale.message}</p>
        <p class="mt-2">
          <a href={`/mot-cua/ho-so/${view.dossier.id}`}>Mở lại hồ sơ</a>
          {still && '. Những gì bạn điền vẫn còn ở dưới; xem lại rồi gửi nếu vẫn đúng.'}
        </p>
      </Note>
    </div>
  );
}

/** Fields that only carry the form. */
const PLUMBING = /^(key|revision|edge|_.*)$/;

/** The act is no longer possible: what was written, to be copied elsewhere. */
function Copy({ typed, href }: { typed: Typed; href: string }) {
  const texts = typed.texts().filter(([name, text]) => !PLUMBING.test(name) && text.length > 3);
  return (
    <section class="card stack">
      {texts.length > 0 && (
        <>
          <h2>Bạn đã viết</h2>
          {texts.map(([, text]) => (
            <p class="pre op">{text}</p>
          ))}
        </>
      )}
      <p>
        <LinkButton weight="main" href={href}>
          Mở lại hồ sơ
        </LinkButton>
      </p>
    </section>
  );
}

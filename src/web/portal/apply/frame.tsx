import type { ComponentChildren } from 'preact';
import { SavedStatus } from '../../ui/form/index.ts';
import { Button, Facts, Icon, Note, PortalLayout, Stepper, usePage } from '../../ui/index.ts';
import type { OpenDraft } from './open-draft.ts';
import { draftPath, type DraftStep } from './steps.ts';

/** Page of a draft: procedure, stepper, the step's heading, help at the side. */
export function DraftFrame(props: {
  open: OpenDraft;
  step: DraftStep;
  title: string;
  lead?: string;
  failed?: boolean;
  /** Error summary: the first thing after a failed submit. */
  summary?: ComponentChildren;
  side?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { open, step, title, lead, failed, summary, children } = props;
  const { draft, pinned, steps } = open;
  const current = steps.indexOf(step);
  const { procedure } = pinned;
  return (
    <PortalLayout
      title={`${title} – ${procedure.name}`}
      active="/ho-so"
      failed={failed}
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: 'Nộp hồ sơ' },
      ]}
      heading={
        <>
          <div class="row row--between">
            <p class="muted measure">
              {procedure.name} · <span class="code nowrap">{procedure.code}</span>
            </p>
            <SavedStatus at={open.savedAt} />
          </div>
          <Stepper
            current={current}
            steps={steps.map((one) => ({ label: one.label, href: draftPath(draft.id, one.slug) }))}
          />
        </>
      }
      side={
        <>
          {props.side}
          <DraftCard open={open} />
          <HelpCard />
        </>
      }
      sideLabel="Hồ sơ nháp và trợ giúp"
    >
      {open.changes.length > 0 && <Changes changes={open.changes} />}
      {summary}
      <div>
        <p class="muted">
          Bước {current + 1} / {steps.length}
        </p>
        <h1>{title}</h1>
        {lead && <p class="lead mt-2">{lead}</p>}
      </div>
      {children}
    </PortalLayout>
  );
}

function Changes({ changes }: { changes: string[] }) {
  const [first, ...rest] = changes;
  return (
    <Note tone="warn" title={first}>
      {rest.length > 0 && (
        <ul class="ul mt-2">
          {rest.map((change) => (
            <li>{change}</li>
          ))}
        </ul>
      )}
    </Note>
  );
}

function DraftCard({ open }: { open: OpenDraft }) {
  const { draft, pinned, agency } = open;
  const several = pinned.procedure.cases.length > 1;
  return (
    <div class="card">
      <h2 class="h-s mb-2">Hồ sơ nháp của bạn</h2>
      <Facts
        items={[
          { label: 'Trường hợp', value: several ? pinned.procedureCase.name : null },
          { label: 'Nơi giải quyết', value: agency.name },
        ]}
        tight
      />
      <p class="row mt-3">
        <a href={draftPath(draft.id, 'ban-in')}>
          <Icon name="printer" /> In ra
        </a>
        <a href={draftPath(draft.id, 'du-lieu.json')} download>
          <Icon name="download" /> Tải về
        </a>
      </p>
    </div>
  );
}

export function HelpCard() {
  const { site } = usePage();
  return (
    <div class="card tinted">
      <h2 class="h-s">Cần người giúp?</h2>
      <p class="mt-2 sm">
        Gọi <b>{site.hotline}</b> ({site.hours}) hoặc mang máy tới quầy, cán bộ điền cùng bạn.
      </p>
    </div>
  );
}

/** Buttons at the foot of a step. All of them save what was typed. */
export function StepButtons({ first }: { first: boolean }) {
  return (
    <div class="row formnav">
      <Button weight="main" size="lg" iconAfter="arrow-right">
        Lưu và tiếp tục
      </Button>
      {!first && (
        <Button weight="quiet" icon="arrow-left" name="_di" value="lui">
          Quay lại
        </Button>
      )}
      <Button weight="quiet" name="_di" value="thoat">
        Lưu, làm tiếp sau
      </Button>
    </div>
  );
}

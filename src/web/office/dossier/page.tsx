import { Kept } from '../../ui/index.ts';
import { OfficeFrame } from '../frame.tsx';
import { ActionsBar } from './actions-bar.tsx';
import { FactsPane } from './facts-pane.tsx';
import { DossierHead, FlowCard, StatusNote } from './head.tsx';
import type { OpenDossier } from './open.ts';
import type { Viewable } from './viewable.ts';
import { ViewerPane } from './viewer-pane.tsx';
import { WorkPane } from './work-pane.tsx';

/**
 * One dossier on one screen: head, steps, three panes, acts at the foot. What does not change with the time and the one
 * who looks is drawn once.
 */
export function DossierPage({ view, shown }: { view: OpenDossier; shown: Viewable | null }) {
  const { dossier, directory } = view;
  const flowHref = `/mot-cua/ho-so/${dossier.id}/quy-trinh`;
  const file = shown?.key ?? null;
  return (
    <OfficeFrame
      desk={view.desk}
      title={`${view.name} – ${view.procedure.name}`}
      active="/mot-cua"
      breadcrumbs={[{ label: 'Bàn làm việc', href: '/mot-cua' }, { label: view.name }]}
      heading={null}
    >
      <DossierHead view={view} />
      <div class="stack mb-4 notes">
        <StatusNote view={view} />
      </div>
      <Kept
        of={dossier}
        as="office flow"
        same={[directory]}
        draw={() => <FlowCard view={view} href={flowHref} />}
      />
      <div class="split split--3">
        <Kept
          of={dossier}
          as="office facts"
          same={[directory, file]}
          draw={() => <FactsPane view={view} shown={file} />}
        />
        <Kept
          of={dossier}
          as="office viewer"
          same={[directory, file]}
          draw={() => <ViewerPane view={view} shown={shown} />}
        />
        <Kept
          of={dossier}
          as="office work"
          same={[directory, view.actions.includes('comment')]}
          draw={() => <WorkPane view={view} />}
        />
      </div>
      <ActionsBar view={view} />
    </OfficeFrame>
  );
}

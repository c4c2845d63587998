import { OfficeFrame } from '../frame.tsx';
import { ActionsBar } from './actions-bar.tsx';
import { FactsPane } from './facts-pane.tsx';
import { DossierHead, FlowCard, StatusNote } from './head.tsx';
import type { OpenDossier } from './open.ts';
import type { Viewable } from './viewable.ts';
import { ViewerPane } from './viewer-pane.tsx';
import { WorkPane } from './work-pane.tsx';

/** One dossier on one screen: head, steps, three panes, acts at the foot. */
export function DossierPage(props: { view: OpenDossier; shown: Viewable | null; commentKey: string }) {
  const { view, shown, commentKey } = props;
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
      <FlowCard view={view} href={`/mot-cua/ho-so/${view.dossier.id}/quy-trinh`} />
      <div class="split split--3">
        <FactsPane view={view} shown={shown?.key ?? null} />
        <ViewerPane view={view} shown={shown} />
        <WorkPane view={view} commentKey={commentKey} />
      </div>
      <ActionsBar view={view} />
    </OfficeFrame>
  );
}

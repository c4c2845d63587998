import { formatDateTime } from '../../../core/dates.ts';
import { Icon, Table } from '../../ui/index.ts';
import { Diagram, VIEWER } from '../../flows/diagram.tsx';
import { OfficeFrame } from '../frame.tsx';
import { flowSteps, type FlowStep } from './flow-steps.ts';
import type { OpenDossier } from './open.ts';
import { actorWords, holderWords, minutesText } from './words.ts';

const STATES: Record<FlowStep['state'], string> = { ok: 'Đã xong', now: 'Đang làm', next: 'Chưa tới' };

/** The drawing with the current step marked (drawn by script), and the same steps in a table for everybody. */
export function FlowPage({ view }: { view: OpenDossier }) {
  const href = `/mot-cua/ho-so/${view.dossier.id}`;
  const steps = flowSteps(view);
  const ids = (state: FlowStep['state']): string[] =>
    steps.filter((step) => step.state === state).map((step) => step.node.id);
  return (
    <OfficeFrame
      desk={view.desk}
      title="Quy trình xử lý"
      sub={`${view.flow.name} · ${view.name}`}
      active="/mot-cua"
      breadcrumbs={[
        { label: 'Bàn làm việc', href: '/mot-cua' },
        { label: view.name, href },
        { label: 'Quy trình' },
      ]}
      {...VIEWER}
    >
      <div class="stack">
        <Diagram
          id="so-do"
          title="Sơ đồ"
          src={`${href}/quy-trinh.bpmn`}
          label={`Sơ đồ quy trình. Bước đang làm: ${
            steps
              .filter((step) => step.state === 'now')
              .map((step) => step.node.name)
              .join(', ') || 'không có'
          }. Bảng bên dưới nói cùng nội dung.`}
          done={ids('ok')}
          now={ids('now')}
          aside={
            <p class="row sm muted">
              <span class="key">
                <i class="lg lg--ok" />
                Đã xong
              </span>
              <span class="key">
                <i class="lg lg--now" />
                Đang làm
              </span>
              <span>Kéo để di chuyển, giữ Ctrl và lăn chuột để phóng to</span>
            </p>
          }
        />
        <p class="sm muted">{entrance(view)}</p>
        <Table
          label="Các bước của quy trình"
          rows={steps}
          current={(step) => step.state === 'now'}
          columns={[
            {
              label: 'Bước',
              cell: ({ node }) => (
                <>
                  {node.name}
                  {node.allows?.includes('supplement') && <span class="sub">↺ Yêu cầu bổ sung được</span>}
                </>
              ),
            },
            {
              label: 'Tình trạng',
              cell: ({ state }) => (
                <span>
                  <Icon
                    name={state === 'ok' ? 'circle-check' : state === 'now' ? 'hourglass' : 'circle-dot'}
                    class={state === 'ok' ? 'c-ok' : undefined}
                  />{' '}
                  {STATES[state]}
                </span>
              ),
            },
            {
              label: 'Ai',
              cell: ({ node, state, task }) =>
                state === 'ok' && task
                  ? (task.closedByName ?? 'Hệ thống')
                  : state === 'now' && task
                    ? holderWords(view, task)
                    : actorWords(view, node),
            },
            {
              label: 'Bắt đầu',
              cell: ({ state, task }) => (state === 'next' ? '–' : moment(task?.opened_at)),
            },
            {
              label: 'Xong, hoặc hạn của bước',
              cell: ({ state, task }) =>
                state === 'ok' ? moment(task?.closed_at) : state === 'now' ? moment(task?.due_at) : '–',
            },
            {
              label: 'Thời gian quy định',
              number: true,
              cell: ({ node }) => (node.minutes ? minutesText(node.minutes) : '–'),
            },
          ]}
        />
      </div>
    </OfficeFrame>
  );
}

/** How the dossier came in, and what its first status was (Circular 22/2019, Appendix II, 3.4). */
function entrance({ dossier }: OpenDossier): string {
  if (dossier.source === 'online') return 'Vào từ cổng: hồ sơ mới đăng ký, chờ bộ phận một cửa tiếp nhận.';
  return dossier.source === 'post'
    ? 'Vào qua bưu chính, tiếp nhận tại quầy.'
    : 'Vào tại quầy của bộ phận một cửa.';
}

const moment = (at: Date | null | undefined) => (at ? <time>{formatDateTime(at)}</time> : '–');

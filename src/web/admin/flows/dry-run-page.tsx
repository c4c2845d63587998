import type { ComponentChildren } from 'preact';
import {
  choices,
  dryBack,
  encodeMoves,
  type DryMove,
  type DryRun,
  type DryStep,
} from '../../../core/flow/index.ts';
import type { Flow, FlowNode } from '../../../core/flow/types.ts';
import { STATUSES, type Status } from '../../../core/status/index.ts';
import {
  Button,
  EmptyState,
  Icon,
  LinkButton,
  Note,
  SelectField,
  StatusBadge,
  Tag,
  TextField,
  Timeline,
} from '../../ui/index.ts';
import { Diagram, VIEWER } from '../../flows/diagram.tsx';
import { FlowFrame } from './frame.tsx';
import { flowHref, type OpenFlow } from './open.ts';
import { daysWords, isPortalStart, nodeName, STEP_WORDS } from '../../flows/words.ts';

export interface DryRunView {
  view: OpenFlow;
  flow: Flow | null;
  run: DryRun;
  /** The agency in which people are looked for. */
  agencies: { value: string; label: string }[];
  agency: string;
  /** Who would hold a step there. */
  holder: (node: FlowNode) => { desk: string; people: string[] };
  data: string;
  fault: string | null;
}

const EVENTS: Record<DryMove['kind'], string> = {
  start: 'Nộp hồ sơ',
  complete: 'Xong bước',
  supplement: 'Yêu cầu bổ sung ở bước',
  supplied: 'Người nộp đã bổ sung, tiếp tục bước',
  back: 'Trả lại từ bước',
};

/** Walks an imaginary dossier through the flow. Its whole state is in the address, so Back and reload work. */
export function DryRunPage(props: DryRunView) {
  const { view, flow, run, agencies, agency, fault } = props;
  const { code } = view;
  const href = flowHref(code, 'chay-thu');
  if (!flow) {
    return (
      <FlowFrame view={view} page="chay-thu" title="Chạy thử">
        <EmptyState
          icon="triangle-alert"
          title="Quy trình còn lỗi nên chưa chạy thử được"
          action={<LinkButton href={flowHref(code, 'bang')}>Xem các lỗi</LinkButton>}
        >
          Sửa các lỗi ở phần “Kiểm tra trước khi ban hành”, rồi quay lại đây.
        </EmptyState>
      </FlowFrame>
    );
  }
  const starts = Object.values(flow.nodes).filter((node) => node.kind === 'start' && node.scope === null);
  const status = STATUSES.find((one) => one === run.status);
  const detail = view.choices.statuses.find(
    (one) => one.under === status && run.stepStatuses.includes(one.value),
  );
  const done = [...new Set(run.events.map((event) => event.node.id))].filter(
    (id) => !run.open.some(({ node }) => node.id === id),
  );
  return (
    <FlowFrame
      view={view}
      page="chay-thu"
      title="Chạy thử"
      actions={
        run.moves.length > 0 ? (
          <LinkButton href={`${href}?co-quan=${agency}`} icon="rotate-cw">
            Chạy lại từ đầu
          </LinkButton>
        ) : undefined
      }
      {...VIEWER}
    >
      <div class="stack">
        <p class="sm muted">
          Hồ sơ tưởng tượng, {view.draft ? 'chạy trên bản nháp' : `chạy trên bản ${view.newest?.version}`};
          không lưu gì.
        </p>
        {(fault ?? run.refused) && (
          <Note tone="late" title="Không đi tiếp được.">
            {fault ?? run.refused}
          </Note>
        )}
        <div class="split split--flow">
          <div class="stack">
            <Diagram
              id="so-do"
              title="Hồ sơ đang ở"
              src={`${flowHref(code, 'so-do.bpmn')}?ban=nhap`}
              label={`Sơ đồ quy trình. Hồ sơ đang ở: ${run.open.map(({ node }) => node.name).join(', ') || 'chưa bắt đầu hoặc đã kết thúc'}.`}
              done={done}
              now={run.open.map(({ node }) => node.id)}
            />
            {run.moves.length === 0 ? (
              <section class="card" aria-labelledby="bat-dau">
                <h2 id="bat-dau" class="h-s mb-2">
                  Hồ sơ vào bằng lối nào?
                </h2>
                <div class="row">
                  {starts.map((node) => (
                    <StartForm {...props} node={node} />
                  ))}
                </div>
              </section>
            ) : run.state.ended ? (
              <Note tone="ok" title="Hồ sơ đã tới kết thúc.">
                Dài nhất mất {daysWords(run.elapsed)}.
              </Note>
            ) : (
              run.open.map((step) => <OpenStep {...props} flow={flow} step={step} />)
            )}
          </div>
          <div class="stack">
            <section class="card stack" aria-labelledby="nguoi-nop">
              <h2 id="nguoi-nop" class="h-s">
                Người nộp thấy
              </h2>
              {status ? (
                <p>
                  <StatusBadge status={status as Status} large />
                </p>
              ) : (
                <p class="muted">Chưa nộp</p>
              )}
              {detail && <p class="sm">{detail.label}</p>}
              <p class="sm">Đã qua nhiều nhất: {daysWords(run.elapsed)}</p>
            </section>
            <form class="card stack" method="get" action={href}>
              <input type="hidden" name="di" value={encodeMoves(run.moves)} />
              <SelectField name="co-quan" label="Thử ở cơ quan" options={agencies} value={agency} />
              <Button>Xem ở cơ quan này</Button>
            </form>
            {run.events.length > 0 && (
              <section class="card" aria-labelledby="da-qua">
                <h2 id="da-qua" class="h-s mb-2">
                  Đã qua
                </h2>
                <Timeline
                  small
                  items={run.events.toReversed().map((event) => ({
                    tone: 'ok',
                    title: `${EVENTS[event.kind]} “${nodeName(event.node)}”`,
                    at: <time>sau {daysWords(event.at)}</time>,
                    children: (event.choice || event.status) && (
                      <>
                        {event.choice && <>“{event.choice}” </>}
                        {event.status && <StatusBadge status={event.status as Status} />}
                      </>
                    ),
                  }))}
                />
              </section>
            )}
          </div>
        </div>
      </div>
    </FlowFrame>
  );
}

/** A form that makes one move and shows where the dossier then is. */
function Move(props: { view: DryRunView; move: DryMove | null; children: ComponentChildren }) {
  const { view, move, children } = props;
  return (
    <form method="get" action={flowHref(view.view.code, 'chay-thu')} class="row row--end">
      <input type="hidden" name="di" value={encodeMoves([...view.run.moves, ...(move ? [move] : [])])} />
      <input type="hidden" name="co-quan" value={view.agency} />
      {children}
    </form>
  );
}

const StartForm = (props: DryRunView & { node: FlowNode }) => (
  <Move view={props} move={{ kind: 'start', start: props.node.id }}>
    <Button icon={isPortalStart(props.node) ? 'globe' : 'user'}>{nodeName(props.node)}</Button>
  </Move>
);

function OpenStep(props: DryRunView & { flow: Flow; step: DryStep }) {
  const { flow, step, run, holder, data } = props;
  const { node, token } = step;
  const ways = choices(flow, node.id);
  const { desk, people } = holder(node);
  const waits = run.asked === token;
  const needsData = ways.some((way) => way.condition !== undefined);
  return (
    <section class="card stack" aria-labelledby={`o-${token}`}>
      <div class="card__head">
        <h2 id={`o-${token}`}>{nodeName(node)}</h2>
        {node.step && <Tag>{STEP_WORDS[node.step]}</Tag>}
      </div>
      <p>
        <Icon name="user" /> {desk}
        {people.length > 0 && <>: {people.join(', ')}</>}
      </p>
      <p class="sm muted">
        Bắt đầu sau {daysWords(step.from)}, phải xong sau {daysWords(step.until)}
        {node.minutes ? ` (${node.minutes} phút)` : ''}
      </p>
      {waits ? (
        <Move view={props} move={{ kind: 'supplied' }}>
          <Button weight="main">Người nộp đã bổ sung</Button>
        </Move>
      ) : (
        <>
          {needsData && (
            <form method="get" action={flowHref(props.view.code, 'chay-thu')} class="row row--end">
              <input type="hidden" name="di" value={encodeMoves(run.moves)} />
              <input type="hidden" name="co-quan" value={props.agency} />
              <input type="hidden" name="viec" value={token} />
              <TextField
                name="du-lieu"
                label="Dữ liệu để xét điều kiện"
                hint={`Mỗi mục “tên = giá trị”, cách nhau dấu chấm phẩy. Điều kiện: ${ways.flatMap((way) => way.condition ?? []).join('; ')}`}
                value={data}
              />
              <Button>Để quy trình tự chọn đường</Button>
            </form>
          )}
          <div class="row">
            {ways.length > 1 ? (
              ways.map((way) => (
                <Move view={props} move={{ kind: 'complete', token, edge: way.edge }}>
                  <Button weight={way === ways[0] ? 'main' : 'normal'}>{way.name || 'Đi tiếp'}</Button>
                </Move>
              ))
            ) : (
              <Move view={props} move={{ kind: 'complete', token }}>
                <Button weight="main">
                  {ways[0]?.name ? `Xong, sang “${ways[0].name}”` : 'Xong bước này'}
                </Button>
              </Move>
            )}
            {node.allows?.includes('supplement') && (
              <Move view={props} move={{ kind: 'supplement', token }}>
                <Button icon="file-warning">Yêu cầu bổ sung</Button>
              </Move>
            )}
            {dryBack(flow, run, token).map((to) => (
              <Move view={props} move={{ kind: 'back', token, to: to.id }}>
                <Button weight="quiet" icon="undo-2">
                  Trả lại “{to.name}”
                </Button>
              </Move>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

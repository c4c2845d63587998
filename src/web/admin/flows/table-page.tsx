import type { ComponentChildren } from 'preact';
import { STEP_KINDS } from '../../../core/flow/types.ts';
import type { Flow, FlowEdge, FlowMessage } from '../../../core/flow/types.ts';
import type { FlowCheck } from '../../../modules/flows/index.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Note,
  SelectField,
  Table,
  Tag,
  TextField,
} from '../../ui/index.ts';
import type { TurnedBack } from '../request.ts';
import { StaleNote } from '../parts.tsx';
import { FlowChecks } from './checks.tsx';
import { FlowFrame } from './frame.tsx';
import { FlowMeter } from './meter.tsx';
import { flowHref, tableHref, type OpenFlow } from './open.ts';
import { PathFields, StepFields, type Typed } from './step-fields.tsx';
import { StepTable } from './step-table.tsx';
import { inOrder, nodeName, STEP_WORDS } from '../../flows/words.ts';

export interface TableView {
  view: OpenFlow;
  flow: Flow;
  refused: FlowMessage[];
  check: FlowCheck;
  revision: number;
  /** Element being edited. */
  editing: string;
  typed?: Typed;
  back?: TurnedBack;
}

const ADD_WORDS = {
  step: 'Bước của người',
  exclusive: 'Rẽ nhánh (chọn một đường)',
  parallel: 'Song song (tách hoặc gộp)',
  inclusive: 'Rẽ nhiều nhánh',
  start: 'Lối vào',
  end: 'Kết thúc',
};

/** The same powers as the drawing board, as a table and plain forms. */
export function TablePage(props: TableView) {
  const { view, flow, refused, check, back, editing } = props;
  const { code, limits } = view;
  const href = tableHref(view);
  const node = flow.nodes[editing];
  const edge = flow.edges[editing];
  return (
    <FlowFrame
      view={view}
      page="bang"
      title="Dạng bảng"
      failed={back !== undefined}
      actions={
        <>
          <LinkButton href={flowHref(code, 'chay-thu')} icon="play">
            Chạy thử
          </LinkButton>
          <LinkButton href={flowHref(code, 'ban-hanh')} weight="main">
            Ban hành…
          </LinkButton>
        </>
      }
    >
      <div class="stack">
        {back?.stale ? (
          <StaleNote stale={back.stale} href={href} />
        ) : (
          back && <ErrorSummary errors={back.errors} />
        )}
        <section class="card" aria-labelledby="thoi-gian">
          <FlowMeter
            check={check}
            limits={limits}
            against={{
              chosen: view.chosen,
              href: flowHref(code, 'bang'),
              keep: editing ? { sua: editing } : {},
            }}
          />
        </section>
        {(node || edge) && <EditForm {...props} />}
        <StepTable
          flow={flow}
          choices={view.choices}
          label="Các phần tử của quy trình"
          current={(one) => one.id === editing}
          more={[
            {
              label: 'Việc',
              cell: (one) => (
                <div class="flow-acts">
                  <a href={tableHref(view, one.id)}>
                    Sửa<span class="vh"> {nodeName(one)}</span>
                  </a>
                  <OpForm view={props} op="remove" id={one.id}>
                    <Button size="sm" weight="quiet" icon="trash-2">
                      <span class="vh">Xóa {nodeName(one)}</span>
                    </Button>
                  </OpForm>
                </div>
              ),
            },
          ]}
        />
        {refused.map((one) => (
          <Note tone="late">
            {one.message}{' '}
            <OpForm view={props} op="remove" id={one.element}>
              <Button size="sm" weight="stop">
                Xóa<span class="vh"> {one.elementName || one.element}</span>
              </Button>
            </OpForm>
          </Note>
        ))}
        <PathTable {...props} />
        <div class="grid grid--l">
          <AddForm {...props} />
          <ConnectForm {...props} />
        </div>
        <section class="card" aria-labelledby="kiem-tra">
          <h2 id="kiem-tra" class="h-s mb-2">
            Kiểm tra trước khi ban hành
          </h2>
          <FlowChecks check={check} hrefOf={(element) => tableHref(view, element)} />
        </section>
        <section class="card" aria-labelledby="ca-quy-trinh">
          <h2 id="ca-quy-trinh" class="h-s mb-2">
            Cả quy trình
          </h2>
          <div class="stack">
            <OpForm view={props} op="rename" class="row row--end">
              <TextField name="flowName" label="Tên quy trình" value={flow.name} maxLength={200} />
              <Button>Đổi tên</Button>
            </OpForm>
            <div class="row">
              <OpForm view={props} op="arrange">
                <Button icon="workflow">Vẽ lại sơ đồ cho gọn</Button>
              </OpForm>
              <LinkButton href={flowHref(code, 'sua')} weight="quiet" icon="workflow">
                Vẽ sơ đồ
              </LinkButton>
            </div>
          </div>
        </section>
      </div>
    </FlowFrame>
  );
}

/** A form that carries out one edit on the draft. */
function OpForm(props: {
  view: Pick<TableView, 'view' | 'revision'>;
  op: string;
  id?: string;
  class?: string;
  children: ComponentChildren;
}) {
  const { view, op, id, children } = props;
  return (
    <form class={props.class} method="post" action={flowHref(view.view.code, 'bang')} noValidate>
      <CsrfField />
      <input type="hidden" name="revision" value={String(view.revision)} />
      <input type="hidden" name="op" value={op} />
      {id !== undefined && <input type="hidden" name="id" value={id} />}
      {view.view.chosen && <input type="hidden" name="so" value={view.view.chosen} />}
      {children}
    </form>
  );
}

function EditForm(props: TableView) {
  const { view, flow, editing, typed, back } = props;
  const node = flow.nodes[editing];
  const edge = flow.edges[editing];
  const errors = Object.fromEntries(
    (back?.errors ?? []).flatMap((one) => (one.field ? [[one.field, one.text]] : [])),
  );
  const title = node ? nodeName(node) : pathName(flow, edge!);
  const op = edge ? 'set-path' : node?.kind === 'userTask' ? 'set-step' : 'set-name';
  return (
    <section class="card" id="sua" aria-labelledby="sua-ten">
      <h2 id="sua-ten" class="h-s mb-2">
        Sửa: {title}
      </h2>
      <OpForm view={props} op={op} id={editing} class="stack">
        {op === 'set-step' && (
          <div class="flow-fields">
            <StepFields flow={flow} choices={view.choices} node={node} typed={typed} errors={errors} />
          </div>
        )}
        {op === 'set-name' && (
          <TextField
            name="name"
            label="Tên"
            value={typed?.['name'] ?? node?.name}
            error={errors['name']}
            maxLength={200}
          />
        )}
        {edge && (
          <>
            <PathFields
              name={typed?.['name'] ?? edge.name}
              condition={typed?.['condition'] ?? edge.condition}
              isDefault={flow.nodes[edge.source]?.defaultEdge === edge.id}
              errors={errors}
            />
            <SelectField
              name="to"
              label="Dẫn tới"
              options={targets(flow).map((one) => ({ value: one.id, label: nodeName(one) }))}
              value={edge.target}
              error={errors['to']}
            />
          </>
        )}
        <p class="row">
          <Button weight="main">Lưu</Button>
          <LinkButton href={tableHref(view)} weight="quiet">
            Thôi
          </LinkButton>
        </p>
      </OpForm>
    </section>
  );
}

const targets = (flow: Flow) => inOrder(flow).filter((node) => node.kind !== 'start');
const sources = (flow: Flow) => inOrder(flow).filter((node) => !/end$/i.test(node.kind));

const pathName = (flow: Flow, edge: FlowEdge): string => {
  const name = (id: string): string => (flow.nodes[id] ? nodeName(flow.nodes[id]) : id);
  return `${name(edge.source)} → ${name(edge.target)}${edge.name ? ` (“${edge.name}”)` : ''}`;
};

const pathsOf = (flow: Flow): FlowEdge[] =>
  inOrder(flow).flatMap((node) => node.outgoing.flatMap((id) => flow.edges[id] ?? []));

function PathTable(props: TableView) {
  const { view, flow, editing } = props;
  return (
    <Table
      label="Các đường nối"
      rows={pathsOf(flow)}
      current={(edge) => edge.id === editing}
      columns={[
        { label: 'Từ', cell: (edge) => nodeName(flow.nodes[edge.source]!) },
        { label: 'Tới', cell: (edge) => nodeName(flow.nodes[edge.target]!) },
        { label: 'Nút', cell: (edge) => (edge.name ? `“${edge.name}”` : <span class="muted">–</span>) },
        {
          label: 'Điều kiện',
          cell: (edge) =>
            edge.condition ? (
              <code>{edge.condition}</code>
            ) : flow.nodes[edge.source]?.defaultEdge === edge.id ? (
              <Tag>Khi không điều kiện nào đúng</Tag>
            ) : (
              <span class="muted">–</span>
            ),
        },
        {
          label: 'Việc',
          cell: (edge) => (
            <div class="flow-acts">
              <a href={tableHref(view, edge.id)}>
                Sửa<span class="vh"> đường {pathName(flow, edge)}</span>
              </a>
              <OpForm view={props} op="remove" id={edge.id}>
                <Button size="sm" weight="quiet" icon="trash-2">
                  <span class="vh">Xóa đường {pathName(flow, edge)}</span>
                </Button>
              </OpForm>
            </div>
          ),
        },
      ]}
    />
  );
}

function AddForm(props: TableView) {
  const { flow, back } = props;
  const error = (field: string) => back?.errors.find((one) => one.field === field)?.text;
  return (
    <section class="card" aria-labelledby="them">
      <h2 id="them" class="h-s mb-2">
        Thêm phần tử
      </h2>
      <OpForm view={props} op="add" class="stack">
        <SelectField
          name="kind"
          label="Thêm gì"
          options={Object.entries(ADD_WORDS).map(([value, label]) => ({ value, label }))}
          value="step"
        />
        <TextField name="addName" label="Tên" maxLength={200} optional />
        <SelectField
          name="addStep"
          label="Loại bước"
          options={STEP_KINDS.map((kind) => ({ value: kind, label: STEP_WORDS[kind] }))}
          value="process"
        />
        <SelectField
          name="on"
          label="Đặt giữa đường"
          hint="Hoặc bỏ trống, rồi chọn từ đâu và tới đâu để mở một đường mới"
          options={pathsOf(flow).map((edge) => ({ value: edge.id, label: pathName(flow, edge) }))}
          error={error('on')}
          placeholder="Không"
          optional
        />
        <div class="field-row">
          <SelectField
            name="addFrom"
            label="Từ"
            options={sources(flow).map((one) => ({ value: one.id, label: nodeName(one) }))}
            error={error('addFrom')}
            placeholder="Không"
            optional
          />
          <SelectField
            name="addTo"
            label="Tới"
            options={targets(flow).map((one) => ({ value: one.id, label: nodeName(one) }))}
            error={error('addTo')}
            placeholder="Không"
            optional
          />
        </div>
        <Button icon="circle-plus">Thêm</Button>
      </OpForm>
    </section>
  );
}

function ConnectForm(props: TableView) {
  const { flow, back } = props;
  const error = (field: string) => back?.errors.find((one) => one.field === field)?.text;
  return (
    <section class="card" aria-labelledby="noi">
      <h2 id="noi" class="h-s mb-2">
        Nối hai phần tử
      </h2>
      <OpForm view={props} op="connect" class="stack">
        <SelectField
          name="pathFrom"
          label="Từ"
          options={sources(flow).map((one) => ({ value: one.id, label: nodeName(one) }))}
          error={error('pathFrom')}
        />
        <SelectField
          name="pathTo"
          label="Tới"
          options={targets(flow).map((one) => ({ value: one.id, label: nodeName(one) }))}
          error={error('pathTo')}
        />
        <TextField name="pathName" label="Chữ trên nút" maxLength={200} optional />
        <TextField
          name="pathCondition"
          label="Điều kiện"
          error={error('pathCondition')}
          autocapitalize="none"
          spellcheck={false}
          optional
        />
        <Button icon="git-branch">Nối</Button>
      </OpForm>
    </section>
  );
}

import { formatNumber } from '../../core/money.ts';
import type { Flow, FlowNode } from '../../core/flow/types.ts';
import type { FlowLoad } from '../../modules/dossiers/index.ts';
import { Button, SelectField, type Column } from '../ui/index.ts';
import { Diagram, type LoadByNode } from './diagram.tsx';
import { inOrder, nodeName } from './words.ts';

/** Numbers for the drawing of one version. */
export const loadOf = (rows: readonly FlowLoad[], versionId: number): LoadByNode =>
  Object.fromEntries(
    rows.filter((row) => row.versionId === versionId).map((row) => [row.node, [row.open, row.late]]),
  );

/** Steps at which dossiers can stand, in reading order. */
export const stepsOf = (flow: Flow): FlowNode[] => inOrder(flow).filter((node) => node.kind === 'userTask');

/**
 * How many stand at a step and how many of them are late: the same as the numbers on the drawing.
 *
 * @param href where a number leads: to all that stand at the step, or to the late ones alone
 */
export const loadColumns = (
  load: LoadByNode,
  href?: (node: FlowNode, late: boolean) => string,
): Column<FlowNode>[] => {
  const cell = (node: FlowNode, late: boolean) => {
    const count = load[node.id]?.[late ? 1 : 0] ?? 0;
    const shown = late ? <LateCount count={count} /> : formatNumber(count);
    if (!href || count === 0) return shown;
    return (
      <a href={href(node, late)}>
        {shown}
        <span class="vh"> hồ sơ ở bước {nodeName(node)}</span>
      </a>
    );
  };
  return [
    { label: 'Đang ở bước', number: true, cell: (node) => cell(node, false) },
    { label: 'Quá hạn bước', number: true, cell: (node) => cell(node, true) },
  ];
};

export function LateCount({ count }: { count: number }) {
  return count > 0 ? <b class="late">{formatNumber(count)}</b> : <>0</>;
}

/** A version of a flow with the numbers on its steps, and the choice of another version where there are several. */
export function LoadDrawing(props: {
  /** Address of the page; the version asked for is its `ban`. */
  action: string;
  /** Address of the drawing. */
  src: string;
  shown: number;
  /** Versions to choose from, each with its words: how much runs on it. */
  versions: readonly { version: number; words: string }[];
  load: LoadByNode;
}) {
  const { action, src, shown, versions, load } = props;
  const sum = (at: 0 | 1): number => Object.values(load).reduce((all, one) => all + one[at], 0);
  return (
    <>
      {versions.length > 1 && (
        <form class="card row" method="get" action={action}>
          <SelectField
            name="ban"
            label="Bản quy trình"
            options={versions.map((one) => ({
              value: String(one.version),
              label: `Bản ${one.version} (${one.words})`,
            }))}
            value={String(shown)}
          />
          <Button>Xem</Button>
        </form>
      )}
      <Diagram
        id="so-do"
        title={`Bản ${shown}: ${formatNumber(sum(0))} việc đang mở, ${formatNumber(sum(1))} quá hạn`}
        src={src}
        label="Sơ đồ quy trình với số hồ sơ ở từng bước. Bảng bên dưới nói cùng nội dung."
        load={load}
      />
    </>
  );
}

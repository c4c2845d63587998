import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Kept } from './kept.tsx';

export interface Fact {
  label: string;
  value: ComponentChildren;
  /** A second, quieter line. */
  sub?: ComponentChildren;
}

/** Label and value pairs; pairs without a value are left out. */
export function Facts({ items, tight }: { items: Fact[]; tight?: boolean }) {
  const filled = items.filter((item) => item.value !== undefined && item.value !== null && item.value !== '');
  return (
    <dl class={tight ? 'facts tight' : 'facts'}>
      {filled.map((item) => (
        <>
          <dt>{item.label}</dt>
          <dd>
            {item.value}
            {item.sub && <span class="sub">{item.sub}</span>}
          </dd>
        </>
      ))}
    </dl>
  );
}

export interface Column<Row> {
  label: string;
  cell: (row: Row) => ComponentChildren;
  /** Numbers: right-aligned, digits on one width. */
  number?: boolean;
  /** How the list is ordered by this column. */
  sort?: 'ascending' | 'descending';
  /** Where a click on the heading leads, when the list may be ordered by it. */
  sortHref?: string;
}

/**
 * Rows to compare. The first column names the row; on narrow containers each row becomes a card whose cells carry
 * their column's name.
 */
export function Table<Row>(props: {
  label: string;
  columns: [Column<Row>, ...Column<Row>[]];
  rows: Row[];
  /** Draws a checkbox before each row with this name and the row's value. */
  select?: { name: string; value: (row: Row) => string; label: (row: Row) => string };
  /** Address that Enter opens in the keyboard list. */
  href?: (row: Row) => string;
  current?: (row: Row) => boolean;
  /** Keys J K X Enter work on this list. */
  keyboard?: boolean;
  /** What the text of a row depends on beside the row; then rows are kept as they were drawn, see `Kept`. */
  dependsOn?: (row: Row) => readonly unknown[];
}) {
  const { label, columns, rows, select, href, current, keyboard, dependsOn } = props;
  const [first, ...rest] = columns;
  const heading = (column: Column<Row>) => (
    <th scope="col" class={column.number ? 'r' : undefined} aria-sort={column.sort}>
      {column.sortHref ? <a href={column.sortHref}>{column.label}</a> : column.label}
      {column.sort === 'ascending' ? ' ↑' : column.sort === 'descending' ? ' ↓' : ''}
    </th>
  );
  const line = (row: Row) => (
    <tr class={current?.(row) ? 'is-on' : undefined} data-href={href?.(row)}>
      {select && (
        <td>
          <input
            type="checkbox"
            name={select.name}
            value={select.value(row)}
            aria-label={select.label(row)}
          />
        </td>
      )}
      <th scope="row">{first.cell(row)}</th>
      {rest.map((column) => (
        <td class={column.number ? 'r' : undefined} data-l={column.label}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={label}>
      <table class="table table--cards" data-keys={keyboard ? '' : undefined}>
        <thead>
          <tr>
            {select && (
              <td>
                <span class="vh">Chọn</span>
              </td>
            )}
            {columns.map(heading)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            dependsOn ? (
              <Kept
                of={row as object}
                same={[label, Boolean(select), current?.(row), ...dependsOn(row)]}
                draw={() => line(row)}
              />
            ) : (
              line(row)
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

export interface TimelineItem {
  tone?: 'ok' | 'now' | 'late';
  icon?: IconName;
  title: ComponentChildren;
  /** Usually a <Moment>. */
  at?: ComponentChildren;
  children?: ComponentChildren;
}

/** What has happened, newest first. */
export function Timeline({ items, small }: { items: TimelineItem[]; small?: boolean }) {
  return (
    <ol class={small ? 'timeline xs' : 'timeline'}>
      {items.map((item, i) => (
        <li class={item.tone}>
          <span class="dot">
            {item.icon ? (
              <Icon name={item.icon} />
            ) : item.tone === 'ok' ? (
              <Icon name="check" />
            ) : (
              items.length - i
            )}
          </span>
          <b>{item.title}</b> {item.at}
          {item.children && <div class="muted">{item.children}</div>}
        </li>
      ))}
    </ol>
  );
}

/** Steps of a flow, left to right. */
export function FlowStrip(props: {
  label?: string;
  steps: { name: string; state?: 'ok' | 'now'; who?: ComponentChildren; when?: ComponentChildren }[];
}) {
  return (
    <ol class="flow" tabIndex={0} aria-label={props.label ?? 'Các bước xử lý'}>
      {props.steps.map((step) => (
        <li class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <b>
            {step.name}
            {step.state === 'ok' && <span class="vh"> (đã xong)</span>}
          </b>
          {step.who}
          {step.when && (
            <>
              <br />
              {step.when}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

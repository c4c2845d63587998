import type { ComponentChildren } from 'preact';
import { formatDateTime } from '../../core/dates.ts';
import type { Difference } from '../../core/changes.ts';
import type { StaleEdit } from '../../modules/configuration/index.ts';
import { EmptyState, LinkButton, Note, Table } from '../ui/index.ts';

/** Hidden field by which a second administrator is told that the thing has changed meanwhile (see recordChange). */
export function SeenField({ seen }: { seen: number }) {
  return <input type="hidden" name="seen" value={String(seen)} />;
}

/** Told to the second of two administrators: who saved first, when, and where to look. What was typed stays below. */
export function StaleNote({ stale, href }: { stale: StaleEdit; href: string }) {
  return (
    <Note tone="warn" title={`${stale.by} đã lưu trước bạn lúc ${formatDateTime(stale.at)}.`}>
      Những gì bạn điền vẫn còn ở dưới nhưng chưa được lưu.{' '}
      <a href={href} target="_blank">
        Mở bản mới nhất ở trang khác
      </a>{' '}
      để so sánh, rồi bấm lưu lần nữa nếu vẫn muốn thay.
    </Note>
  );
}

/** Field-by-field differences of two versions. */
export function DifferenceTable(props: {
  label: string;
  rows: readonly Difference[];
  /** Headings of the two sides. */
  before?: string;
  after?: string;
}) {
  const { label, rows, before = 'Trước', after = 'Sau' } = props;
  if (rows.length === 0) return <p class="muted">Hai bản giống nhau.</p>;
  return (
    <Table
      label={label}
      rows={[...rows]}
      columns={[
        { label: 'Chỗ khác nhau', cell: (row) => row.label },
        {
          label: before,
          cell: (row) =>
            row.before === null ? (
              <span class="muted">Không có</span>
            ) : (
              <del class="diff-old">{row.before}</del>
            ),
        },
        {
          label: after,
          cell: (row) =>
            row.after === null ? <span class="muted">Bỏ đi</span> : <ins class="diff-new">{row.after}</ins>,
        },
      ]}
    />
  );
}

/** Parts of a long page, beside it on wide screens. */
export function SectionNav({
  label,
  items,
}: {
  label: string;
  items: { href: string; label: ComponentChildren; mark?: ComponentChildren }[];
}) {
  return (
    <nav class="admin-nav card" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li>
            <a href={item.href}>
              <span>{item.label}</span>
              {item.mark}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A list that has nothing in it yet, with the way to begin. */
export function NothingYet(props: {
  title: string;
  children: ComponentChildren;
  href?: string;
  action?: string;
}) {
  const { title, children, href, action } = props;
  return (
    <EmptyState
      icon="inbox"
      title={title}
      action={href && action ? <LinkButton href={href}>{action}</LinkButton> : undefined}
    >
      {children}
    </EmptyState>
  );
}

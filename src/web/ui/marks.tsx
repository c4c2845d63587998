import type { ComponentChildren } from 'preact';
import type { Source } from '../../core/dossier.ts';
import { formatDate, formatDateTime } from '../../core/dates.ts';
import { RETURNING, STATUS_INFO } from '../../core/status/catalogue.ts';
import type { Status } from '../../core/status/types.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

function Badge({
  label,
  icon,
  className,
  large,
}: {
  label: string;
  icon: IconName;
  className: string;
  large?: boolean;
}) {
  return (
    <span class={['badge', large && 'badge--lg', className].filter(Boolean).join(' ')}>
      <Icon name={icon} />
      {label}
    </span>
  );
}

/** Status of a dossier, in the words of Appendix I, never shortened; beside it the detailed one, when there is one. */
export function StatusBadge({ status, large, detail }: { status: Status; large?: boolean; detail?: string }) {
  const { label, icon, className } = STATUS_INFO[status];
  return (
    <>
      <Badge label={label} icon={icon as IconName} className={className} large={large} />
      {detail && <span class="status-detail"> {detail}</span>}
    </>
  );
}

/** "Đang trả kết quả", shown beside "Đã xử lý xong". */
export function ReturningBadge({ large }: { large?: boolean }) {
  return (
    <Badge label={RETURNING.label} icon={RETURNING.icon} className={RETURNING.className} large={large} />
  );
}

/** A moment as DD/MM/YYYY hh:mm:ss (or the date alone), readable by machines too. */
export function Moment({ at, only }: { at: Date; only?: 'date' }) {
  return <time dateTime={at.toISOString()}>{only === 'date' ? formatDate(at) : formatDateTime(at)}</time>;
}

const DUE_ICON: Record<'far' | 'soon' | 'late' | 'paused', IconName> = {
  far: 'clock',
  soon: 'timer',
  late: 'clock-alert',
  paused: 'circle-pause',
};

/** Time left, due date or overdue. The words are the caller's ("Quá hạn 3 ngày"); overdue is not a status. */
export function Due({
  tone = 'far',
  children,
}: {
  tone?: 'far' | 'soon' | 'late' | 'paused';
  children: ComponentChildren;
}) {
  const className = tone === 'soon' || tone === 'late' ? `due due--${tone}` : 'due';
  return (
    <span class={className}>
      <Icon name={DUE_ICON[tone]} />
      <span>{children}</span>
    </span>
  );
}

const SOURCES: Record<Source, { label: string; icon: IconName }> = {
  online: { label: 'Cổng', icon: 'globe' },
  counter: { label: 'Quầy', icon: 'user' },
  post: { label: 'Bưu chính', icon: 'mailbox' },
};

/** Which way a dossier came in. */
export function SourceMark({ source }: { source: Source }) {
  return (
    <span class="src">
      <Icon name={SOURCES[source].icon} />
      {SOURCES[source].label}
    </span>
  );
}

/** A fact about a thing. */
export function Tag({
  strong,
  icon,
  children,
}: {
  strong?: boolean;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={strong ? 'tag tag--act' : 'tag'}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

import { formatDateTime } from '../../../core/dates.ts';
import type { OpenProcedure } from '../../../modules/procedures/index.ts';
import { Icon, Tabs, type Crumb, type IconName } from '../../ui/index.ts';
import { editorPath } from './place.ts';

const LOOK: Record<string, { label: string; icon: IconName; class: string }> = {
  published: { label: 'Đang công bố', icon: 'circle-check', class: 'is-ok' },
  scheduled: { label: 'Sắp áp dụng', icon: 'calendar-clock', class: 'is-info' },
  retired: { label: 'Ngừng áp dụng', icon: 'circle-x', class: 'is-mute' },
  draft: { label: 'Nháp', icon: 'pencil', class: 'is-warn' },
};

/** State of a procedure or of one of its versions, as a mark. */
export function StateBadge({ state }: { state: keyof typeof LOOK & string }) {
  const look = LOOK[state]!;
  return (
    <span class={`badge ${look.class}`}>
      <Icon name={look.icon} />
      {look.label}
    </span>
  );
}

/** All that holds for a procedure at once: in force, with a draft, with a version to come. */
export function StateBadges({
  open,
}: {
  open: Pick<OpenProcedure, 'inForce' | 'scheduled' | 'retired' | 'draft'>;
}) {
  return (
    <>
      {open.inForce && <StateBadge state="published" />}
      {open.scheduled.length > 0 && <StateBadge state="scheduled" />}
      {open.retired && open.scheduled.length === 0 && <StateBadge state="retired" />}
      {open.draft && <StateBadge state="draft" />}
    </>
  );
}

/** Way to a procedure's pages. */
export const crumbsOf = (open: OpenProcedure, last?: string): Crumb[] => [
  { label: 'Thủ tục', href: '/quan-tri/thu-tuc' },
  {
    label: open.definition.field.name,
    href: `/quan-tri/thu-tuc?linh-vuc=${encodeURIComponent(open.definition.field.code)}`,
  },
  ...(last ? [{ label: open.code, href: editorPath(open.code) }, { label: last }] : [{ label: open.code }]),
];

/** The pages of one procedure. */
export function ProcedureTabs({
  code,
  current,
}: {
  code: string;
  current: 'sua' | 'ban' | 'xem-truoc' | 'ngung';
}) {
  const base = editorPath(code);
  const items = [
    { key: 'sua', href: base, label: 'Nội dung' },
    { key: 'ban', href: `${base}/ban`, label: 'Các bản' },
    { key: 'ngung', href: `${base}/ngung`, label: 'Ngừng áp dụng' },
  ];
  return (
    <div class="mb-4">
      <Tabs
        label="Trang của thủ tục"
        items={items.map(({ key, href, label }) => ({ href, label, current: key === current }))}
      />
    </div>
  );
}

/** Who published the version in force, and when. */
export function publishedLine(open: OpenProcedure): string {
  const { inForce } = open;
  if (!inForce) return '';
  const who = inForce.publishedBy ?? 'Nạp từ tệp';
  const when = inForce.publishedAt ? `, ${formatDateTime(inForce.publishedAt)}` : '';
  return `Bản ${inForce.version}, công bố: ${who}${when}`;
}

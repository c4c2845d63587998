import { formatDateTime } from '../../core/dates.ts';
import { officeRail } from '../office/rail.ts';
import { Icon, LinkButton, OfficeLayout, PortalLayout, usePage, type IconName } from '../ui/index.ts';

export interface ErrorPageProps {
  status: number;
  title: string;
  message: string;
  /** Short code by which the log can be searched; only when something broke. */
  code?: string;
  at?: Date;
  link?: { href: string; label: string };
}

const ICONS: Record<number, IconName> = {
  403: 'lock',
  404: 'search',
  409: 'refresh-cw',
  413: 'upload',
  429: 'timer',
  503: 'timer',
};

/** What happened, when, a short code, what is safe, what to do; never a stack. */
export function ErrorPage(props: ErrorPageProps) {
  const { viewer, path } = usePage();
  const office = /^\/(?:mot-cua|quan-tri)(?:\/|$)/.test(path);
  const home =
    office && viewer?.isOfficer
      ? { href: '/mot-cua', label: 'Về bàn làm việc' }
      : { href: '/', label: 'Về trang chủ' };
  const card = <ErrorCard {...props} link={props.link ?? home} />;
  return office && viewer?.isOfficer ? (
    <OfficeLayout title={props.title} rail={officeRail(viewer)} heading={null}>
      {card}
    </OfficeLayout>
  ) : (
    <PortalLayout title={props.title} heading={null}>
      <div class="wrap section">{card}</div>
    </PortalLayout>
  );
}

function ErrorCard({ status, title, message, code, at, link }: ErrorPageProps) {
  return (
    <div class="card empty measure">
      <Icon name={ICONS[status] ?? (status >= 500 ? 'plug' : 'circle-alert')} />
      <h1>{title}</h1>
      <p>{message}</p>
      {code && at && (
        <p class="mt-2">
          Lỗi đã được ghi lúc <time dateTime={at.toISOString()}>{formatDateTime(at)}</time>, mã{' '}
          <span class="code">{code}</span>.
        </p>
      )}
      {link && (
        <p class="mt-4">
          <LinkButton href={link.href}>{link.label}</LinkButton>
        </p>
      )}
    </div>
  );
}

import { formatDateTime } from '../../core/dates.ts';
import { EmptyState, LinkButton, PortalLayout, type IconName } from '../ui/index.ts';

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
};

/** What happened, when, a short code, what is safe, what to do; never a stack. */
export function ErrorPage({ status, title, message, code, at, link }: ErrorPageProps) {
  return (
    <PortalLayout
      title={title}
      heading={<h1>{status === 500 || status === 503 ? 'Trang đang gặp sự cố' : title}</h1>}
    >
      <div class="measure">
        <EmptyState
          icon={ICONS[status] ?? (status >= 500 ? 'plug' : 'circle-alert')}
          title={title}
          action={<LinkButton href={link?.href ?? '/'}>{link?.label ?? 'Về trang chủ'}</LinkButton>}
        >
          {message}
          {code && at && (
            <>
              {' '}
              Lỗi đã được ghi lúc <time dateTime={at.toISOString()}>{formatDateTime(at)}</time>, mã{' '}
              <span class="code">{code}</span>.
            </>
          )}
        </EmptyState>
      </div>
    </PortalLayout>
  );
}

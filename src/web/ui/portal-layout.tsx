import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { Document } from './document.tsx';
import { GateMark, Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Kept } from './kept.tsx';
import { FlashMessages } from './messages.tsx';
import { Breadcrumbs, type Crumb } from './navigation.tsx';
import { CsrfField } from './controls.tsx';
import { late } from './render.ts';

const LINKS: { href: string; label: string; icon: IconName }[] = [
  { href: '/thu-tuc', label: 'Thủ tục', icon: 'search' },
  { href: '/tra-cuu', label: 'Tra cứu hồ sơ', icon: 'scan-barcode' },
  { href: '/ho-so', label: 'Hồ sơ của tôi', icon: 'briefcase' },
  { href: '/huong-dan', label: 'Hướng dẫn', icon: 'circle-question-mark' },
];

export interface PortalLayoutProps {
  /** Name of the page; also the h1 unless `heading` says otherwise. */
  title: string;
  /** The header link this page belongs to, such as "/thu-tuc". */
  active?: string;
  breadcrumbs?: Crumb[];
  /** Drawn in place of the h1 and lead; null when the children bring their own (the home page). */
  heading?: ComponentChildren;
  lead?: ComponentChildren;
  /** Side column; on phones it follows the content. */
  side?: ComponentChildren;
  /** Names the side column to screen readers. */
  sideLabel?: string;
  /** A submit was turned back: the tab's text begins with "Lỗi:". */
  failed?: boolean;
  /** For search engines. */
  description?: string;
  styles?: string[];
  scripts?: string[];
  children?: ComponentChildren;
}

/** Page of the portal: header, breadcrumbs, title, content with a side column, footer. */
export function PortalLayout(props: PortalLayoutProps) {
  const { site, largeText } = usePage();
  const {
    title,
    active,
    breadcrumbs,
    heading,
    lead,
    side,
    sideLabel = 'Thông tin thêm',
    failed,
    children,
  } = props;
  const bare = heading === null;
  return (
    <Document
      title={`${failed ? 'Lỗi: ' : ''}${title} – Một Cửa, Cổng Dịch vụ công ${site.place}`}
      surface="portal"
      description={props.description}
      styles={props.styles}
      scripts={props.scripts}
    >
      <KeptHeader active={active} />
      <main id="noi-dung">
        <FlashMessages />
        {bare ? (
          children
        ) : (
          <>
            <div class="wrap page-head stack">
              {breadcrumbs && <Breadcrumbs items={breadcrumbs} />}
              {heading ?? (
                <div>
                  <h1>{title}</h1>
                  {lead && <p class="lead mt-2">{lead}</p>}
                </div>
              )}
            </div>
            {side ? (
              <div class="wrap with-side">
                <div class="stack g5">{children}</div>
                <aside class="stack sticky" aria-label={sideLabel}>
                  {side}
                </aside>
              </div>
            ) : (
              <div class="wrap stack g5">{children}</div>
            )}
          </>
        )}
      </main>
      <Kept of={site} as={`footer ${largeText}`} draw={() => <PortalFooter />} />
    </Document>
  );
}

/** The header differs by where one is and by who one is; names and numbers are filled in. */
function KeptHeader({ active }: { active?: string }) {
  const { site, viewer, path } = usePage();
  const who = viewer
    ? `${viewer.isOfficer ? 'officer' : 'citizen'} ${viewer.unread > 0}`
    : path === '/dang-nhap'
      ? 'logging in'
      : 'nobody';
  return <Kept of={site} as={`header ${active} ${who}`} draw={() => <PortalHeader active={active} />} />;
}

function PortalHeader({ active }: { active?: string }) {
  const page = usePage();
  const links = LINKS.filter((link) => page.exists(link.href));
  return (
    <header class="site-head">
      <div class="fret" />
      <div class="wrap">
        <a class="brand" href="/">
          <GateMark />
          <span>
            <b>Một Cửa</b> <span>Dịch vụ công {page.site.shortPlace}</span>
          </span>
        </a>
        <nav class="site-nav" aria-label="Chính">
          {links.map((link) => (
            <a href={link.href} aria-current={active === link.href ? 'page' : undefined}>
              {link.label}
            </a>
          ))}
          {!page.viewer && <LogInLink class="btn btn--main btn--sm" />}
        </nav>
        {page.viewer && (
          <details class="site-menu site-menu--account">
            <summary class="btn btn--quiet">
              <Icon name="user" />
              <span class="site-menu__name">{late(() => usePage().viewer!.displayName)}</span>
              <Unread />
              <Icon name="chevron-down" />
            </summary>
            <div>
              <AccountLinks />
            </div>
          </details>
        )}
        <details class="site-menu">
          <summary class="btn">
            <Icon name="menu" />
            Mục lục
          </summary>
          <div>
            <nav aria-label="Mục lục">
              {links.map((link) => (
                <a href={link.href} aria-current={active === link.href ? 'page' : undefined}>
                  <Icon name={link.icon} />
                  {link.label}
                </a>
              ))}
              {page.viewer && <AccountLinks />}
            </nav>
            {!page.viewer && <LogInLink class="btn btn--main btn--block mt-2" />}
          </div>
        </details>
      </div>
    </header>
  );
}

function LogInLink({ class: className }: { class: string }) {
  if (usePage().path === '/dang-nhap') return null;
  const href = late(() => {
    const { path, url } = usePage();
    const back = path === '/' || path.startsWith('/dang-') ? '' : `?tiep=${encodeURIComponent(url)}`;
    return `/dang-nhap${back}`;
  });
  return (
    <a class={className} href={href}>
      <Icon name="log-in" />
      Đăng nhập
    </a>
  );
}

function Unread() {
  const { viewer } = usePage();
  if (!viewer?.unread) return null;
  return (
    <span class="tag tag--act">
      {late(() => String(usePage().viewer!.unread))}
      <span class="vh"> thông báo chưa đọc</span>
    </span>
  );
}

function AccountLinks() {
  const page = usePage();
  const links: { href: string; label: string; icon: IconName; extra?: ComponentChildren }[] = [
    { href: '/mot-cua', label: 'Bàn làm việc một cửa', icon: 'briefcase' },
    { href: '/thong-bao', label: 'Thông báo', icon: 'bell', extra: <Unread /> },
    { href: '/tai-khoan', label: 'Tài khoản', icon: 'user' },
  ];
  return (
    <>
      {links
        .filter((link) => page.exists(link.href) && (link.href !== '/mot-cua' || page.viewer?.isOfficer))
        .map((link) => (
          <a href={link.href}>
            <Icon name={link.icon} />
            {link.label}
            {link.extra}
          </a>
        ))}
      <LogOutForm class="btn btn--block mt-2" />
    </>
  );
}

/** Button that ends the session. */
export function LogOutForm({ class: className = 'btn' }: { class?: string }) {
  return (
    <form method="post" action="/dang-xuat">
      <CsrfField />
      <button class={className}>
        <Icon name="log-out" />
        Đăng xuất
      </button>
    </form>
  );
}

function PortalFooter() {
  const { site, exists } = usePage();
  const help = [
    { href: '/huong-dan', label: 'Hướng dẫn nộp hồ sơ' },
    { href: '/tra-cuu', label: 'Tra cứu hồ sơ' },
    { href: '/thu-tuc', label: 'Danh mục thủ tục' },
  ].filter((link) => exists(link.href));
  return (
    <footer class="site-foot">
      <div class="wrap">
        <div class="grid">
          <section>
            <h2>Liên hệ</h2>
            <ul>
              <li>
                Tổng đài <b>{site.hotline}</b>
              </li>
              <li>{site.hours}</li>
              <li>{site.address}</li>
            </ul>
          </section>
          {help.length > 0 && (
            <section>
              <h2>Trợ giúp</h2>
              <ul>
                {help.map((link) => (
                  <li>
                    <a href={link.href}>{link.label}</a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section>
            <h2>Cho cán bộ</h2>
            <ul>
              <li>
                <a href="/mot-cua/dang-nhap">Vào hệ thống một cửa</a>
              </li>
            </ul>
          </section>
          <section>
            <h2>Hiển thị</h2>
            <DisplayLinks />
          </section>
        </div>
        <hr />
        <p class="xs">
          Cơ quan chủ quản: {site.owner}. Vận hành: {site.operator}. Phần mềm mã nguồn mở Một Cửa.
        </p>
      </div>
    </footer>
  );
}

/** Address that changes how pages are shown and leads back. */
export const displayHref = (query: string): string =>
  late(() => `/hien-thi?${query}&ve=${encodeURIComponent(usePage().url)}`);

function DisplayLinks() {
  const { largeText } = usePage();
  const link = (query: string, icon: IconName, label: string) => (
    <li>
      <a href={displayHref(query)} rel="nofollow">
        <Icon name={icon} />
        {label}
      </a>
    </li>
  );
  return (
    <ul>
      {link('nen=sang', 'sun', 'Nền sáng')}
      {link('nen=toi', 'moon', 'Nền tối')}
      {link(largeText ? 'chu=thuong' : 'chu=lon', 'accessibility', largeText ? 'Chữ thường' : 'Chữ lớn hơn')}
    </ul>
  );
}

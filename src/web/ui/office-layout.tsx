import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { Document } from './document.tsx';
import { GateMark, Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Kept } from './kept.tsx';
import { FlashMessages } from './messages.tsx';
import { Breadcrumbs, type Crumb } from './navigation.tsx';
import { displayHref, LogOutForm } from './portal-layout.tsx';
import { late } from './render.ts';

export interface RailItem {
  href: string;
  label: string;
  icon: IconName;
}
export interface RailGroup {
  title: string;
  items: RailItem[];
}

export interface OfficeLayoutProps {
  /** Name of the page; also the h1 unless `heading` says otherwise. */
  title: string;
  /** Groups of the rail that this officer's roles open; see web/office/rail.ts. */
  rail: RailGroup[];
  /** Address of the rail's item this page belongs to. */
  active?: string;
  /** Numbers beside the rail's items, by address. */
  counts?: Record<string, number>;
  breadcrumbs?: Crumb[];
  /** Drawn in place of the h1. */
  heading?: ComponentChildren;
  /** One quiet line under the title. */
  sub?: ComponentChildren;
  /** Right end of the title's row: the main action. */
  actions?: ComponentChildren;
  failed?: boolean;
  styles?: string[];
  scripts?: string[];
  children?: ComponentChildren;
}

/** Page of the office: rail, top bar with the search box, title row, content. */
export function OfficeLayout(props: OfficeLayoutProps) {
  const { title, rail, active, counts = {}, breadcrumbs, heading, sub, actions, failed, children } = props;
  return (
    <Document
      title={`${failed ? 'Lỗi: ' : ''}${title} – Một Cửa`}
      surface="office"
      styles={props.styles}
      scripts={props.scripts}
    >
      <div class="shell">
        <KeptRail groups={rail} active={active} counts={counts} />
        <div>
          <KeptTopBar />
          <main id="noi-dung" class="work">
            <FlashMessages />
            {breadcrumbs && (
              <div class="mb-2">
                <Breadcrumbs items={breadcrumbs} />
              </div>
            )}
            {heading === null ? null : (
              <div class="work-head">
                {heading ?? (
                  <div>
                    <h1>{title}</h1>
                    {sub && <p class="muted sm">{sub}</p>}
                  </div>
                )}
                {actions && <div class="row">{actions}</div>}
              </div>
            )}
            {children}
          </main>
        </div>
      </div>
    </Document>
  );
}

interface RailProps {
  groups: RailGroup[];
  active?: string;
  counts: Record<string, number>;
}

function KeptRail(props: RailProps) {
  const { groups, active, counts } = props;
  const numbers = groups.flatMap((group) => group.items.map((item) => counts[item.href] ?? 0));
  return (
    <Kept
      of={groups}
      as={`rail ${active}`}
      same={[usePage().site, ...numbers]}
      draw={() => <Rail {...props} />}
    />
  );
}

function Rail({ groups, active, counts }: RailProps) {
  const { site, exists } = usePage();
  return (
    <nav class="rail" aria-label="Chính">
      <a class="brand" href="/mot-cua">
        <GateMark />
        <span>
          <b>Một Cửa</b> <span>{site.shortPlace}</span>
        </span>
      </a>
      {groups
        .map((group) => ({ ...group, items: group.items.filter((item) => exists(item.href)) }))
        .filter((group) => group.items.length > 0)
        .map((group) => (
          <>
            <h2>{group.title}</h2>
            {group.items.map((item) => (
              <a href={item.href} aria-current={item.href === active ? 'page' : undefined}>
                <Icon name={item.icon} />
                {item.label}
                {counts[item.href] ? <span class="cnt">{counts[item.href]}</span> : null}
              </a>
            ))}
          </>
        ))}
    </nav>
  );
}

/** Names and numbers are filled in. */
function KeptTopBar() {
  const { asset, viewer, theme, keys } = usePage();
  const who = viewer ? `${viewer.unread > 0}` : 'nobody';
  return <Kept of={asset} as={`top ${who} ${theme} ${keys}`} draw={() => <TopBar />} />;
}

function TopBar() {
  const { viewer, exists, theme, keys } = usePage();
  return (
    <header class="topbar">
      {exists('/mot-cua/tim') ? (
        <form role="search" action="/mot-cua/tim" class="grow office-search">
          <label class="vh" for="tim">
            Tìm hồ sơ
          </label>
          <input
            class="input"
            id="tim"
            name="q"
            type="search"
            placeholder="Mã hồ sơ, tên, số định danh, điện thoại – hoặc quét mã vạch"
            autocomplete="off"
          />
        </form>
      ) : (
        <span class="grow" />
      )}
      {exists('/mot-cua/tim') && <kbd class="only-wide">/</kbd>}
      {exists('/mot-cua/thong-bao') && (
        <a class="btn btn--quiet" href="/mot-cua/thong-bao">
          <Icon name="bell" />
          {viewer?.unread ? <span class="tag tag--act">{late(unread)}</span> : null}
          <span class="vh">Thông báo: {late(unread)} chưa đọc</span>
        </a>
      )}
      {viewer && (
        <details class="site-menu site-menu--on">
          <summary class="btn btn--quiet">
            <Icon name="user" />
            <span>{late(() => usePage().viewer!.displayName)}</span>
            <Icon name="chevron-down" />
          </summary>
          <div>
            {exists('/tai-khoan') && (
              <a href="/tai-khoan">
                <Icon name="user" />
                Tài khoản của tôi
              </a>
            )}
            <a href="/">
              <Icon name="globe" />
              Cổng dịch vụ công
            </a>
            <a href={displayHref(`nen=${theme === 'dark' ? 'sang' : 'toi'}`)} rel="nofollow">
              <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
              {theme === 'dark' ? 'Nền sáng' : 'Nền tối'}
            </a>
            <a href={displayHref(`phim=${keys ? 'tat' : 'bat'}`)} rel="nofollow">
              <Icon name="sliders-horizontal" />
              {keys ? 'Tắt phím tắt một chữ' : 'Bật phím tắt một chữ'}
            </a>
            <LogOutForm class="btn btn--block mt-2" />
          </div>
        </details>
      )}
    </header>
  );
}

const unread = (): string => String(usePage().viewer?.unread ?? 0);

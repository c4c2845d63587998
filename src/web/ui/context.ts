import type { Viewer } from '../../modules/accounts/index.ts';
import type { IconName } from './icons.ts';
import { pageContext } from './render.ts';
import { DEFAULT_SITE, type Site } from '../../core/site.ts';

/** A message that the page after a redirect shows once. */
export interface FlashMessage {
  text: string;
  kind: 'ok' | 'warn' | 'late';
  /** Where to see or undo what was done. */
  link?: { href: string; label: string };
}

/** What every page of one answer shares; filled by `page()` of web/http. */
export interface PageFacts {
  site: Site;
  viewer: Viewer | null;
  /** Path of the request, without the query. */
  path: string;
  /** Path with the query: where display settings lead back to. */
  url: string;
  theme: 'light' | 'dark' | null;
  largeText: boolean;
  /** Single-letter keys work. */
  keys: boolean;
  flash: FlashMessage[];
  /** Proves that a form came from a page of this session; see `CsrfField`. */
  csrfToken: string;
  /** Address of a built asset by its source name, such as "site.css". */
  asset(name: string): string;
  /** Whether some face answers GET on this path; links to what is not there are not drawn. */
  exists(path: string): boolean;
  /** Icons used so far; `IconSprite` draws them once at the end of the page. */
  icons: Set<IconName>;
  /** When the page is drawn. */
  now: Date;
}

/** Facts of a page outside a request: for tests of components and for print-outs. */
export function plainFacts(overrides: Partial<PageFacts> = {}): PageFacts {
  return {
    site: DEFAULT_SITE,
    viewer: null,
    path: '/',
    url: '/',
    theme: null,
    largeText: false,
    keys: true,
    flash: [],
    csrfToken: '',
    asset: (name) => `/assets/${name}`,
    exists: () => true,
    icons: new Set(),
    now: new Date(0),
    ...overrides,
  };
}

export const PageContext = pageContext<PageFacts>(plainFacts());

/** The facts of the page being rendered. */
export const usePage = (): PageFacts => PageContext.use();

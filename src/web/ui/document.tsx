import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { IconSprite } from './icon.tsx';
import { Kept } from './kept.tsx';

export interface DocumentProps {
  /** Whole text of the browser's tab. */
  title: string;
  surface: 'portal' | 'office' | 'kiosk';
  description?: string;
  /** Style sheets and modules beyond the common ones, by source name ("slip.css", "flow-designer.js"). */
  styles?: string[];
  scripts?: string[];
  children: ComponentChildren;
}

/** The page's skeleton: head, skip link, the used icons, the one module that adds comfort. */
export function Document({
  title,
  surface,
  description,
  styles = [],
  scripts = [],
  children,
}: DocumentProps) {
  const page = usePage();
  return (
    <html
      lang="vi"
      data-surface={surface}
      data-theme={page.theme ?? undefined}
      data-keys={page.keys ? undefined : 'off'}
      data-text={page.largeText ? 'large' : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {description && <meta name="description" content={description} />}
        <Kept of={page.asset} as={`head ${styles.join()}`} draw={() => <Linked styles={styles} />} />
      </head>
      <body>
        <a class="skip" href="#noi-dung">
          Đến nội dung chính
        </a>
        {children}
        <IconSprite />
        {['site.js', ...scripts].map((name) => (
          <script type="module" src={page.asset(name)} />
        ))}
      </body>
    </html>
  );
}

function Linked({ styles }: { styles: string[] }) {
  const { asset } = usePage();
  return (
    <>
      <meta name="theme-color" content="#9b1c24" />
      <link rel="icon" href={asset('art/favicon.svg')} type="image/svg+xml" />
      {['latin', 'vietnamese'].map((subset) => (
        <link
          rel="preload"
          href={asset(`fonts/bvp-${subset}-400.woff2`)}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
      ))}
      {['site.css', ...styles].map((name) => (
        <link rel="stylesheet" href={asset(name)} />
      ))}
    </>
  );
}

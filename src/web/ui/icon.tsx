import type { VNode } from 'preact';
import { usePage } from './context.ts';
import { ICONS, type IconName } from './icons.ts';
import { still } from './render.ts';

const drawn = new Map<string, VNode>();

/** An icon beside its words. It carries no meaning alone: give the words too, visible or with class "vh". */
export function Icon({ name, class: className }: { name: IconName; class?: string }) {
  usePage().icons.add(name);
  const classes = className ? `ico ${className}` : 'ico';
  const key = `${name} ${classes}`;
  let icon = drawn.get(key);
  if (!icon) {
    icon = still(
      <svg class={classes} aria-hidden="true" focusable="false">
        <use href={`#i-${name}`} />
      </svg>,
    );
    drawn.set(key, icon);
  }
  return icon;
}

const symbols = new Map<IconName, VNode>();

function symbolOf(name: IconName): VNode {
  let symbol = symbols.get(name);
  if (!symbol) {
    const drawing = { __html: ICONS[name] };
    symbol = still(<symbol id={`i-${name}`} viewBox="0 0 24 24" dangerouslySetInnerHTML={drawing} />);
    symbols.set(name, symbol);
  }
  return symbol;
}

/** Drawings of the icons that the page has used above; the last thing in the body. */
export function IconSprite() {
  const { icons } = usePage();
  if (icons.size === 0) return null;
  return (
    <svg width="0" height="0" hidden aria-hidden="true">
      {[...icons].map(symbolOf)}
    </svg>
  );
}

/** The gate mark: three bays, a star in the open door. */
export const GateMark = (): VNode => GATE;

const GATE = still(
  <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <rect width="48" height="48" rx="11" fill="#9b1c24" />
    <path
      d="M5.5 15.2c6.2-.2 12.6-2.7 18.5-7 5.9 4.3 12.3 6.8 18.5 7l-1.8 4.3c-5.4-.5-11-1-16.7-1s-11.3.5-16.7 1zM11 22h26v3H11zM12.5 25h4.3v15.5h-4.3zM31.2 25h4.3v15.5h-4.3z"
      fill="#e8b84c"
    />
    <path d="M9.5 40h29v2.6h-29z" fill="#f0d9a0" />
    <path
      d="M24 27.6L25.26 31.26L29.14 31.33L26.04 33.66L27.17 37.37L24 35.15L20.83 37.37L21.96 33.66L18.86 31.33L22.74 31.26Z"
      fill="#f7e3b0"
    />
  </svg>,
);

import type { VNode } from 'preact';
import { PageContext, usePage } from './context.ts';
import type { IconName } from './icons.ts';
import { isRendering, keep, ready } from './render.ts';

interface Part {
  /** As it was asked for last. */
  same: readonly unknown[];
  /** null: asked for once like this, and not kept yet. */
  view: VNode | null;
  icons: readonly IconName[];
}

/** By name of the part and what it shows. */
const named = new Map<string, WeakMap<object, Part>>();

/**
 * A part of a page that is shown again as it was drawn when it is asked for again: what is the same on many pages, and rows of lists to
 * which people come back. What is drawn may depend on `of`, on what `as` and `same` name and on what it asks for by
 * `late`, and on nothing else of the page; it may use icons, and no ids.
 *
 * @param of object that the part shows; the part is kept as long as it lives and is not changed
 * @param as tells parts of one object apart; there must be few
 * @param same what the part depends on beside them, compared one by one
 */
export function Kept(props: { of: object; as?: string; same?: readonly unknown[]; draw: () => VNode }) {
  const { of, as = '', same = [], draw } = props;
  const page = usePage();
  if (!isRendering()) return draw();
  let parts = named.get(as);
  if (!parts) named.set(as, (parts = new WeakMap()));
  let part = parts.get(of);
  if (!part || part.same.length !== same.length || part.same.some((one, at) => one !== same[at])) {
    // Most of what is shown is not shown again, and keeping costs something.
    parts.set(of, { same, view: null, icons: [] });
    return draw();
  }
  if (!part.view) {
    const icons = new Set<IconName>();
    const drawn = keep(<PageContext.Provider value={{ ...page, icons }}>{draw()}</PageContext.Provider>);
    part = { same, view: ready(drawn), icons: [...icons] };
    parts.set(of, part);
  }
  for (const icon of part.icons) page.icons.add(icon);
  return part.view;
}

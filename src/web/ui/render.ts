import { createContext, Fragment, h, isValidElement, type Context, type VNode } from 'preact';
import { useContext, useId } from 'preact/hooks';

/*
 * Components to text, in one pass. Pages are rendered once and thrown away, so nothing of what Preact's own renderer
 * keeps for later renders (component instances, hooks, signals) is made: it costs a third of that. Function components,
 * fragments and contexts of `pageContext` are what our pages are made of. The text is the same as from
 * preact-render-to-string, which tests compare with.
 */

/** Contexts that this renderer knows, with the value of the nearest provider around what is being rendered. */
const slots = new Map<unknown, { value: unknown }>();
let rendering = false;
let ids = 0;

/** A context whose value components read by `use`, here and under Preact's own renderer. */
export function pageContext<T>(fallback: T): { Provider: Context<T>['Provider']; use(): T } {
  const context = createContext(fallback);
  const slot = { value: fallback };
  slots.set(context.Provider, slot);
  return { Provider: context.Provider, use: () => (rendering ? slot.value : useContext(context)) };
}

/** An id that no other element of the page has. */
export const useOwnId = (): string => (rendering ? `P0-${ids++}` : useId());

/** HTML of a view. Texts and attributes are escaped; only `dangerouslySetInnerHTML` goes in as it is. */
export function renderToString(view: unknown): string {
  const before = { rendering, ids };
  rendering = true;
  ids = 0;
  try {
    return render(view, false, undefined);
  } finally {
    ({ rendering, ids } = before);
  }
}

/** Elements that are the same on every page, such as icons: their text is made once. */
export const still = (children: VNode): VNode => h(Still, { children }) as VNode;

/** Text that this renderer made before, as a part of another page. Only for this renderer: see `isRendering`. */
export const ready = (html: string): VNode => h(Still, { html: inOnePiece(html), children: null }) as VNode;

/**
 * The same text, copied into one piece. Text that was added up lies in memory as the pieces it was made of, and whoever
 * reads it collects them: for text that goes into many pages once is enough.
 */
const inOnePiece = (html: string): string => Buffer.from(html, 'utf16le').toString('utf16le');

/** Whether a page is being rendered here and not by Preact's own renderer. */
export const isRendering = (): boolean => rendering;

interface StillProps {
  children: VNode | null;
  html?: string;
}
const Still = ({ children }: StillProps): VNode | null => children;

const SPECIAL = /["&<]/;

/** Text as it stands in HTML, also within a double-quoted attribute. */
export function escape(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function render(node: unknown, svg: boolean, chosen: unknown): string {
  if (node === null || node === undefined || typeof node === 'boolean' || node === '') return '';
  if (typeof node === 'string') return escape(node);
  if (typeof node === 'number' || typeof node === 'bigint') return String(node);
  if (Array.isArray(node)) {
    let html = '';
    for (const child of node) html += render(child, svg, chosen);
    return html;
  }
  // Anything else, such as objects out of stored JSON, is no part of a page.
  if (typeof node !== 'object' || !isValidElement(node)) return '';
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (typeof type === 'string') return renderElement(type, props, svg, chosen);
  if (type === Fragment) return render(props['children'], svg, chosen);
  if (type === Still) return (props['html'] ??= inOnePiece(render(props['children'], svg, chosen))) as string;
  const slot = slots.get(type);
  if (!slot) return render((type as (props: object) => unknown)(props), svg, chosen);
  const outer = slot.value;
  slot.value = props['value'];
  try {
    return render(props['children'], svg, chosen);
  } finally {
    slot.value = outer;
  }
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

function renderElement(type: string, props: Record<string, unknown>, svg: boolean, chosen: unknown): string {
  let html = `<${type}`;
  let inner: string | undefined;
  let children = props['children'];
  for (const name in props) {
    let value = props[name];
    if (name === 'children' || name === 'key' || name === 'ref' || typeof value === 'function') continue;
    if (name === 'dangerouslySetInnerHTML') {
      inner = (value as { __html: string } | undefined)?.__html;
      continue;
    }
    if (name === 'value') {
      if (type === 'textarea') {
        children = value;
        continue;
      }
      if (type === 'select') {
        chosen = value;
        continue;
      }
      // oxlint-disable-next-line eqeqeq -- as Preact compares: "2" and 2 are one choice
      if (type === 'option' && chosen == value && !('selected' in props)) html += ' selected';
    }
    if (value === null || value === undefined) continue;
    const written = attribute(name, svg);
    if (written === null) continue;
    if (typeof value === 'boolean' && written.enumerated) value = String(value);
    if (value === false) continue;
    html +=
      value === true || value === ''
        ? ` ${written.name}`
        : ` ${written.name}="${escape(typeof value === 'string' ? value : String(value as number))}"`;
  }
  const content = inner || render(children, type === 'svg' || (svg && type !== 'foreignObject'), chosen);
  if (content === '' && VOID.has(type)) return `${html}/>`;
  return `${html}>${content}</${type}>`;
}

interface Attribute {
  name: string;
  /** false is written out: aria-, data-, draggable, spellcheck. */
  enumerated: boolean;
}

const RENAMED: Record<string, string> = {
  htmlFor: 'for',
  className: 'class',
  defaultValue: 'value',
  defaultChecked: 'checked',
  defaultSelected: 'selected',
  acceptCharset: 'accept-charset',
  httpEquiv: 'http-equiv',
};
const HTML_CAMEL =
  /^(?:accessK|auto[A-Z]|cell|ch|col|cont|cross|dateT|encT|form[A-Z]|frame|hrefL|inputM|maxL|minL|noV|playsI|readO|rowS|src[A-Z]|tabI|useM|item[A-Z])/;
const SVG_CAMEL =
  /^(?:ali|clipPath$|clipRule$|color|dominant|fill|flood|font|letter|marker[^WUH]|paint|shape|stop|stroke|text[^L]|vector|word)/;

// Looked up for every attribute of every page; the names in our sources are few.
const known = { html: new Map<string, Attribute | null>(), svg: new Map<string, Attribute | null>() };

/** How an attribute is written; null when its name can not be one. */
function attribute(name: string, svg: boolean): Attribute | null {
  const names = svg ? known.svg : known.html;
  let found = names.get(name);
  if (found === undefined) names.set(name, (found = spell(name, svg)));
  return found;
}

function spell(name: string, svg: boolean): Attribute | null {
  if (/[\s\\/='"\0<>]/.test(name)) return null;
  const renamed = RENAMED[name];
  if (renamed) return { name: renamed, enumerated: false };
  if (name[4] === '-' || name === 'draggable' || name === 'spellcheck') return { name, enumerated: true };
  if (svg && SVG_CAMEL.test(name)) {
    return { name: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), enumerated: false };
  }
  return { name: !svg && HTML_CAMEL.test(name) ? name.toLowerCase() : name, enumerated: false };
}

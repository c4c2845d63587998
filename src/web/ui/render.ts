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

/*
 * What is drawn is added to `text`. Parts that were drawn before are not text again: they go between the texts as bytes.
 */
let text = '';
/** Texts and parts before `text`; null: parts are written out in it. */
let chunks: Chunk[] | null = null;
/** What is drawn will be shown on other pages, too: what differs between them stays open. */
let keeping = false;

/** What is said anew on each page. */
type Late = () => string;
type Chunk = string | Uint8Array | Late;

/** A part of pages, drawn before: texts and UTF-8 that are always the same, and between them what each page says itself. */
export type Part = readonly Chunk[];

/** HTML of a view. Texts and attributes are escaped; only `dangerouslySetInnerHTML` goes in as it is. */
export const renderToString = (view: unknown): string => drawn(view, null, false).text;

/** The same as texts and, where parts were drawn before, their UTF-8. */
export function renderToChunks(view: unknown): (string | Uint8Array)[] {
  const { text: last, chunks: before } = drawn(view, [], false);
  return [...before!, last] as (string | Uint8Array)[];
}

/** Draws what goes into many pages. What `late` says stays open in it. */
export function keep(view: unknown): Part {
  const { text: last, chunks: before } = drawn(view, [], true);
  return [...before!, last].map((chunk) => (typeof chunk === 'string' ? lasting(chunk) : chunk));
}

/** Shorter texts are copied as text as quickly as as bytes. */
const SHORT = 200;
const decoder = new TextDecoder();

/**
 * Text to be kept, in one piece: added up, it lies in memory as the pieces it was made of, and whoever reads it collects
 * them. Long text as UTF-8, which is half as long and of no interest to whoever tidies the memory.
 */
const lasting = (html: string): string | Uint8Array =>
  html.length < SHORT ? Buffer.from(html, 'utf16le').toString('utf16le') : Buffer.from(html);

function drawn(
  view: unknown,
  into: Chunk[] | null,
  forKeeping: boolean,
): { text: string; chunks: Chunk[] | null } {
  const before = { rendering, ids, text, chunks, keeping };
  [rendering, ids, text, chunks, keeping] = [true, 0, '', into, forKeeping];
  try {
    draw(view, false, undefined);
    return { text, chunks };
  } finally {
    ({ rendering, ids, text, chunks, keeping } = before);
  }
}

/** Elements that are the same on every page, such as icons: their text is made once. */
export const still = (children: VNode): VNode => h(Still, { children }) as VNode;

/** A part that was drawn before, in another page. Only for this renderer: see `isRendering`. */
export const ready = (part: Part): VNode => h(Still, { part, children: null }) as VNode;

/** Stands for text that is asked for later. */
class Later {
  readonly say: Late;
  constructor(say: Late) {
    this.say = say;
  }
}

/**
 * Text, as content or as an attribute, that a kept part asks for anew on each page that it goes into.
 *
 * @param say reads the page that is being drawn by then (`usePage`), and nothing of the one that the part was drawn for
 */
export const late = (say: Late): string => (rendering && keeping ? (new Later(say) as never) : say());

/** Whether a page is being rendered here and not by Preact's own renderer. */
export const isRendering = (): boolean => rendering;

interface StillProps {
  children: VNode | null;
  part?: Part;
}
const Still = ({ children }: StillProps): VNode | null => children;

const SPECIAL = /["&<]/;

/** Text as it stands in HTML, also within a double-quoted attribute. */
export function escape(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function add(chunk: Uint8Array | Late): void {
  if (text !== '') chunks!.push(text);
  text = '';
  chunks!.push(chunk);
}

function drawPart(part: Part): void {
  for (const piece of part) {
    if (typeof piece === 'function') sayLate(piece);
    else if (typeof piece === 'string') text += piece;
    else if (chunks === null) text += decoder.decode(piece);
    else add(piece);
  }
}

function sayLate(say: Late): void {
  if (keeping) add(say);
  else text += escape(say());
}

function draw(node: unknown, svg: boolean, chosen: unknown): void {
  if (node === null || node === undefined || typeof node === 'boolean' || node === '') return;
  if (typeof node === 'string') {
    text += escape(node);
    return;
  }
  if (typeof node === 'number' || typeof node === 'bigint') {
    text += String(node);
    return;
  }
  if (Array.isArray(node)) {
    for (const child of node) draw(child, svg, chosen);
    return;
  }
  if (node instanceof Later) return sayLate(node.say);
  // Anything else, such as objects out of stored JSON, is no part of a page.
  if (typeof node !== 'object' || !isValidElement(node)) return;
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (typeof type === 'string') return drawElement(type, props, svg, chosen);
  if (type === Fragment) return draw(props['children'], svg, chosen);
  if (type === Still) return drawPart((props['part'] ??= keep(props['children'])) as Part);
  const slot = slots.get(type);
  if (!slot) return draw((type as (props: object) => unknown)(props), svg, chosen);
  const outer = slot.value;
  slot.value = props['value'];
  try {
    draw(props['children'], svg, chosen);
  } finally {
    slot.value = outer;
  }
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** What is always written of an element. Each piece added to a text costs something, so they are long. */
interface Tag {
  open: string;
  close: string;
  isVoid: boolean;
  /** The opening with a class, by class. */
  classed: Map<string, string>;
}
const MOST_CLASSES = 500;
const tags = new Map<string, Tag>();

function tagOf(type: string): Tag {
  let tag = tags.get(type);
  if (!tag) {
    tag = { open: `<${type}`, close: `</${type}>`, isVoid: VOID.has(type), classed: new Map() };
    tags.set(type, tag);
  }
  return tag;
}

function openWith(tag: Tag, classes: string): string {
  let open = tag.classed.get(classes);
  if (open === undefined) {
    open = `${tag.open} class="${escape(classes)}"`;
    if (tag.classed.size < MOST_CLASSES) tag.classed.set(classes, open);
  }
  return open;
}

function drawElement(type: string, props: Record<string, unknown>, svg: boolean, chosen: unknown): void {
  const tag = tagOf(type);
  let opened = false;
  let inner: string | undefined;
  let children = props['children'];
  for (const name in props) {
    let value = props[name];
    if (!opened) {
      opened = true;
      if (name === 'class' && typeof value === 'string' && value !== '') {
        text += openWith(tag, value);
        continue;
      }
      text += tag.open;
    }
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
      if (type === 'option' && chosen == value && !('selected' in props)) text += ' selected';
    }
    if (value === null || value === undefined) continue;
    const written = attribute(name, svg);
    if (written === null) continue;
    if (typeof value === 'boolean' && written.enumerated) value = String(value);
    if (value === false) continue;
    if (value === true || value === '') {
      text += written.alone;
      continue;
    }
    text += written.before;
    if (value instanceof Later) sayLate(value.say);
    else text += escape(typeof value === 'string' ? value : String(value as number));
    text += '"';
  }
  if (!opened) text += tag.open;
  const isEmpty = !inner && (children === undefined || children === null || children === '');
  if (isEmpty && tag.isVoid) {
    text += '/>';
    return;
  }
  text += '>';
  if (inner) text += inner;
  else if (!isEmpty) draw(children, type === 'svg' || (svg && type !== 'foreignObject'), chosen);
  text += tag.close;
}

interface Attribute {
  /** ` name`, for one without a value. */
  alone: string;
  /** ` name="`. */
  before: string;
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
  if (found === undefined) {
    const spelt = spell(name, svg);
    found = spelt && { alone: ` ${spelt.name}`, before: ` ${spelt.name}="`, enumerated: spelt.enumerated };
    names.set(name, found);
  }
  return found;
}

function spell(name: string, svg: boolean): { name: string; enumerated: boolean } | null {
  if (/[\s\\/='"\0<>]/.test(name)) return null;
  const renamed = RENAMED[name];
  if (renamed) return { name: renamed, enumerated: false };
  if (name[4] === '-' || name === 'draggable' || name === 'spellcheck') return { name, enumerated: true };
  if (svg && SVG_CAMEL.test(name)) {
    return { name: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), enumerated: false };
  }
  return { name: !svg && HTML_CAMEL.test(name) ? name.toLowerCase() : name, enumerated: false };
}

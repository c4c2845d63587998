/* Reads the forms of our own pages as a browser would send them. Not a parser for HTML of others. */

export interface PageForm {
  action: string;
  method: string;
  /** What is sent when nothing is changed, without buttons. */
  fields: [string, string][];
  /** Buttons with a name, as [name, value, formaction or '']. */
  buttons: [string, string, string][];
  multipart: boolean;
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

export const unescape = (text: string): string =>
  text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** Attributes of a tag; one without a value is ''. */
export function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of tag.matchAll(/\s([a-z][\w-]*)(?:="([^"]*)")?/gi)) {
    found.set(match[1]!.toLowerCase(), unescape(match[2] ?? ''));
  }
  return found;
}

/** Every form of a page. */
export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form\b[^>]*>([\s\S]*?)<\/form>/g)].map((match) => {
    const form = attributes(/^<form\b[^>]*>/.exec(match[0])![0]);
    return {
      action: form.get('action') ?? '',
      method: (form.get('method') ?? 'get').toLowerCase(),
      multipart: form.get('enctype') === 'multipart/form-data',
      ...controlsOf(match[1]!),
    };
  });
}

function controlsOf(html: string): Pick<PageForm, 'fields' | 'buttons'> {
  const fields: [string, string][] = [];
  const buttons: [string, string, string][] = [];
  const controls =
    /<(input)\b[^>]*>|<(select)\b[^>]*>([\s\S]*?)<\/select>|<(textarea)\b[^>]*>([\s\S]*?)<\/textarea>|<(button)\b[^>]*>/g;
  for (const match of html.matchAll(controls)) {
    const given = attributes(/^<\w+\b[^>]*>/.exec(match[0])![0]);
    const name = given.get('name');
    if (!name || given.has('disabled')) continue;
    const type = given.get('type') ?? 'text';
    if (match[6]) buttons.push([name, given.get('value') ?? '', given.get('formaction') ?? '']);
    else if (match[2]) fields.push([name, chosenOption(match[3]!)]);
    else if (match[4]) fields.push([name, unescape(match[5]!.replace(/^\n/, ''))]);
    else if (type === 'checkbox' || type === 'radio') {
      if (given.has('checked')) fields.push([name, given.get('value') ?? 'on']);
    } else if (type !== 'file' && type !== 'submit') fields.push([name, given.get('value') ?? '']);
  }
  return { fields, buttons };
}

function chosenOption(html: string): string {
  const options = [...html.matchAll(/<option\b[^>]*>/g)].map((match) => attributes(match[0]));
  return (options.find((option) => option.has('selected')) ?? options[0])?.get('value') ?? '';
}

/** Body of a form, with fields set or added; a field set to null is left out. */
export function bodyOf(form: PageForm, set: Record<string, string | null> = {}): string {
  const body = new URLSearchParams(form.fields.filter(([name]) => !(name in set)));
  for (const [name, value] of Object.entries(set)) if (value !== null) body.append(name, value);
  return body.toString();
}

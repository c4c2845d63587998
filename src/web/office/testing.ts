import type { LightMyRequestResponse } from 'fastify';
import type { Browser } from '../testing.ts';

/** The value of a hidden field of the page's first form that posts to this address. */
export function hidden(html: string, action: string, name: string): string {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const field = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(form)?.[0] ?? '';
  return /value="([^"]*)"/.exec(field)?.[1] ?? '';
}

/** Opens the page of an act, fills it in and sends it, as the officer's browser does. */
export async function doAct(
  officer: Browser,
  dossier: number,
  slug: string,
  fields: Record<string, string | string[]> = {},
): Promise<LightMyRequestResponse> {
  const href = `/mot-cua/ho-so/${dossier}/${slug}`;
  const { body } = await officer.get(href);
  const carried: Record<string, string> = {};
  for (const name of ['key', 'revision', '_ma']) {
    const value = hidden(body, href, name);
    if (value) carried[name] = value;
  }
  return officer.post(href, { ...carried, ...fields });
}

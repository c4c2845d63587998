import type { Page } from 'playwright-core';
import type { Answers } from '../src/core/form/types.ts';

interface Control {
  name: string;
  type: string;
  tag: string;
}

/**
 * Fills in what the page asks for and `answers` knows, in the order of the page; questions that appear on the way too.
 *
 * @returns names that were filled in
 */
export async function fillIn(page: Page, answers: Answers, prefix = ''): Promise<string[]> {
  const values = flatten(answers);
  const done = new Set<string>();
  for (;;) {
    const next = (await controlsOf(page)).find(
      ({ name }) => name.startsWith(prefix) && !done.has(name) && values.has(name.slice(prefix.length)),
    );
    if (!next) return [...done];
    done.add(next.name);
    await answer(page, next, values.get(next.name.slice(prefix.length))!);
  }
}

function controlsOf(page: Page): Promise<Control[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main input, main select, main textarea')]
      .filter((input) => input.type !== 'hidden' && input.checkVisibility())
      .map((input) => ({ name: input.name, type: input.type, tag: input.tagName })),
  );
}

async function answer(page: Page, { name, type, tag }: Control, value: string): Promise<void> {
  const named = `[name="${name}"]`;
  if (type === 'radio') await page.locator(`input${named}[value="${value}"]`).check();
  else if (type === 'checkbox')
    await page.locator(`input[type=checkbox]${named}`).setChecked(value === 'true');
  else if (tag === 'SELECT') await page.locator(`select${named}`).selectOption(value);
  else
    await page
      .locator(`main ${named}`)
      .fill(/^\d{4}-\d{2}-\d{2}$/.test(value) ? value.split('-').reverse().join('/') : value);
}

/** Answers as form fields: by path, as text. */
export function flatten(value: unknown, at = '', into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) flatten(one, at ? `${at}.${key}` : key, into);
  else if (value !== undefined && value !== null) into.set(at, String(value));
  return into;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sessions = new WeakMap<Page, Promise<CDPSession>>();
const mirrors = new WeakMap<Page, Page>();

/** Rules of accessibility that the page breaks, one line each. Goes round the content policy, which holds for pages. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!sessions.has(page)) sessions.set(page, page.context().newCDPSession(page));
  const session = await sessions.get(page)!;
  const options = { runOnly: RULES, resultTypes: ['violations'] };
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `${AXE};axe.run(document, ${JSON.stringify(options)})`,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.exception?.description}`);
  const { violations } = result.value as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} – ${node.target.join(' ')} – ${node.failureSummary ?? ''}`),
  );
}

/**
 * The page once more, where the inspection may run scripts but the page's own do not come: nothing asynchronous runs in
 * a browser without scripts.
 */
export async function mirrorOf(page: Page): Promise<Page> {
  const body = await page.content();
  if (!mirrors.has(page)) {
    // Colours as they are meant, not on their way there.
    const mirror = await page
      .context()
      .browser()!
      .newPage({ viewport: page.viewportSize(), reducedMotion: 'reduce' });
    await mirror.route('**/*.js', (route) => route.abort());
    mirrors.set(page, mirror);
  }
  const mirror = mirrors.get(page)!;
  await mirror.route(
    page.url(),
    (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }),
    {
      times: 1,
    },
  );
  await mirror.goto(page.url());
  return mirror;
}

/** What a reader would see go wrong: sideways scrolling, cut-off text, holes where words should be. */
export function visibleFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.scrollingElement!;
    if (root.scrollWidth > window.innerWidth)
      faults.push(`scrolls sideways: ${root.scrollWidth} px on ${window.innerWidth} px`);
    const holes = /\b(undefined|null|NaN|Invalid Date)\b|\[object Object\]/.exec(document.body.innerText);
    if (holes)
      faults.push(
        `says "${holes[0]}": …${document.body.innerText.slice(Math.max(0, holes.index - 60), holes.index + 60)}…`,
      );
    for (const box of document.querySelectorAll<HTMLElement>('body *')) {
      // A drawing is moved about in its frame.
      if (box.closest('.flow-board, .flow-canvas__box')) continue;
      const style = getComputedStyle(box);
      if (
        !/hidden|clip/.test(style.overflowX + style.overflowY) ||
        box.clientWidth <= 2 ||
        box.clientHeight <= 2
      )
        continue;
      // Long names in lists end in an ellipsis on purpose; the row leads to the whole.
      if (style.webkitLineClamp !== 'none') continue;
      const frame = box.getBoundingClientRect();
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const parent = text.parentElement!;
        if (!text.textContent!.trim() || parent.closest('.vh') || !parent.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const rect = range.getBoundingClientRect();
        if (rect.right > frame.right + 1 || rect.bottom > frame.bottom + 1 || rect.left < frame.left - 1)
          faults.push(
            `cuts off "${text.textContent!.trim().slice(0, 60)}" (${box.tagName}.${box.className})`,
          );
      }
    }
    return faults;
  });
}

/* While dossiers move, the page looks again every second and puts the newer state in its place. */

const EVERY_MS = 1000;

async function look(): Promise<void> {
  const shown = document.querySelector<HTMLElement>('#lan-chuyen[data-moving]');
  if (!shown) return;
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const next = new DOMParser()
      .parseFromString(await answer.text(), 'text/html')
      .querySelector('#lan-chuyen');
    if (next && next.innerHTML !== shown.innerHTML) {
      const focused =
        document.activeElement instanceof HTMLAnchorElement ? document.activeElement.href : null;
      const status = shown.querySelector('[role=status]');
      shown.replaceWith(next);
      // The same live region stays, so that its change is read out.
      const fresh = next.querySelector('[role=status]');
      if (status && fresh) {
        status.innerHTML = fresh.innerHTML;
        fresh.replaceWith(status);
      }
      if (focused) [...next.querySelectorAll('a')].find((link) => link.href === focused)?.focus();
    }
  }
  setTimeout(() => void look(), EVERY_MS);
}

setTimeout(() => void look(), EVERY_MS);

/* Comfort for forms that already work without it. Browser code: no imports but types. */
import type { Condition } from '../../../core/form/types.ts';

const IDLE_MS = 1500;
const NO_SECOND_CLICK_MS = 15_000;

/**
 * Brings the forms under `root` to life: conditional items, dates and sums, communes of the chosen province, autosave of
 * `<form data-autosave="address">`, and no second click on a button in work (but on one with `data-again`).
 *
 * Autosave posts the form URL-encoded with `_autosave=1` and takes JSON back: `{ "savedAt": "18/05/2026 09:41:07" }`, or
 * with a status of 400 and more `{ "message": "…" }`. It tells the outcome in the nearest `[data-saved]`.
 */
export function enhanceForms(root: ParentNode): void {
  for (const form of root.querySelectorAll('form')) {
    guardSubmit(form);
    if (form.querySelector('[data-form]')) {
      for (const plain of form.querySelectorAll<HTMLElement>('[data-plain]')) plain.hidden = true;
      followConditions(form);
      form.addEventListener('focusout', (event) => tidy(event.target));
      form.addEventListener('change', (event) => void loadCommunes(event.target));
    }
    if (form.dataset['autosave']) autosave(form, form.dataset['autosave']);
  }
}

function followConditions(form: HTMLFormElement): void {
  const items = [...form.querySelectorAll<HTMLElement>('[data-show-if]')].map((element) => ({
    element,
    condition: JSON.parse(element.dataset['showIf']!) as Condition,
  }));
  // In the order of the page: an item that hides takes the answers in it away from those after it.
  const update = () => {
    for (const { element, condition } of items)
      element.hidden = !holds(condition, (path) => valuesOf(form, path));
  };
  form.addEventListener('input', update);
  form.addEventListener('change', update);
  update();
}

/** Filled-in texts of a path, address parts and members included, leaving out what is hidden. */
function valuesOf(form: HTMLFormElement, path: string): string[] {
  const values: string[] = [];
  for (const element of form.elements) {
    const input = element as HTMLInputElement;
    if (input.name !== path && !input.name?.startsWith(`${path}.`)) continue;
    const unticked = (input.type === 'radio' || input.type === 'checkbox') && !input.checked;
    if (unticked || !input.value.trim() || input.closest('[data-show-if][hidden]')) continue;
    values.push(input.value.trim());
  }
  return values;
}

function holds(condition: Condition, values: (path: string) => string[]): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, values));
  if ('any' in condition) return condition.any.some((part) => holds(part, values));
  if ('not' in condition) return !holds(condition.not, values);
  const given = values(condition.path);
  if ('filled' in condition) return given.length > 0 === condition.filled;
  const wanted = 'in' in condition ? condition.in : [condition.equals];
  return wanted.some((one) =>
    given.some((text) =>
      typeof one === 'number'
        ? Number(text.replace(/[.\s]/g, '').replace(',', '.')) === one
        : text === String(one) || text.startsWith(`${one} – `),
    ),
  );
}

/** Eight digits become a date, a sum gets its dots; anything else stays as typed. */
function tidy(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement)) return;
  const text = target.value.trim();
  if (target.dataset['format'] === 'date') {
    const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? /^(\d{1,2})[-. ](\d{1,2})[-. ](\d{4})$/.exec(text);
    if (parts) target.value = `${parts[1]!.padStart(2, '0')}/${parts[2]!.padStart(2, '0')}/${parts[3]}`;
  }
  if (target.dataset['format'] === 'money' && /^\d[\d. ]*$/.test(text)) {
    target.value = text.replace(/\D/g, '').replace(/\B(?=(\d{3})+$)/g, '.');
  }
}

async function loadCommunes(target: EventTarget | null): Promise<void> {
  if (!(target instanceof HTMLSelectElement) || target.dataset['province'] === undefined) return;
  const box = target.closest('[data-address]');
  const input = box?.querySelector<HTMLInputElement>('[data-commune]');
  if (!input?.list) return;
  input.value = '';
  input.list.replaceChildren();
  const code = target.selectedOptions[0]?.dataset['code'];
  if (!code) return;
  const answer = await fetch(`/don-vi-hanh-chinh/${encodeURIComponent(code)}.json`).catch(() => null);
  // Without the list the name is typed; the server checks it all the same.
  if (!answer?.ok || target.selectedOptions[0]?.dataset['code'] !== code) return;
  const units = (await answer.json()) as { name: string }[];
  input.list.replaceChildren(...units.map((unit) => new Option('', unit.name)));
}

function autosave(form: HTMLFormElement, address: string): void {
  let timer = 0;
  let dirty = false;
  let running: AbortController | undefined;
  const body = () => {
    const fields = new URLSearchParams({ _autosave: '1' });
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
    return fields;
  };
  const save = async (keepalive = false) => {
    window.clearTimeout(timer);
    if (!dirty || form.dataset['sent']) return;
    dirty = false;
    running?.abort();
    const turn = (running = new AbortController());
    const options = {
      method: 'POST',
      headers: { accept: 'application/json' },
      keepalive,
      signal: turn.signal,
    };
    const answer = await fetch(address, { ...options, body: body() }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as { savedAt?: string; message?: string } | null;
    if (turn.signal.aborted) return;
    if (!answer?.ok) dirty = true;
    tell(form, answer?.ok === true, answer?.ok ? said?.savedAt : said?.message);
  };
  form.addEventListener('input', () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), IDLE_MS);
  });
  form.addEventListener('submit', () => {
    window.clearTimeout(timer);
    // An older text must not arrive after the submit.
    running?.abort();
  });
  window.addEventListener('online', () => void save());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save(true);
  });
}

function tell(form: HTMLFormElement, saved: boolean, text: string | undefined): void {
  const status = form.querySelector('[data-saved]') ?? document.querySelector('[data-saved]');
  const good = status?.querySelector<HTMLElement>('.is-saved');
  const bad = status?.querySelector<HTMLElement>('[data-unsaved]');
  if (!good || !bad) return;
  good.hidden = !saved;
  bad.hidden = saved;
  if (saved) good.querySelector('time')!.textContent = text ?? new Date().toLocaleTimeString('vi-VN');
  else bad.textContent = text ?? 'Chưa lưu nháp được. Giữ trang này mở; sẽ lưu lại khi có mạng.';
}

function guardSubmit(form: HTMLFormElement): void {
  let busy: HTMLElement | null = null;
  const release = () => {
    delete form.dataset['sent'];
    busy?.removeAttribute('aria-busy');
    busy = null;
  };
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent']) return event.preventDefault();
    const button = event.submitter;
    if (form.target || button?.dataset['again'] !== undefined) return;
    form.dataset['sent'] = '1';
    // Once the value of the button is on its way, and unless another listener has stopped the submit.
    window.setTimeout(() => {
      if (event.defaultPrevented) return release();
      busy = button;
      busy?.setAttribute('aria-busy', 'true');
      window.setTimeout(release, NO_SECOND_CLICK_MS);
    });
  });
  // Shown again by the Back button, the page must take clicks.
  window.addEventListener('pageshow', (event) => event.persisted && release());
}

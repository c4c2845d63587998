/* Comfort for pages that already work without it: one module, loaded last, no libraries. */
import { enhanceForms } from './form/enhance.ts';

/** A letter typed by hand stands alone; a barcode scanner types the next one within this many milliseconds. */
const SCANNER_GAP = 45;
const TOAST_MS = 8_000;

const all = <E extends Element>(selector: string, root: ParentNode = document) => [
  ...root.querySelectorAll<E>(selector),
];
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]');

enhanceForms(document);

// A failed submit: the summary of what to correct comes first.
document.querySelector<HTMLElement>('[data-focus]')?.focus();

// A form is sent once: the button works until the answer comes, and says so after 400 ms.
const sent = new WeakMap<HTMLFormElement, HTMLElement | null>();
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  // data-again: answers with a file, so the page stays.
  if (event.defaultPrevented || form.method === 'get' || form.target === '_blank' || 'again' in form.dataset)
    return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  sent.set(form, button);
  button?.setAttribute('aria-disabled', 'true');
  setTimeout(() => sent.has(form) && button?.setAttribute('aria-busy', 'true'), 400);
});
window.addEventListener('pageshow', (event) => {
  // Back from the next page: the form can be sent again.
  if (!event.persisted) return;
  for (const form of all<HTMLFormElement>('form')) {
    sent.get(form)?.removeAttribute('aria-disabled');
    sent.get(form)?.removeAttribute('aria-busy');
    sent.delete(form);
  }
});

// Messages of what was done float for eight seconds, longer while somebody reads them.
for (const box of all<HTMLElement>('.toasts:has(.toast)')) {
  box.classList.add('toasts--float');
  let timer = 0;
  const leave = () => {
    timer = window.setTimeout(() => box.replaceChildren(), TOAST_MS);
  };
  const stay = () => clearTimeout(timer);
  for (const name of ['pointerenter', 'focusin']) box.addEventListener(name, stay);
  for (const name of ['pointerleave', 'focusout']) box.addEventListener(name, leave);
  leave();
}

// Menus close on Escape and on a click elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of all<HTMLDetailsElement>('.site-menu[open]')) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});

for (const button of all<HTMLElement>('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy!);
    const label = button.querySelector('.vh') ?? button;
    label.textContent = 'Đã chép';
  });
}
for (const button of all<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Lists of the office: rows by J and K, choice by X, all at once by the box in the heading.
const list = document.querySelector<HTMLTableElement>('table[data-keys]');
const rows = list ? all<HTMLTableRowElement>('tbody tr', list) : [];
const boxes = list ? all<HTMLInputElement>('tbody input[type=checkbox]', list) : [];
const counter = document.querySelector('[data-selected]');
let current = -1;

function move(step: number): void {
  rows[current]?.classList.remove('is-on');
  current = Math.min(rows.length - 1, Math.max(0, current + step));
  rows[current]?.classList.add('is-on');
  rows[current]?.querySelector<HTMLElement>('th a, td a')?.focus({ preventScroll: true });
  rows[current]?.scrollIntoView({ block: 'nearest' });
}
function count(): void {
  const chosen = boxes.filter((box) => box.checked).length;
  if (counter) counter.textContent = String(chosen);
  if (master) {
    master.checked = chosen > 0 && chosen === boxes.length;
    master.indeterminate = chosen > 0 && chosen < boxes.length;
  }
}
let master: HTMLInputElement | null = null;
const corner = list?.tHead?.rows[0]?.cells[0];
if (boxes.length > 0 && corner?.tagName === 'TD') {
  master = Object.assign(document.createElement('input'), { type: 'checkbox', ariaLabel: 'Chọn tất cả' });
  corner.replaceChildren(master);
  master.addEventListener('change', () => {
    for (const box of boxes) box.checked = master!.checked;
    count();
  });
}
for (const box of boxes) box.addEventListener('change', count);
count();

const search = document.querySelector<HTMLInputElement>('#tim');
const keysOn = document.documentElement.dataset.keys !== 'off';
/** Buttons and links with a key of their own: data-key="n". */
const pressable = new Map(all<HTMLElement>('[data-key]').map((one) => [one.dataset.key!.toLowerCase(), one]));

function act(key: string): void {
  if (key === '/') search?.focus();
  else if (key === 'j') move(1);
  else if (key === 'k') move(-1);
  else if (key === 'x') {
    const box = rows[current]?.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box) {
      box.checked = !box.checked;
      count();
    }
  } else if (key === '?') showKeys();
  else pressable.get(key)?.click();
}

function showKeys(): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  const names: [string, string][] = [
    ...(search ? [['/', 'Tìm hồ sơ'] as [string, string]] : []),
    ...(list
      ? ([
          ['J, K', 'Xuống, lên một dòng'],
          ['X', 'Chọn dòng'],
          ['Enter', 'Mở dòng'],
        ] as [string, string][])
      : []),
    ...[...pressable].map(([key, one]): [string, string] => {
      const words = one.cloneNode(true) as HTMLElement;
      all('kbd', words).forEach((kbd) => kbd.remove());
      return [key.toUpperCase(), words.textContent!.trim()];
    }),
  ];
  const heading = Object.assign(document.createElement('h2'), { textContent: 'Phím tắt' });
  const facts = Object.assign(document.createElement('dl'), { className: 'facts' });
  for (const [key, text] of names) {
    const kbd = Object.assign(document.createElement('kbd'), { textContent: key });
    const dt = document.createElement('dt');
    dt.append(kbd);
    facts.append(dt, Object.assign(document.createElement('dd'), { textContent: text }));
  }
  const head = document.createElement('header');
  const body = document.createElement('div');
  head.append(heading);
  body.append(facts);
  dialog.append(head, body);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

// Keys and scanner. A scanner is a keyboard that types a code and Enter faster than any hand.
let typed = '';
let last = 0;
let waiting = 0;
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape')
    for (const menu of all<HTMLDetailsElement>('.site-menu[open]')) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  const fast = event.timeStamp - last < SCANNER_GAP;
  last = event.timeStamp;
  if (event.key === 'Enter') {
    if (search?.form && fast && typed.length >= 6) {
      event.preventDefault();
      search.value = typed;
      search.form.requestSubmit();
    } else if (event.target === document.body && rows[current]?.dataset.href) {
      location.assign(rows[current]!.dataset.href!);
    }
    typed = '';
    return;
  }
  if (event.key.length !== 1) {
    const own = pressable.get(event.key.toLowerCase());
    if (own) {
      event.preventDefault();
      own.click();
    }
    return;
  }
  typed = fast ? typed + event.key : event.key;
  clearTimeout(waiting);
  if (fast || !keysOn) return;
  const key = event.key.toLowerCase();
  if (key === '/') event.preventDefault();
  waiting = window.setTimeout(() => act(key), SCANNER_GAP + 5);
});

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  checkForm,
  editForm,
  EditRefused,
  outline,
  patternOf,
  readAnswers,
  spotAt,
  type Answers,
  type CatalogueRow,
  type Catalogues,
  type FormDefinition,
  type FormEdit,
} from '../../../core/form/index.ts';
import { Builder, builderPath, isEmpty, nameAt, Preview, type BuilderProps } from './builder.tsx';
import { dropEdit, targetOf, type Target } from './dragging.ts';
import { buttonEdit, editFrom, fieldsAt, type Fields } from './fields.ts';
import { Saver, type SaveState } from './saving.ts';
import { Status } from './status.tsx';

/** What the page hands over. */
export interface Start extends Pick<
  BuilderProps,
  'code' | 'definition' | 'place' | 'revision' | 'token' | 'around' | 'catalogues' | 'today'
> {
  /** The version in force, if any. */
  published: FormDefinition | null;
  provinces: readonly CatalogueRow[];
  /** When the draft was last saved, in words. */
  savedAt?: string;
}

interface Work {
  definition: FormDefinition;
  place: string;
  fields: Fields;
  errors: Record<string, string>;
}

interface Step {
  definition: FormDefinition;
  place: string;
  /** Part whose typing this step holds together. */
  typing?: string;
}

const opened = (definition: FormDefinition, place: string): Work => ({
  definition,
  place,
  fields: fieldsAt(definition, place),
  errors: {},
});

export function App(start: Start) {
  const [work, setWork] = useState(() => opened(start.definition, start.place));
  const [catalogues, setCatalogues] = useState<Catalogues>(start.catalogues);
  const [answers, setAnswers] = useState<Answers>({});
  const [target, setTarget] = useState<Target | null>(null);
  const [said, setSaid] = useState('');
  const [saving, setSaving] = useState<SaveState>(
    start.savedAt ? { kind: 'saved', text: start.savedAt } : { kind: 'clean' },
  );
  const past = useRef<Step[]>([]);
  const future = useRef<Step[]>([]);
  const dragged = useRef<string | null>(null);
  const focusAt = useRef<string | null>(null);
  const address = `/quan-tri/bieu-mau/${start.code}/luu`;
  const saver = useMemo(
    () =>
      new Saver(address, start.token, start.revision, setSaving, (more) =>
        setCatalogues((known) =>
          Object.keys(more).every((name) => name in known) ? known : { ...known, ...more },
        ),
      ),
    [],
  );

  const { definition, place } = work;
  const components = start.around.components;
  const faults = useMemo(
    () =>
      checkForm(definition, {
        catalogues: start.around.catalogues.map((one) => one.code),
        components: components.length > 0 ? components.map((one) => one.code) : undefined,
      }),
    [definition],
  );

  const keep = (typing?: string): void => {
    const last = past.current.at(-1);
    if (!typing || last?.typing !== typing) past.current.push({ definition, place, typing });
    if (past.current.length > 200) past.current.shift();
    future.current = [];
  };
  const show = (next: Work, focus = true): void => {
    if (focus) focusAt.current = next.place;
    setWork(next);
    if (next.definition !== definition) saver.changed(next.definition);
    if (next.place !== place)
      history.replaceState(null, '', `${builderPath(start.code)}?muc=${encodeURIComponent(next.place)}`);
  };
  const apply = (edit: FormEdit, words?: string): void => {
    try {
      const done = editForm(definition, edit, start.published ?? undefined);
      keep();
      show(opened(done.definition, done.place));
      setSaid(words ?? '');
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      setSaid(error.message);
    }
  };
  const back = (from: Step[], to: Step[], words: string): void => {
    const step = from.pop();
    if (!step) return;
    to.push({ definition, place });
    show(opened(step.definition, spotAt(step.definition, step.place) ? step.place : 'form'));
    setSaid(words);
  };
  const undo = () => back(past.current, future.current, 'Đã hoàn tác.');
  const redo = () => back(future.current, past.current, 'Đã làm lại.');

  const press = (button: string): void => {
    if (button === 'undo') return undo();
    if (button.startsWith('move:')) {
      const parent = button.slice(5);
      return apply({ op: 'move', place, parent, index: 10_000 }, `Đã chuyển “${nameAt(definition, place)}”.`);
    }
    const name = nameAt(definition, place);
    const words: Record<string, string> = {
      up: `Đã đưa “${name}” lên.`,
      down: `Đã đưa “${name}” xuống.`,
      remove: `Đã xóa “${name}”. Ctrl + Z để hoàn tác.`,
      duplicate: `Đã nhân đôi “${name}”.`,
    };
    try {
      apply(buttonEdit(definition, place, button), words[button] ?? 'Đã thêm mục mới.');
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      setSaid(error.message);
    }
  };

  const select = (to: string): void => show(opened(definition, to));

  const typed = (event: Event): void => {
    const form = event.currentTarget as HTMLFormElement;
    const input = event.target as HTMLInputElement;
    const fields: Fields = {};
    for (const [name, value] of new FormData(form)) (fields[name] ??= []).push(String(value));
    // What renames an answer or an address waits until it is whole.
    if (event.type === 'input' && (input.name === 'path' || input.name === 'id')) {
      return setWork({ ...work, fields });
    }
    try {
      const done = editForm(definition, editFrom(definition, place, fields), start.published ?? undefined);
      if (JSON.stringify(done.definition) !== JSON.stringify(definition)) keep(`typing ${place}`);
      const fresh = fieldsAt(done.definition, done.place);
      const next = { ...fields, ...(fresh['path'] && { path: fresh['path'] }) };
      show({ definition: done.definition, place: done.place, fields: next, errors: {} }, false);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      setWork({ ...work, fields, errors: { [error.property]: error.message } });
    }
  };

  const keys = (event: KeyboardEvent): void => {
    const places = ['form', ...outline(definition).map((one) => one.place)];
    const at = places.indexOf(place);
    const arrow = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (arrow !== 0 && event.altKey) press(arrow < 0 ? 'up' : 'down');
    else if (arrow !== 0 && !event.ctrlKey && !event.metaKey) select(places[at + arrow] ?? place);
    else if (event.key === 'Delete' && place !== 'form') press('remove');
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') press('duplicate');
    else return;
    event.preventDefault();
  };

  const over = (event: DragEvent, row: string): void => {
    if (!dragged.current) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const next = targetOf(definition, dragged.current, row, (event.clientY - box.top) / box.height);
    if (next) event.preventDefault();
    if (next?.place !== target?.place || next?.side !== target?.side) setTarget(next);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const edit = dragged.current && target ? dropEdit(definition, dragged.current, target) : null;
    dragged.current = null;
    setTarget(null);
    if (edit) apply(edit, edit.op === 'add' ? 'Đã thêm mục mới.' : 'Đã chuyển chỗ.');
  };

  const answered = (event: Event): void => {
    const body: Record<string, string[]> = {};
    const form = event.currentTarget as HTMLFormElement;
    for (const [name, value] of new FormData(form)) (body[name] ??= []).push(String(value));
    setAnswers((before) => readAnswers(definition, body, before));
  };
  /** Pressing on a question in the preview chooses it. */
  const focus = (event: MouseEvent): void => {
    const field = (event.target as Element).closest('.field, .drop, .member');
    const name = field?.querySelector<HTMLInputElement>('[name]:not([type=hidden])')?.name;
    if (!name) return;
    const pattern = name.replace(/\.\d+(?=\.)/g, '.*');
    const found = outline(definition).find((one) => {
      const own = one.kind === 'item' ? patternOf(one) : undefined;
      return own !== undefined && (own === pattern || pattern.startsWith(`${own}.`)) && !isRepeat(one);
    });
    // After the change that the same press may bring: drawing anew before it would undo the choice.
    if (found && found.place !== place) window.setTimeout(() => setWork(opened(definition, found.place)));
  };

  // At once: a focus that moves later would take a letter away from whoever already types elsewhere.
  useLayoutEffect(() => {
    const row = focusAt.current;
    focusAt.current = null;
    if (row) document.querySelector<HTMLElement>(`[data-place="${CSS.escape(row)}"] > a`)?.focus();
  }, [work]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (!(event.ctrlKey || event.metaKey) || typing) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  useEffect(() => {
    // Nothing that was done is left behind when the page is left.
    const leave = (event: MouseEvent): void => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
      if (!link || event.defaultPrevented || link.target || link.download || !saver.dirty) return;
      event.preventDefault();
      void saver.flush().then(() => location.assign(link.href));
    };
    const hide = () => document.visibilityState === 'hidden' && void saver.flush(true);
    const online = () => void saver.flush();
    const end = () => setTarget(null);
    document.addEventListener('click', leave);
    document.addEventListener('visibilitychange', hide);
    document.addEventListener('dragend', end);
    window.addEventListener('online', online);
    return () => {
      document.removeEventListener('click', leave);
      document.removeEventListener('visibilitychange', hide);
      document.removeEventListener('dragend', end);
      window.removeEventListener('online', online);
    };
  }, []);

  const last = past.current.at(-1);
  const on: BuilderProps['on'] = {
    select,
    press,
    keys,
    drag: (event, what) => {
      dragged.current = what;
      event.dataTransfer?.setData('text/plain', what);
      event.stopPropagation();
    },
    over,
    drop,
    typed,
    answered,
    focus,
  };
  const shown = {
    code: start.code,
    token: start.token,
    today: start.today,
    definition,
    place,
    catalogues,
    answers,
    adminUnits: { provinces: start.provinces, communesOf: () => [] },
  };
  // Drawn anew only when it differs, so that what is being typed there stays.
  const preview = useMemo(() => <Preview {...shown} on={on} />, [definition, place, catalogues, answers]);
  return (
    <Builder
      {...start}
      {...work}
      {...shown}
      faults={faults}
      target={target}
      openPalette={isEmpty(start.definition)}
      undo={last && 'Hoàn tác'}
      status={<Status saving={saving} said={said} code={start.code} insist={() => void saver.insist()} />}
      preview={preview}
      on={on}
    />
  );
}

const isRepeat = (one: ReturnType<typeof outline>[number]): boolean =>
  one.kind === 'item' && one.item.kind === 'repeat';

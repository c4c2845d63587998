import type { ComponentChildren } from 'preact';
import { Button, ErrorNote, Field, Icon } from '../../ui/index.ts';
import type { ListName } from './entered.ts';

/** What was typed and turned back, by the name of its input; null on a page that was opened. */
export interface Turned {
  typed: Record<string, string>;
  faults: ReadonlyMap<string, string>;
}

export interface InputProps {
  name: string;
  label: string;
  value: string;
  turned: Turned | null;
  hint?: string;
  optional?: boolean;
  readOnly?: boolean;
}

const errorOf = (turned: Turned | null, name: string): string | undefined => turned?.faults.get(name);

/** One line of text or a number; a fault shows what was typed. */
export function Input(props: InputProps & { numeric?: boolean }) {
  const { name, label, value, turned, hint, optional, readOnly, numeric } = props;
  const error = errorOf(turned, name);
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <input
        class="input"
        id={name}
        name={name}
        type="text"
        inputMode={numeric ? 'decimal' : undefined}
        autocomplete="off"
        readOnly={readOnly}
        value={error ? (turned?.typed[name] ?? value) : value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={[hint && `${name}-h`, error && `${name}-e`].filter(Boolean).join(' ') || undefined}
      />
    </Field>
  );
}

/** Several lines of text. */
export function Area({ name, label, value, turned, hint, optional }: InputProps) {
  const error = errorOf(turned, name);
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <textarea
        class="textarea short"
        id={name}
        name={name}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={[hint && `${name}-h`, error && `${name}-e`].filter(Boolean).join(' ') || undefined}
      >
        {value}
      </textarea>
    </Field>
  );
}

/** One of a list. */
export function Choice(
  props: Omit<InputProps, 'readOnly'> & {
    options: readonly { value: string; label: string }[];
    /** Words of the empty choice; without it there is none. */
    none?: string;
  },
) {
  const { name, label, value, turned, hint, options, none, optional } = props;
  const error = errorOf(turned, name);
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <select
        class="select"
        id={name}
        name={name}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={[hint && `${name}-h`, error && `${name}-e`].filter(Boolean).join(' ') || undefined}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Several of a list. */
export function Picks(props: {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  turned: Turned | null;
}) {
  const { name, label, options, chosen, turned } = props;
  const error = errorOf(turned, name);
  return (
    <fieldset id={name} class={error ? 'field field--error' : 'field'}>
      <legend class="label">{label}</legend>
      {error && <ErrorNote id={`${name}-e`}>{error}</ErrorNote>}
      <div class="row g5">
        {options.map((option) => (
          <label class="pick">
            <input type="checkbox" name={name} value={option.value} checked={chosen.includes(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Rows of a list in their order. Buttons move them without script; with it they can be dragged. */
export function Rows<T>(props: {
  list: ListName;
  rows: readonly T[];
  /** "bước", for the names of the buttons. */
  what: string;
  add: string;
  empty: string;
  /** Longer rows fold away under this line. */
  summary?: (row: T) => ComponentChildren;
  /** Row that is open though it folds. */
  open?: number | null;
  /** Whether an input of the row was turned back. */
  faulty?: (index: number) => boolean;
  fields: (row: T, at: string, index: number) => ComponentChildren;
}) {
  const { list, rows, what, add, empty, summary, open, faulty, fields } = props;
  return (
    <>
      {rows.length === 0 && <p class="muted sm">{empty}</p>}
      <div class="adm-rows" data-rows={list}>
        {rows.map((row, index) => {
          const at = `${list}.${index}`;
          const inside = (
            <>
              <input type="hidden" name={`${at}.was`} value={String(index)} />
              {codeOf(row) && <input type="hidden" name={`${at}.key`} value={codeOf(row)} />}
              <input type="hidden" name={`${at}.place`} value={String(index)} data-place />
              <div class="stack">{fields(row, `${at}.`, index)}</div>
            </>
          );
          return (
            <div class="adm-row" id={at} role="group" aria-label={`${capital(what)} ${index + 1}`}>
              {summary ? (
                <details class="adm-row__body" open={open === index || faulty?.(index)}>
                  <summary>
                    <Icon name="chevron-right" />
                    <span>{summary(row)}</span>
                  </summary>
                  {inside}
                </details>
              ) : (
                <div class="adm-row__body">{inside}</div>
              )}
              <RowButtons at={at} what={what} index={index} last={index === rows.length - 1} />
            </div>
          );
        })}
      </div>
      <p class="mt-3">
        <Button size="sm" icon="plus" name="do" value={`add:${list}`}>
          {add}
        </Button>
      </p>
    </>
  );
}

const codeOf = (row: unknown): string | undefined =>
  typeof row === 'object' && row !== null ? (row as { code?: string }).code : undefined;

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

function RowButtons({ at, what, index, last }: { at: string; what: string; index: number; last: boolean }) {
  const name = `${what} ${index + 1}`;
  return (
    <span class="adm-row__acts">
      <span class="adm-row__grip" aria-hidden="true" hidden>
        <Icon name="grip-vertical" />
      </span>
      <button class="btn btn--quiet btn--ico btn--sm" name="do" value={`up:${at}`} disabled={index === 0}>
        <Icon name="chevron-up" />
        <span class="vh">Chuyển {name} lên</span>
      </button>
      <button class="btn btn--quiet btn--ico btn--sm" name="do" value={`down:${at}`} disabled={last}>
        <Icon name="chevron-down" />
        <span class="vh">Chuyển {name} xuống</span>
      </button>
      <button class="btn btn--quiet btn--ico btn--sm" name="do" value={`remove:${at}`}>
        <Icon name="trash-2" />
        <span class="vh">Xóa {name}</span>
      </button>
    </span>
  );
}

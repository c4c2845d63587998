import type { ComponentChildren } from 'preact';
import { ErrorNote } from '../../ui/messages.tsx';
import { one, type Fields } from './fields.ts';

export interface PanelInputs {
  fields: Fields;
  /** Input name → message. */
  errors: Readonly<Record<string, string>>;
}

interface Common extends PanelInputs {
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** Not drawn as "(không bắt buộc)": most of the panel is optional. */
  needed?: boolean;
}

const idOf = (name: string): string => `m-${name.replaceAll('.', '-')}`;

const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;

function Framed(props: Common & { children: (attributes: Record<string, unknown>) => ComponentChildren }) {
  const { name, label, hint, errors, children } = props;
  const id = idOf(name);
  const error = errors[name];
  return (
    <div class={error ? 'field field--error' : 'field'}>
      <label class="label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="hint" id={`${id}-h`}>
          {hint}
        </p>
      )}
      {error && <ErrorNote id={`${id}-e`}>{error}</ErrorNote>}
      {children({
        id,
        name,
        'aria-describedby': describedBy(id, hint, error),
        'aria-invalid': error ? 'true' : undefined,
      })}
    </div>
  );
}

export function Line(props: Common & { numeric?: boolean; list?: string; code?: boolean }) {
  return (
    <Framed {...props}>
      {(attributes) => (
        <input
          class={props.numeric ? 'input input--short' : 'input'}
          type="text"
          inputMode={props.numeric ? 'numeric' : undefined}
          list={props.list}
          autocomplete="off"
          spellcheck={props.code ? false : undefined}
          value={one(props.fields, props.name)}
          {...attributes}
        />
      )}
    </Framed>
  );
}

export function Lines(props: Common & { rows?: number }) {
  return (
    <Framed {...props}>
      {(attributes) => (
        <textarea
          class="textarea fb-lines"
          rows={props.rows ?? 2}
          value={one(props.fields, props.name)}
          {...attributes}
        />
      )}
    </Framed>
  );
}

export function Choice(props: Common & { options: { value: string; label: string }[]; empty?: string }) {
  const value = one(props.fields, props.name);
  const { options, empty } = props;
  const known = options.some((option) => option.value === value);
  return (
    <Framed {...props}>
      {(attributes) => (
        <select class="select" {...attributes}>
          {empty !== undefined && <option value="">{empty}</option>}
          {value && !known && (
            <option value={value} selected>
              {value}
            </option>
          )}
          {options.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

export function Tick({ fields, name, label }: Omit<Common, 'errors'>) {
  return (
    <label class="pick">
      <input type="checkbox" name={name} value="true" checked={one(fields, name) === 'true'} />
      <span>{label}</span>
    </label>
  );
}

export function Ticks(props: {
  fields: Fields;
  name: string;
  legend: string;
  hint?: string;
  options: { value: string; label: string }[];
}) {
  const { fields, name, legend, hint, options } = props;
  return (
    <fieldset class="field">
      <legend class="label">{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {options.map((option) => (
        <label class="pick">
          <input
            type="checkbox"
            name={name}
            value={option.value}
            checked={fields[name]?.includes(option.value) ?? false}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { ErrorNote } from './messages.tsx';
import { late } from './render.ts';

type Weight = 'main' | 'normal' | 'quiet' | 'stop';

export interface ButtonProps {
  /** main: the one next step of the screen. */
  weight?: Weight;
  size?: 'sm' | 'lg';
  block?: boolean;
  icon?: IconName;
  /** Icon behind the words, for "next". */
  iconAfter?: IconName;
  children: ComponentChildren;
}

function classes({ weight = 'normal', size, block }: Pick<ButtonProps, 'weight' | 'size' | 'block'>): string {
  return ['btn', weight !== 'normal' && `btn--${weight}`, size && `btn--${size}`, block && 'btn--block']
    .filter(Boolean)
    .join(' ');
}

/** Button of a form. Its words say what happens ("Gửi bổ sung"), never "OK". */
export function Button(
  props: ButtonProps & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'size' | 'icon' | 'class'>,
) {
  const { weight, size, block, icon, iconAfter, children, ...rest } = props;
  return (
    <button class={classes({ weight, size, block })} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
      {iconAfter && <Icon name={iconAfter} />}
    </button>
  );
}

/** Link that looks like a button: for going somewhere, not for doing. */
export function LinkButton(props: ButtonProps & { href: string; download?: boolean }) {
  const { weight, size, block, icon, iconAfter, children, href, download } = props;
  return (
    <a class={classes({ weight, size, block })} href={href} download={download}>
      {icon && <Icon name={icon} />}
      {children}
      {iconAfter && <Icon name={iconAfter} />}
    </a>
  );
}

/** Hidden proof that the form came from a page of this session; checked by `requireToken` of web/http. */
export function CsrfField() {
  return <input type="hidden" name="_ma" value={late(() => usePage().csrfToken)} />;
}

export interface TextFieldProps {
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** Text of the error, when the submit was turned back because of it. */
  error?: string;
  optional?: boolean;
  short?: boolean;
  value?: string;
  type?: 'text' | 'password' | 'email' | 'tel' | 'search';
  autocomplete?: string;
  inputMode?: 'numeric' | 'tel' | 'email' | 'text';
  autocapitalize?: 'none' | 'words' | 'characters';
  spellcheck?: boolean;
  required?: boolean;
  readOnly?: boolean;
  maxLength?: number;
  placeholder?: string;
}

/** One line of text with label, hint and error; the id is the name. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, error, optional, short, type = 'text', ...input } = props;
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <input
        class={short ? 'input input--short' : 'input'}
        id={name}
        name={name}
        type={type as 'text'}
        aria-describedby={describedBy(name, hint, error)}
        aria-invalid={error ? 'true' : undefined}
        {...input}
      />
    </Field>
  );
}

/** Several lines of text. */
export function TextArea(props: {
  name: string;
  label: string;
  value?: string;
  hint?: ComponentChildren;
  error?: string;
  optional?: boolean;
  short?: boolean;
  maxLength?: number;
}) {
  const { name, label, value, hint, error, optional, short, maxLength } = props;
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <textarea
        class={short ? 'textarea short' : 'textarea'}
        id={name}
        name={name}
        maxLength={maxLength}
        aria-describedby={describedBy(name, hint, error)}
        aria-invalid={error ? 'true' : undefined}
      >
        {value}
      </textarea>
    </Field>
  );
}

/** One of a list. An empty first choice is drawn unless `value` is one of the list. */
export function SelectField(props: {
  name: string;
  label: string;
  options: { value: string; label: string }[];
  value?: string;
  placeholder?: string;
  hint?: ComponentChildren;
  error?: string;
  optional?: boolean;
}) {
  const { name, label, options, value, placeholder = 'Chọn…', hint, error, optional } = props;
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional}>
      <select
        class="select"
        id={name}
        name={name}
        aria-describedby={describedBy(name, hint, error)}
        aria-invalid={error ? 'true' : undefined}
      >
        {(optional || !options.some((option) => option.value === value)) && (
          <option value="">{placeholder}</option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Frame of any input: label above, hint under the label, error above the input. */
export function Field(props: {
  name: string;
  label: string;
  hint?: ComponentChildren;
  error?: string;
  optional?: boolean;
  children: ComponentChildren;
}) {
  const { name, label, hint, error, optional, children } = props;
  return (
    <div class={error ? 'field field--error' : 'field'}>
      <label class="label" for={name}>
        {label}
        {optional && <span class="opt"> (không bắt buộc)</span>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-h`}>
          {hint}
        </p>
      )}
      {error && <ErrorNote id={`${name}-e`}>{error}</ErrorNote>}
      {children}
    </div>
  );
}

function describedBy(name: string, hint: unknown, error: unknown): string | undefined {
  return [hint && `${name}-h`, error && `${name}-e`].filter(Boolean).join(' ') || undefined;
}

import type { ComponentChildren } from 'preact';
import type { FieldItem } from '../../../core/form/index.ts';
import { lowerLabel } from '../../../core/form/index.ts';
import { ErrorNote } from '../messages.tsx';
import { Icon } from '../icon.tsx';

export interface FrameProps {
  id: string;
  label: string;
  optional?: boolean;
  hint?: string;
  error?: string;
  help?: string;
  children: ComponentChildren;
}

/** Label, hint and error above one input, help under it. */
export function Frame({ id, label, optional, hint, error, help, children }: FrameProps) {
  return (
    <div class={error ? 'field field--error' : 'field'}>
      <label class="label" for={id}>
        {label}
        {optional && <Optional />}
      </label>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
      {help && <Help label={label} text={help} />}
    </div>
  );
}

/** The same around several inputs that answer one question. */
export function GroupFrame(
  props: FrameProps & { role?: 'radiogroup'; required?: boolean; sectionId?: string },
) {
  const { id, label, optional, hint, error, help, role, required, sectionId, children } = props;
  return (
    <fieldset
      class={error ? 'field field--error' : 'field'}
      id={sectionId}
      role={role}
      aria-describedby={describedBy(id, hint, error)}
      aria-invalid={role && error ? 'true' : undefined}
      aria-required={role && required ? 'true' : undefined}
    >
      <legend class="label">
        {label}
        {optional && <Optional />}
      </legend>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
      {help && <Help label={label} text={help} />}
    </fieldset>
  );
}

const Optional = () => <span class="opt"> (không bắt buộc)</span>;

export function HintAndError({ id, hint, error }: { id: string; hint?: string; error?: string }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-h`}>
          {hint}
        </p>
      )}
      {error && <ErrorNote id={`${id}-e`}>{error}</ErrorNote>}
    </>
  );
}

/** Longer help that opens under the input (III.1.2). */
export function Help({ label, text }: { label: string; text: string }) {
  return (
    <details class="help">
      <summary>
        <Icon name="circle-question-mark" />
        Giải thích<span class="vh"> {lowerLabel(label)}</span>
      </summary>
      <div>{text}</div>
    </details>
  );
}

/** Ids of the hint and the error that describe an input. */
export const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;

/** The example that helps where the definition gives no hint. */
export function hintOf(item: FieldItem, exampleDate: string): string | undefined {
  const example: Partial<Record<FieldItem['input'], string>> = {
    date: `Ví dụ ${exampleDate}`,
    'personal-id': '12 chữ số trên thẻ căn cước',
    'tax-code': '10 chữ số, hoặc 13 với chi nhánh, ví dụ 0100109106-001',
    phone: 'Ví dụ 0904 112 358',
    email: 'Ví dụ ten@vidu.vn',
    money: 'Viết bằng chữ số, tính bằng đồng, ví dụ 150.000.000',
    number: 'Viết bằng chữ số, ví dụ 72,5',
  };
  if (item.input === 'date' && item.hint && !/\d/.test(item.hint)) {
    return `${item.hint.replace(/[.;]$/, '')}. Ví dụ ${exampleDate}`;
  }
  return item.hint ?? example[item.input];
}

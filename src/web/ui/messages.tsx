import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type Tone = 'info' | 'ok' | 'warn' | 'late';
const TONE_ICON: Record<Tone, IconName> = {
  info: 'info',
  ok: 'circle-check',
  warn: 'triangle-alert',
  late: 'circle-alert',
};

/** One message inside the page. "late" is for what is overdue or has gone wrong, and for nothing else. */
export function Note(props: {
  tone: Tone;
  icon?: IconName;
  title?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class={`note is-${props.tone}`}>
      <Icon name={props.icon ?? TONE_ICON[props.tone]} />
      <div>
        {props.title && <b>{props.title}</b>} {props.children}
      </div>
    </div>
  );
}

export interface FormError {
  /** Id of the input; the summary links to it. */
  field?: string;
  text: string;
}

/** First thing after a failed submit; takes the focus (site.js), or is read out as an alert. */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" aria-labelledby="loi" tabIndex={-1} data-focus>
      <h2 id="loi">{errors.length === 1 ? 'Có 1 chỗ cần sửa' : `Có ${errors.length} chỗ cần sửa`}</h2>
      <ul>
        {errors.map((error) => (
          <li>{error.field ? <a href={`#${error.field}`}>{error.text}</a> : error.text}</li>
        ))}
      </ul>
    </div>
  );
}

/** Error text right above an input; give the input aria-describedby={id}. */
export function ErrorNote({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p class="error" id={id}>
      <Icon name="circle-alert" />
      <span>
        <span class="vh">Lỗi: </span>
        {children}
      </span>
    </p>
  );
}

/** Nothing here (or not for you): what this place is for, and the next step. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="card empty">
      <Icon name={props.icon} />
      <h2 class="h-s">{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.action && <p class="mt-3">{props.action}</p>}
    </div>
  );
}

/** Something done, said once on the page after the redirect. */
export function Toast({
  text,
  kind = 'ok',
  link,
}: {
  text: string;
  kind?: 'ok' | 'warn' | 'late';
  link?: { href: string; label: string };
}) {
  return (
    <div class="toast">
      <Icon name={TONE_ICON[kind]} />
      <span>{text}</span>
      {link && <a href={link.href}>{link.label}</a>}
    </div>
  );
}

/** The messages that the last act left for this page. */
export function FlashMessages() {
  const { flash } = usePage();
  return (
    <div class="toasts wrap" role="status">
      {flash.map((message) => (
        <Toast text={message.text} kind={message.kind} link={message.link} />
      ))}
    </div>
  );
}

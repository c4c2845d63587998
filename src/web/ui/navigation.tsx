import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export interface Crumb {
  label: string;
  /** Left out for the page itself, the last one. */
  href?: string;
}

/** Way from the home page to here; "Trang chủ" is not added by itself. */
export function Breadcrumbs({ items }: { items: Crumb[] }) {
  return (
    <nav class="crumbs" aria-label="Đường dẫn">
      <ol>
        {items.map((item) => (
          <li>
            {item.href ? <a href={item.href}>{item.label}</a> : <span aria-current="page">{item.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Views of one thing, each with its own address. */
export function Tabs({
  label,
  items,
}: {
  label: string;
  items: { href: string; label: ComponentChildren; current?: boolean }[];
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'page' : undefined}>
          {item.label}
        </a>
      ))}
    </nav>
  );
}

/** Counts that filter the list below. */
export function Counts(props: {
  label: string;
  items: { href: string; label: string; count: number | string; late?: string; current?: boolean }[];
}) {
  return (
    <nav class="counts" aria-label={props.label}>
      {props.items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'true' : undefined}>
          <b>
            {item.count}
            {item.late && (
              <>
                {' '}
                <small class="late">{item.late}</small>
              </>
            )}
          </b>
          {item.label}
        </a>
      ))}
    </nav>
  );
}

/** Forth and back through a list that pages by keyset: the links carry the key, so there are no page numbers. */
export function Pager({
  first,
  previous,
  next,
  note,
}: {
  first?: string;
  previous?: string;
  next?: string;
  note?: ComponentChildren;
}) {
  if (!first && !previous && !next && !note) return null;
  return (
    <div class="row row--between mt-4">
      <p class="sm muted">{note}</p>
      <nav class="pages" aria-label="Trang của danh sách">
        {first && (
          <a href={first} rel="first">
            Về đầu
          </a>
        )}
        {previous && (
          <a href={previous} rel="prev">
            <Icon name="chevron-left" /> Trước
          </a>
        )}
        {next && (
          <a href={next} rel="next">
            Sau <Icon name="chevron-right" />
          </a>
        )}
      </nav>
    </div>
  );
}

/** Steps of a form, three to seven. `current` counts from 0; earlier ones with an address lead back. */
export function Stepper({ steps, current }: { steps: { label: string; href?: string }[]; current: number }) {
  return (
    <ol class="stepper" aria-label="Các bước của hồ sơ">
      {steps.map((step, i) => (
        <li class={i < current ? 'done' : undefined} aria-current={i === current ? 'step' : undefined}>
          {i < current && step.href ? <a href={step.href}>{step.label}</a> : step.label}
        </li>
      ))}
    </ol>
  );
}

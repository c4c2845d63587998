import {
  kindName,
  NEW_ITEMS,
  nearestPlace,
  outline,
  spotAt,
  type Fault,
  type FormDefinition,
} from '../../../core/form/index.ts';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icons.ts';

export interface OutlineHandlers {
  select(place: string): void;
  press(button: string): void;
  keys(event: KeyboardEvent): void;
  drag(event: DragEvent, what: string): void;
  over(event: DragEvent, place: string): void;
  drop(event: DragEvent): void;
}

export interface OutlineProps {
  definition: FormDefinition;
  place: string;
  faults: readonly Fault[];
  /** Address of the page of a place. */
  href(place: string): string;
  on?: OutlineHandlers;
  /** Where what is dragged would go. */
  target?: { place: string; side: 'before' | 'after' | 'in' } | null;
}

const ICON: Record<string, IconName> = {
  step: 'list',
  group: 'columns-3',
  repeat: 'copy',
  note: 'info',
  attachment: 'paperclip',
  date: 'calendar',
  address: 'map-pin',
  phone: 'phone',
  email: 'mail',
  money: 'banknote',
  radio: 'circle-dot',
  select: 'list-filter',
  checkboxes: 'check',
  yesno: 'circle-check',
  declaration: 'badge-check',
  'personal-id': 'user',
  'tax-code': 'building-2',
};

/** The form as a list of its parts: what is chosen there is shown beside it. */
export function Outline({ definition, place, faults, href, on, target }: OutlineProps) {
  const wrong = new Set(faults.map((fault) => nearestPlace(definition, fault.place)));
  const rows = [
    { place: 'form', depth: 0, icon: 'file-text' as IconName, name: 'Thông tin chung', kind: '' },
  ].concat(
    outline(definition).map((one) => {
      const what = one.kind === 'step' ? 'step' : one.item.kind === 'field' ? one.item.input : one.item.kind;
      const name =
        one.kind === 'step'
          ? one.step.title
          : one.item.kind === 'note'
            ? one.item.text
            : 'label' in one.item
              ? one.item.label
              : one.item.title;
      return {
        place: one.place,
        depth: one.depth,
        icon: ICON[what] ?? ('pen-line' as IconName),
        name: name.trim() || '(chưa có tên)',
        kind: one.kind === 'step' ? 'Bước' : kindName(what),
      };
    }),
  );
  return (
    <ul class="fb-tree" aria-label="Các mục của biểu mẫu" onKeyDown={on?.keys} onDrop={on?.drop}>
      {rows.map((row) => (
        <li
          key={row.place}
          class={`fb-d${Math.min(row.depth, 5)}${target?.place === row.place ? ` fb-${target.side}` : ''}`}
          data-place={row.place}
          draggable={on && row.place !== 'form' ? true : undefined}
          onDragStart={on && ((event) => on.drag(event, `place:${row.place}`))}
          onDragOver={on && ((event) => on.over(event, row.place))}
        >
          <a
            href={href(row.place)}
            aria-current={row.place === place ? 'true' : undefined}
            draggable={on ? false : undefined}
            onClick={
              on &&
              ((event) => {
                event.preventDefault();
                on.select(row.place);
              })
            }
          >
            {on && row.place !== 'form' && <Icon name="grip-vertical" class="fb-grip" />}
            <Icon name={row.icon} />
            <span>
              {row.kind && <span class="vh">{row.kind}: </span>}
              {row.name}
            </span>
            {wrong.has(row.place) && (
              <span class="fb-wrong">
                <Icon name="circle-alert" />
                <span class="vh">có chỗ cần sửa</span>
              </span>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What can be done with the chosen part. */
export function Toolbar({ definition, place, canUndo, on }: OutlineProps & { canUndo: boolean }) {
  const none = place === 'form' || !spotAt(definition, place);
  const button = (value: string, icon: IconName, name: string, disabled: boolean, keys?: string) => (
    <button
      class="btn btn--sm btn--quiet"
      name="op"
      value={value}
      disabled={disabled}
      title={keys ? `${name} (${keys})` : name}
      onClick={
        on &&
        ((event) => {
          event.preventDefault();
          on.press(value);
        })
      }
    >
      <Icon name={icon} />
      <span class="vh">{name}</span>
    </button>
  );
  return (
    <div class="row fb-tools" role="group" aria-label="Với mục đang chọn">
      {button('up', 'chevron-up', 'Đưa lên', none, 'Alt + ↑')}
      {button('down', 'chevron-down', 'Đưa xuống', none, 'Alt + ↓')}
      {button('duplicate', 'copy', 'Nhân đôi', none, 'Ctrl + D')}
      {button('remove', 'trash-2', 'Xóa', none, 'Delete')}
      {button('undo', 'undo-2', 'Hoàn tác', !canUndo, 'Ctrl + Z')}
    </div>
  );
}

/** All that can be added, behind the chosen part or into it. */
export function Palette({ on, open }: Pick<OutlineProps, 'on'> & { open: boolean }) {
  return (
    <details class="fb-palette" open={open}>
      <summary class="btn btn--sm">
        <Icon name="plus" /> Thêm mục
      </summary>
      <div>
        {NEW_ITEMS.map(({ what, name }) => (
          <button
            class="btn btn--sm"
            name="op"
            value={`add:${what}`}
            draggable={on ? true : undefined}
            onDragStart={on && ((event) => on.drag(event, `add:${what}`))}
            onClick={
              on &&
              ((event) => {
                event.preventDefault();
                on.press(`add:${what}`);
              })
            }
          >
            <Icon name={ICON[what] ?? 'pen-line'} />
            {name}
          </button>
        ))}
      </div>
    </details>
  );
}

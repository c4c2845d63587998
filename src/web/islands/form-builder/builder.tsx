import type { ComponentChildren } from 'preact';
import {
  kindName,
  nearestPlace,
  outline,
  spotAt,
  type AdminUnits,
  type Answers,
  type Catalogues,
  type Fault,
  type FieldItem,
  type FormDefinition,
} from '../../../core/form/index.ts';
import { FormStep } from '../../ui/form/form-step.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Fields } from './fields.ts';
import { Outline, Palette, Toolbar, type OutlineHandlers, type OutlineProps } from './outline.tsx';
import { Panel, type Around } from './panel.tsx';

export interface BuilderProps {
  code: string;
  definition: FormDefinition;
  place: string;
  revision: number;
  token: string;
  faults: readonly Fault[];
  /** What can be taken back, in words. */
  undo?: string;
  fields: Fields;
  errors: Readonly<Record<string, string>>;
  around: Around;
  /** For the preview. */
  catalogues: Catalogues;
  adminUnits: AdminUnits;
  today: string;
  /** In the browser: what the buttons and inputs do instead of sending a form. */
  on?: OutlineHandlers & {
    typed(event: Event): void;
    answered(event: Event): void;
    focus(event: MouseEvent): void;
  };
  target?: OutlineProps['target'];
  answers?: Answers;
  /** The list of what can be added is open at first: the form is still empty. */
  openPalette?: boolean;
  /** The preview, when it is drawn elsewhere. */
  preview?: ComponentChildren;
  /** Where saving tells how it went. */
  status?: ComponentChildren;
}

/** Nothing is asked yet. */
export const isEmpty = (definition: FormDefinition): boolean =>
  definition.steps.every((step) => step.items.length === 0);

export const builderPath = (code: string): string => `/quan-tri/bieu-mau/${code}/sua`;

/** The builder: parts at the left, the page as people will see it in the middle, properties at the right. */
export function Builder(props: BuilderProps) {
  const { code, definition, place, faults, on } = props;
  const action = builderPath(code);
  const href = (to: string): string => `${action}?muc=${encodeURIComponent(to)}`;
  const parts = { definition, place, faults, href, on, target: props.target };
  const spot = spotAt(definition, place);
  const hidden = (
    <>
      <input type="hidden" name="_ma" value={props.token} />
      <input type="hidden" name="revision" value={String(props.revision)} />
      <input type="hidden" name="muc" value={place} />
    </>
  );
  const stays = (event: Event): void => event.preventDefault();
  return (
    <div class="fb">
      <section class="card fb-left" aria-label="Các mục">
        <form method="post" action={action} onSubmit={on && stays}>
          {hidden}
          <Toolbar {...parts} canUndo={props.undo !== undefined} />
          <Palette on={on} open={props.openPalette ?? false} />
          <Outline {...parts} />
        </form>
      </section>
      <section class="card fb-right" aria-label="Thuộc tính của mục đang chọn">
        <form
          key={place}
          class="stack"
          method="post"
          action={action}
          novalidate
          onSubmit={on && stays}
          onInput={on?.typed}
          onChange={on?.typed}
        >
          {hidden}
          <Panel {...props} />
          {!on && (
            <p class="row">
              <button class="btn btn--main" name="op" value="save">
                Lưu mục này
              </button>
            </p>
          )}
        </form>
        {spot?.kind === 'item' && <MoveTo {...props} hidden={hidden} action={action} />}
      </section>
      <div class="fb-middle stack">
        {props.status}
        {!on && props.undo && <Undo {...props} what={props.undo} />}
        <Faults definition={definition} faults={faults} href={href} on={on} />
        {props.preview ?? <Preview {...props} />}
      </div>
    </div>
  );
}

/** Without script what was removed comes back from here. */
function Undo({ what }: BuilderProps & { what: string }) {
  return (
    <p class="note is-info">
      <Icon name="info" />
      <span>
        <b>{what}.</b> Bấm “Hoàn tác” ở đầu danh sách mục để lấy lại.
      </span>
    </p>
  );
}

/** A promise speaks for itself; everything else is helped with at the input (III.1.2). */
const needsHelp = (item: FieldItem): boolean =>
  item.input !== 'declaration' && !item.hint?.trim() && !item.help?.trim();

function Faults({
  definition,
  faults,
  href,
  on,
}: Pick<BuilderProps, 'definition' | 'faults' | 'on'> & Pick<OutlineProps, 'href'>) {
  const bare = outline(definition).flatMap((each) =>
    each.kind === 'item' && each.item.kind === 'field' && needsHelp(each.item) ? [each.item.label] : [],
  );
  return (
    <section class="card" aria-labelledby="kiem-tra">
      <h2 class="h-s" id="kiem-tra">
        Kiểm tra trước khi công bố
      </h2>
      {faults.length === 0 ? (
        <p class="row fb-good">
          <Icon name="circle-check" /> Công bố được.
        </p>
      ) : (
        <ul class="fb-faults">
          {faults.slice(0, 20).map((fault) => {
            const place = nearestPlace(definition, fault.place);
            return (
              <li>
                <Icon name="circle-x" />
                <span>{fault.message}</span>
                <a
                  href={href(place)}
                  onClick={
                    on &&
                    ((event) => {
                      event.preventDefault();
                      on.select(place);
                    })
                  }
                >
                  Đến chỗ này<span class="vh">: {nameAt(definition, place)}</span>
                </a>
              </li>
            );
          })}
          {faults.length > 20 && <li class="muted">Và {faults.length - 20} chỗ nữa.</li>}
        </ul>
      )}
      {bare.length > 0 && (
        <p class="sm muted mt-2">
          {bare.length} ô chưa có gợi ý hay giải thích: {bare.slice(0, 8).join(', ')}
          {bare.length > 8 && '…'}. Người điền hiểu nhanh hơn khi mỗi ô có một trong hai.
        </p>
      )}
    </section>
  );
}

export function nameAt(definition: FormDefinition, place: string): string {
  const spot = spotAt(definition, place);
  if (!spot || spot.kind === 'form') return 'thông tin chung';
  if (spot.kind === 'step') return spot.step.title;
  const { item } = spot;
  return 'label' in item ? item.label : 'title' in item ? item.title : kindName(item.kind);
}

type PreviewProps = Pick<
  BuilderProps,
  'code' | 'definition' | 'place' | 'token' | 'on' | 'answers' | 'catalogues' | 'adminUnits' | 'today'
>;

/** The step that is worked on, drawn by the very renderer of the portal. */
export function Preview(props: PreviewProps) {
  const { code, definition, place, on } = props;
  const spot = spotAt(definition, place);
  const step = (spot && spot.kind !== 'form' ? spot.step : undefined) ?? definition.steps[0];
  const at = `/quan-tri/bieu-mau/${code}/xem-truoc`;
  return (
    <section class="card fb-preview" aria-labelledby="xem-thu">
      <div class="card__head">
        <h2 class="h-s" id="xem-thu">
          Xem thử{step && `: ${step.title}`}
        </h2>
        <span class="row">
          <a href={`${at}${step ? `?buoc=${step.id}` : ''}`}>Trang trên cổng</a>
          <a href={`${at}?xem=xem-lai`}>Trang xem lại</a>
          <a href={`${at}?xem=ban-in`}>Bản in</a>
        </span>
      </div>
      {!step ? (
        <p class="muted">Mẫu chưa có bước nào.</p>
      ) : step.items.length === 0 ? (
        <p class="muted">Bước này còn trống. Bấm một loại mục ở “Thêm mục” để bắt đầu.</p>
      ) : (
        <form
          key={step.id}
          method="post"
          action={`${at}?buoc=${step.id}`}
          novalidate
          onSubmit={on && ((event) => event.preventDefault())}
          onChange={on?.answered}
          onClick={on?.focus}
        >
          <input type="hidden" name="_ma" value={props.token} />
          {step.lead && <p class="muted mb-4">{step.lead}</p>}
          <FormStep
            def={definition}
            step={step}
            answers={props.answers ?? {}}
            catalogues={props.catalogues}
            adminUnits={props.adminUnits}
            today={props.today}
            idPrefix="xt-"
          />
        </form>
      )}
    </section>
  );
}

/** The way to another step or group for those who do not drag. */
function MoveTo({
  definition,
  place,
  on,
  hidden,
  action,
}: BuilderProps & { hidden: ComponentChildren; action: string }) {
  const spot = spotAt(definition, place);
  if (spot?.kind !== 'item') return null;
  const isField = spot.item.kind === 'field';
  const holders = outline(definition).filter(
    (one) =>
      one.place !== spot.parent &&
      one.place !== place &&
      !one.place.startsWith(`${place}.`) &&
      (one.kind === 'step' || one.item.kind === 'group' || (isField && one.item.kind === 'repeat')),
  );
  if (holders.length === 0) return null;
  return (
    <form
      class="fb-move"
      method="post"
      action={action}
      onSubmit={
        on &&
        ((event) => {
          event.preventDefault();
          on.press(`move:${String(new FormData(event.currentTarget).get('parent'))}`);
        })
      }
    >
      {hidden}
      <div class="field">
        <label class="label" for="m-parent">
          Chuyển sang
        </label>
        <div class="row nw">
          <select class="select" id="m-parent" name="parent">
            {holders.map((one) => (
              <option value={one.place}>{nameAt(definition, one.place)}</option>
            ))}
          </select>
          <button class="btn" name="op" value="move">
            Chuyển
          </button>
        </div>
      </div>
    </form>
  );
}

import type { ComponentChildren } from 'preact';
import type {
  AdminUnits,
  Answers,
  AttachmentItem,
  Catalogues,
  Condition,
  FieldError,
  FieldItem,
  FormDefinition,
  FormItem,
  FormStep as Step,
  Offer,
  RepeatItem,
} from '../../../core/form/index.ts';
import {
  conditionText,
  getPath,
  holds,
  isFilled,
  lowerLabel,
  mustFill,
  reduce,
  references,
  schemaAt,
  shownAnswers,
} from '../../../core/form/index.ts';
import { ErrorNote, Note } from '../messages.tsx';
import { Icon } from '../icon.tsx';
import { FieldView } from './inputs.tsx';
import { formNames } from './names.ts';
import { OfferBox } from './offer-box.tsx';
import { PageFormProvider, isOpen, usePageForm, type PageForm } from './page-form.ts';
import { useOwnId } from '../render.ts';

export interface FormStepProps {
  def: FormDefinition;
  step: Step;
  answers: Answers;
  errors?: readonly FieldError[];
  /** By path, as `offers()` gives them for this step. */
  offers?: Readonly<Record<string, Offer>>;
  catalogues?: Catalogues;
  adminUnits?: AdminUnits;
  /** ISO; dates to come take it as their example. */
  today?: string;
  /** Keeps ids apart when a page has two forms. */
  idPrefix?: string;
  /** Draws the place for the files of a paper; without it the page only says that they belong here. */
  attachment?: (item: AttachmentItem) => ComponentChildren;
}

/**
 * The questions of one step as HTML that works without script, to stand in a `<form method="post" novalidate>`; the
 * caller adds heading, error summary and the button that goes on. Its first button is a hidden "save and go on", so that
 * Enter in an input never presses "remove" or "offer".
 */
export function FormStep(props: FormStepProps) {
  const {
    def,
    step,
    answers,
    errors = [],
    offers = {},
    catalogues = {},
    adminUnits,
    today,
    idPrefix,
    attachment,
  } = props;
  const form: PageForm = {
    def,
    step,
    answers,
    shown: shownAnswers(def, answers),
    errors: new Map(errors.toReversed().map((error) => [error.path, error.message])),
    catalogues,
    adminUnits,
    names: formNames(idPrefix),
    today,
    attachment,
  };
  return (
    <PageFormProvider value={form}>
      <div class="stack g5" data-form>
        <button class="vh" tabIndex={-1} aria-hidden="true">
          Lưu và tiếp tục
        </button>
        <OfferBox offers={Object.values(offers)} />
        <Items items={step.items} />
      </div>
    </PageFormProvider>
  );
}

const isNarrow = (item: FormItem): item is FieldItem =>
  item.kind === 'field' &&
  (item.width === 'short' || item.width === 'medium') &&
  !item.showIf &&
  !['address', 'radio', 'yesno', 'checkboxes', 'declaration'].includes(item.input);

/** Items in their order; two narrow fields that follow one another share a row. */
function Items({ items, member, level = 2 }: { items: readonly FormItem[]; member?: string; level?: 2 | 3 }) {
  const rows: FormItem[][] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (last && last.length < 2 && isNarrow(item) && isNarrow(last[0]!)) last.push(item);
    else rows.push([item]);
  }
  return (
    <>
      {rows.map((row) =>
        row.length > 1 ? (
          <div class="field-row">
            {row.map((item) => (
              <Item item={item} member={member} level={level} />
            ))}
          </div>
        ) : (
          <Item item={row[0]!} member={member} level={level} />
        ),
      )}
    </>
  );
}

function Item({ item, member, level }: { item: FormItem; member?: string; level: 2 | 3 }) {
  return (
    <Conditional condition={item.showIf} member={member}>
      {item.kind === 'field' ? (
        <FieldOf item={item} member={member} />
      ) : item.kind === 'note' ? (
        <Note tone="info">{item.text}</Note>
      ) : item.kind === 'repeat' ? (
        <RepeatView item={item} level={level} />
      ) : item.kind === 'attachment' ? (
        <PaperView item={item} />
      ) : (
        <GroupView title={item.title} lead={item.lead} level={level}>
          <Items items={item.items} level={3} />
        </GroupView>
      )}
    </Conditional>
  );
}

/**
 * Answers of earlier steps decide here and now. A condition on this step's own fields is left in `data-show-if` for the
 * script; without script the item shows unless the stored answers speak against it, with "Chỉ điền nếu …" while they
 * are silent.
 */
function Conditional(props: { condition?: Condition; member?: string; children: ComponentChildren }) {
  const form = usePageForm();
  const { condition, member, children } = props;
  if (!condition) return children;
  const left = reduce(condition, form.shown, (path) => isOpen(form, path), member);
  if (typeof left === 'boolean') return left ? children : null;
  const met = holds(left, form.shown);
  const undecided = references(left).some((path) => !isFilled(getPath(form.shown, path)));
  return (
    <div class="stack" data-show-if={JSON.stringify(left)} hidden={!met && !undecided}>
      {!met && (
        <p class="hint" data-plain>
          Chỉ điền nếu {conditionText(form.def, left, form.catalogues)}.
        </p>
      )}
      {children}
    </div>
  );
}

function FieldOf({ item, member }: { item: FieldItem; member?: string }) {
  const { def } = usePageForm();
  const root = member === undefined ? def.schema : schemaAt(def.schema, member.replace(/\.\d+$/, ''))?.items;
  return (
    <FieldView
      item={item}
      path={member === undefined ? item.path : `${member}.${item.path}`}
      schema={(root && schemaAt(root, item.path)) ?? {}}
      required={root !== undefined && mustFill(root, item)}
    />
  );
}

function GroupView(props: {
  title: string;
  lead?: string;
  id?: string;
  level: 2 | 3;
  children: ComponentChildren;
}) {
  const own = useOwnId();
  const Heading = props.level === 2 ? 'h2' : 'h3';
  const id = props.id ?? own;
  return (
    <section class="stack" id={props.id} aria-labelledby={`${id}-t`}>
      <div>
        <Heading id={`${id}-t`}>{props.title}</Heading>
        {props.lead && <p class="muted">{props.lead}</p>}
      </div>
      {props.children}
    </section>
  );
}

/** A paper that is handed in right here. */
function PaperView({ item }: { item: AttachmentItem }) {
  const { attachment, names } = usePageForm();
  if (attachment) return attachment(item);
  return (
    <section class="drop" aria-labelledby={`${names.id(`files.${item.component}`)}-t`}>
      <h3 class="h-s" id={`${names.id(`files.${item.component}`)}-t`}>
        <Icon name="paperclip" /> {item.label}
        {!item.required && <span class="opt"> (không bắt buộc)</span>}
      </h3>
      {item.hint && <p class="hint">{item.hint}</p>}
      <p class="muted sm">Người nộp chọn tệp ở đây.</p>
    </section>
  );
}

function RepeatView({ item, level }: { item: RepeatItem; level: 2 | 3 }) {
  const { def, answers, errors, names } = usePageForm();
  const schema = schemaAt(def.schema, item.path);
  const least = schema?.minItems ?? (mustFill(def.schema, item) ? 1 : 0);
  const most = schema?.maxItems;
  const stored = getPath(answers, item.path);
  const count = Math.max(least, Array.isArray(stored) ? stored.length : 0);
  const error = errors.get(item.path);
  const id = names.id(item.path);
  const Heading = level === 2 ? 'h3' : 'h4';
  return (
    <GroupView title={item.title} id={id} level={level}>
      {error && <ErrorNote id={`${id}-e`}>{error}</ErrorNote>}
      {Array.from({ length: count }, (_, i) => {
        const title = `${item.memberTitle} ${i + 1}`;
        const member = `${item.path}.${i}`;
        return (
          <fieldset class="card stack member" id={names.id(member)}>
            <legend class="vh">{title}</legend>
            <div class="card__head">
              <Heading class="h-s">{title}</Heading>
              {count > least && (
                <button class="btn btn--quiet btn--sm" name="_op" value={`remove:${member}`}>
                  <Icon name="trash-2" />
                  Xóa<span class="vh"> {lowerLabel(title)}</span>
                </button>
              )}
            </div>
            <Items items={item.items} member={member} />
          </fieldset>
        );
      })}
      <p class="row">
        {(most === undefined || count < most) && (
          <button class="btn" name="_op" value={`add:${item.path}`}>
            <Icon name="plus" />
            {item.addLabel}
          </button>
        )}
        <span class="muted sm">
          {most !== undefined && `Tối đa ${most}. `}
          {count > 0 ? `Đang có ${count}.` : `Chưa có ${lowerLabel(item.memberTitle)} nào.`}
        </span>
      </p>
    </GroupView>
  );
}

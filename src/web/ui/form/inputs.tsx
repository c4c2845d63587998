import type { CatalogueRow, FieldItem, InputKind, VisibleField } from '../../../core/form/index.ts';
import { getPath, showDate, typedValue } from '../../../core/form/index.ts';
import { AddressInput } from './address.tsx';
import { Frame, GroupFrame, Help, HintAndError, describedBy, hintOf } from './frame.tsx';
import { Kept } from '../kept.tsx';
import { usePageForm } from './page-form.ts';

/** Lists longer than this are typed with suggestions instead of rolled through. */
const LONG_LIST = 260;
const EXAMPLE_DATE = '14/02/1991';

type DrawnField = Pick<VisibleField, 'item' | 'path' | 'schema' | 'required'>;

/** One question of the form with everything around it; drawn once for all who have the same there, most often nothing. */
export function FieldView(field: DrawnField) {
  const { item, path, schema, required } = field;
  const { answers, errors, catalogues, names, today } = usePageForm();
  const value = getPath(answers, path);
  // An address takes its lists from what was chosen; several choices are another object each time.
  if (item.input === 'address' || (typeof value === 'object' && value !== null))
    return <InputOf {...field} />;
  return (
    <Kept
      of={item}
      as="field"
      same={[
        names.id(path),
        value,
        errors.get(path),
        schema,
        required,
        today,
        catalogues[item.catalogue ?? ''],
      ]}
      draw={() => <InputOf {...field} />}
    />
  );
}

function InputOf(field: DrawnField) {
  switch (field.item.input) {
    case 'address':
      return <AddressInput {...field} />;
    case 'radio':
    case 'yesno':
      return <RadioInput {...field} />;
    case 'checkboxes':
      return <CheckboxesInput {...field} />;
    case 'declaration':
      return <DeclarationInput {...field} />;
    case 'select':
      return <SelectInput {...field} />;
    default:
      return <TextInput {...field} />;
  }
}

/** What all inputs of a field share. */
function useInput({ item, path, schema, required }: DrawnField) {
  const form = usePageForm();
  const id = form.names.id(path);
  const error = form.errors.get(path);
  const comes = schema['x-when'] === 'future' && form.today !== undefined;
  const hint = hintOf(item, comes ? showDate(form.today!) : EXAMPLE_DATE);
  return {
    form,
    id,
    value: getPath(form.answers, path),
    error,
    frame: { id, label: item.label, optional: !required, hint, error, help: item.help },
    attributes: {
      id,
      name: form.names.name(path),
      required,
      'aria-describedby': describedBy(id, hint, error),
      'aria-invalid': error ? ('true' as const) : undefined,
    },
  };
}

const KEYBOARD: Partial<Record<InputKind, 'numeric' | 'decimal'>> = {
  date: 'numeric',
  integer: 'numeric',
  money: 'numeric',
  number: 'decimal',
  'personal-id': 'numeric',
};

const TYPE: Partial<Record<InputKind, string>> = { phone: 'tel', email: 'email' };

const AUTOCOMPLETE: Record<string, string> = {
  'account.name': 'name',
  'account.birthDate': 'bday',
  'account.phone': 'tel',
  'account.email': 'email',
  'organisation.name': 'organization',
};

/** Token for the browser's own memory; "off" where somebody else's data may be asked for. */
const autocompleteOf = (item: FieldItem): string =>
  item.autocomplete ?? AUTOCOMPLETE[item.prefill ?? ''] ?? 'off';

function TextInput(field: DrawnField) {
  const { item } = field;
  const { value, frame, attributes } = useInput(field);
  const text = String(typedValue(item, value));
  if (item.input === 'textarea') {
    return (
      <Frame {...frame}>
        <textarea class="textarea" {...attributes}>
          {text}
        </textarea>
      </Frame>
    );
  }
  const short = item.width === 'short' || item.input === 'date';
  return (
    <Frame {...frame}>
      <input
        class={short ? 'input input--short' : 'input'}
        type={TYPE[item.input] as 'text'}
        inputMode={KEYBOARD[item.input]}
        autocomplete={autocompleteOf(item)}
        data-format={item.input === 'date' || item.input === 'money' ? item.input : undefined}
        value={text}
        {...attributes}
      />
    </Frame>
  );
}

function choicesOf(item: FieldItem, rows: readonly CatalogueRow[] | undefined) {
  if (item.input === 'yesno') {
    return [
      { value: 'true', label: 'Có' },
      { value: 'false', label: 'Không' },
    ];
  }
  return item.options ?? (rows ?? []).map((row) => ({ value: row.code, label: row.name }));
}

function SelectInput(field: DrawnField) {
  const { item } = field;
  const { form, id, value, frame, attributes } = useInput(field);
  const choices = choicesOf(item, form.catalogues[item.catalogue ?? '']);
  const current = String(typedValue(item, value));
  const known = choices.find((choice) => choice.value === current);
  if (choices.length > LONG_LIST) {
    return (
      <Frame {...frame} hint={frame.hint ?? 'Gõ vài chữ để tìm trong danh sách'}>
        <input
          class="input"
          type="text"
          list={`${id}-l`}
          autocomplete="off"
          value={known ? `${known.value} – ${known.label}` : current}
          {...attributes}
          aria-describedby={describedBy(id, true, frame.error)}
        />
        <datalist id={`${id}-l`}>
          {choices.map((choice) => (
            <option value={`${choice.value} – ${choice.label}`} />
          ))}
        </datalist>
      </Frame>
    );
  }
  return (
    <Frame {...frame}>
      <select class="select" autocomplete={autocompleteOf(item)} {...attributes}>
        <option value="">Chọn…</option>
        {current && !known && (
          <option value={current} selected>
            {current}
          </option>
        )}
        {choices.map((choice) => (
          <option value={choice.value} selected={choice === known}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** Posted beside choices, so that "nothing chosen" is told from "not asked". */
const EmptyChoice = ({ name }: { name: string }) => <input type="hidden" name={name} value="" />;

function RadioInput(field: DrawnField) {
  const { item } = field;
  const { form, id, value, frame, attributes } = useInput(field);
  const current = String(typedValue(item, value));
  const choices = choicesOf(item, form.catalogues[item.catalogue ?? '']);
  return (
    <GroupFrame {...frame} role="radiogroup" required={field.required}>
      <EmptyChoice name={attributes.name} />
      <Picks type="radio" id={id} name={attributes.name} choices={choices} chosen={[current]} />
    </GroupFrame>
  );
}

function CheckboxesInput(field: DrawnField) {
  const { item } = field;
  const { form, id, value, frame, attributes } = useInput(field);
  const choices = choicesOf(item, form.catalogues[item.catalogue ?? '']);
  return (
    <GroupFrame {...frame}>
      <EmptyChoice name={attributes.name} />
      <Picks
        type="checkbox"
        id={id}
        name={attributes.name}
        choices={choices}
        chosen={[typedValue(item, value)].flat()}
        invalid={frame.error !== undefined}
      />
    </GroupFrame>
  );
}

/** The choices; the first has the field's own id, so that the error summary leads to it. Cards when one needs two lines. */
function Picks(props: {
  type: 'radio' | 'checkbox';
  id: string;
  name: string;
  choices: { value: string; label: string; hint?: string }[];
  chosen: string[];
  invalid?: boolean;
}) {
  const { type, id, name, choices, chosen, invalid } = props;
  const cards = choices.some((choice) => choice.hint);
  const brief = choices.length <= 3 && choices.every((choice) => choice.label.length <= 12);
  return (
    <div class={cards ? 'grid' : brief ? 'row g5' : undefined}>
      {choices.map((choice, i) => (
        <label class={cards ? 'pick pick--card' : 'pick'}>
          <input
            type={type}
            id={i === 0 ? id : `${id}-${i + 1}`}
            name={name}
            value={choice.value}
            checked={chosen.includes(choice.value)}
            aria-invalid={invalid ? 'true' : undefined}
          />
          <span>
            {choice.label}
            {choice.hint && <small>{choice.hint}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

function DeclarationInput(field: DrawnField) {
  const { item } = field;
  const { id, value, frame, attributes } = useInput(field);
  return (
    <div class={frame.error ? 'field field--error' : 'field'}>
      <HintAndError id={id} hint={item.hint} error={frame.error} />
      <EmptyChoice name={attributes.name} />
      <label class="pick">
        <input type="checkbox" value="true" checked={value === true} {...attributes} />
        <span>{item.label}</span>
      </label>
      {item.help && <Help label={item.label} text={item.help} />}
    </div>
  );
}

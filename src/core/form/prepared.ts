import type {
  Condition,
  FieldItem,
  FormDefinition,
  FormItem,
  FormStep,
  JsonSchema,
  RepeatItem,
} from './types.ts';
import type { VisibleAttachment, VisibleField } from './walk.ts';
import { perForm } from './per-form.ts';
import { mustFill, schemaAt } from './schema.ts';

/** A field, and all about it that no answer changes. */
export interface PreparedField {
  kind: 'field';
  showIf?: Condition;
  /** Keys of its path, inside a repeat those below one member. */
  keys: readonly string[];
  /** Parts of an answer that has parts, such as an address; what else it holds is not kept. */
  parts?: readonly string[];
  /** How it shows; inside a repeat each member has its own path and context. */
  shown: VisibleField;
}

export interface PreparedRepeat {
  kind: 'repeat';
  showIf?: Condition;
  keys: readonly string[];
  step: FormStep;
  item: RepeatItem;
  schema: JsonSchema;
  /** Fewest members that must be given. */
  least: number;
  context?: string;
  fields: readonly PreparedField[];
}

export interface PreparedGroup {
  kind: 'group';
  showIf?: Condition;
  items: readonly PreparedItem[];
}

export interface PreparedPaper {
  kind: 'attachment';
  showIf?: Condition;
  shown: VisibleAttachment;
}

/** An item that answers decide about; notes ask nothing. */
export type PreparedItem = PreparedField | PreparedRepeat | PreparedGroup | PreparedPaper;

export interface PreparedStep {
  id: string;
  items: readonly PreparedItem[];
}

const NOTHING: JsonSchema = {};

/** The steps of a form with the paths taken apart and the schemas looked up, for going through it with many answers. */
export const preparedSteps = perForm((def): readonly PreparedStep[] =>
  def.steps.map((step) => ({ id: step.id, items: prepareItems(def, step, step.items) })),
);

function prepareItems(
  def: FormDefinition,
  step: FormStep,
  items: readonly FormItem[],
  context?: string,
): PreparedItem[] {
  return items.flatMap((item): PreparedItem[] => {
    const { showIf } = item;
    switch (item.kind) {
      case 'field':
        return [prepareField(step, item, def.schema, context)];
      case 'group':
        return [{ kind: 'group', showIf, items: prepareItems(def, step, item.items, item.title) }];
      case 'repeat':
        return [prepareRepeat(def, step, item, context)];
      case 'attachment':
        return [{ kind: 'attachment', showIf, shown: { step, item } }];
      default:
        return [];
    }
  });
}

function prepareField(step: FormStep, item: FieldItem, root: JsonSchema, context?: string): PreparedField {
  const { path, showIf } = item;
  const schema = schemaAt(root, path) ?? NOTHING;
  const required = mustFill(root, item);
  return {
    kind: 'field',
    showIf,
    keys: path.split('.'),
    parts: schema.properties && Object.keys(schema.properties),
    shown: { kind: 'field', step, item, path, member: undefined, schema, required, context },
  };
}

function prepareRepeat(
  def: FormDefinition,
  step: FormStep,
  item: RepeatItem,
  context?: string,
): PreparedRepeat {
  const schema = schemaAt(def.schema, item.path) ?? NOTHING;
  return {
    kind: 'repeat',
    showIf: item.showIf,
    keys: item.path.split('.'),
    step,
    item,
    schema,
    least: schema.minItems ?? (mustFill(def.schema, item) ? 1 : 0),
    context,
    // A draft that came from a file may hold other items here; `checkForm` reports them.
    fields: item.items
      .filter((one) => one.kind === 'field')
      .map((field) => prepareField(step, field, schema.items ?? NOTHING)),
  };
}

import type { FormDefinition, FormItem, FormStep, RepeatItem } from '../../../core/form/index.ts';
import type { ProcedureResult } from '../../../core/procedure.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { FieldKind, FieldKinds } from '../../../modules/slips/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorNote,
  ErrorSummary,
  LinkButton,
  SelectField,
  Table,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { StaleNote } from '../parts.tsx';
import type { Filling } from './document-entered.ts';
import { editorPath } from './place.ts';

/** What "@" names stand for, in words. */
const FACTS: Record<string, string> = {
  title: 'Tên giấy tờ kết quả',
  summary: 'Nội dung cán bộ thụ lý ghi khi dự thảo',
  number: 'Số văn bản',
  issuedOn: 'Ngày ban hành viết bằng chữ “ngày … tháng … năm …”',
  agency: 'Cơ quan giải quyết',
  agencyIn: 'Cơ quan giải quyết kèm tên tỉnh',
  applicant: 'Người nộp',
  owner: 'Chủ hồ sơ',
  procedure: 'Tên thủ tục',
  code: 'Mã hồ sơ',
};

export interface DocumentPageProps {
  desk: Desk;
  procedure: { code: string; name: string };
  result: ProcedureResult;
  form: FormDefinition | null;
  templates: { value: string; label: string }[];
  /** Chosen template; '' for the plain document. */
  template: string;
  kinds: FieldKinds;
  fillings: Record<string, Filling>;
  revision: number;
  errors?: FormError[];
  stale?: StaleEdit;
}

/** How the document of one result is made: the template, and what fills each of its fields. */
export function DocumentPage(props: DocumentPageProps) {
  const {
    desk,
    procedure,
    result,
    template,
    templates,
    kinds,
    fillings,
    revision,
    errors = [],
    stale,
  } = props;
  const path = `${editorPath(procedure.code)}/ban-in/${encodeURIComponent(result.code)}`;
  const title = `Bản in: ${result.name || result.code}`;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub="Giấy tờ chương trình in khi hồ sơ có kết quả; lưu vào bản nháp của thủ tục"
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Thủ tục', href: '/quan-tri/thu-tuc' },
        { label: procedure.name, href: editorPath(procedure.code) },
        { label: title },
      ]}
    >
      <ErrorSummary errors={stale ? [] : errors} />
      {stale && <StaleNote stale={stale} href={path} />}
      <div class="stack">
        <form class="card stack" action={path}>
          <SelectField
            name="mau"
            label="Mẫu in"
            hint="Mẫu tải lên ở trang Mẫu phiếu cũng chọn được ở đây"
            value={template}
            options={[{ value: '', label: 'Không dùng mẫu riêng: in những gì đã khai' }, ...templates]}
          />
          <div>
            <Button>Chọn mẫu này</Button>
          </div>
        </form>
        <form class="card stack" method="post" action={path}>
          <CsrfField />
          <input type="hidden" name="revision" value={String(revision)} />
          <input type="hidden" name="mau" value={template} />
          <h2 class="h-s">Điền các trường</h2>
          {Object.keys(kinds).length === 0 && (
            <p class="muted">
              {template
                ? 'Mẫu này không có trường nào phải điền thêm.'
                : 'Bản in chung liệt kê nội dung đã khai; không cần điền gì.'}
            </p>
          )}
          {Object.entries(kinds).map(([name, kind]) => (
            <FillingField
              name={name}
              kind={kind}
              filling={fillings[name]!}
              form={props.form}
              error={errors.find((one) => one.field === `f.${name}`)?.text}
            />
          ))}
          <div class="row">
            <Button weight="main" icon="save">
              Lưu vào bản nháp
            </Button>
            <LinkButton href={`${editorPath(procedure.code)}#ket-qua`} weight="quiet">
              Về thủ tục
            </LinkButton>
          </div>
        </form>
        <Places form={props.form} />
      </div>
    </AdminFrame>
  );
}

function FillingField(props: {
  name: string;
  kind: FieldKind;
  filling: Filling;
  form: FormDefinition | null;
  error?: string;
}) {
  const { name, kind, filling, form, error } = props;
  const id = `f.${name}`;
  const optional = kind === 'text?' || kind === 'texts' || typeof kind === 'object';
  const wrong = error && <ErrorNote id={`${id}-error`}>{error}</ErrorNote>;
  const described = error ? `${id}-error` : undefined;
  if (filling.shape === 'rows') {
    const repeats = form ? repeatsOf(form) : [];
    return (
      <fieldset class={error ? 'field field--error' : 'field'} id={id}>
        <legend class="label">
          Danh sách <code>{`{#${name}}`}</code> {optional && '(không bắt buộc)'}
        </legend>
        {wrong}
        <div class="stack">
          <SelectField
            name={`${id}.each`}
            label="Lặp lại theo"
            value={filling.each}
            options={[{ value: '', label: 'Không lặp, một dòng' }, ...repeats]}
          />
          {Object.entries(filling.columns).map(([column, text]) => (
            <div class="field">
              <label class="label" for={`${id}.${column}`}>
                Cột <code>{`{${column}}`}</code>
              </label>
              <input class="input" id={`${id}.${column}`} name={`${id}.${column}`} value={text} />
            </div>
          ))}
        </div>
      </fieldset>
    );
  }
  const many = filling.shape !== 'text';
  return (
    <div class={error ? 'field field--error' : 'field'}>
      <label class="label" for={id}>
        <code>{`{${name}}`}</code> {optional && '(không bắt buộc)'}
      </label>
      {filling.shape === 'lines' && <p class="hint">Mỗi đoạn một dòng</p>}
      {filling.shape === 'written' && (
        <p class="hint">Cách điền có nhiều trường hợp, viết sẵn; giữ nguyên, hoặc xóa đi để điền lại.</p>
      )}
      {wrong}
      {filling.shape === 'written' && <input type="hidden" name={`${id}.shape`} value="written" />}
      {many ? (
        <textarea class="textarea" id={id} name={id} rows={4} aria-describedby={described}>
          {filling.text}
        </textarea>
      ) : (
        <input class="input" id={id} name={id} value={filling.text} aria-describedby={described} />
      )}
    </div>
  );
}

/** What may stand in a field: facts of the dossier and every answer of the form. */
function Places({ form }: { form: FormDefinition | null }) {
  const rows = [
    ...Object.entries(FACTS).map(([name, meaning]) => ({ text: `{@${name}}`, meaning, from: 'Hồ sơ' })),
    ...(form ? answersOf(form) : []),
  ];
  return (
    <section class="card stack" aria-labelledby="cho-dien">
      <h2 id="cho-dien" class="h-s">
        Viết gì vào các ô
      </h2>
      <p class="muted sm">
        Chép nguyên dấu ngoặc, có thể viết thêm chữ ở hai bên. Thêm <code>|words</code> để viết bằng chữ,{' '}
        <code>|long</code> để viết ngày dài, ví dụ <code>{'{child.birthDate|long}'}</code>. Đặt trong dấu{' '}
        <code>[ ]</code> phần được bỏ khi không khai.
      </p>
      <Table
        label="Nội dung dùng được"
        rows={rows}
        columns={[
          { label: 'Viết', cell: (row) => <code>{row.text}</code> },
          { label: 'Được thay bằng', cell: (row) => row.meaning },
          { label: 'Ở đâu', cell: (row) => row.from },
        ]}
      />
    </section>
  );
}

interface Asked {
  item: FormItem;
  step: FormStep;
  repeat?: RepeatItem;
}

/** Every item of the form with its step and the repeat around it. */
function itemsOf(form: FormDefinition): Asked[] {
  const within = (items: readonly FormItem[], step: FormStep, repeat?: RepeatItem): Asked[] =>
    items.flatMap((item) => [
      { item, step, repeat },
      ...(item.kind === 'group' ? within(item.items, step, repeat) : []),
      ...(item.kind === 'repeat' ? within(item.items, step, item) : []),
    ]);
  return form.steps.flatMap((step) => within(step.items, step));
}

const repeatsOf = (form: FormDefinition): { value: string; label: string }[] =>
  itemsOf(form).flatMap(({ item }) =>
    item.kind === 'repeat' ? [{ value: item.path, label: item.title }] : [],
  );

const answersOf = (form: FormDefinition): { text: string; meaning: string; from: string }[] =>
  itemsOf(form).flatMap(({ item, step, repeat }) =>
    item.kind !== 'field' || item.input === 'declaration'
      ? []
      : [
          {
            text: `{${repeat ? '.' : ''}${item.path}}`,
            meaning: item.label,
            from: repeat ? `Danh sách “${repeat.title}”` : step.title,
          },
        ],
  );

import { formatDateTime } from '../../../core/dates.ts';
import type { ConfigDraft, StaleEdit } from '../../../modules/configuration/index.ts';
import {
  templateKey,
  type TemplateDraft,
  type TemplateField,
  type TemplateRef,
  type TemplateSet,
  type TemplateVersion,
} from '../../../modules/slips/index.ts';
import type { TemplateMessage } from '../../../platform/pdf/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorNote,
  ErrorSummary,
  Facts,
  Icon,
  LinkButton,
  Note,
  Table,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import { HOME, ships, templateHref } from './addresses.ts';
import { SET_STATE } from './list-page.tsx';

export interface TemplatePageProps {
  desk: Desk;
  ref_: TemplateRef;
  name: string;
  set: TemplateSet | null;
  versions: TemplateVersion[];
  draft: ConfigDraft<TemplateDraft> | null;
  fields: TemplateField[];
  /** Results: what an administrator's own template leaves to the procedure. */
  bound: Record<string, 'text' | string[]>;
  /** Dossier to look at it with. */
  dossierCode: string;
  seen: number;
  typed: { name: string; legalBasis: string };
  errors?: FormError[];
  stale?: StaleEdit;
}

/** One template: the version in use, an upload that waits, what it may print, all versions. */
export function TemplatePage(props: TemplatePageProps) {
  const { desk, ref_: ref, name, set, versions, draft, errors = [], stale } = props;
  const href = templateHref(ref);
  const newest = versions[0];
  const shipped = ships(ref);
  return (
    <AdminFrame
      desk={desk}
      title={name}
      sub={set ? `${set.name} · ${SET_STATE[set.state]}` : `Mẫu kết quả · mã ${ref.kind}`}
      active={HOME}
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Mẫu phiếu', href: HOME }, { label: name }]}
    >
      <ErrorSummary errors={stale ? [] : errors} />
      {stale && <StaleNote stale={stale} href={href} />}
      <div class="with-side">
        <div class="stack">
          {draft && <Draft {...props} draft={draft} href={href} />}
          <Upload {...props} href={href} />
          <Fields {...props} />
          <Versions {...props} href={href} />
        </div>
        <aside class="stack" aria-label="Bản đang dùng">
          <section class="card stack" aria-labelledby="dang-dung">
            <h2 id="dang-dung" class="h-s">
              Bản đang dùng
            </h2>
            <Facts
              tight
              items={[
                {
                  label: 'Bản',
                  value: newest ? newest.version : shipped ? 'Đi kèm chương trình' : 'Chưa công bố bản nào',
                },
                { label: 'Căn cứ', value: newest?.legalBasis || set?.legalBasis },
                {
                  label: 'Công bố',
                  value: newest && formatDateTime(newest.publishedAt),
                  sub: newest?.publishedBy,
                },
              ]}
            />
            {(newest || shipped) && (
              <>
                <Preview {...props} href={href} version="dang-dung" label="Xem thử bản đang dùng" />
                <LinkButton href={`${href}/tep?ban=dang-dung`} icon="download" block download>
                  Tải tệp .docx
                </LinkButton>
              </>
            )}
          </section>
        </aside>
      </div>
    </AdminFrame>
  );
}

function Preview(props: { href: string; version: string; label: string; dossierCode: string }) {
  const id = `ho-so-${props.version}`;
  return (
    <form class="stack" action={`${props.href}/xem-thu`} target="_blank">
      <input type="hidden" name="ban" value={props.version} />
      <div class="field">
        <label class="label" for={id}>
          Xem với hồ sơ
        </label>
        <p class="hint">Mã hồ sơ thật; lần xem được ghi vào nhật ký.</p>
        <input class="input" id={id} name="ho-so" value={props.dossierCode} autocomplete="off" />
      </div>
      <Button icon="eye" block>
        {props.label}
      </Button>
    </form>
  );
}

function Draft({
  draft,
  href,
  dossierCode,
}: TemplatePageProps & { draft: ConfigDraft<TemplateDraft>; href: string }) {
  const { messages, fileName, legalBasis } = draft.body;
  const broken = messages.some((message) => message.level === 'error');
  return (
    <section class="card stack" aria-labelledby="nhap">
      <h2 id="nhap" class="h-s">
        Bản nháp chờ công bố
      </h2>
      <Facts
        tight
        items={[
          { label: 'Tệp', value: fileName },
          { label: 'Tên mẫu', value: draft.title },
          { label: 'Căn cứ', value: legalBasis },
          { label: 'Tải lên', value: formatDateTime(draft.updatedAt), sub: draft.updatedBy },
        ]}
      />
      {broken ? (
        <Note tone="late" title="Mẫu này chưa dùng được.">
          Sửa từng chỗ dưới đây trong tệp, rồi tải lên lại.
        </Note>
      ) : (
        <Note tone="ok" title="Mẫu in được.">
          {messages.length > 0 ? 'Có vài điều nên biết dưới đây.' : 'Xem thử với một hồ sơ thật rồi công bố.'}
        </Note>
      )}
      {messages.length > 0 && <Messages messages={messages} />}
      {!broken && <Preview href={href} version="nhap" label="Xem thử bản nháp" dossierCode={dossierCode} />}
      <form method="post" class="row">
        <CsrfField />
        <input type="hidden" name="revision" value={String(draft.revision)} />
        {!broken && (
          <Button weight="main" icon="check" formAction={`${href}/cong-bo`}>
            Công bố mẫu này
          </Button>
        )}
        <Button weight="quiet" icon="trash-2" formAction={`${href}/bo-nhap`}>
          Bỏ bản nháp
        </Button>
      </form>
    </section>
  );
}

function Messages({ messages }: { messages: TemplateMessage[] }) {
  return (
    <Table
      label="Kết quả kiểm tra mẫu"
      rows={messages}
      columns={[
        { label: 'Chỗ', cell: (one) => one.place },
        {
          label: 'Điều cần làm',
          cell: (one) => (
            <>
              <Icon name={one.level === 'error' ? 'circle-x' : 'triangle-alert'} />{' '}
              <span class="vh">{one.level === 'error' ? 'Lỗi: ' : 'Lưu ý: '}</span>
              {one.text}
            </>
          ),
        },
      ]}
    />
  );
}

function Upload({ href, draft, typed, errors = [] }: TemplatePageProps & { href: string }) {
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  const wrong = error('tep');
  return (
    <form
      class="card stack"
      method="post"
      action={href}
      enctype="multipart/form-data"
      aria-labelledby="tai-len"
    >
      <h2 id="tai-len" class="h-s">
        {draft ? 'Tải lên tệp khác' : 'Tải lên bản mới'}
      </h2>
      <CsrfField />
      <input type="hidden" name="revision" value={String(draft?.revision ?? 0)} />
      <TextField name="ten" label="Tên mẫu" value={typed.name} error={error('ten')} maxLength={200} />
      <TextField
        name="can-cu"
        label="Căn cứ pháp lý"
        hint="Văn bản ban hành mẫu: số, ngày, điều"
        value={typed.legalBasis}
        error={error('can-cu')}
        maxLength={500}
        optional
      />
      <div class={wrong ? 'field field--error' : 'field'}>
        <label class="label" for="tep">
          Tệp mẫu
        </label>
        <p class="hint" id="tep-hint">
          Tệp Word .docx, tối đa 5 MB.
        </p>
        {wrong && <ErrorNote id="tep-error">{wrong}</ErrorNote>}
        <input
          class="input"
          type="file"
          id="tep"
          name="tep"
          accept=".docx"
          aria-describedby={wrong ? 'tep-hint tep-error' : 'tep-hint'}
        />
      </div>
      <div>
        <Button icon="upload">Tải lên và kiểm tra</Button>
      </div>
    </form>
  );
}

function Fields({ fields, bound, ref_: ref }: TemplatePageProps) {
  const own = Object.entries(bound);
  return (
    <details class="card">
      <summary class="row row--between">
        <h2 class="h-s">Các trường dùng được trong mẫu</h2>
        <Icon name="chevron-down" />
      </summary>
      <div class="stack mt-2">
        <p class="muted sm">
          Viết đúng như ở cột đầu, kể cả dấu ngoặc. Danh sách lặp lại phần nằm giữa hai dấu, đặt trong một
          hàng của bảng.
        </p>
        <Table
          label="Các trường dùng được"
          rows={fields.flatMap((field) => [
            { text: written(field), meaning: field.meaning, required: field.required === true },
            ...(field.columns ?? []).map((column) => ({
              text: `{${column.name}}`,
              meaning: `${field.meaning}: ${column.meaning.toLocaleLowerCase('vi')}`,
              required: false,
            })),
          ])}
          columns={[
            { label: 'Viết trong mẫu', cell: (row) => <code>{row.text}</code> },
            { label: 'Được điền', cell: (row) => row.meaning },
            { label: 'Bắt buộc', cell: (row) => (row.required ? 'Có' : '') },
          ]}
        />
        {ref.set === null && (
          <p>
            {own.length > 0
              ? `Thủ tục điền thêm: ${own.map(([name, kind]) => (Array.isArray(kind) ? `{#${name}} gồm ${kind.join(', ')}` : `{${name}}`)).join('; ')}.`
              : 'Mọi trường khác do thủ tục điền từ tờ khai: đặt tên không dấu, ví dụ {hoTen}, {#thanhVien}{ten}{/thanhVien}.'}
          </p>
        )}
      </div>
    </details>
  );
}

function written({ name, kind }: TemplateField): string {
  return kind === 'list' || kind === 'condition' ? `{#${name}}…{/${name}}` : `{${name}}`;
}

function Versions({ versions, href, seen }: TemplatePageProps & { href: string }) {
  if (versions.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="cac-ban">
      <h2 id="cac-ban" class="h-s">
        Các bản đã công bố
      </h2>
      <Table
        label="Danh sách các bản"
        rows={versions}
        columns={[
          { label: 'Bản', cell: (row) => `Bản ${row.version}` },
          {
            label: 'Tên, căn cứ',
            cell: (row) => (
              <>
                {row.name}
                <span class="sub">{row.legalBasis}</span>
              </>
            ),
          },
          {
            label: 'Công bố',
            cell: (row) => (
              <>
                {formatDateTime(row.publishedAt)}
                <span class="sub">{row.publishedBy}</span>
              </>
            ),
          },
          {
            label: 'Việc',
            cell: (row) => (
              <div class="row">
                <a href={`${href}/tep?ban=${row.version}`} download>
                  Tải .docx<span class="vh"> bản {row.version}</span>
                </a>
                {row !== versions[0] && (
                  <form method="post" action={`${href}/dung-lai`}>
                    <CsrfField />
                    <SeenField seen={seen} />
                    <Button name="ban" value={String(row.version)} size="sm">
                      Dùng lại<span class="vh"> bản {row.version}</span>
                    </Button>
                  </form>
                )}
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}

/** A template of results that has no file yet. */
export function NewTemplatePage(props: {
  desk: Desk;
  typed: { name: string; legalBasis: string };
  errors?: FormError[];
}) {
  const { desk, typed, errors = [] } = props;
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  const wrong = error('tep');
  return (
    <AdminFrame
      desk={desk}
      title="Thêm mẫu kết quả"
      active={HOME}
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Mẫu phiếu', href: HOME }, { label: 'Thêm mẫu kết quả' }]}
    >
      <ErrorSummary errors={errors} />
      <form class="card stack" method="post" action={`${HOME}/ket-qua`} enctype="multipart/form-data">
        <CsrfField />
        <TextField
          name="ten"
          label="Tên mẫu"
          hint="Tên giấy tờ, ví dụ “Giấy xác nhận cư trú”"
          value={typed.name}
          error={error('ten')}
          maxLength={200}
        />
        <TextField
          name="can-cu"
          label="Căn cứ pháp lý"
          value={typed.legalBasis}
          error={error('can-cu')}
          maxLength={500}
          optional
        />
        <div class={wrong ? 'field field--error' : 'field'}>
          <label class="label" for="tep">
            Tệp mẫu
          </label>
          <p class="hint" id="tep-hint">
            Tệp Word .docx, tối đa 5 MB. Chỗ cần điền viết trong dấu ngoặc, ví dụ {'{hoTen}'}; có sẵn{' '}
            {'{number}'}, {'{placeAndDate}'}, {'{signerTitle}'}, {'{signerName}'}.
          </p>
          {wrong && <ErrorNote id="tep-error">{wrong}</ErrorNote>}
          <input class="input" type="file" id="tep" name="tep" accept=".docx" aria-describedby="tep-hint" />
        </div>
        <div>
          <Button weight="main" icon="upload">
            Tải lên và kiểm tra
          </Button>
        </div>
      </form>
    </AdminFrame>
  );
}

/** Key by which the audit log knows a look at a template. */
export const auditObject = (ref: TemplateRef): string => `template:${templateKey(ref)}`;

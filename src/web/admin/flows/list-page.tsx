import { formatNumber } from '../../../core/money.ts';
import type { ConfigDraft } from '../../../modules/configuration/index.ts';
import type { FlowDraft, FlowUse } from '../../../modules/flows/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Moment,
  SelectField,
  Table,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { flowHref } from './open.ts';

/** A flow in the list: published, or a draft alone. */
export interface FlowRow {
  code: string;
  name: string;
  version: number | null;
  publishedAt: Date | null;
  uses: FlowUse[];
  running: number;
  draft: ConfigDraft<FlowDraft> | null;
}

const HREF = '/quan-tri/quy-trinh';

export function FlowListPage({ desk, rows }: { desk: Desk; rows: FlowRow[] }) {
  return (
    <AdminFrame
      desk={desk}
      title="Quy trình"
      sub="Hồ sơ mới chạy theo bản mới nhất; hồ sơ đang xử lý giữ bản của mình"
      active={HREF}
      breadcrumbs={[{ label: 'Quản trị', href: '/quan-tri' }, { label: 'Quy trình' }]}
      actions={
        <LinkButton href={`${HREF}/moi`} weight="main" icon="circle-plus">
          Thêm quy trình
        </LinkButton>
      }
    >
      <Table
        label="Các quy trình"
        rows={rows}
        columns={[
          {
            label: 'Quy trình',
            cell: (row) => (
              <>
                <a href={flowHref(row.code, row.version ? '' : 'sua')}>{row.name}</a>
                <span class="sub code">{row.code}</span>
              </>
            ),
          },
          {
            label: 'Bản đang chạy',
            cell: (row) =>
              row.version ? (
                <>
                  Bản {row.version}
                  <span class="sub">
                    <Moment at={row.publishedAt!} only="date" />
                  </span>
                </>
              ) : (
                <span class="muted">Chưa ban hành</span>
              ),
          },
          {
            label: 'Thủ tục dùng',
            cell: ({ uses }) =>
              uses.length === 0 ? (
                <span class="muted">Chưa có</span>
              ) : (
                <>
                  {shortName(uses[0]!.name)}
                  {uses.length > 1 && <span class="sub">và {uses.length - 1} thủ tục nữa</span>}
                </>
              ),
          },
          { label: 'Hồ sơ đang chạy', number: true, cell: (row) => formatNumber(row.running) },
          {
            label: 'Bản nháp',
            cell: ({ draft, code }) =>
              draft ? (
                <>
                  <a href={flowHref(code, 'sua')}>Sửa tiếp</a>
                  <span class="sub">
                    {draft.updatedBy}, <Moment at={draft.updatedAt} />
                  </span>
                </>
              ) : (
                <span class="muted">–</span>
              ),
          },
        ]}
      />
    </AdminFrame>
  );
}

export interface NewFlowValues {
  name: string;
  code: string;
  from: string;
  source: string;
}

const WAYS = [
  {
    value: 'template',
    label: 'Mẫu đủ bảy bước',
    note: 'Tiếp nhận, phân công, thụ lý, duyệt, ký, phát hành, trả kết quả',
  },
  { value: 'copy', label: 'Sao chép quy trình đang chạy', note: 'Sửa bản sao không đụng tới bản gốc' },
  { value: 'file', label: 'Tệp BPMN 2.0', note: 'Tệp .bpmn xuất từ công cụ vẽ bất kỳ, tối đa 900 KB' },
];

export function NewFlowPage(props: {
  desk: Desk;
  flows: { code: string; name: string }[];
  values: NewFlowValues;
  errors: FormError[];
}) {
  const { desk, flows, values, errors } = props;
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title="Thêm quy trình"
      active={HREF}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Quy trình', href: HREF },
        { label: 'Thêm quy trình' },
      ]}
    >
      <form
        class="card stack flow-new"
        method="post"
        action={`${HREF}/moi`}
        encType="multipart/form-data"
        noValidate
      >
        <CsrfField />
        <ErrorSummary errors={errors} />
        <TextField
          name="name"
          label="Tên quy trình"
          value={values.name}
          error={error('name')}
          maxLength={200}
        />
        <TextField
          name="code"
          label="Mã quy trình"
          hint="Chữ thường không dấu, số, dấu gạch ngang. Bỏ trống thì lấy theo tên. Mã không đổi được về sau"
          value={values.code}
          error={error('code')}
          autocapitalize="none"
          optional
        />
        <fieldset class="field">
          <legend class="label">Bắt đầu từ</legend>
          <div class="stack g2">
            {WAYS.map((way) => (
              <label class="pick pick--card">
                <input type="radio" name="from" value={way.value} checked={values.from === way.value} />
                <span>
                  {way.label}
                  <small>{way.note}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <SelectField
          name="source"
          label="Quy trình để sao chép"
          options={flows.map((flow) => ({ value: flow.code, label: flow.name }))}
          value={values.source}
          error={error('source')}
          placeholder="Không sao chép"
          optional
        />
        <div class={error('file') ? 'field field--error' : 'field'}>
          <label class="label" for="file">
            Tệp BPMN<span class="opt"> (không bắt buộc)</span>
          </label>
          {error('file') && (
            <p class="error" id="file-e">
              {error('file')}
            </p>
          )}
          <input
            class="input"
            id="file"
            name="file"
            type="file"
            accept=".bpmn,.xml"
            aria-describedby={error('file') ? 'file-e' : undefined}
          />
        </div>
        <p class="row">
          <Button weight="main">Tạo bản nháp</Button>
          <LinkButton href={HREF} weight="quiet">
            Thôi
          </LinkButton>
        </p>
      </form>
    </AdminFrame>
  );
}

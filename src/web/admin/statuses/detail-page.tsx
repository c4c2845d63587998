import { STATUSES, statusLabel } from '../../../core/status/index.ts';
import type { ChangeRow, StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Field,
  LinkButton,
  Moment,
  SelectField,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { SeenField, StaleNote } from '../parts.tsx';
import { DETAILS, HOME, StatusFrame } from './frame.tsx';

/** Inputs of a detailed status as typed. */
export interface TypedDetail {
  code: string;
  under: string;
  label: string;
  citizenText: string;
  position: string;
  validFrom: string;
  validTo: string;
}

/** Adds or changes a detailed status. */
export function DetailPage(props: {
  desk: Desk;
  typed: TypedDetail;
  /** null: it does not exist yet. */
  name: string | null;
  /** Running dossiers that show it now. */
  shown: number;
  newest: ChangeRow | null;
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, typed, name, shown, newest, seen, errors = [], stale } = props;
  const action = name === null ? `${DETAILS}/moi` : `${DETAILS}/${typed.code}`;
  const error = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <StatusFrame desk={desk} title={name ?? 'Thêm trạng thái chi tiết'} failed={errors.length > 0}>
      <div class="stack measure-form">
        {stale ? <StaleNote stale={stale} href={action} /> : <ErrorSummary errors={errors} />}
        <form class="card stack" method="post" action={action}>
          <CsrfField />
          <SeenField seen={seen} />
          <SelectField
            name="under"
            label="Thuộc trạng thái"
            hint="Trạng thái của Phụ lục I luôn hiện trước; trạng thái chi tiết hiện kèm bên dưới."
            value={typed.under}
            options={STATUSES.map((status) => ({ value: status, label: statusLabel(status) }))}
            error={error('under')}
          />
          <TextField
            name="label"
            label="Tên hiển thị tại một cửa"
            value={typed.label}
            error={error('label')}
            maxLength={120}
          />
          <TextField
            name="citizenText"
            label="Chữ cho người dân"
            hint="Hiện trên Cổng. Bỏ trống thì dùng tên ở trên."
            value={typed.citizenText}
            error={error('citizenText')}
            optional
          />
          <div class="field-row">
            {name === null ? (
              <TextField
                name="code"
                label="Mã"
                hint="Chữ thường không dấu, số, gạch dưới; quy trình dùng mã này."
                value={typed.code}
                error={error('code')}
                autocapitalize="none"
                spellcheck={false}
              />
            ) : (
              <div class="field">
                <p class="label">Mã</p>
                <p class="code">{typed.code}</p>
              </div>
            )}
            <TextField
              name="position"
              label="Thứ tự"
              value={typed.position}
              error={error('position')}
              inputMode="numeric"
            />
          </div>
          <div class="field-row">
            <DateField
              name="validFrom"
              label="Dùng từ ngày"
              value={typed.validFrom}
              error={error('validFrom')}
            />
            <DateField
              name="validTo"
              label="Đến hết ngày"
              value={typed.validTo}
              error={error('validTo')}
              optional
            />
          </div>
          <div class="row">
            <Button weight="main">{name === null ? 'Thêm trạng thái' : 'Lưu thay đổi'}</Button>
            <LinkButton href={HOME} weight="quiet">
              Quay lại
            </LinkButton>
            {newest && (
              <span class="muted sm">
                Lần sửa gần nhất: {newest.byName}, <Moment at={newest.at} />
              </span>
            )}
          </div>
        </form>
        {name !== null && (
          <form class="card stack" method="post" action={`${action}/bo`}>
            <CsrfField />
            <SeenField seen={seen} />
            <h2 class="h-s">Bỏ trạng thái chi tiết</h2>
            <p>
              {shown === 0
                ? 'Không hồ sơ đang chạy nào hiện trạng thái này.'
                : `${shown} hồ sơ đang chạy hiện trạng thái này; bỏ đi thì chỉ còn hiện trạng thái của Phụ lục I.`}{' '}
              Bỏ rồi vẫn lấy lại được trong nhật ký.
            </p>
            <Button weight="stop">Bỏ “{name}”</Button>
          </form>
        )}
      </div>
    </StatusFrame>
  );
}

function DateField(props: {
  name: string;
  label: string;
  value: string;
  error?: string;
  optional?: boolean;
}) {
  const { name, label, value, error, optional } = props;
  return (
    <Field name={name} label={label} error={error} optional={optional}>
      <input
        class="input"
        type="date"
        id={name}
        name={name}
        value={value}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `${name}-e` : undefined}
      />
    </Field>
  );
}

import { formatDate, parseDate } from '../../../core/dates.ts';
import { ROLE_LABELS, type OfficeRole } from '../../../core/permission/index.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import type { OfficerFile, PositionEdit } from '../../../modules/staff/index.ts';
import { Field, SelectField, TextField, type FormError } from '../../ui/index.ts';
import { fieldsOf } from '../request.ts';

/** An officer's form as typed. */
export interface TypedOfficer {
  name: string;
  username: string;
  email: string;
  phone: string;
  positions: TypedPosition[];
}

export interface TypedPosition {
  id: string;
  unitId: string;
  role: string;
  title: string;
  from: string;
  to: string;
  /** To be taken away. */
  gone: boolean;
}

const MAX_POSITIONS = 40;
/** Empty lines offered for new positions. */
const SPARE = 1;

const EMPTY: TypedPosition = { id: '', unitId: '', role: '', title: '', from: '', to: '', gone: false };
export const NEW_OFFICER: TypedOfficer = { name: '', username: '', email: '', phone: '', positions: [] };

/** What the form shows of an officer on record. */
export const typedOf = (file: OfficerFile): TypedOfficer => ({
  name: file.name,
  username: file.username,
  email: file.email ?? '',
  phone: file.phone ?? '',
  positions: file.positions.map((position) => ({
    id: String(position.id),
    unitId: String(position.unitId),
    role: position.role,
    title: position.title,
    from: formatDate(position.validFrom),
    to: position.validTo === null ? '' : formatDate(position.validTo),
    gone: false,
  })),
});

/** What was typed, lines left empty fallen out. */
export function typedFrom(body: unknown): TypedOfficer {
  const fields = fieldsOf(body);
  const text = (name: string): string => fields[name] ?? '';
  const positions: TypedPosition[] = [];
  for (let i = 0; i < MAX_POSITIONS; i += 1) {
    const one = {
      id: text(`chuc-vu-${i}`),
      unitId: text(`don-vi-${i}`),
      role: text(`vai-tro-${i}`),
      title: text(`chuc-danh-${i}`),
      from: text(`tu-ngay-${i}`),
      to: text(`den-ngay-${i}`),
      gone: text(`bo-${i}`) === '1',
    };
    if (one.id || one.unitId || one.role || one.title.trim()) positions.push(one);
  }
  return {
    name: text('ho-ten'),
    username: text('ten-dang-nhap'),
    email: text('thu-dien-tu'),
    phone: text('dien-thoai'),
    positions,
  };
}

/** What was typed, as the module takes it: an empty first day is today, days that are none stay as typed. */
export const editOf = (typed: TypedOfficer, today: string) => ({
  name: typed.name,
  email: typed.email || null,
  phone: typed.phone || null,
  positions: typed.positions
    .filter((position) => !position.gone)
    .map((position): PositionEdit => ({
      id: Number(position.id) || null,
      unitId: Number(position.unitId) || 0,
      role: position.role as OfficeRole,
      title: position.title,
      validFrom: position.from.trim() === '' ? today : (parseDate(position.from) ?? position.from),
      validTo: position.to.trim() === '' ? null : (parseDate(position.to) ?? position.to),
    })),
});

const ROLES = Object.entries(ROLE_LABELS).flatMap(([value, label]) =>
  value === 'applicant' ? [] : [{ value, label }],
);

/** Name, addresses and positions: the inputs of both forms. */
export function OfficerFields(props: {
  typed: TypedOfficer;
  agencies: readonly Agency[];
  errors: FormError[];
  /** Only a new officer gets a user name. */
  isNew: boolean;
}) {
  const { typed, agencies, errors, isNew } = props;
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  const lines = [...typed.positions, ...Array.from({ length: SPARE }, () => EMPTY)];
  return (
    <>
      <div class="field-row">
        <TextField
          name="ho-ten"
          label="Họ và tên"
          value={typed.name}
          error={errorOf('ho-ten')}
          autocomplete="off"
        />
        {isNew && (
          <TextField
            name="ten-dang-nhap"
            label="Tên đăng nhập"
            hint="Chữ thường không dấu, ví dụ tranthingan"
            value={typed.username}
            error={errorOf('ten-dang-nhap')}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
        )}
      </div>
      <div class="field-row">
        <TextField
          name="thu-dien-tu"
          label="Thư điện tử"
          type="email"
          optional
          value={typed.email}
          error={errorOf('thu-dien-tu')}
          autocomplete="off"
        />
        <TextField
          name="dien-thoai"
          label="Điện thoại"
          type="tel"
          optional
          value={typed.phone}
          error={errorOf('dien-thoai')}
          autocomplete="off"
        />
      </div>
      <fieldset class="stack" id="chuc-vu">
        <legend class="label">Chức vụ</legend>
        <p class="hint">
          Một người có thể giữ nhiều chức vụ ở nhiều đơn vị. Ngày bắt đầu để trống là hôm nay; ngày kết thúc
          để trống là chưa biết. Người nghỉ chức vụ thì ghi ngày kết thúc, không bỏ dòng.
        </p>
        {lines.map((position, index) => (
          <PositionFields position={position} index={index} agencies={agencies} errorOf={errorOf} />
        ))}
      </fieldset>
    </>
  );
}

function PositionFields(props: {
  position: TypedPosition;
  index: number;
  agencies: readonly Agency[];
  errorOf: (field: string) => string | undefined;
}) {
  const { position, index, agencies, errorOf } = props;
  const empty = position === EMPTY;
  const unitError = errorOf(`don-vi-${index}`);
  return (
    <fieldset class="card stack" id={`dong-${index}`}>
      <legend class="vh">{empty ? 'Chức vụ mới' : `Chức vụ ${index + 1}`}</legend>
      <input type="hidden" name={`chuc-vu-${index}`} value={position.id} />
      <div class="field-row">
        <Field name={`don-vi-${index}`} label={empty ? 'Thêm chức vụ: đơn vị' : 'Đơn vị'} error={unitError}>
          <select
            class="select"
            id={`don-vi-${index}`}
            name={`don-vi-${index}`}
            aria-invalid={unitError ? 'true' : undefined}
            aria-describedby={unitError ? `don-vi-${index}-e` : undefined}
          >
            <option value="">Chọn…</option>
            {agencies.map((agency) => (
              <optgroup label={agency.shortName}>
                {agency.units
                  .filter((unit) => unit.validTo === null || String(unit.id) === position.unitId)
                  .map((unit) => (
                    <option value={String(unit.id)} selected={String(unit.id) === position.unitId}>
                      {unit.name} – {agency.shortName}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <SelectField
          name={`vai-tro-${index}`}
          label="Vai trò"
          options={ROLES}
          value={position.role}
          error={errorOf(`vai-tro-${index}`)}
        />
        <TextField
          name={`chuc-danh-${index}`}
          label="Chức danh"
          value={position.title}
          placeholder="Phó Trưởng phòng"
          error={errorOf(`chuc-danh-${index}`)}
          autocomplete="off"
        />
      </div>
      <div class="field-row">
        <TextField
          name={`tu-ngay-${index}`}
          label="Từ ngày"
          short
          optional
          value={position.from}
          placeholder="01/12/2026"
          error={errorOf(`tu-ngay-${index}`)}
          autocomplete="off"
        />
        <TextField
          name={`den-ngay-${index}`}
          label="Đến hết ngày"
          short
          optional
          value={position.to}
          placeholder="30/06/2027"
          autocomplete="off"
        />
        {position.id !== '' && (
          <label class="pick">
            <input type="checkbox" name={`bo-${index}`} value="1" checked={position.gone} />
            <span>Bỏ dòng ghi nhầm</span>
          </label>
        )}
      </div>
    </fieldset>
  );
}

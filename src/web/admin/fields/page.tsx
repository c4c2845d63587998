import { formatDate } from '../../../core/dates.ts';
import { formatNumber } from '../../../core/money.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { FieldRow } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Icon,
  LinkButton,
  Note,
  SelectField,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';

export interface FieldsProps {
  desk: Desk;
  rows: readonly FieldRow[];
  today: string;
  typed: Record<string, string>;
  errors: FormError[];
  stale?: StaleEdit;
}

const listOf = (code: string): string => `/quan-tri/thu-tuc?linh-vuc=${encodeURIComponent(code)}`;
const editOf = (code: string): string => `/quan-tri/linh-vuc/${encodeURIComponent(code)}`;
const isOpen = (row: FieldRow, today: string): boolean => row.validTo === null || row.validTo > today;

/** Fields with the procedure groups within them, in the order of every list of portal and office. */
export function FieldsPage({ desk, rows, today, typed, errors, stale }: FieldsProps) {
  const open = rows.filter((row) => isOpen(row, today));
  const closed = rows.filter((row) => !isOpen(row, today));
  const fields = open.filter((row) => row.parent === null);
  const groupsOf = (code: string): FieldRow[] => open.filter((row) => row.parent === code);
  return (
    <AdminFrame
      desk={desk}
      title="Lĩnh vực và nhóm thủ tục"
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Thủ tục', href: '/quan-tri/thu-tuc' }, { label: 'Lĩnh vực và nhóm' }]}
      sub="Một danh mục cho cả cổng và bộ phận một cửa; đổi ở đây là đổi ngay ở cả hai nơi"
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        {stale && <StaleNote stale={stale} href="/quan-tri/linh-vuc" />}
        <form class="card stack" method="post" action="/quan-tri/linh-vuc">
          <div class="card__head">
            <h2>Thêm lĩnh vực hoặc nhóm thủ tục</h2>
          </div>
          <CsrfField />
          <div class="field-row">
            <TextField name="name" label="Tên" value={typed.name ?? ''} autocomplete="off" />
            <SelectField
              name="parent"
              label="Thuộc lĩnh vực"
              hint="Chọn khi thêm nhóm thủ tục."
              optional
              placeholder="Không, đây là lĩnh vực"
              value={typed.parent ?? ''}
              options={fields.map((row) => ({ value: row.code, label: row.name }))}
            />
            <TextField
              name="code"
              label="Mã"
              hint="Để trống thì đặt theo tên."
              optional
              value={typed.code ?? ''}
              autocomplete="off"
            />
            <Button icon="plus">Thêm</Button>
          </div>
        </form>
        {fields.length === 0 ? (
          <Note tone="info" title="Chưa có lĩnh vực nào.">
            Thêm lĩnh vực đầu tiên ở trên.
          </Note>
        ) : (
          <ol class="card adm-fields">
            {fields.map((row, index) => (
              <li id={row.code}>
                <Line row={row} first={index === 0} last={index === fields.length - 1} />
                {groupsOf(row.code).length > 0 && (
                  <ol>
                    {groupsOf(row.code).map((group, at, all) => (
                      <li id={group.code}>
                        <Line row={group} first={at === 0} last={at === all.length - 1} />
                      </li>
                    ))}
                  </ol>
                )}
              </li>
            ))}
          </ol>
        )}
        {closed.length > 0 && (
          <details class="card">
            <summary>Đã đóng hoặc gộp ({formatNumber(closed.length)})</summary>
            <ul class="ul mt-3">
              {closed.map((row) => (
                <li>
                  <a href={editOf(row.code)}>{row.name}</a>{' '}
                  <span class="muted sm">
                    đóng từ {formatDate(row.validTo!)}
                    {row.mergedInto &&
                      `, gộp vào ${rows.find((one) => one.code === row.mergedInto)?.name ?? row.mergedInto}`}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </AdminFrame>
  );
}

function Line({ row, first, last }: { row: FieldRow; first: boolean; last: boolean }) {
  const what = row.parent === null ? 'lĩnh vực' : 'nhóm';
  return (
    <div class="adm-field">
      <span class="grow">
        <a href={editOf(row.code)}>{row.name}</a> <span class="code muted sm">{row.code}</span>
        {row.validTo && <span class="sub">Đóng từ {formatDate(row.validTo)}</span>}
      </span>
      {row.parent === null ? (
        <a class="sm" href={listOf(row.code)}>
          {formatNumber(row.procedures)} thủ tục
        </a>
      ) : (
        <span class="sm muted">{formatNumber(row.procedures)} thủ tục</span>
      )}
      <form class="row g1" method="post" action={editOf(row.code)}>
        <CsrfField />
        <button class="btn btn--quiet btn--ico btn--sm" name="do" value="up" disabled={first}>
          <Icon name="chevron-up" />
          <span class="vh">
            Chuyển {what} {row.name} lên
          </span>
        </button>
        <button class="btn btn--quiet btn--ico btn--sm" name="do" value="down" disabled={last}>
          <Icon name="chevron-down" />
          <span class="vh">
            Chuyển {what} {row.name} xuống
          </span>
        </button>
      </form>
    </div>
  );
}

export interface FieldProps extends FieldsProps {
  row: FieldRow;
  seen: number;
}

/** One field or group: rename, merge, close, open again. */
export function FieldPage({ desk, rows, row, seen, today, typed, errors, stale }: FieldProps) {
  const what = row.parent === null ? 'lĩnh vực' : 'nhóm thủ tục';
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  const others = rows.filter(
    (one) => one.code !== row.code && one.parent === row.parent && one.validTo === null,
  );
  return (
    <AdminFrame
      desk={desk}
      title={row.name}
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Thủ tục', href: '/quan-tri/thu-tuc' },
        { label: 'Lĩnh vực và nhóm', href: '/quan-tri/linh-vuc' },
        { label: row.name },
      ]}
      sub={`Mã ${row.code} · ${formatNumber(row.procedures)} thủ tục, ${formatNumber(row.published)} đang công bố`}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        {stale && <StaleNote stale={stale} href={editOf(row.code)} />}
        <form class="card stack" method="post" action={editOf(row.code)}>
          <CsrfField />
          <SeenField seen={seen} />
          <div class="card__head">
            <h2>Đổi tên</h2>
          </div>
          <TextField
            name="name"
            label={`Tên ${what}`}
            value={typed.name ?? row.name}
            error={errorOf('name')}
            autocomplete="off"
          />
          <p>
            <Button name="do" value="rename">
              Đổi tên
            </Button>
          </p>
        </form>
        {isOpen(row, today) && row.validTo === null ? (
          <form class="card stack" method="post" action={editOf(row.code)}>
            <CsrfField />
            <SeenField seen={seen} />
            <div class="card__head">
              <h2>Gộp hoặc đóng</h2>
            </div>
            <p class="muted sm">
              Từ ngày đóng, {what} này không còn trong danh sách; thủ tục của nó chuyển sang mục nhận. Hồ sơ
              cũ không đổi.
            </p>
            <div class="field-row">
              <SelectField
                name="into"
                label="Mục nhận thủ tục"
                optional
                placeholder="Không có (chỉ khi không còn thủ tục)"
                value={typed.into ?? ''}
                error={errorOf('into')}
                options={others.map((one) => ({ value: one.code, label: one.name }))}
              />
              <TextField
                name="on"
                label="Đóng từ ngày"
                hint="Để trống: từ hôm nay."
                optional
                inputMode="numeric"
                value={typed.on ?? ''}
                error={errorOf('on')}
                autocomplete="off"
              />
            </div>
            <p>
              <Button weight="stop" name="do" value="close">
                Gộp hoặc đóng
              </Button>
            </p>
          </form>
        ) : (
          <form class="card stack" method="post" action={editOf(row.code)}>
            <CsrfField />
            <SeenField seen={seen} />
            <Note tone="warn" title={`Đóng từ ${formatDate(row.validTo!)}.`}>
              {row.mergedInto
                ? `Gộp vào ${rows.find((one) => one.code === row.mergedInto)?.name ?? row.mergedInto}.`
                : ''}
            </Note>
            <p>
              <Button name="do" value="reopen">
                Mở lại
              </Button>
            </p>
          </form>
        )}
        <p>
          <LinkButton weight="quiet" href="/quan-tri/linh-vuc">
            Về danh sách
          </LinkButton>
        </p>
      </div>
    </AdminFrame>
  );
}

import { differences } from '../../../core/changes.ts';
import { formatDate, formatDateTime } from '../../../core/dates.ts';
import type { Agency, Directory } from '../../../modules/agencies/index.ts';
import type { ChangeRow } from '../../../modules/configuration/index.ts';
import type { AgencyLoad } from '../../../modules/dossiers/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorNote,
  ErrorSummary,
  Facts,
  LinkButton,
  Note,
  SelectField,
  TextField,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable, SeenField, StaleNote } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import type { TypedAgency } from './typed.ts';
import { actionWords, HREF, KINDS, LABELS, UNIT_KINDS, valueWords } from './words.ts';

export interface AgencyPageProps {
  desk: Desk;
  directory: Directory;
  /** null: a new one. */
  agency: Agency | null;
  typed: TypedAgency;
  today: string;
  seen: number;
  load: AgencyLoad | null;
  history: ChangeRow[];
  turned?: TurnedBack;
}

/** One agency: what it is, its codes, its units, what was changed. */
export function AgencyPage(props: AgencyPageProps) {
  const { desk, directory, agency, typed, today, seen, load, history, turned } = props;
  const errors = turned?.errors ?? [];
  const errorAt = (name: string): string | undefined => errors.find((one) => one.field === name)?.text;
  const { fields } = typed;
  const ended = agency?.validTo != null && agency.validTo < today;
  const heirs = (agency?.successorIds ?? []).flatMap((id) => directory.agencyById(id) ?? []);
  const before = agency
    ? directory
        .lineage(agency.id)
        .slice(1)
        .flatMap((id) => directory.agencyById(id) ?? [])
    : [];
  const choices = directory.inForce(today).filter((one) => one.id !== agency?.id);
  const href = agency ? `${HREF}/${agency.id}` : `${HREF}/moi`;
  const text = (name: string, label: string, rest: Partial<Parameters<typeof TextField>[0]> = {}) => (
    <TextField name={name} label={label} value={fields[name] ?? ''} error={errorAt(name)} {...rest} />
  );
  return (
    <AdminFrame
      desk={desk}
      title={agency?.name ?? 'Thêm cơ quan'}
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Cơ quan', href: HREF }, { label: agency?.shortName ?? 'Thêm cơ quan' }]}
      active={HREF}
      sub={agency && `${KINDS[agency.kind]} · ${agency.codeNew}`}
      actions={
        agency &&
        !ended && (
          <>
            <LinkButton href={`/quan-tri/lich-lam-viec?co-quan=${agency.id}`}>Giờ làm việc</LinkButton>
            <LinkButton href={`${href}/chia-tach`}>Chia tách</LinkButton>
            <LinkButton href={`${href}/ket-thuc`}>Kết thúc</LinkButton>
          </>
        )
      }
    >
      <div class="stack">
        {turned?.stale ? <StaleNote stale={turned.stale} href={href} /> : <ErrorSummary errors={errors} />}
        {ended && (
          <Note tone="info" title={`Cơ quan đã kết thúc ngày ${formatDate(agency.validTo!)}.`}>
            {heirs.length > 0 ? (
              <>
                Nay là{' '}
                {heirs.map((one, index) => (
                  <>
                    {index > 0 && ', '}
                    <a href={`${HREF}/${one.id}`}>{one.name}</a>
                  </>
                ))}
                . Hồ sơ cũ vẫn tìm được theo tên và mã của cơ quan này.
              </>
            ) : (
              'Cơ quan này không nhận hồ sơ mới.'
            )}
          </Note>
        )}
        {agency && (
          <section class="card">
            <Facts
              items={[
                { label: 'Hồ sơ đang giải quyết', value: load && String(load.running) },
                { label: 'Việc đang mở', value: load && String(load.tasks) },
                { label: 'Tất cả hồ sơ', value: load && String(load.dossiers) },
                {
                  label: 'Đã nộp ở đây, nay do cơ quan kế thừa giữ',
                  value: load && load.moved > 0 && String(load.moved),
                },
                {
                  label: 'Tên cũ',
                  value: agency.formerNames
                    .map((one) => `${one.name} (đến ${formatDate(one.to)})`)
                    .join('; '),
                },
                {
                  label: 'Từ các cơ quan',
                  value:
                    before.length > 0 &&
                    before.map((one, index) => (
                      <>
                        {index > 0 && ', '}
                        <a href={`${HREF}/${one.id}`}>{one.name}</a>
                      </>
                    )),
                },
              ].map((item) => ({ ...item, value: item.value || null }))}
            />
          </section>
        )}
        <form method="post" action={href} class="stack" novalidate>
          <CsrfField />
          <SeenField seen={seen} />
          <section class="card" aria-labelledby="thong-tin">
            <h2 class="h-s mb-2" id="thong-tin">
              Thông tin chung
            </h2>
            {text('name', 'Tên đầy đủ', { hint: 'Như trên con dấu: Ủy ban nhân dân xã Tân Lâm' })}
            {agency && (
              <label class="pick">
                <input type="checkbox" name="renamed" checked={fields['renamed'] !== undefined} />
                <span>
                  Nếu tên khác đi thì đây là đổi tên
                  <small>Giữ tên cũ cho hồ sơ đã nộp. Bỏ dấu nếu chỉ sửa lỗi gõ.</small>
                </span>
              </label>
            )}
            <div class="field-row">
              {text('shortName', 'Tên ngắn', { hint: 'Dùng trong danh sách' })}
              <SelectField
                name="kind"
                label="Loại"
                value={fields['kind']}
                options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
              />
              {agency
                ? null
                : text('slug', 'Mã địa chỉ', { optional: true, hint: 'Để trống thì lấy theo tên ngắn' })}
            </div>
            <div class="field-row">
              <SelectField
                name="parentId"
                label="Cơ quan cấp trên"
                optional
                placeholder="Không có"
                value={fields['parentId']}
                error={errorAt('parentId')}
                options={choices.map((one) => ({ value: String(one.id), label: one.name }))}
              />
              <SelectField
                name="receivesAtId"
                label="Nơi tiếp nhận hồ sơ"
                value={fields['receivesAtId']}
                error={errorAt('receivesAtId')}
                options={[
                  { value: 'self', label: 'Bộ phận một cửa của chính cơ quan' },
                  ...choices
                    .filter((one) => one.units.some((unit) => unit.kind === 'counter'))
                    .map((one) => ({ value: String(one.id), label: one.name })),
                ]}
              />
              {text('validFrom', 'Hoạt động từ ngày', { inputMode: 'numeric' })}
            </div>
            <div class="field-row">
              {text('address', 'Địa chỉ', { optional: true })}
              {text('phone', 'Điện thoại', { optional: true, inputMode: 'tel' })}
              {text('email', 'Thư điện tử', { optional: true, inputMode: 'email' })}
            </div>
          </section>
          <Codes typed={typed} errorAt={errorAt} />
          <Units typed={typed} errorAt={errorAt} directory={directory} agency={agency} />
          <p>
            <Button type="submit" weight="main">
              {agency ? 'Lưu cơ quan' : 'Thêm cơ quan'}
            </Button>
          </p>
        </form>
        {history.length > 0 && <History history={history} directory={directory} href={href} />}
      </div>
    </AdminFrame>
  );
}

type ErrorAt = (name: string) => string | undefined;

/** A small input of a table whose column names it. */
function Cell(props: { name: string; label: string; value: string; error?: string; class?: string }) {
  const { name, label, value, error, class: extra } = props;
  return (
    <>
      {error && <ErrorNote id={`${name}-e`}>{error}</ErrorNote>}
      <input
        class={`input ${extra ?? ''}`}
        id={name}
        name={name}
        value={value}
        aria-label={label}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `${name}-e` : undefined}
      />
    </>
  );
}

function Codes({ typed, errorAt }: { typed: TypedAgency; errorAt: ErrorAt }) {
  const rows = [...typed.codes, { style: 'new', code: '', from: '', to: '' }];
  return (
    <section class="card" aria-labelledby="ma-dinh-danh">
      <h2 class="h-s mb-2" id="ma-dinh-danh">
        Mã định danh
      </h2>
      <p class="hint">
        Mã hồ sơ bắt đầu bằng mã này. Mỗi ngày chỉ một mã mỗi kiểu còn hiệu lực; muốn đổi mã, cho mã cũ hết
        hạn rồi thêm mã mới.
      </p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Bảng mã định danh">
        <table class="table table--cards">
          <thead>
            <tr>
              <th scope="col">Kiểu mã</th>
              <th scope="col">Mã</th>
              <th scope="col">Từ ngày</th>
              <th scope="col">Đến hết ngày</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const name = (part: string): string => `codes.${index}.${part}`;
              const what = row.code === '' ? `mã thêm ${index + 1}` : `mã ${row.code}`;
              return (
                <tr>
                  <td data-l="Kiểu mã">
                    <select class="select" name={name('style')} aria-label={`Kiểu của ${what}`}>
                      <option value="new" selected={row.style === 'new'}>
                        QĐ 20/2020 (H99.32)
                      </option>
                      <option value="old" selected={row.style === 'old'}>
                        QCVN 102 (000.00.32.H99)
                      </option>
                    </select>
                  </td>
                  <td data-l="Mã">
                    <Cell
                      name={name('code')}
                      label={`Mã: ${what}`}
                      value={row.code}
                      error={errorAt(name('code'))}
                    />
                  </td>
                  <td data-l="Từ ngày">
                    <Cell
                      name={name('from')}
                      label={`Từ ngày: ${what}`}
                      value={row.from}
                      error={errorAt(name('from'))}
                      class="w-date"
                    />
                  </td>
                  <td data-l="Đến hết ngày">
                    <Cell
                      name={name('to')}
                      label={`Đến hết ngày: ${what}`}
                      value={row.to}
                      error={errorAt(name('to'))}
                      class="w-date"
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Units(props: { typed: TypedAgency; errorAt: ErrorAt; directory: Directory; agency: Agency | null }) {
  const { typed, errorAt, directory, agency } = props;
  const blank = {
    id: '',
    code: '',
    name: '',
    kind: 'division',
    phone: '',
    validFrom: '',
    validTo: '',
    handOver: '',
  };
  const rows = [...typed.units, blank];
  const known = (agency && directory.agencyById(agency.id)?.units) ?? [];
  return (
    <section class="card" aria-labelledby="don-vi">
      <h2 class="h-s mb-2" id="don-vi">
        Đơn vị
      </h2>
      <p class="hint">
        Điền dòng cuối để thêm đơn vị. Đơn vị kết thúc khi không còn việc và cán bộ; còn thì chọn nơi nhận ở
        cột “Chuyển cho”.
      </p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Bảng đơn vị">
        <table class="table table--cards">
          <thead>
            <tr>
              <th scope="col">Tên đơn vị</th>
              <th scope="col">Loại</th>
              <th scope="col">Điện thoại</th>
              <th scope="col">Từ ngày</th>
              <th scope="col">Đến hết ngày</th>
              {agency && <th scope="col">Chuyển cho</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const name = (part: string): string => `units.${index}.${part}`;
              const what = row.name === '' ? 'đơn vị thêm' : row.name;
              const others = known.filter((unit) => String(unit.id) !== row.id && unit.kind === row.kind);
              const handOver = errorAt(name('handOver'));
              return (
                <tr>
                  <td data-l="Tên đơn vị">
                    <input type="hidden" name={name('id')} value={row.id} />
                    <input type="hidden" name={name('code')} value={row.code} />
                    {errorAt(name('code')) && (
                      <ErrorNote id={`${name('code')}-e`}>{errorAt(name('code'))}</ErrorNote>
                    )}
                    <Cell
                      name={name('name')}
                      label={`Tên: ${what}`}
                      value={row.name}
                      error={errorAt(name('name'))}
                      class="w-name"
                    />
                  </td>
                  <td data-l="Loại">
                    {row.id !== '' ? (
                      <>
                        {UNIT_KINDS[row.kind as keyof typeof UNIT_KINDS]}
                        <input type="hidden" name={name('kind')} value={row.kind} />
                      </>
                    ) : (
                      <select class="select" name={name('kind')} aria-label={`Loại: ${what}`}>
                        {Object.entries(UNIT_KINDS).map(([value, label]) => (
                          <option value={value} selected={value === row.kind}>
                            {label}
                          </option>
                        ))}
                      </select>
                    )}
                  </td>
                  <td data-l="Điện thoại">
                    <Cell
                      name={name('phone')}
                      label={`Điện thoại: ${what}`}
                      value={row.phone}
                      class="w-phone"
                    />
                  </td>
                  <td data-l="Từ ngày">
                    <Cell
                      name={name('validFrom')}
                      label={`Từ ngày: ${what}`}
                      value={row.validFrom}
                      error={errorAt(name('validFrom'))}
                      class="w-date"
                    />
                  </td>
                  <td data-l="Đến hết ngày">
                    <Cell
                      name={name('validTo')}
                      label={`Đến hết ngày: ${what}`}
                      value={row.validTo}
                      error={errorAt(name('validTo'))}
                      class="w-date"
                    />
                  </td>
                  {agency && (
                    <td data-l="Chuyển cho">
                      {handOver && <ErrorNote id={`${name('handOver')}-e`}>{handOver}</ErrorNote>}
                      {row.id !== '' && others.length > 0 ? (
                        <select
                          class="select"
                          id={name('handOver')}
                          name={name('handOver')}
                          aria-label={`Chuyển việc của ${what} cho`}
                        >
                          <option value="">–</option>
                          {others.map((unit) => (
                            <option value={String(unit.id)} selected={row.handOver === String(unit.id)}>
                              {unit.name}
                            </option>
                          ))}
                        </select>
                      ) : (
                        <span class="muted" id={name('handOver')}>
                          –
                        </span>
                      )}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function History({ history, directory, href }: { history: ChangeRow[]; directory: Directory; href: string }) {
  const words = valueWords(directory);
  return (
    <section class="card" aria-labelledby="lich-su">
      <h2 class="h-s mb-2" id="lich-su">
        Lịch sử thay đổi
      </h2>
      {history.map((change) => (
        <details class="accord">
          <summary>
            <span>
              {actionWords(change.action)} · {change.byName} · {formatDateTime(change.at)}
            </span>
          </summary>
          {change.before === null ? (
            <p class="muted">Lập mới.</p>
          ) : (
            <>
              <DifferenceTable
                label={`Thay đổi lúc ${formatDateTime(change.at)}`}
                rows={differences(change.before, change.after, LABELS, words).filter(
                  (row) => row.before !== row.after,
                )}
              />
              <form method="post" action={`${href}/lay-lai`} class="mt-3">
                <CsrfField />
                <input type="hidden" name="change" value={String(change.id)} />
                <Button type="submit" size="sm">
                  Lấy lại bản trước thay đổi này
                </Button>
              </form>
            </>
          )}
        </details>
      ))}
    </section>
  );
}

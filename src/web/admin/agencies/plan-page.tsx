import type { Agency, Directory, UnitPosition } from '../../../modules/agencies/index.ts';
import { unitsOn, type Plan } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorNote,
  ErrorSummary,
  SelectField,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { heirsOf, MOST_TARGETS, targetCount, type Typed } from './plan-typed.ts';
import { HREF, KINDS, UNIT_KINDS } from './words.ts';

export interface PlanPageProps {
  desk: Desk;
  directory: Directory;
  kind: Plan['kind'];
  sources: Agency[];
  into: Agency | undefined;
  positions: UnitPosition[];
  typed: Typed;
  today: string;
  action: string;
  errors: FormError[];
}

/** Second step: the day, the new agency, where each unit goes. */
export function PlanPage(props: PlanPageProps) {
  const { desk, kind, sources, into, positions, typed, today, action, errors } = props;
  const errorAt = (name: string): string | undefined => errors.find((one) => one.field === name)?.text;
  const text = (name: string, label: string, rest: Partial<Parameters<typeof TextField>[0]> = {}) => (
    <TextField name={name} label={label} value={typed[name] ?? ''} error={errorAt(name)} {...rest} />
  );
  const title = kind === 'merge' ? 'Sáp nhập cơ quan' : `Chia tách ${sources[0]?.name ?? ''}`;
  // Two new agencies are the usual case; the address asks for more.
  const count = kind === 'merge' ? 1 : targetCount(typed);
  const targets = Array.from({ length: count }, (_unused, index) => index);
  const targetName = (index: number): string => typed[`t${index}.shortName`] || `Cơ quan mới ${index + 1}`;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      failed={errors.length > 0}
      active={HREF}
      breadcrumbs={[{ label: 'Cơ quan', href: HREF }, { label: kind === 'merge' ? 'Sáp nhập' : 'Chia tách' }]}
      sub={`${kind === 'merge' ? 'Bước 2 trên 3' : 'Bước 1 trên 2'}: ${sources.map((one) => one.shortName).join(', ')}`}
    >
      <form class="stack" method="post" action={action} novalidate>
        <ErrorSummary errors={errors} />
        <CsrfField />
        <section class="card" aria-labelledby="can-cu">
          <h2 class="h-s mb-2" id="can-cu">
            Căn cứ và ngày bắt đầu
          </h2>
          <div class="field-row">
            {text('basis', 'Nghị quyết, quyết định', { hint: 'Số, ngày và nơi ban hành' })}
            {text('day', 'Bắt đầu từ ngày', {
              hint: 'Đến ngày này việc chuyển tự thực hiện trong một lần',
              inputMode: 'numeric',
            })}
          </div>
        </section>
        {into ? (
          <section class="card">
            <h2 class="h-s mb-2">Cơ quan nhận</h2>
            <p>{into.name} giữ tên, mã, giờ làm việc và sổ của mình.</p>
          </section>
        ) : (
          targets.map((index) => (
            <section class="card" aria-labelledby={`moi-${index}`}>
              <h2 class="h-s mb-2" id={`moi-${index}`}>
                {kind === 'merge' ? 'Cơ quan mới' : `Cơ quan mới ${index + 1}`}
              </h2>
              {text(`t${index}.name`, 'Tên đầy đủ')}
              <div class="field-row">
                {text(`t${index}.shortName`, 'Tên ngắn')}
                <SelectField
                  name={`t${index}.kind`}
                  label="Loại"
                  value={typed[`t${index}.kind`] ?? 'commune'}
                  options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
                />
                {text(`t${index}.codeNew`, 'Mã định danh', { hint: 'QĐ 20/2020, ví dụ H99.40' })}
                {text(`t${index}.codeOld`, 'Mã kiểu cũ', { optional: true, hint: 'Ví dụ 000.00.40.H99' })}
              </div>
              <div class="field-row">
                {text(`t${index}.address`, 'Địa chỉ', { optional: true })}
                {text(`t${index}.phone`, 'Điện thoại', { optional: true })}
                {text(`t${index}.email`, 'Thư điện tử', { optional: true })}
              </div>
            </section>
          ))
        )}
        {kind === 'split' && (
          <>
            <input type="hidden" name="count" value={String(count)} />
            {count < MOST_TARGETS && (
              <p>
                <Button type="submit" name="doing" value="more" icon="circle-plus">
                  Thêm một cơ quan mới
                </Button>
              </p>
            )}
          </>
        )}
        <section class="card" aria-labelledby="cac-don-vi">
          <h2 class="h-s mb-2" id="cac-don-vi">
            Đơn vị, việc và cán bộ
          </h2>
          <p class="hint">
            {kind === 'merge'
              ? 'Việc đang mở và cán bộ của mỗi đơn vị chuyển sang đơn vị cùng loại bạn chọn.'
              : 'Cơ quan mới nào cũng có đủ các đơn vị. Việc và cán bộ chuyển về cơ quan bạn chọn; hồ sơ đi theo đơn vị đang giải quyết.'}
          </p>
          <div class="table-box" tabIndex={0} role="region" aria-label="Đơn vị chuyển đi đâu">
            <table class="table table--cards">
              <thead>
                <tr>
                  <th scope="col">Đơn vị</th>
                  <th scope="col">Cán bộ</th>
                  <th scope="col">Chuyển về</th>
                </tr>
              </thead>
              <tbody>
                {sources.flatMap((agency) =>
                  unitsOn(agency, today).map((unit) => {
                    const name = `unit.${unit.id}`;
                    const people = positions.filter((position) => position.unitId === unit.id);
                    const options =
                      kind === 'merge'
                        ? heirsOf(unit, sources, into, today)
                        : targets.map((index) => ({ value: String(index), label: targetName(index) }));
                    return (
                      <tr>
                        <th scope="row">
                          {unit.name}
                          <span class="sub">
                            {agency.shortName} · {UNIT_KINDS[unit.kind]}
                          </span>
                        </th>
                        <td data-l="Cán bộ">
                          {people.length === 0 && <span class="muted">Không có</span>}
                          {people.map((position) => (
                            <span class="sub unit-person">
                              {position.officerName}, {position.title}
                              {kind === 'split' && (
                                <select
                                  class="select w-auto"
                                  name={`position.${position.id}`}
                                  aria-label={`${position.officerName} (${position.title}) chuyển về`}
                                >
                                  <option value="">Theo đơn vị</option>
                                  {options.map((option) => (
                                    <option
                                      value={option.value}
                                      selected={typed[`position.${position.id}`] === option.value}
                                    >
                                      {option.label}
                                    </option>
                                  ))}
                                </select>
                              )}
                            </span>
                          ))}
                        </td>
                        <td data-l="Chuyển về">
                          {errorAt(name) && <ErrorNote id={`${name}-e`}>{errorAt(name)}</ErrorNote>}
                          <select
                            class="select w-name"
                            id={name}
                            name={name}
                            aria-label={`${unit.name} (${agency.shortName}) chuyển về`}
                          >
                            <option value="">Chọn…</option>
                            {options.map((option) => (
                              <option value={option.value} selected={typed[name] === option.value}>
                                {option.label}
                              </option>
                            ))}
                          </select>
                        </td>
                      </tr>
                    );
                  }),
                )}
              </tbody>
            </table>
          </div>
        </section>
        <section class="card" aria-labelledby="so-sach">
          <h2 class="h-s mb-2" id="so-sach">
            Sổ và địa giới
          </h2>
          <fieldset>
            <legend class="label">Số của kết quả, phiếu sau sáp nhập, chia tách</legend>
            {(
              [
                ['new', 'Mở sổ mới từ số 1', 'Cơ quan ở lại vẫn đếm tiếp sổ của mình.'],
                [
                  'continue',
                  'Đếm tiếp số lớn nhất của các cơ quan cũ',
                  'Không có hai văn bản cùng số trong năm.',
                ],
              ] as const
            ).map(([value, label, hint]) => (
              <label class="pick">
                <input
                  type="radio"
                  name="books"
                  value={value}
                  checked={(typed['books'] ?? 'new') === value}
                />
                <span>
                  {label}
                  <small>{hint}</small>
                </span>
              </label>
            ))}
          </fieldset>
          {kind === 'merge' && (
            <div class="field-row mt-3">
              {text('adminEnded', 'Mã các xã, phường kết thúc', {
                optional: true,
                hint: 'Theo danh mục đơn vị hành chính, cách nhau bằng dấu phẩy: 99004, 99013',
              })}
              {text('adminCode', 'Mã xã, phường sau sáp nhập', { optional: true, inputMode: 'numeric' })}
              {text('adminName', 'Tên xã, phường sau sáp nhập', {
                optional: true,
                hint: 'Ví dụ: Phường Yên Lâm',
              })}
            </div>
          )}
        </section>
        <p>
          <Button type="submit" weight="main" name="doing" value="preview">
            Xem trước
          </Button>
        </p>
      </form>
    </AdminFrame>
  );
}

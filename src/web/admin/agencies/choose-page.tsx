import type { Directory } from '../../../modules/agencies/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, ErrorSummary, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { HREF, KINDS } from './words.ts';

/** First step of a merger: which agencies, and who takes over. */
export function ChoosePage(props: {
  desk: Desk;
  directory: Directory;
  today: string;
  chosen: number[];
  into: string;
  errors: FormError[];
}) {
  const { desk, directory, today, chosen, into, errors } = props;
  const agencies = directory.inForce(today);
  const kinds = (['commune', 'department', 'center', 'province'] as const).filter((kind) =>
    agencies.some((agency) => agency.kind === kind),
  );
  return (
    <AdminFrame
      desk={desk}
      title="Sáp nhập cơ quan"
      failed={errors.length > 0}
      active={HREF}
      breadcrumbs={[{ label: 'Cơ quan', href: HREF }, { label: 'Sáp nhập' }]}
      sub="Bước 1 trên 3: chọn các cơ quan"
    >
      <form class="stack measure" method="get" action={`${HREF}/sap-nhap`} novalidate>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="buoc" value="2" />
        <fieldset class="card" id="sources">
          <legend class="h-s">Các cơ quan sáp nhập với nhau</legend>
          {kinds.map((kind) => (
            <details
              class="accord"
              open={
                kind === 'commune' || agencies.some((one) => one.kind === kind && chosen.includes(one.id))
              }
            >
              <summary>{KINDS[kind]}</summary>
              {agencies
                .filter((agency) => agency.kind === kind)
                .map((agency) => (
                  <label class="pick">
                    <input
                      type="checkbox"
                      name="co-quan"
                      value={String(agency.id)}
                      checked={chosen.includes(agency.id)}
                    />
                    <span>
                      {agency.name} <small class="code">{agency.codeNew}</small>
                    </span>
                  </label>
                ))}
            </details>
          ))}
        </fieldset>
        <fieldset class="card">
          <legend class="h-s">Sau sáp nhập</legend>
          <label class="pick">
            <input type="radio" name="nhan" value="moi" checked={into !== 'cu'} />
            <span>
              Lập một cơ quan mới
              <small>Tất cả cơ quan đã chọn kết thúc; hồ sơ mới mang mã của cơ quan mới.</small>
            </span>
          </label>
          <label class="pick">
            <input type="radio" name="nhan" value="cu" checked={into === 'cu'} />
            <span>
              Cơ quan chọn ở dưới ở lại và nhận các cơ quan kia
              <small>Cơ quan ở lại giữ tên và mã; muốn đổi tên thì sửa ở trang của cơ quan.</small>
            </span>
          </label>
          <label class="label" for="o-lai">
            Cơ quan ở lại
          </label>
          <select class="select" id="o-lai" name="o-lai">
            <option value="">Không có</option>
            {agencies.map((agency) => (
              <option value={String(agency.id)}>{agency.name}</option>
            ))}
          </select>
        </fieldset>
        <p>
          <Button type="submit" weight="main">
            Tiếp tục
          </Button>
        </p>
      </form>
    </AdminFrame>
  );
}

import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorNote, ErrorSummary, LinkButton, Note } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import type { TurnedBack } from '../request.ts';
import { FORMS } from './paths.ts';

/** A form from a file becomes a draft, whole or not at all. */
export function ImportPage({ desk, turnedBack }: { desk: Desk; turnedBack?: TurnedBack }) {
  const wrong = turnedBack !== undefined;
  const stale = turnedBack?.stale;
  return (
    <AdminFrame
      desk={desk}
      title="Nhập biểu mẫu từ tệp"
      active={FORMS}
      failed={wrong}
      breadcrumbs={[{ label: 'Biểu mẫu', href: FORMS }, { label: 'Nhập tệp' }]}
    >
      <div class="measure stack">
        {turnedBack && !stale && <ErrorSummary errors={turnedBack.errors.slice(0, 30)} />}
        {turnedBack && stale && (
          <Note tone="warn" title={`Biểu mẫu này đang có bản nháp của ${stale.by}.`}>
            Tệp chưa được nhập. Đánh dấu ô “Thay bản nháp đang có” rồi chọn tệp lần nữa nếu vẫn muốn thay.
          </Note>
        )}
        <form
          class="card stack"
          method="post"
          action={`${FORMS}/nhap-tep`}
          enctype="multipart/form-data"
          novalidate
        >
          <CsrfField />
          <div class={wrong ? 'field field--error' : 'field'}>
            <label class="label" for="tep">
              Tệp biểu mẫu
            </label>
            <p class="hint" id="tep-h">
              Tệp JSON đã tải từ trang một biểu mẫu, tối đa 1 MB. Nội dung thành bản nháp; chỉ có hiệu lực khi
              công bố.
            </p>
            {wrong && !stale && (
              <ErrorNote id="tep-e">Tệp chưa nhập được. Sửa những chỗ nêu ở trên rồi chọn lại tệp.</ErrorNote>
            )}
            <input
              type="file"
              id="tep"
              name="tep"
              accept=".json,application/json"
              aria-describedby={wrong && !stale ? 'tep-h tep-e' : 'tep-h'}
              aria-invalid={wrong ? 'true' : undefined}
            />
          </div>
          <label class="pick">
            <input type="checkbox" name="replace" value="true" />
            <span>Thay bản nháp đang có của biểu mẫu cùng mã</span>
          </label>
          <p class="row">
            <Button weight="main" icon="upload">
              Nhập tệp
            </Button>
            <LinkButton weight="quiet" href={FORMS}>
              Thôi
            </LinkButton>
          </p>
        </form>
      </div>
    </AdminFrame>
  );
}

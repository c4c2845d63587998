import type { KeptForm } from '../../http/kept-form.ts';
import { Button, CsrfField, Note, PortalLayout } from '../../ui/index.ts';

/** After log-in: sends on the form that was kept when the session ended. */
export function ContinuePage({ form }: { form: KeptForm }) {
  return (
    <PortalLayout
      title="Đăng nhập xong, gửi tiếp nội dung đã điền"
      lead="Những gì bạn điền trước khi phiên hết hạn vẫn còn nguyên."
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Gửi tiếp' }]}
    >
      <form class="stack g5 measure" method="post" action={form.path}>
        <CsrfField />
        {form.fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {form.hadFiles && (
          <Note tone="warn" title="Tệp đính kèm chưa được gửi.">
            Trình duyệt không giữ tệp giùm bạn. Bấm “Tiếp tục” rồi chọn lại tệp.
          </Note>
        )}
        <div class="row">
          <Button weight="main" size="lg" iconAfter="arrow-right">
            Tiếp tục
          </Button>
          <a class="btn btn--quiet" href="/">
            Bỏ nội dung này
          </a>
        </div>
      </form>
    </PortalLayout>
  );
}

import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, TextField } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import type { TurnedBack } from '../request.ts';
import { FORMS } from './paths.ts';

/** A new form, empty or as a copy. */
export function NewPage(props: {
  desk: Desk;
  typed: Record<string, string>;
  /** Title of the form that is copied. */
  copied: string | null;
  turnedBack?: TurnedBack;
}) {
  const { desk, typed, copied, turnedBack } = props;
  const error = (field: string) => turnedBack?.errors.find((one) => one.field === field)?.text;
  const title = copied ? 'Tạo bản sao biểu mẫu' : 'Tạo biểu mẫu';
  return (
    <AdminFrame
      desk={desk}
      title={title}
      active={FORMS}
      failed={turnedBack !== undefined}
      breadcrumbs={[{ label: 'Biểu mẫu', href: FORMS }, { label: title }]}
      sub={copied && `Chép từ “${copied}”; bản gốc không đổi.`}
    >
      <div class="measure stack">
        {turnedBack && <ErrorSummary errors={turnedBack.errors} />}
        <form class="card stack" method="post" action={`${FORMS}/tao`} novalidate>
          <CsrfField />
          <input type="hidden" name="from" value={typed['from'] ?? ''} />
          <TextField
            name="title"
            label="Tên biểu mẫu"
            hint="Như trên văn bản ban hành, ví dụ Tờ khai đăng ký khai sinh"
            value={typed['title']}
            error={error('title')}
            maxLength={300}
          />
          <TextField
            name="code"
            label="Mã biểu mẫu"
            hint="Chữ thường không dấu, nối bằng gạch nối; để trống thì đặt theo tên. Không đổi được về sau."
            value={typed['code']}
            error={error('code')}
            maxLength={60}
            optional
            spellcheck={false}
            autocomplete="off"
          />
          <p class="row">
            <Button weight="main">Tạo và bắt đầu soạn</Button>
            <LinkButton weight="quiet" href={FORMS}>
              Thôi
            </LinkButton>
          </p>
        </form>
      </div>
    </AdminFrame>
  );
}

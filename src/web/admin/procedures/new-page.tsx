import type { FieldFacts } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, SelectField, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';

/** Begins a procedure, from nothing or as a copy. */
export function NewPage(props: {
  desk: Desk;
  fields: readonly FieldFacts[];
  typed: Record<string, string>;
  errors: FormError[];
}) {
  const { desk, fields, typed, errors } = props;
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title="Thêm thủ tục"
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Thủ tục', href: '/quan-tri/thu-tuc' }, { label: 'Thêm thủ tục' }]}
    >
      <form class="card stack" method="post" action="/quan-tri/thu-tuc/moi">
        <CsrfField />
        <ErrorSummary errors={errors} />
        <TextField name="name" label="Tên thủ tục" value={typed.name ?? ''} error={errorOf('name')} />
        <div class="field-row">
          <TextField
            name="code"
            label="Mã thủ tục"
            hint="Theo Cơ sở dữ liệu quốc gia, ví dụ 1.001193."
            value={typed.code ?? ''}
            error={errorOf('code')}
            autocomplete="off"
          />
          <SelectField
            name="field"
            label="Lĩnh vực"
            value={typed.field ?? ''}
            error={errorOf('field')}
            hint="Chưa có lĩnh vực phù hợp thì thêm ở trang Lĩnh vực và nhóm."
            options={fields
              .filter((one) => one.parent === null)
              .map((one) => ({ value: one.code, label: one.name }))}
          />
        </div>
        <TextField
          name="copyOf"
          label="Sao chép từ thủ tục mang mã"
          hint="Lấy toàn bộ nội dung của một thủ tục đang công bố làm bản nháp."
          optional
          short
          value={typed.copyOf ?? ''}
          error={errorOf('copyOf')}
          autocomplete="off"
        />
        <p>
          <Button weight="main">Tạo bản nháp</Button>
        </p>
      </form>
    </AdminFrame>
  );
}

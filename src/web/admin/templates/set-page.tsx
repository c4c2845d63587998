import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { TemplateSetInput } from '../../../modules/slips/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import { HOME } from './addresses.ts';

/** A set of slips that begins on a day to come: new, or not begun yet. */
export function SetPage(props: {
  desk: Desk;
  /** null: a new one. */
  code: string | null;
  typed: TemplateSetInput;
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, code, typed, seen, errors = [], stale } = props;
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  const title = code ? 'Sửa bộ mẫu sắp áp dụng' : 'Lập bộ mẫu mới';
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub={code ? undefined : 'Bộ mới bắt đầu với các mẫu đang dùng; thay từng mẫu trước ngày áp dụng.'}
      active={HOME}
      failed={errors.length > 0}
      breadcrumbs={[{ label: 'Mẫu phiếu', href: HOME }, { label: title }]}
    >
      <ErrorSummary errors={stale ? [] : errors} />
      {stale && <StaleNote stale={stale} href={`${HOME}/bo/${code}`} />}
      <form class="card stack" method="post" action={`${HOME}/bo/${code ?? 'moi'}`}>
        <CsrfField />
        <SeenField seen={seen} />
        <TextField name="ten" label="Tên bộ mẫu" value={typed.name} error={error('ten')} maxLength={200} />
        <TextField
          name="can-cu"
          label="Văn bản ban hành"
          hint="Số, ngày, điều"
          value={typed.legalBasis}
          error={error('can-cu')}
          maxLength={500}
        />
        <TextField
          name="tu-ngay"
          label="Áp dụng từ ngày"
          hint="Ví dụ 01/01/2027"
          short
          inputMode="numeric"
          value={typed.validFrom}
          error={error('tu-ngay')}
        />
        <div class="row">
          <Button weight="main">{code ? 'Lưu bộ mẫu' : 'Lập bộ mẫu'}</Button>
          <LinkButton href={HOME} weight="quiet">
            Thôi
          </LinkButton>
        </div>
      </form>
    </AdminFrame>
  );
}

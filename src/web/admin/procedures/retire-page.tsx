import { formatDateTime } from '../../../core/dates.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import { shortName, type OpenProcedure } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Note, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import { editorPath } from './place.ts';
import { crumbsOf, ProcedureTabs, StateBadges } from './state.tsx';

export interface RetireProps {
  desk: Desk;
  procedure: OpenProcedure;
  seen: number;
  typed: Record<string, string>;
  errors: FormError[];
  stale?: StaleEdit;
}

/** Takes a procedure out of force, at once or from a day, and names what takes its place. */
export function RetirePage({ desk, procedure, seen, typed, errors, stale }: RetireProps) {
  const { code, definition, inForce, endsAt, replacedBy, retired } = procedure;
  const base = editorPath(code);
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title={`Ngừng áp dụng ${shortName(definition.name)}`}
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={crumbsOf(procedure, 'Ngừng áp dụng')}
      sub={<StateBadges open={procedure} />}
    >
      <ProcedureTabs code={code} current="ngung" />
      <div class="stack">
        <ErrorSummary errors={errors} />
        {stale && <StaleNote stale={stale} href={base} />}
        {endsAt && (
          <form class="stack" method="post" action={`${base}/ngung`}>
            <CsrfField />
            <SeenField seen={seen} />
            <Note tone="warn" title={`Thủ tục sẽ ngừng áp dụng từ ${formatDateTime(endsAt)}.`}>
              {replacedBy ? `Thay bằng thủ tục ${replacedBy}.` : 'Chưa ghi thủ tục thay thế.'}
            </Note>
            <p>
              <Button name="do" value="keep">
                Hủy hẹn ngừng
              </Button>
            </p>
          </form>
        )}
        {retired && (
          <Note tone="info" title="Thủ tục đã ngừng áp dụng.">
            {replacedBy ? `Thay bằng thủ tục ${replacedBy}. ` : ''}
            Muốn áp dụng lại, <a href={`${base}/ban`}>công bố lại một bản</a> hoặc sửa rồi công bố.
          </Note>
        )}
        {!inForce && !retired && (
          <Note tone="info" title="Thủ tục chưa được công bố nên không có gì để ngừng.">
            Bỏ bản nháp nếu không dùng nữa.
          </Note>
        )}
        {inForce && !endsAt && (
          <form class="card stack" method="post" action={`${base}/ngung`}>
            <CsrfField />
            <SeenField seen={seen} />
            <p>
              Từ ngày ngừng, không ai nộp được hồ sơ mới. Hồ sơ đang giải quyết vẫn chạy tiếp theo bản lúc
              nộp. Trang của thủ tục trên cổng báo đã ngừng và dẫn tới thủ tục thay thế.
            </p>
            <TextField
              name="from"
              label="Ngừng từ ngày"
              hint="Dạng ngày/tháng/năm, từ 0 giờ. Để trống: ngừng ngay."
              optional
              short
              inputMode="numeric"
              value={typed.from ?? ''}
              error={errorOf('from')}
              autocomplete="off"
            />
            <TextField
              name="replacedBy"
              label="Mã thủ tục thay thế"
              hint="Thủ tục đang công bố, ví dụ 1.001193."
              optional
              short
              value={typed.replacedBy ?? ''}
              error={errorOf('replacedBy')}
              autocomplete="off"
            />
            <p>
              <Button weight="stop" name="do" value="retire">
                Ngừng áp dụng
              </Button>
            </p>
          </form>
        )}
      </div>
    </AdminFrame>
  );
}

import { formatDate, formatDateTime } from '../../../core/dates.ts';
import type { Directory } from '../../../modules/agencies/index.ts';
import type { Reorganisation } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Facts, LinkButton, Note, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { HREF } from './words.ts';

/** One merger or split: planned, done or given up, and what it moved. */
export function OutcomePage(props: {
  desk: Desk;
  directory: Directory;
  one: Reorganisation;
  errors: FormError[];
}) {
  const { desk, directory, one, errors } = props;
  const names = (ids: number[]) =>
    ids.map((id, index) => (
      <>
        {index > 0 && ', '}
        {directory.agencyById(id) ? (
          <a href={`${HREF}/${id}`}>{directory.agencyById(id)!.name}</a>
        ) : (
          'Cơ quan đã lập (không còn)'
        )}
      </>
    ));
  const { outcome } = one;
  return (
    <AdminFrame
      desk={desk}
      title={one.title}
      active={HREF}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Cơ quan', href: HREF },
        { label: one.kind === 'merge' ? 'Sáp nhập' : 'Chia tách' },
      ]}
    >
      <div class="stack measure">
        <ErrorSummary errors={errors} />
        {one.state === 'done' && (
          <Note tone="ok" title={`Đã thực hiện lúc ${formatDateTime(one.doneAt!)}.`}>
            Hồ sơ cũ giữ mã và tên khi nộp, tìm được theo tên cũ và tên mới.
          </Note>
        )}
        {one.state === 'planned' && (
          <Note tone={one.problem ? 'warn' : 'info'} title={`Sẽ thực hiện đầu ngày ${formatDate(one.day)}.`}>
            {one.problem &&
              `Lần thử vừa rồi chưa thực hiện được: ${one.problem} Sửa chỗ vướng rồi bấm “Thực hiện”.`}
          </Note>
        )}
        {one.state === 'cancelled' && <Note tone="info" title="Kế hoạch này đã hủy." />}
        {one.state === 'taken-back' && (
          <Note tone="info" title="Việc này đã được lấy lại.">
            Các cơ quan hoạt động lại như trước. Ai lấy lại, lúc nào: xem ở Nhật ký.
          </Note>
        )}
        <section class="card">
          <Facts
            items={[
              { label: 'Căn cứ', value: one.plan.basis || null },
              { label: 'Từ ngày', value: formatDate(one.day) },
              { label: 'Cơ quan kết thúc', value: names(one.plan.sources) },
              { label: 'Cơ quan kế thừa', value: outcome ? names(outcome.agencyIds) : null },
              { label: 'Người lập', value: `${one.plannedBy}, ${formatDateTime(one.plannedAt)}` },
              { label: 'Hồ sơ đã chuyển', value: outcome && String(outcome.dossiers) },
              { label: 'Việc đang mở đã chuyển', value: outcome && String(outcome.tasks) },
              { label: 'Hồ sơ đang soạn đã chuyển', value: outcome && String(outcome.drafts) },
              { label: 'Chức vụ đã chuyển', value: outcome && String(outcome.positions) },
              { label: 'Thủ tục nhận thêm', value: outcome && String(outcome.procedures) },
            ]}
          />
        </section>
        {one.state === 'planned' && (
          <form method="post" class="row">
            <CsrfField />
            {one.problem && (
              <Button type="submit" weight="main" name="doing" value="again">
                Thực hiện
              </Button>
            )}
            <Button type="submit" weight="stop" name="doing" value="cancel">
              Hủy kế hoạch
            </Button>
          </form>
        )}
        {one.state === 'done' && (
          <p>
            <LinkButton href={`${HREF}/sap-xep/${one.id}/lay-lai`} icon="undo-2">
              Lấy lại như trước…
            </LinkButton>
          </p>
        )}
        {(one.state === 'cancelled' || one.state === 'taken-back') && (
          <form method="post" class="row">
            <CsrfField />
            <Button type="submit" name="doing" value="plan">
              Lập lại
            </Button>
            <span class="muted sm">Thực hiện vào ngày đã định, hoặc ngay nếu ngày đó đã qua.</span>
          </form>
        )}
        <p>
          <a href={HREF}>Về danh sách cơ quan</a>
        </p>
      </div>
    </AdminFrame>
  );
}

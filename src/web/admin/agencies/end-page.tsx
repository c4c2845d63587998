import type { Agency } from '../../../modules/agencies/index.ts';
import type { EndingReport } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Facts, LinkButton, Note, TextField } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import { HREF } from './words.ts';

/** The last day of an agency: only when nothing of it is in hand. */
export function EndPage(props: {
  desk: Desk;
  agency: Agency;
  report: EndingReport;
  day: string;
  seen: number;
  turned?: TurnedBack;
}) {
  const { desk, agency, report, day, seen, turned } = props;
  const errors = turned?.errors ?? [];
  return (
    <AdminFrame
      desk={desk}
      title={`Kết thúc ${agency.name}`}
      failed={errors.length > 0}
      active={HREF}
      breadcrumbs={[
        { label: 'Cơ quan', href: HREF },
        { label: agency.shortName, href: `${HREF}/${agency.id}` },
        { label: 'Kết thúc' },
      ]}
    >
      <div class="stack measure">
        {turned?.stale ? (
          <StaleNote stale={turned.stale} href={`${HREF}/${agency.id}`} />
        ) : (
          <ErrorSummary errors={errors} />
        )}
        {report.blocked ? (
          <Note tone="warn" title="Cơ quan còn việc trong tay nên chưa kết thúc được.">
            Dùng “Sáp nhập” để chuyển hồ sơ, việc và cán bộ cho cơ quan kế thừa trong một lần, hoặc xử lý xong
            trước.
          </Note>
        ) : (
          <Note tone="info">
            Cơ quan không còn việc. Sau ngày kết thúc, cơ quan không nhận hồ sơ mới; hồ sơ cũ vẫn tìm được.
          </Note>
        )}
        <section class="card">
          <Facts
            items={[
              { label: 'Hồ sơ chưa xong', value: String(report.load.running) },
              { label: 'Việc đang mở', value: String(report.load.tasks) },
              { label: 'Hồ sơ người dân đang soạn', value: String(report.load.drafts) },
              { label: 'Chức vụ của cán bộ', value: String(report.positions) },
              { label: 'Thủ tục đang giải quyết', value: String(report.procedures) },
              { label: 'Cơ quan trực thuộc, nhờ tiếp nhận', value: report.dependents.join(', ') || '0' },
            ]}
          />
        </section>
        {report.blocked ? (
          <p class="row">
            <LinkButton weight="main" href={`${HREF}/sap-nhap?co-quan=${agency.id}`}>
              Sáp nhập vào cơ quan khác
            </LinkButton>
            <LinkButton href={`${HREF}/${agency.id}`}>Về trang cơ quan</LinkButton>
          </p>
        ) : (
          <form method="post" class="stack" novalidate>
            <CsrfField />
            <SeenField seen={seen} />
            <TextField
              name="validTo"
              label="Ngày hoạt động cuối cùng"
              short
              inputMode="numeric"
              value={day}
              error={errors.find((one) => one.field === 'validTo')?.text}
            />
            <p>
              <Button type="submit" weight="stop">
                Kết thúc cơ quan
              </Button>
            </p>
          </form>
        )}
      </div>
    </AdminFrame>
  );
}

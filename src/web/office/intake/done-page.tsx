import { formatDateTime } from '../../../core/dates.ts';
import { formatMoney } from '../../../core/money.ts';
import type { DossierPage } from '../../../modules/dossiers/index.ts';
import { Facts, LinkButton, Note, StatusBadge } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import { OfficeFrame } from '../frame.tsx';

/** After the counter has decided: the code, the slip to print, the next person. */
export function DonePage({ desk, page }: { desk: Desk; page: DossierPage }) {
  const { dossier, slips, fees } = page;
  const [slip] = slips;
  const total = fees.reduce((sum, fee) => sum + fee.amount, 0);
  const paid = fees.every((fee) => fee.paidAt !== null);
  return (
    <OfficeFrame desk={desk} title="Đã nhận hồ sơ" active="/mot-cua/tiep-nhan" sub={page.procedure.name}>
      <div class="stack">
        <section class="card stack" aria-label="Hồ sơ">
          <Note tone="ok" title={dossier.code ? 'Đã cấp mã hồ sơ' : 'Số đăng ký'}>
            <p class="code h-l">{dossier.code ?? dossier.registration_no}</p>
          </Note>
          <Facts
            items={[
              { label: 'Người nộp', value: dossier.applicant.name },
              {
                label: 'Trạng thái',
                value: <StatusBadge status={dossier.status} />,
                sub: dossier.status_reason ?? undefined,
              },
              {
                label: 'Hẹn trả',
                value: dossier.due_at ? <time>{formatDateTime(dossier.due_at)}</time> : undefined,
              },
              {
                label: 'Phí, lệ phí',
                value: total > 0 ? formatMoney(total) : undefined,
                sub: total > 0 ? (paid ? 'Đã thu' : 'Chưa thu') : undefined,
              },
            ]}
          />
          <div class="row">
            {slip && (
              <LinkButton weight="main" icon="printer" href={`/mot-cua/ho-so/${dossier.id}/phieu/${slip.id}`}>
                In {slip.name.toLocaleLowerCase('vi')}
              </LinkButton>
            )}
            <LinkButton href={`/mot-cua/ho-so/${dossier.id}`}>Mở hồ sơ</LinkButton>
            <LinkButton icon="scan-line" href="/mot-cua/tiep-nhan">
              Nhận hồ sơ tiếp theo
            </LinkButton>
          </div>
        </section>
      </div>
    </OfficeFrame>
  );
}

import { formatDate } from '../../../core/dates.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import type { Plan, PlanPreview } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, Facts, Note, Table } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { hiddenOf, type Typed } from './plan-typed.ts';
import { HREF } from './words.ts';

/** Last step: what moves, in numbers, before anything is done. */
export function PreviewPage(props: {
  desk: Desk;
  plan: Plan;
  preview: PlanPreview;
  into: Agency | undefined;
  typed: Typed;
  today: string;
  action: string;
}) {
  const { desk, plan, preview, into, typed, today, action } = props;
  const { totals } = preview;
  const merge = plan.kind === 'merge';
  const targetNames = plan.targets.map((target) =>
    'create' in target ? target.create.name : (into?.name ?? ''),
  );
  const codeOf = (unit: PlanPreview['units'][number]): string => {
    const name = into?.units.find((one) => one.code === unit.code)?.name ?? unit.newName;
    return merge ? name : `${name}, ${targetNames[unit.target] ?? ''}`;
  };
  return (
    <AdminFrame
      desk={desk}
      title={merge ? 'Sáp nhập cơ quan' : 'Chia tách cơ quan'}
      active={HREF}
      breadcrumbs={[{ label: 'Cơ quan', href: HREF }, { label: 'Xem trước' }]}
      sub="Bước cuối: xem trước và xác nhận"
    >
      <div class="stack">
        <Note
          tone="info"
          title={`Từ ngày ${formatDate(plan.day)}: ${preview.sources.map((one) => one.name).join(', ')} → ${targetNames.join(', ')}.`}
        >
          {plan.day > today
            ? 'Kế hoạch được lưu và tự thực hiện đầu ngày đó; trước ngày đó có thể hủy.'
            : 'Thực hiện ngay trong một lần: hoặc xong tất cả, hoặc không thay đổi gì.'}
        </Note>
        <section class="card">
          <h2 class="h-s mb-2">Chuyển đi</h2>
          <Facts
            items={[
              {
                label: 'Hồ sơ đang giải quyết',
                value: String(totals.running),
                sub: 'giữ mã và ngày hẹn trả',
              },
              { label: 'Việc đang mở', value: String(totals.tasks) },
              {
                label: 'Hồ sơ đã xong',
                value: String(totals.dossiers - totals.running),
                sub: 'giữ tên khi nộp, tìm được theo tên cũ và tên mới',
              },
              { label: 'Hồ sơ người dân đang soạn', value: String(totals.drafts) },
              { label: 'Chức vụ của cán bộ', value: String(totals.positions) },
              {
                label: 'Thủ tục',
                value: preview.sources.map((one) => `${one.name}: ${one.procedures}`).join('; '),
              },
              { label: 'Cơ quan đi theo', value: preview.followers.join(', ') || null },
              {
                label: 'Đơn vị hành chính',
                value: plan.adminUnits
                  ? `${plan.adminUnits.ended.join(', ')} → ${plan.adminUnits.name} (${plan.adminUnits.code})`
                  : null,
              },
              {
                label: 'Sổ',
                value: plan.books === 'new' ? 'Mở sổ mới từ số 1' : 'Đếm tiếp số lớn nhất của các cơ quan cũ',
              },
            ]}
          />
        </section>
        <Table
          label="Đơn vị, việc và cán bộ chuyển về đâu"
          rows={preview.units}
          columns={[
            { label: 'Đơn vị', cell: (unit) => unit.name },
            {
              label: 'Của cơ quan',
              cell: (unit) => preview.sources.find((one) => one.id === unit.agencyId)?.name,
            },
            { label: 'Việc đang mở', number: true, cell: (unit) => String(unit.tasks) },
            {
              label: 'Cán bộ',
              cell: (unit) => [...new Set(unit.positions.map((one) => one.officerName))].join(', ') || '–',
            },
            { label: 'Chuyển về', cell: codeOf },
          ]}
        />
        <form method="post" action={action} class="row">
          <CsrfField />
          {hiddenOf(typed).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button type="submit" weight="main" name="doing" value="confirm">
            {merge ? 'Xác nhận sáp nhập' : 'Xác nhận chia tách'}
          </Button>
          <Button type="submit" name="doing" value="edit">
            Sửa lại
          </Button>
        </form>
      </div>
    </AdminFrame>
  );
}

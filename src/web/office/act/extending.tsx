import { formatDate, parseDate } from '../../../core/dates.ts';
import { TextField } from '../../ui/index.ts';
import { Words } from './fields.tsx';
import type { ActPage } from './types.ts';

/** The result will be late: an apology and a new appointment (Decree 61/2018, art. 19.9). */
export const extend: ActPage = {
  slug: 'gia-han',
  action: 'extend',
  label: 'Xin lỗi, hẹn lại ngày trả',
  icon: 'calendar-clock',
  lead: ({ dossier }) =>
    `Chỉ hẹn lại một lần, chậm nhất một ngày trước ngày hẹn${dossier.due_at ? ` ${formatDate(dossier.due_at)}` : ''}. Người nộp nhận thông báo và phiếu xin lỗi.`,
  Fields: ({ typed, errors }) => (
    <>
      <TextField
        name="until"
        label="Ngày hẹn mới"
        hint="Một ngày làm việc, ví dụ 31/12/2026"
        short
        inputMode="numeric"
        value={typed.text('until')}
        error={errors.get('until')}
      />
      <Words typed={typed} errors={errors} name="reason" label="Lý do trễ hẹn" hint="Người nộp đọc được." />
    </>
  ),
  command: (typed) => ({
    action: 'extend',
    until: parseDate(typed.text('until')) ?? '',
    reason: typed.text('reason'),
  }),
  done: 'Đã xin lỗi và hẹn lại ngày trả kết quả.',
};

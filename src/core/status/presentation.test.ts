import { describe, expect, it } from 'vitest';
import {
  presentation,
  REASON_REQUIRED,
  STATUSES,
  type Audience,
  type Status,
  type StatusFacts,
} from './index.ts';

const at = (text: string): Date => new Date(`${text}+07:00`);
const facts: StatusFacts = {
  at: at('2019-08-12T09:05:07'),
  reason: 'Thiếu bản sao giấy chứng sinh',
  toAdd: ['Giấy chứng sinh', 'Tờ khai có chữ ký'],
  supplementUntil: at('2019-08-20T17:00:00'),
  authority: 'Sở Tư pháp',
  holder: { position: 'Chuyên viên', unit: 'Phòng Hộ tịch', person: 'Trần Thị Ánh' },
  dueAt: at('2019-08-15T17:00:00'),
  amount: 150_000,
  payUntil: at('2019-08-16T17:00:00'),
  returnedAt: at('2019-08-15T10:00:00'),
};
const shown = (status: Status, audience?: Audience, more: StatusFacts = facts): string[] =>
  presentation(status, more, audience).details.map(({ label, text }) => `${label}: ${text}`);

describe('what is shown with a status', () => {
  it('[I.1~] new: when it was filed', () => {
    const view = presentation('submitted', facts);
    expect([view.label, view.icon, view.className]).toEqual(['Mới đăng ký', 'file-plus', 'is-info']);
    expect(shown('submitted')).toEqual(['Thời điểm: 12/08/2019 09:05:07']);
  });

  it('[I.2] [I.3] the counter’s answers: reason of a request and of a refusal, appointment of an acceptance', () => {
    expect(shown('supplement_requested')[0]).toBe('Lý do: Thiếu bản sao giấy chứng sinh');
    expect(shown('refused')).toEqual(['Lý do: Thiếu bản sao giấy chứng sinh']);
    expect(shown('accepted')).toEqual([
      'Cơ quan giải quyết: Sở Tư pháp',
      'Hẹn trả kết quả: 15/08/2019 17:00:00',
    ]);
    expect(REASON_REQUIRED).toEqual(['supplement_requested', 'refused', 'stopped']);
  });

  it('[I.6] a supplement: reason and what to add, by when', () => {
    expect(shown('supplement_requested')).toEqual([
      'Lý do: Thiếu bản sao giấy chứng sinh',
      'Cần bổ sung: Giấy chứng sinh; Tờ khai có chữ ký',
      'Bổ sung chậm nhất: 20/08/2019',
    ]);
  });

  it('[I.4] supplemented: when', () =>
    expect(shown('supplemented')).toEqual(['Thời điểm: 12/08/2019 09:05:07']));

  it('[I.5] [I.8] in progress: the authority on transfer, then position, unit and person', () => {
    expect(shown('in_progress', 'owner', { authority: 'Sở Tư pháp' })).toEqual([
      'Cơ quan giải quyết: Sở Tư pháp',
    ]);
    expect(shown('in_progress')).toEqual([
      'Cơ quan giải quyết: Sở Tư pháp',
      'Vị trí: Chuyên viên',
      'Phòng, ban: Phòng Hộ tịch',
      'Người đang xử lý: Trần Thị Ánh',
      'Hẹn trả kết quả: 15/08/2019 17:00:00',
    ]);
  });

  it('[I.9] overdue: still in progress, with the due date and the days', () => {
    const late = { ...facts, lateness: { late: true, days: 3, minutes: 1100 } };
    expect(presentation('in_progress', late).label).toBe('Đang xử lý');
    expect(shown('in_progress', 'public', late)).toEqual([
      'Cơ quan giải quyết: Sở Tư pháp',
      'Quá hạn: Hạn xử lý 15/08/2019 – Quá hạn 3 ngày',
    ]);
  });

  it('[I.7] stopped: reason', () =>
    expect(shown('stopped')).toEqual(['Lý do: Thiếu bản sao giấy chứng sinh']));

  it('[I.10] payment: amount and by when', () => {
    expect(shown('payment_required').slice(0, 2)).toEqual([
      'Số tiền phải nộp: 150.000 đồng',
      'Nộp chậm nhất: 16/08/2019',
    ]);
  });

  it('[I.11] [I.12] done and returned: being returned, then the date of return', () => {
    expect(shown('done')).toEqual(['Thông tin: Đang trả kết quả']);
    expect(shown('returned')).toEqual(['Ngày trả kết quả: 15/08/2019']);
  });

  it('leaves out what is not known', () => {
    for (const status of STATUSES.filter((s) => s !== 'done')) expect(shown(status, 'owner', {})).toEqual([]);
  });
});

describe('[II.19.2~] without logging in', () => {
  it('no name, unit, reason or amount is shown for any status, and the page can say that more is there', () => {
    for (const status of STATUSES) {
      const text = shown(status, 'public').join(' ');
      for (const secret of ['Ánh', 'Phòng Hộ tịch', 'Chuyên viên', 'chứng sinh', '150.000']) {
        expect(text).not.toContain(secret);
      }
    }
    expect(presentation('in_progress', facts, 'public').withheld).toEqual(['position', 'unit', 'person']);
    expect(presentation('supplement_requested', facts, 'public').withheld).toEqual(['reason', 'to_add']);
    expect(presentation('in_progress', facts, 'officer').withheld).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowed,
  checkChart,
  checkDetails,
  strandedDossiers,
  DEFAULT_CHART,
  FINAL_STATUSES,
  nextStatuses,
  REQUIRED_CHANGES,
  STATUSES,
  type Chart,
  type ChartEdge,
  type Status,
} from './index.ts';

const FROM: (Status | null)[] = [null, ...STATUSES];
const without = (from: Status | null, to: Status): Chart =>
  DEFAULT_CHART.filter((edge) => edge.from !== from || edge.to !== to);
const isRequired = ({ from, to }: ChartEdge): boolean =>
  REQUIRED_CHANGES.some((edge) => edge.from === from && edge.to === to);
const rules = (chart: Chart): string[] => checkChart(chart).map((message) => message.rule);

/** The whole table by hand: before acceptance, and after it. */
const BEFORE: Partial<Record<Status | 'in', Status[]>> = {
  in: ['submitted', 'supplement_requested', 'refused', 'accepted'],
  submitted: ['supplement_requested', 'refused', 'accepted', 'withdrawn'],
  supplement_requested: ['supplemented', 'stopped', 'withdrawn'],
  supplemented: ['supplement_requested', 'refused', 'accepted'],
  accepted: ['withdrawn'],
  in_progress: ['supplement_requested', 'stopped', 'withdrawn'],
  payment_required: ['stopped'],
  withdrawn: ['submitted'],
};
const AFTER: Partial<Record<Status | 'in', Status[]>> = {
  in: ['supplement_requested'],
  submitted: ['supplement_requested', 'withdrawn'],
  supplement_requested: ['supplemented', 'stopped', 'withdrawn'],
  supplemented: ['in_progress'],
  accepted: ['in_progress', 'payment_required', 'withdrawn'],
  in_progress: ['supplement_requested', 'payment_required', 'stopped', 'withdrawn', 'done'],
  payment_required: ['in_progress', 'stopped', 'done'],
  done: ['payment_required', 'returned'],
};

describe('the default chart', () => {
  it.each([
    [false, BEFORE],
    [true, AFTER],
  ])('[II.4.2~] allows exactly its changes (accepted: %s)', (accepted, table) => {
    for (const from of FROM) {
      const open = STATUSES.filter((to) => allowed(DEFAULT_CHART, from, to, { accepted }));
      expect([from, open]).toEqual([from, table[from ?? 'in'] ?? []]);
    }
  });

  it('[I.1~] [I.2] lets online dossiers enter as new and paper ones with an answer of the counter', () => {
    const enter = (channel: 'online' | 'counter' | 'post'): Status[] =>
      nextStatuses(DEFAULT_CHART, null, { accepted: false, channel });
    expect(enter('online')).toEqual(['submitted']);
    expect(enter('counter')).toEqual(['accepted', 'refused', 'supplement_requested']);
    expect(enter('post')).toEqual(enter('counter'));
  });

  it('[II.5.8~] restores a cancelled dossier only when it was never accepted', () => {
    expect(allowed(DEFAULT_CHART, 'withdrawn', 'submitted', { accepted: false })).toBe(true);
    expect(allowed(DEFAULT_CHART, 'withdrawn', 'submitted', { accepted: true })).toBe(false);
  });

  it('passes its own check', () => expect(checkChart(DEFAULT_CHART)).toEqual([]));
});

describe('a chart that an administrator edits', () => {
  it('[II.4.2~] may close what Appendix I leaves free and open what it does not forbid', () => {
    const free: ChartEdge[] = [
      { from: 'submitted', to: 'withdrawn' },
      { from: 'in_progress', to: 'withdrawn' },
      { from: 'supplement_requested', to: 'stopped' },
      { from: 'done', to: 'payment_required' },
      { from: 'withdrawn', to: 'submitted' },
    ];
    expect(
      checkChart(DEFAULT_CHART.filter((edge) => !free.some((f) => f.from === edge.from && f.to === edge.to))),
    ).toEqual([]);
    expect(checkChart([...DEFAULT_CHART, { from: 'accepted', to: 'done' }])).toEqual([]);
    expect(allowed(without('in_progress', 'withdrawn'), 'in_progress', 'withdrawn', { accepted: true })).toBe(
      false,
    );
  });

  it('[II.4.1] is refused when it closes a change that Appendix I describes', () => {
    expect(checkChart(without('in_progress', 'supplement_requested'))).toEqual([
      {
        rule: 'required',
        from: 'in_progress',
        to: 'supplement_requested',
        message:
          'Phụ lục I (Giải quyết thủ tục hành chính, mục 3.2.1) cần “Đang xử lý → Yêu cầu bổ sung giấy tờ”. Mở lại đường đi này.',
      },
    ]);
  });

  it.each<[Status | null, Status, string]>([
    ['submitted', 'done', 'order'],
    [null, 'done', 'order'],
    ['in_progress', 'refused', 'order'],
    ['accepted', 'supplemented', 'order'],
    ['accepted', 'supplement_requested', 'order'],
    ['in_progress', 'returned', 'order'],
    ['in_progress', 'accepted', 'order'],
    ['accepted', 'submitted', 'order'],
    ['done', 'stopped', 'order'],
    ['done', 'withdrawn', 'order'],
    ['refused', 'accepted', 'final'],
    ['returned', 'in_progress', 'final'],
    ['stopped', 'in_progress', 'final'],
    ['withdrawn', 'in_progress', 'final'],
    ['submitted', 'accepted', 'repeated'],
    ['submitted', 'lost' as Status, 'unknown'],
  ])('[II.4.1] is refused with %s → %s (%s)', (from, to, rule) => {
    expect(rules([...DEFAULT_CHART, { from, to }])).toEqual([rule]);
  });

  it('[II.4.2~] is refused when a dossier could get stuck, and names where', () => {
    const stuck = DEFAULT_CHART.filter((edge) => edge.from !== 'payment_required');
    expect(checkChart(stuck)).toEqual([
      {
        rule: 'stranded',
        from: 'payment_required',
        message:
          'Hồ sơ ở “Yêu cầu thực hiện nghĩa vụ tài chính” không có đường nào tới trạng thái kết thúc. Mở một đường đi ra.',
      },
    ]);
    expect(rules(without('done', 'returned'))).toEqual(['required', 'unreachable']);
  });

  it('[II.4.2~] is refused when a status of Appendix I can never be shown', () => {
    const unpaid = DEFAULT_CHART.filter((edge) => edge.to !== 'payment_required');
    expect(rules(unpaid)).toEqual(['unreachable']);
    expect(rules(DEFAULT_CHART.filter((edge) => edge.to !== 'withdrawn'))).toEqual([]);
    expect(rules([])).toContain('unreachable');
  });

  it('[II.4.2~] never strands a dossier once it passes, whatever was opened or closed', () => {
    const every = FROM.flatMap((from) => STATUSES.map((to) => ({ from, to })));
    const possible = every.filter((edge) =>
      checkChart([...DEFAULT_CHART, edge]).every((message) => message.rule === 'repeated'),
    );
    const required = possible.filter(({ from, to }) => rules(without(from, to)).includes('required'));
    const free = possible.filter((edge) => !required.includes(edge));
    expect(required).toHaveLength(15);
    let passed = 0;
    fc.assert(
      fc.property(fc.subarray(free), (chosen) => {
        const chart = [...required, ...chosen];
        if (checkChart(chart).length > 0) return;
        passed++;
        for (const state of reachable(chart)) expect(canEnd(chart, state)).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

describe('dossiers that run', () => {
  it('[II.4.2~] are counted where a chart would leave them without an end, before and after acceptance', () => {
    const running = [
      { status: 'supplemented' as const, accepted: true, dossiers: 3 },
      { status: 'supplemented' as const, accepted: false, dossiers: 2 },
      { status: 'returned' as const, accepted: true, dossiers: 9 },
      { status: 'done' as const, accepted: true, dossiers: 0 },
    ];
    expect(strandedDossiers(DEFAULT_CHART, running)).toEqual([]);
    const cut = without('supplemented', 'in_progress');
    expect(strandedDossiers(cut, running).map((message) => message.message)).toEqual([
      '3 hồ sơ đang ở “Đã bổ sung hồ sơ” (đã tiếp nhận) sẽ không còn đường nào tới trạng thái kết thúc. Mở một đường đi ra.',
    ]);
  });

  it('[II.4.2~] never strand under a chart that passes its check', () => {
    const everywhere = STATUSES.flatMap((status) =>
      (['submitted', 'refused'].includes(status)
        ? [false]
        : ['accepted', 'in_progress', 'payment_required', 'stopped', 'done', 'returned'].includes(status)
          ? [true]
          : [true, false]
      ).map((accepted) => ({ status, accepted, dossiers: 1 })),
    );
    fc.assert(
      fc.property(fc.subarray(DEFAULT_CHART.filter((edge) => !isRequired(edge))), (free) => {
        const chart = [...REQUIRED_CHANGES, ...free];
        if (checkChart(chart).length === 0) expect(strandedDossiers(chart, everywhere)).toEqual([]);
      }),
    );
    expect(strandedDossiers(DEFAULT_CHART, everywhere)).toEqual([]);
  });
});

interface State {
  status: Status;
  accepted: boolean;
}

function after(chart: Chart, from: Status | null, accepted: boolean): State[] {
  return nextStatuses(chart, from, { accepted }).map((status) => ({
    status,
    accepted: accepted || status === 'accepted',
  }));
}

function closure(chart: Chart, first: State[]): State[] {
  const found = [...first];
  for (const state of found) {
    for (const next of after(chart, state.status, state.accepted)) {
      if (!found.some((s) => s.status === next.status && s.accepted === next.accepted)) found.push(next);
    }
  }
  return found;
}

function reachable(chart: Chart): State[] {
  return closure(chart, after(chart, null, false));
}

function canEnd(chart: Chart, state: State): boolean {
  return closure(chart, [state]).some(({ status }) => FINAL_STATUSES.includes(status));
}

describe('detailed statuses', () => {
  it('[II.4.1] stand under one of Appendix I', () => {
    expect(
      checkDetails([{ code: 'site_visit', under: 'in_progress', label: 'Đang kiểm tra thực địa' }]),
    ).toEqual([]);
  });

  it('are refused without one, without a name, or with a code that is taken', () => {
    expect(
      checkDetails([
        { code: 'done', under: 'in_progress', label: 'Xong' },
        { code: 'Sai Mã', under: 'in_progress', label: 'Sai' },
        { code: 'x', under: 'lost' as Status, label: ' ' },
      ]),
    ).toEqual([
      'Mã “done” đã có. Đặt mã khác cho “Xong”.',
      'Mã “Sai Mã” chỉ được gồm chữ thường không dấu, số và dấu gạch dưới.',
      '“x” phải thuộc một trạng thái của Phụ lục I. Chọn lại.',
      'Nhập tên hiển thị cho trạng thái có mã “x”.',
    ]);
  });

  it('are refused under a name that another status has', () => {
    const detail = { code: 'a', under: 'in_progress' as const, label: 'Đang kiểm tra' };
    expect(checkDetails([detail, { ...detail, code: 'b', label: ' đang KIỂM tra ' }])).toEqual([
      'Tên “đang KIỂM tra” đã có. Đặt tên khác để phân biệt được.',
    ]);
    expect(checkDetails([{ ...detail, label: 'Đang xử lý' }])).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../text.ts';
import {
  DEFAULT_GRANTS,
  explain,
  hasRight,
  holdsTask,
  mayAct,
  RIGHTS,
  rightsOf,
  ROLES,
  type Grants,
  type OfficeRole,
  type OfficerActor,
  type Right,
  type TaskFacts,
} from './index.ts';

const office = ROLES.filter((role): role is OfficeRole => role !== 'applicant');
const rights = fc.subarray([...RIGHTS], { maxLength: 6 });
const titles = ['Trưởng phòng', 'Chuyên viên', 'Công chức'];

const anyGrants: fc.Arbitrary<Grants> = fc.record({
  roles: fc.record(Object.fromEntries(ROLES.map((role) => [role, rights]))) as unknown as fc.Arbitrary<
    Grants['roles']
  >,
  titles: fc.dictionary(fc.constantFrom(...titles.map(fold)), rights),
  groups: fc.dictionary(fc.constantFrom('to-1', 'to-2'), rights),
  persons: fc.dictionary(fc.constantFrom('7', '8'), rights) as fc.Arbitrary<Record<number, Right[]>>,
});

const position = fc.record({
  agencyId: fc.integer({ min: 1, max: 2 }),
  unitId: fc.integer({ min: 1, max: 3 }),
  unitCode: fc.constant('phong'),
  role: fc.constantFrom(...office),
  title: fc.constantFrom(...titles),
  insteadOf: fc.option(
    fc.record({
      officerId: fc.constant(99),
      name: fc.constant('Lê Văn Vắng'),
      until: fc.constant('2026-12-01'),
    }),
    { nil: undefined },
  ),
});

const anyOfficer: fc.Arbitrary<OfficerActor> = fc.record({
  kind: fc.constant('officer' as const),
  accountId: fc.constant(1),
  officerId: fc.constantFrom(7, 8, 9),
  name: fc.constant('Trần Thị Ngân'),
  positions: fc.array(position, { maxLength: 4 }),
  groups: fc.subarray(['to-1', 'to-2']),
});

const place = fc.record(
  {
    agencyId: fc.option(fc.integer({ min: 1, max: 2 })),
    unitId: fc.option(fc.integer({ min: 1, max: 3 })),
  },
  { requiredKeys: [] },
);

describe('explain', () => {
  it('[II.17.2~] gives a reason exactly when there is the right, by position, title, group, person or substitution', () => {
    fc.assert(
      fc.property(anyOfficer, fc.constantFrom(...RIGHTS), place, anyGrants, (actor, right, where, grants) => {
        const reasons = explain(actor, right, where, grants);
        expect(reasons.length > 0).toBe(hasRight(actor, right, where, grants));
      }),
      { numRuns: 500 },
    );
  });

  it('every reason stands by itself: with nothing but it the right is still there', () => {
    fc.assert(
      fc.property(anyOfficer, fc.constantFrom(...RIGHTS), anyGrants, (actor, right, grants) => {
        for (const reason of explain(actor, right, {}, grants)) {
          const alone: OfficerActor = {
            ...actor,
            positions: 'position' in reason ? [reason.position] : [],
            groups: reason.by === 'group' ? [reason.group] : [],
          };
          expect(hasRight(alone, right, {}, grants)).toBe(true);
        }
      }),
    );
  });

  it('agrees with the list of rights of menus', () => {
    fc.assert(
      fc.property(anyOfficer, anyGrants, (actor, grants) => {
        const held = rightsOf(actor, grants);
        for (const right of RIGHTS)
          expect(held.has(right)).toBe(explain(actor, right, {}, grants).length > 0);
      }),
    );
  });
});

describe('grants loaded with the actor', () => {
  const clerk: OfficerActor = {
    kind: 'officer',
    accountId: 1,
    officerId: 7,
    name: 'Trần Thị Ngân',
    positions: [{ agencyId: 1, unitId: 1, unitCode: 'van-thu', role: 'clerk', title: 'Văn thư' }],
    groups: [],
  };

  it('hold without being handed over; without any, the defaults do', () => {
    expect(hasRight(clerk, 'report.see')).toBe(false);
    const grants = { ...DEFAULT_GRANTS, persons: { 7: ['report.see'] as const } };
    expect(hasRight({ ...clerk, grants }, 'report.see')).toBe(true);
  });
});

describe('in place of somebody who is away', () => {
  const away = { officerId: 3, name: 'Lê Văn Vắng', until: '2026-12-01' };
  const standIn: OfficerActor = {
    kind: 'officer',
    accountId: 1,
    officerId: 7,
    name: 'Trần Thị Ngân',
    positions: [
      { agencyId: 1, unitId: 2, unitCode: 'phong', role: 'head', title: 'Trưởng phòng', insteadOf: away },
    ],
    groups: [],
  };
  const task = (facts: Partial<TaskFacts>): TaskFacts => ({
    id: 1,
    nodeId: 'approve',
    step: 'approve',
    kind: 'step',
    agencyId: 1,
    unitId: 2,
    role: 'head',
    assigneeId: null,
    ...facts,
  });

  it('the tasks of the position and those given by name are held, nobody else’s', () => {
    expect(holdsTask(standIn, task({}))).toBe(true);
    expect(holdsTask(standIn, task({ assigneeId: 3 }))).toBe(true);
    expect(holdsTask(standIn, task({ assigneeId: 4 }))).toBe(false);
    expect(holdsTask({ ...standIn, positions: [] }, task({ assigneeId: 3 }))).toBe(false);
  });

  it('[II.17.2~] a step given to one person or to a group by the flow asks for no right beside', () => {
    const facts = (open: TaskFacts) => ({
      status: 'in_progress' as const,
      applicantAccountId: 5,
      handlingAgencyId: 1,
      receptionAgencyId: 1,
      openTasks: [open],
    });
    const outsider = { ...standIn, positions: [], groups: ['to-1'] };
    expect(
      mayAct(outsider, 'sign', facts(task({ step: 'sign', unitId: null, role: null, assigneeId: 7 }))).ok,
    ).toBe(true);
    expect(
      mayAct(outsider, 'sign', facts(task({ step: 'sign', unitId: null, role: null, assigneeId: 8 }))).ok,
    ).toBe(false);
    expect(
      mayAct(outsider, 'sign', facts(task({ step: 'sign', unitId: null, role: null, group: 'to-1' }))).ok,
    ).toBe(true);
    expect(
      mayAct(outsider, 'sign', facts(task({ step: 'sign', unitId: null, role: null, group: 'to-2' }))).ok,
    ).toBe(false);
  });
});

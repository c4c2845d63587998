import { describe, expect, it } from 'vitest';
import {
  hasRight,
  maySee,
  reportPlaces,
  rightsOf,
  DEFAULT_GRANTS,
  RIGHTS,
  ROLE_LABELS,
  ROLES,
  type Actor,
  type OfficerActor,
  type OfficeRole,
  type SightFacts,
  type TaskFacts,
} from './index.ts';

function officer(
  officerId: number,
  ...places: [agencyId: number, unitId: number, role: OfficeRole][]
): OfficerActor {
  return {
    kind: 'officer',
    accountId: 1000 + officerId,
    officerId,
    name: 'Trần Thị Ánh',
    positions: places.map(([agencyId, unitId, role]) => ({
      agencyId,
      unitId,
      unitCode: `u${unitId}`,
      role,
      title: 'Cán bộ',
    })),
    groups: [],
  };
}

const task = (agencyId: number, unitId: number | null, assigneeId: number | null = null): TaskFacts => ({
  id: 1,
  nodeId: 'process',
  step: 'process',
  kind: 'step',
  agencyId,
  unitId,
  role: null,
  assigneeId,
});
const facts: SightFacts = {
  status: 'in_progress',
  applicantAccountId: 100,
  ownerAccountId: 101,
  handlingAgencyId: 2,
  receptionAgencyId: 1,
  openTasks: [task(2, 21, 5)],
  pastTasks: [task(1, 11), task(3, 31, 6), task(2, null, 7)],
};
const sees = (actor: Actor, more: Partial<SightFacts> = {}): string => {
  const sight = maySee(actor, { ...facts, ...more });
  return sight.ok ? sight.as : 'no';
};

describe('who may open a dossier', () => {
  it.each<[string, Actor, string]>([
    ['the system', { kind: 'system' }, 'system'],
    ['who files', { kind: 'account', accountId: 100, personId: 1 }, 'owner'],
    ['the owner', { kind: 'account', accountId: 101, personId: 2 }, 'owner'],
    ['a stranger', { kind: 'account', accountId: 102, personId: 3 }, 'no'],
    ['the counter that received it', officer(1, [1, 11, 'counter']), 'officer'],
    ['a clerk of the reception agency', officer(1, [1, 12, 'clerk']), 'no'],
    ['the leader of the handling agency', officer(1, [2, 22, 'leader']), 'officer'],
    ['the leader of another agency', officer(1, [9, 92, 'leader']), 'no'],
    ['the leader of an agency that took part', officer(1, [3, 33, 'leader']), 'officer'],
    ['a head of the unit that holds it', officer(1, [2, 21, 'head']), 'officer'],
    ['an officer of the unit that holds it', officer(1, [2, 21, 'officer']), 'officer'],
    ['a head of another unit of the agency', officer(1, [2, 24, 'head']), 'no'],
    ['an officer of a unit that took part', officer(1, [3, 31, 'officer']), 'officer'],
    ['its handler, moved to another unit since', officer(5, [8, 81, 'officer']), 'officer'],
    ['somebody who did a step by name', officer(7, [8, 81, 'officer']), 'officer'],
    ['the same unit number in another agency', officer(1, [9, 21, 'officer']), 'no'],
    ['an administrator', officer(1, [1, 12, 'admin']), 'no'],
    ['an editor', officer(1, [2, 21, 'editor']), 'no'],
    ['one with two positions, one of them here', officer(1, [9, 91, 'officer'], [2, 21, 'clerk']), 'officer'],
    ['one without any position', officer(1), 'no'],
  ])('%s', (_, actor, wanted) => expect(sees(actor)).toBe(wanted));

  it('whoever it was sent to by name', () => {
    expect(sees(officer(9, [9, 91, 'officer']), { sharedWithOfficerIds: [9] })).toBe('officer');
  });

  it('nobody but the owner sees a draft', () => {
    expect(sees(officer(1, [1, 11, 'counter']), { status: null })).toBe('no');
    expect(sees({ kind: 'account', accountId: 100, personId: 1 }, { status: null })).toBe('owner');
  });

  it('an officer sees an own dossier as its owner, without internal opinions', () => {
    expect(sees(officer(1, [9, 91, 'officer']), { applicantAccountId: 1001 })).toBe('owner');
  });

  it('a refusal says what to do', () => {
    expect(maySee(officer(1), facts)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('gửi đề nghị'),
    });
    expect(maySee({ kind: 'account', accountId: 1, personId: 1 }, facts)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('tra cứu'),
    });
  });
});

describe('rights', () => {
  it('[II.17.2~] count where the position is held', () => {
    const actor = officer(1, [2, 21, 'head'], [3, 31, 'counter']);
    expect(hasRight(actor, 'dossier.assign', { agencyId: 2, unitId: 21 })).toBe(true);
    expect(hasRight(actor, 'dossier.assign', { agencyId: 3, unitId: 31 })).toBe(false);
    expect(hasRight(actor, 'dossier.receive', { agencyId: 3 })).toBe(true);
    expect(hasRight(actor, 'dossier.receive', { agencyId: 2 })).toBe(false);
    expect(hasRight(actor, 'dossier.receive')).toBe(true);
    expect(rightsOf(actor).has('dossier.approve')).toBe(true);
    expect(rightsOf(actor).has('account.edit')).toBe(false);
  });

  it('[II.17.2~] by group or person count where the officer works', () => {
    const grants = {
      ...DEFAULT_GRANTS,
      groups: { 'bao-cao': ['report.design'] as const },
      persons: { 1: ['audit.see'] as const },
    };
    const actor = { ...officer(1, [2, 21, 'officer']), groups: ['bao-cao', 'khong-co'] };
    expect(rightsOf(actor, grants).has('report.design')).toBe(true);
    expect(hasRight(actor, 'audit.see', { agencyId: 2 }, grants)).toBe(true);
    expect(hasRight(actor, 'audit.see', { agencyId: 3 }, grants)).toBe(false);
    expect(hasRight(actor, 'audit.see', {}, grants)).toBe(true);
    expect(hasRight(officer(2, [2, 21, 'officer']), 'audit.see', {}, grants)).toBe(false);
  });

  it('of a citizen are those of an applicant, and of the system all', () => {
    expect([...rightsOf({ kind: 'account', accountId: 1, personId: 1 })]).toEqual(['dossier.submit']);
    expect(rightsOf({ kind: 'system' }).size).toBe(RIGHTS.length);
  });

  it('are all given to some role, and every role has a name', () => {
    const given = new Set(ROLES.flatMap((role) => DEFAULT_GRANTS.roles[role]));
    expect(RIGHTS.filter((right) => !given.has(right))).toEqual([]);
    expect(Object.keys(ROLE_LABELS)).toEqual([...ROLES]);
  });
});

describe('where reports look', () => {
  it('counts all of an agency for its leader and counter, the own unit for a head, nothing for others', () => {
    expect(reportPlaces(officer(1, [1, 11, 'leader']))).toEqual({ agencyIds: [1], unitIds: [11] });
    expect(reportPlaces(officer(2, [1, 12, 'head']))).toEqual({ agencyIds: [], unitIds: [12] });
    expect(reportPlaces(officer(3, [1, 12, 'officer']))).toEqual({ agencyIds: [], unitIds: [] });
  });

  it('lets no right of one place open another', () => {
    const both = officer(4, [1, 12, 'head'], [2, 21, 'officer'], [2, 22, 'clerk']);
    expect(reportPlaces(both)).toEqual({ agencyIds: [], unitIds: [12] });
    const granted = { ...DEFAULT_GRANTS, persons: { 4: ['report.see'] as const } };
    expect(reportPlaces(both, granted)).toEqual({ agencyIds: [], unitIds: [12, 21, 22] });
  });
});

import { describe, expect, it } from 'vitest';
import type { StepKind } from '../flow/types.ts';
import { STATUSES } from '../status/index.ts';
import {
  ACTION_STATUSES,
  ACTIONS,
  DEFAULT_GRANTS,
  holdsTask,
  mayAct,
  possibleActions,
  type Action,
  type Actor,
  type DossierFacts,
  type OfficerActor,
  type OfficeRole,
  type TaskFacts,
} from './index.ts';

/**
 * A small province: the center receives (agency 1, counter 11); the department handles (agency 2: division 21,
 * leaders 22, clerk 23, another division 24); a commune looks on (agency 3: counter 31).
 */
let nextOfficer = 1;
function officer(agencyId: number, unitId: number, role: OfficeRole): OfficerActor {
  const officerId = nextOfficer++;
  return {
    kind: 'officer',
    accountId: 1000 + officerId,
    officerId,
    name: 'Trần Thị Ánh',
    positions: [{ agencyId, unitId, unitCode: `u${unitId}`, role, title: 'Cán bộ' }],
    groups: [],
  };
}

const actors = {
  applicant: { kind: 'account', accountId: 100, personId: 7 },
  stranger: { kind: 'account', accountId: 101, personId: 8 },
  counter: officer(1, 11, 'counter'),
  counterHead: officer(1, 11, 'head'),
  communeCounter: officer(3, 31, 'counter'),
  head: officer(2, 21, 'head'),
  handler: officer(2, 21, 'officer'),
  colleague: officer(2, 21, 'officer'),
  otherHead: officer(2, 24, 'head'),
  otherOfficer: officer(2, 24, 'officer'),
  leader: officer(2, 22, 'leader'),
  clerk: officer(2, 23, 'clerk'),
  editor: officer(2, 24, 'editor'),
  admin: officer(1, 12, 'admin'),
} satisfies Record<string, Actor>;
type Who = keyof typeof actors;

let nextTask = 1;
function task(
  step: StepKind,
  agencyId: number,
  unitId: number,
  role: OfficeRole | null,
  assignee?: Who,
): TaskFacts {
  return {
    id: nextTask++,
    nodeId: step,
    step,
    kind: 'step',
    agencyId,
    unitId,
    role,
    assigneeId: assignee ? (actors[assignee] as OfficerActor).officerId : null,
  };
}
const RECEPTION = task('reception', 1, 11, 'counter');
const PROCESS = task('process', 2, 21, 'officer', 'handler');
const CONSULT: TaskFacts = { ...task('process', 2, 24, null), step: null, kind: 'consult' };

function dossier(status: DossierFacts['status'], ...openTasks: TaskFacts[]): DossierFacts {
  return { status, applicantAccountId: 100, handlingAgencyId: 2, receptionAgencyId: 1, openTasks };
}

const OWNER_BEFORE_RESULT: Partial<Record<Who, Action[]>> = { applicant: ['withdraw'] };
const AT_COUNTER: Action[] = ['withdraw', 'record-payment', 'comment', 'correct'];
const WATCHED: Partial<Record<Who, Action[]>> = {
  ...OWNER_BEFORE_RESULT,
  counter: AT_COUNTER,
  leader: ['comment'],
};
/** While the division holds the dossier, its people may comment and its head may reassign. */
const IN_DIVISION: Partial<Record<Who, Action[]>> = {
  ...WATCHED,
  head: ['reassign', 'comment'],
  handler: ['comment'],
  colleague: ['comment'],
};
const HANDLER: Action[] = [
  'request-supplement',
  'complete',
  'send-back',
  'consult',
  'delegate',
  'extend',
  'stop',
  'require-payment',
  'comment',
];
const APPROVER: Action[] = ['send-back', 'delegate', 'extend', 'stop', 'require-payment', 'comment'];

/** Who may do what, situation by situation; whoever is not named may do nothing. */
const TABLE: [string, DossierFacts, Partial<Record<Who, Action[]>>][] = [
  ['a draft', dossier(null), { applicant: ['submit'] }],
  [
    'a paper dossier being taken in',
    { ...dossier(null, RECEPTION), applicantAccountId: null },
    { counter: ['accept', 'request-supplement', 'refuse'] },
  ],
  [
    'new, at reception',
    dossier('submitted', RECEPTION),
    {
      ...WATCHED,
      counter: ['accept', 'request-supplement', 'refuse', ...AT_COUNTER],
      counterHead: ['reassign', 'comment'],
    },
  ],
  [
    'a supplement awaited before acceptance',
    dossier('supplement_requested', RECEPTION),
    {
      ...WATCHED,
      applicant: ['supplement', 'withdraw'],
      counter: ['supplement', 'stop', ...AT_COUNTER],
      counterHead: ['reassign', 'comment'],
    },
  ],
  [
    'supplemented before acceptance',
    dossier('supplemented', RECEPTION),
    {
      ...WATCHED,
      counter: ['accept', 'request-supplement', 'refuse', ...AT_COUNTER],
      counterHead: ['reassign', 'comment'],
    },
  ],
  [
    'accepted, not sent on',
    dossier('accepted', RECEPTION),
    {
      ...WATCHED,
      counter: ['forward', 'require-payment', ...AT_COUNTER],
      counterHead: ['reassign', 'comment'],
    },
  ],
  [
    'to be assigned',
    dossier('in_progress', task('assign', 2, 21, 'head')),
    { ...IN_DIVISION, head: ['assign', 'reassign', 'send-back', 'delegate', 'comment'] },
  ],
  ['handled by name', dossier('in_progress', PROCESS), { ...IN_DIVISION, handler: HANDLER }],
  [
    'handled by whoever takes it',
    dossier('in_progress', task('process', 2, 21, 'officer')),
    { ...IN_DIVISION, handler: HANDLER, colleague: HANDLER },
  ],
  [
    'a supplement awaited during handling',
    dossier('supplement_requested', PROCESS),
    {
      ...IN_DIVISION,
      applicant: ['supplement', 'withdraw'],
      counter: ['supplement', 'stop', ...AT_COUNTER],
      handler: ['delegate', 'comment'],
    },
  ],
  [
    'supplemented during handling',
    dossier('supplemented', PROCESS),
    { ...IN_DIVISION, handler: HANDLER.filter((action) => action !== 'request-supplement') },
  ],
  [
    'payment awaited',
    dossier('payment_required', PROCESS),
    {
      ...IN_DIVISION,
      applicant: [],
      counter: ['record-payment', 'comment', 'correct'],
      handler: ['complete', 'send-back', 'consult', 'delegate', 'extend', 'stop', 'comment'],
    },
  ],
  [
    'an opinion asked of another division',
    dossier('in_progress', PROCESS, CONSULT),
    {
      ...IN_DIVISION,
      handler: HANDLER,
      otherHead: ['reassign', 'answer', 'comment'],
      otherOfficer: ['answer', 'comment'],
      editor: ['answer', 'comment'],
    },
  ],
  [
    'an opinion asked of one person',
    dossier('in_progress', PROCESS, {
      ...CONSULT,
      assigneeId: (actors.otherOfficer as OfficerActor).officerId,
    }),
    {
      ...IN_DIVISION,
      handler: HANDLER,
      otherHead: ['reassign', 'comment'],
      otherOfficer: ['answer', 'comment'],
    },
  ],
  [
    'to be approved by the head',
    dossier('in_progress', task('approve', 2, 21, 'head')),
    { ...IN_DIVISION, head: ['reassign', 'approve', ...APPROVER] },
  ],
  [
    'to be signed',
    dossier('in_progress', task('sign', 2, 22, 'leader')),
    { ...WATCHED, leader: ['reassign', 'sign', ...APPROVER] },
  ],
  [
    'to be issued',
    dossier('in_progress', task('issue', 2, 23, 'clerk')),
    { ...WATCHED, clerk: ['send-back', 'issue', 'delegate', 'comment'] },
  ],
  [
    'done, to be collected',
    dossier('done', task('return', 1, 11, 'counter')),
    {
      counter: ['require-payment', 'record-payment', 'return-result', 'comment', 'correct'],
      counterHead: ['comment'],
      leader: ['comment'],
    },
  ],
  ['withdrawn', dossier('withdrawn'), { applicant: ['restore'], counter: ['restore'] }],
  ['refused', dossier('refused'), {}],
  ['stopped', dossier('stopped'), {}],
  ['returned', dossier('returned'), {}],
];

describe.each(TABLE)('[II.17.2~] %s', (_, facts, expected) => {
  it.each(Object.keys(actors) as Who[])('%s', (who) => {
    const wanted = ACTIONS.filter((action) => expected[who]?.includes(action));
    expect(possibleActions(actors[who], facts)).toEqual(wanted);
    for (const action of ACTIONS) {
      const verdict = mayAct(actors[who], action, facts);
      expect([action, verdict.ok]).toEqual([action, wanted.includes(action)]);
      // A refusal tells the person why, in a whole sentence.
      if (!verdict.ok) expect(verdict.reason).toMatch(/^[\p{Lu}].{15,}\.$/u);
    }
  });
});

describe('the system', () => {
  it('may do whatever the status allows', () => {
    for (const status of [null, ...STATUSES]) {
      for (const action of ACTIONS) {
        const wanted = ACTION_STATUSES[action].includes(status);
        expect(mayAct({ kind: 'system' }, action, dossier(status)).ok).toBe(wanted);
      }
    }
  });
});

describe('tasks', () => {
  it('are held by the assignee alone, else by the unit with the role, or by the group', () => {
    const open = task('process', 2, 21, null);
    expect(holdsTask(actors.colleague as OfficerActor, open)).toBe(true);
    expect(holdsTask(actors.colleague as OfficerActor, PROCESS)).toBe(false);
    expect(holdsTask(actors.otherOfficer as OfficerActor, open)).toBe(false);
    expect(holdsTask(actors.head as OfficerActor, { ...open, role: 'officer' })).toBe(false);
    const inGroup = { ...(actors.otherOfficer as OfficerActor), groups: ['tham-dinh'] };
    expect(holdsTask(inGroup, { ...open, group: 'tham-dinh' })).toBe(true);
    expect(holdsTask(inGroup, { ...open, group: 'khac' })).toBe(false);
    expect(holdsTask(inGroup, { ...open, unitId: null })).toBe(false);
  });

  it('do not follow the same unit number into another agency', () => {
    const elsewhere = officer(9, 21, 'officer');
    expect(holdsTask(elsewhere, task('process', 2, 21, 'officer'))).toBe(false);
    expect(possibleActions(elsewhere, dossier('in_progress', task('process', 2, 21, 'officer')))).toEqual([]);
  });

  it('[II.17.2~] let a group do the step that is given to it', () => {
    const member = { ...(actors.otherOfficer as OfficerActor), groups: ['tham-dinh'] };
    const facts = dossier('in_progress', { ...task('process', 2, 21, 'officer'), group: 'tham-dinh' });
    expect(mayAct(member, 'complete', facts).ok).toBe(true);
    expect(mayAct(actors.otherOfficer, 'complete', facts).ok).toBe(false);
  });

  it('[II.8.4~] allow extension, delegation, supplement and consultation only where the step does', () => {
    const facts = (allows: TaskFacts['allows']): DossierFacts =>
      dossier('in_progress', { ...PROCESS, allows });
    for (const [action, allowance] of [
      ['extend', 'extend'],
      ['delegate', 'delegate'],
      ['request-supplement', 'supplement'],
      ['consult', 'consult'],
    ] as const) {
      expect(mayAct(actors.handler, action, facts([allowance])).ok).toBe(true);
      expect(mayAct(actors.handler, action, facts([]))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('Quy trình không cho phép'),
      });
    }
  });

  it('return the result also at a counter that the flow names', () => {
    const facts = dossier('done', task('return', 3, 31, 'counter'));
    expect(mayAct(actors.communeCounter, 'return-result', facts).ok).toBe(true);
    expect(mayAct(actors.communeCounter, 'correct', facts).ok).toBe(false);
  });

  it('a colleague at the counter may stand in for the one whom reception was given to', () => {
    const given = { ...RECEPTION, assigneeId: 999 };
    expect(mayAct(actors.counter, 'accept', dossier('submitted', given)).ok).toBe(true);
    expect(mayAct(actors.communeCounter, 'accept', dossier('submitted', given)).ok).toBe(false);
  });
});

describe('rights as data', () => {
  it('[II.17.2~] can be given to a person and taken from a role', () => {
    const facts = dossier('in_progress', task('sign', 2, 21, null));
    const head = actors.head as OfficerActor;
    expect(mayAct(head, 'sign', facts).ok).toBe(false);
    const grants = { ...DEFAULT_GRANTS, persons: { [head.officerId]: ['dossier.sign'] as const } };
    expect(mayAct(head, 'sign', facts, grants).ok).toBe(true);
    const none = { ...DEFAULT_GRANTS, roles: { ...DEFAULT_GRANTS.roles, head: [] } };
    expect(mayAct(head, 'approve', dossier('in_progress', task('approve', 2, 21, 'head')), none).ok).toBe(
      false,
    );
    const closed = { ...DEFAULT_GRANTS, roles: { ...DEFAULT_GRANTS.roles, applicant: [] } };
    expect(mayAct(actors.applicant, 'submit', dossier(null), closed).ok).toBe(false);
  });

  it('the owner of a dossier that somebody else filed may act on it, too', () => {
    const facts = { ...dossier('supplement_requested', RECEPTION), ownerAccountId: 101 };
    expect(mayAct(actors.stranger, 'supplement', facts).ok).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers, Condition, FormDefinition } from './types.ts';
import { carryOver } from './carry-over.ts';
import { holds, reduce } from './condition.ts';
import { editForm } from './edit.ts';
import { findItem } from './lookup.ts';
import { offers, takeOffer } from './offers.ts';
import { setPath } from './paths.ts';
import { operationOf, readAnswers } from './read.ts';
import { subjectLine, summarise } from './summary.ts';
import { prune, shownAnswers, visibleItems } from './walk.ts';
import { validate } from './validate.ts';
import { bodyOf, exampleForm, goodAnswers } from './testing/forms.ts';

const def = exampleForm();

/** Answers of the right shape, with any mixture of filled and empty. */
const someAnswers: fc.Arbitrary<Answers> = fc.record(
  {
    applicant: fc.record(
      {
        name: fc.constantFrom('Nguyễn Thị Hồng Nhung', 'Lò Văn Ón', 'Đỗ Ỷ'),
        personalId: fc.constantFrom('001194002216', '0011'),
        birthDate: fc.constantFrom('1991-02-14', '31/02/2020', '2000-12-31'),
        gender: fc.constantFrom('male', 'female'),
        phone: fc.constantFrom('0904112358', '02438253536', '12'),
        address: fc.record(
          {
            province: fc.constant('Tỉnh Lam Giang'),
            commune: fc.constant('Xã B'),
            detail: fc.constantFrom('Số 8', 'Thôn 3'),
          },
          { requiredKeys: ['detail'] },
        ),
      },
      { requiredKeys: [] },
    ),
    business: fc.record({ capital: fc.nat(), name: fc.constant('Hộ kinh doanh Ba') }, { requiredKeys: [] }),
    alone: fc.boolean(),
    members: fc.array(
      fc.record(
        {
          name: fc.constant('Trần Quốc Bảo'),
          role: fc.constantFrom('child', 'other'),
          roleOther: fc.constant('Em gái'),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
    notifyBy: fc.subarray(['sms', 'email']),
    declaration: fc.constant(true),
  },
  { requiredKeys: [] },
);

describe('readAnswers', () => {
  it('reads back what the page shows', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const kept = prune(def, answers);
        expect(prune(def, readAnswers(def, bodyOf(def, kept), {}))).toEqual(kept);
      }),
    );
  });

  it('[III.1.3] keeps what was typed even when it is wrong, and the answers of other steps', () => {
    const previous = goodAnswers();
    const body = {
      'applicant.birthDate': '31/02/2020',
      'applicant.personalId': '0011 9400',
      'business.capital': '1 triệu',
    };
    const read = readAnswers(def, body, previous, 'nguoi-nop') as ReturnType<typeof goodAnswers>;
    expect(read['applicant']).toMatchObject({
      birthDate: '31/02/2020',
      personalId: '00119400',
      name: 'Nguyễn Thị Hồng Nhung',
    });
    expect(read['business']).toEqual(previous['business']);
    expect(previous).toEqual(goodAnswers());
  });

  it('clears what was emptied and keeps what was not posted', () => {
    const read = readAnswers(def, { 'applicant.email': '  ', notifyBy: '' }, goodAnswers());
    expect(read['applicant']).not.toHaveProperty('email');
    expect(read).not.toHaveProperty('notifyBy');
    expect(read['declaration']).toBe(true);
  });

  it('ignores unknown names and never touches a prototype', () => {
    const body = JSON.parse(
      '{"__proto__.polluted":"1","constructor.prototype.polluted":"1","admin":"1","members.0.__proto__.polluted":"1","members.0.name":"A","members.__proto__.name":"B"}',
    ) as Record<string, string>;
    const read = readAnswers(def, body, {});
    expect(read).toEqual({ members: [{ name: 'A' }] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('adds and removes members by buttons, keeping what was typed beside', () => {
    const body = { 'members.0.name': 'Trần Quốc Bảo', _op: 'add:members' };
    const added = readAnswers(def, body, {}, 'thanh-vien');
    expect(added).toEqual({ members: [{ name: 'Trần Quốc Bảo' }, {}] });
    const removed = readAnswers(def, { ...body, _op: 'remove:members.0' }, added, 'thanh-vien');
    expect(removed).toEqual({ members: [{}] });
    const other = readAnswers(def, { _op: 'add:members' }, { members: [{}] }, 'nguoi-nop');
    expect(other).toEqual({ members: [{}] });
  });

  it('does not let a body grow a repeat without end', () => {
    const full = { members: Array.from({ length: 20 }, () => ({ name: 'A' })) };
    expect(readAnswers(def, { _op: 'add:members' }, full)['members']).toHaveLength(20);
    const body = Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`members.${i}.name`, 'A']));
    expect(readAnswers(def, body, {})['members']).toHaveLength(200);
  });

  it('tells which button was pressed', () => {
    expect(operationOf({ _op: 'add:members' })).toEqual({ kind: 'add', path: 'members' });
    expect(operationOf({ _op: 'remove:members.12' })).toEqual({ kind: 'remove', path: 'members', index: 12 });
    expect(operationOf({ _op: 'province:applicant.address' })).toEqual({
      kind: 'province',
      path: 'applicant.address',
    });
    expect(operationOf({ _offer: '*' })).toEqual({ kind: 'offer', path: '*' });
    expect(operationOf({ _op: 'drop table' })).toBeNull();
    expect(operationOf({})).toBeNull();
  });

  it('takes the code of a row picked from a long list', () => {
    expect(readAnswers(def, { 'business.line': '5610 – Nhà hàng, dịch vụ ăn uống' }, {})).toEqual({
      business: { line: '5610' },
    });
  });
});

describe('what shows', () => {
  it('prunes to the same in one pass as in two, and leaves nothing hidden', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const once = prune(def, answers);
        expect(prune(def, once)).toEqual(once);
        if (answers['alone'] !== false) expect(once).not.toHaveProperty('members');
      }),
    );
  });

  it('has no errors left to report about pruned valid answers', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const merged = { ...goodAnswers(), ...('alone' in answers ? { alone: answers['alone'] } : {}) };
        expect(validate(def, prune(def, merged), { today: '2026-05-18' })).toEqual([]);
      }),
    );
  });

  it('drops hidden answers, also inside a member, without changing the original', () => {
    const answers = goodAnswers();
    const members = answers['members'] as Answers[];
    members[0]!['roleOther'] = 'quên xóa';
    expect((prune(def, answers)['members'] as Answers[])[0]).not.toHaveProperty('roleOther');
    expect(members[0]).toHaveProperty('roleOther');
    expect(prune(def, { ...answers, alone: true })).not.toHaveProperty('members');
  });

  it('lists what shows in the order of the page, a repeat before its members', () => {
    const paths = visibleItems(def, goodAnswers(), 'thanh-vien').map((entry) => entry.path);
    expect(paths.join(' ')).toBe(
      'alone members members.0.name members.0.personalId members.0.role ' +
        'members.1.name members.1.personalId members.1.role members.1.roleOther notifyBy declaration',
    );
  });

  it('lists of one step what the whole form lists of it', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const all = visibleItems(def, answers);
        for (const { id } of def.steps) {
          expect(visibleItems(def, answers, id)).toEqual(all.filter((entry) => entry.step.id === id));
        }
        expect(visibleItems(def, answers, 'khong-co')).toEqual([]);
      }),
    );
  });

  it('hands out answers that can be changed without changing those that were given', () => {
    const answers = goodAnswers();
    const shown = shownAnswers(def, answers);
    setPath(shown, 'applicant.address.detail', 'Số 9');
    setPath(shown, 'members.0.name', 'Ai khác');
    setPath(shown, 'notifyBy.0', 'post');
    expect(answers).toEqual(goodAnswers());
  });

  it('sees an edited form as it is now, and the one before as it was', () => {
    const titles = (form: FormDefinition) =>
      visibleItems(form, {}, 'nguoi-nop').map((entry) => entry.kind === 'field' && entry.item.label);
    const before = titles(def);
    const { definition } = editForm(def, { op: 'remove', place: 'steps.nguoi-nop.items.0' });
    expect(titles(definition)).toEqual(before.slice(1));
    expect(findItem(definition, 'applicant.name')).toBeUndefined();
    expect(titles(def)).toEqual(before);
    expect(findItem(def, 'applicant.name')?.step.id).toBe('nguoi-nop');
  });

  it('leaves to the browser only what the open fields decide', () => {
    const condition: Condition = {
      all: [
        { path: 'a', equals: 1 },
        { any: [{ path: 'b', filled: true }, { not: { path: 'c', in: [2] } }] },
      ],
    };
    const open = (path: string) => path === 'b';
    expect(reduce(condition, { a: 1, c: 2 }, open)).toEqual({ path: 'b', filled: true });
    expect(reduce(condition, { a: 1, c: 3 }, open)).toBe(true);
    expect(reduce(condition, { a: 2 }, open)).toBe(false);
  });

  it('reduces to the same as it decides, once the open fields are answered', () => {
    const leaf = fc.oneof(
      fc.record({ path: fc.constantFrom('a', 'b', 'c'), equals: fc.boolean() }),
      fc.record({ path: fc.constantFrom('a', 'b', 'c'), filled: fc.boolean() }),
    );
    const tree = fc.letrec<{ node: Condition }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<Condition>,
        fc.record({ not: tie('node') }),
        fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('node'), { maxLength: 3 }) }),
      ),
    })).node;
    const values = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }, { requiredKeys: [] });
    fc.assert(
      fc.property(tree, values, (condition, answers) => {
        const left = reduce(condition, answers, (path) => path === 'a');
        expect(typeof left === 'boolean' ? left : holds(left, answers)).toBe(holds(condition, answers));
      }),
    );
  });
});

describe('summary', () => {
  const catalogues = { 'business-lines': [{ code: '5610', name: 'Nhà hàng, dịch vụ ăn uống' }] };

  it('tells the answers in words, one section a step, group and member', () => {
    const sections = summarise(def, goodAnswers(), catalogues);
    expect(sections.map((section) => section.title)).toEqual([
      'Chủ hộ kinh doanh',
      'Hộ kinh doanh',
      'Thành viên',
      'Thành viên 1',
      'Thành viên 2',
    ]);
    const texts = Object.fromEntries(
      sections.flatMap((section) => section.rows.map((row) => [row.path, row.text])),
    );
    expect(texts).toMatchObject({
      'applicant.birthDate': '14/02/1991',
      'applicant.gender': 'Nữ',
      'applicant.phone': '0904 112 358',
      'applicant.address': 'Số 8 ngõ 21 Hàng Than, phường Yên Hà, tỉnh Lam Giang',
      'business.line': 'Nhà hàng, dịch vụ ăn uống',
      'business.capital': '150.000.000 đồng',
      alone: 'Không',
      'members.1.roleOther': 'Em gái',
      notifyBy: 'Tin nhắn; Thư điện tử',
      declaration: 'Đã cam kết',
    });
  });

  it('numbers the filled members and says when there are none', () => {
    const blankFirst = summarise(def, { alone: false, members: [{}, { name: 'Trần Quốc Bảo' }] });
    expect(blankFirst.map((section) => section.title)).toContain('Thành viên 1');
    expect(blankFirst.map((section) => section.title)).not.toContain('Thành viên 2');
    const none = summarise(def, { alone: false }).flatMap((section) => section.rows);
    expect(none).toContainEqual({ path: 'members', label: 'Thành viên hộ gia đình', text: '' });
  });

  it('makes the content line of the subject fields', () => {
    expect(subjectLine(def, goodAnswers())).toBe(
      'Hộ kinh doanh Bún chả Hồng Nhung, Số 8 ngõ 21 Hàng Than, phường Yên Hà, tỉnh Lam Giang',
    );
    expect(subjectLine(def, {})).toBe('');
  });
});

describe('known data', () => {
  const known = {
    'account.name': { value: 'Nguyễn Thị Hồng Nhung', source: 'Tài khoản của bạn' },
    'account.gender': { value: 'khác', source: 'Tài khoản của bạn' },
    'account.birthDate': { value: '1991-02-14', source: 'Cơ sở dữ liệu quốc gia về dân cư' },
  };

  it('[III.1.1] offers known values with their source, and no value that is not a choice or already there', () => {
    const offered = offers(def, known, { applicant: { birthDate: '1991-02-14' } });
    expect(offered).toEqual({
      'applicant.name': {
        path: 'applicant.name',
        label: 'Họ và tên',
        value: 'Nguyễn Thị Hồng Nhung',
        text: 'Nguyễn Thị Hồng Nhung',
        source: 'Tài khoản của bạn',
      },
    });
    expect(offers(def, known, {}, { stepId: 'ho-kinh-doanh' })).toEqual({});
  });

  it('[III.1.1] takes the chosen value, or all of them', () => {
    const offered = offers(def, known);
    expect(takeOffer({}, offered, 'applicant.birthDate')).toEqual({ applicant: { birthDate: '1991-02-14' } });
    expect(takeOffer({}, offered, '*')).toEqual({
      applicant: { name: 'Nguyễn Thị Hồng Nhung', birthDate: '1991-02-14' },
    });
    expect(takeOffer({}, offered, 'applicant.email')).toEqual({});
  });
});

describe('carryOver', () => {
  it('carries everything between equal versions and has nothing to tell', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const kept = prune(def, answers);
        expect(carryOver(def, exampleForm(), kept)).toEqual({ answers: kept, changes: [] });
      }),
    );
  });

  it('tells what is gone, new, renamed, newly required and no longer a choice', () => {
    const next = exampleForm() as any;
    next.steps[0].items.splice(5, 1);
    next.steps[0].items[4].options = [{ value: 'male', label: 'Nam' }];
    next.steps[0].items[2].label = 'Ngày, tháng, năm sinh';
    next.schema.properties.business.required.push('started');
    next.schema.properties.seal = { type: 'string' };
    next.steps[1].items.push({ kind: 'field', path: 'seal', label: 'Con dấu', input: 'text' });
    const { answers, changes } = carryOver(def, next, goodAnswers());
    expect(changes).toEqual([
      '“Ngày sinh” nay ghi là “Ngày, tháng, năm sinh”.',
      '“Giới tính” không còn lựa chọn “Nữ”; chọn lại.',
      'Mẫu mới không hỏi “Thư điện tử” nữa; bỏ nội dung bạn đã điền: nhung@vidu.vn.',
      '“Ngày bắt đầu kinh doanh” nay bắt buộc điền.',
      'Thêm “Con dấu” (không bắt buộc).',
    ]);
    expect(answers['applicant']).not.toHaveProperty('gender');
    expect(answers['members']).toEqual(goodAnswers()['members']);
  });

  it('brings a text into an address and a number along', () => {
    const old = exampleForm() as any;
    old.schema.properties.business.properties.address = { type: 'string' };
    old.steps[1].items[1].input = 'text';
    old.schema.properties.business.properties.capital = { type: 'string' };
    old.steps[1].items[3].input = 'text';
    const { answers } = carryOver(old, def, {
      business: { address: 'Số 8 Hàng Than', capital: '150.000.000' },
    });
    expect(answers).toEqual({ business: { address: { detail: 'Số 8 Hàng Than' }, capital: 150_000_000 } });
  });
});

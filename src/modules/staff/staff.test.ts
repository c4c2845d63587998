import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_GRANTS, RIGHTS } from '../../core/permission/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { loadViewer, openSession, sessionHash, verifyPassword } from '../accounts/index.ts';
import { loadDirectory } from '../agencies/index.ts';
import { listChanges, seenChange, StaleEdit, type Editor } from '../configuration/index.ts';
import { restoreChange } from '../restore/index.ts';
import { expireGrants, loadGrants, saveGrants } from '../rights/index.ts';
import {
  actorOf,
  addOfficer,
  addSubstitution,
  endService,
  endSubstitution,
  groupByCode,
  lockOfficer,
  newPasswordLink,
  officerFile,
  saveGroup,
  saveOfficer,
  searchOfficers,
  substitutionsOf,
  unlockOfficer,
} from './index.ts';

const TODAY = '2026-11-23';
let platform: TestPlatform;
let hanh: Editor;
let hanhOfficer: number;

async function officerOf(username: string): Promise<number> {
  const row = await platform.db
    .selectFrom('officer')
    .innerJoin('account', 'account.id', 'officer.account_id')
    .where('account.username', '=', username)
    .select('officer.id')
    .executeTakeFirstOrThrow();
  return row.id;
}

const unit = async (agency: string, code: string): Promise<number> => {
  const directory = await loadDirectory(platform.db);
  return directory.unit(directory.agencyBySlug(agency)!.id, code)!.id;
};

/** The officer logged in, as a page would see them. */
async function viewer(officerId: number, today = TODAY) {
  const { accountId } = (await officerFile(platform.db, officerId))!;
  const { id } = await openSession(platform.db, { accountId, now: platform.clock.now() });
  const found = await loadViewer(platform.db, sessionHash(id), today);
  if (found?.actor.kind !== 'officer') throw new Error('no officer');
  return found.actor;
}

const grant = (holder: string, rights: readonly string[], seen?: number) =>
  platform.db
    .transaction()
    .execute((tx) =>
      saveGrants(tx, { holder, title: holder, rights, seen, by: hanh, at: platform.clock.now() }),
    )
    .finally(() => expireGrants(platform.db));

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  hanhOfficer = await officerOf('nguyenhonghanh');
  const { accountId, name } = (await officerFile(platform.db, hanhOfficer))!;
  hanh = { accountId, name };
});
afterAll(() => platform.close());

describe('officers', () => {
  let id: number;

  it('[II.17.1~] are entered with name, title, unit and addresses, and told how to set a password', async () => {
    const added = await addOfficer(platform, {
      name: 'Đặng Thị Út',
      username: 'dangthiut',
      email: 'ut@example.vn',
      phone: '0912 000 111',
      positions: [
        {
          id: null,
          unitId: await unit('so-tu-phap', 'tu-phap-ho-tich'),
          role: 'officer',
          title: 'Chuyên viên',
          validFrom: TODAY,
          validTo: null,
        },
        {
          id: null,
          unitId: await unit('phuong-yen-ha', 'mot-cua'),
          role: 'counter',
          title: 'Công chức',
          validFrom: '2026-12-01',
          validTo: '2026-12-31',
        },
      ],
      by: hanh,
    });
    id = added.officerId;
    await platform.jobs.drain();
    expect(added.link).toMatch(/\/dat-lai-mat-khau\?ma=[\w-]{40,}$/);
    expect(await officerFile(platform.db, id)).toMatchObject({
      username: 'dangthiut',
      phone: '0912000111',
      mustChangePassword: true,
      positions: [{ title: 'Chuyên viên' }, { title: 'Công chức', validFrom: '2026-12-01' }],
    });
  });

  it('are found by part of a name without diacritics; positions hold on their days', async () => {
    const on = async (today: string) =>
      (await searchOfficers(platform.db, { q: 'dang thi u' }, { limit: 5, today }))[0]?.positions.length;
    expect(await on(TODAY)).toBe(1);
    expect(await on('2026-12-15')).toBe(2);
    expect(await on('2027-01-01')).toBe(1);
    expect((await viewer(id, '2026-12-15')).positions.map((one) => one.role)).toEqual(['officer', 'counter']);
  });

  it('every fault of a form is named at its field and nothing is saved', async () => {
    const edit = {
      name: '',
      username: '0912345678',
      email: 'không phải thư',
      phone: '12',
      positions: [
        { id: null, unitId: 0, role: 'officer' as const, title: '', validFrom: '31/02', validTo: null },
      ],
      by: hanh,
    };
    await expect(addOfficer(platform, edit)).rejects.toMatchObject({
      errors: [
        { place: 'ho-ten' },
        { place: 'ten-dang-nhap' },
        { place: 'thu-dien-tu' },
        { place: 'dien-thoai' },
        { place: 'don-vi-0' },
        { place: 'chuc-danh-0' },
        { place: 'tu-ngay-0' },
      ],
    });
    await expect(
      addOfficer(platform, {
        ...edit,
        name: 'Đặng Thị Út',
        username: 'dangthiut',
        email: null,
        phone: null,
        positions: [
          {
            id: null,
            unitId: await unit('so-tu-phap', 'van-thu'),
            role: 'clerk',
            title: 'Văn thư',
            validFrom: TODAY,
            validTo: null,
          },
        ],
      }),
    ).rejects.toMatchObject({ errors: [{ place: 'ten-dang-nhap' }] });
  });

  it('the second of two administrators is told; a change can be taken back', async () => {
    const seen = await seenChange(platform.db, `officer:${id}`);
    const file = (await officerFile(platform.db, id))!;
    const edit = { name: 'Đặng Thị Út Hai', email: file.email, phone: file.phone, positions: file.positions };
    await saveOfficer(platform, id, { ...edit, seen, by: hanh });
    await expect(saveOfficer(platform, id, { ...edit, name: 'X Y', seen, by: hanh })).rejects.toBeInstanceOf(
      StaleEdit,
    );
    const [change] = await listChanges(platform.db, { object: `officer:${id}`, limit: 1 });
    await restoreChange(platform, change!.id, hanh);
    expect((await officerFile(platform.db, id))!.name).toBe('Đặng Thị Út');
    const [back] = await listChanges(platform.db, { object: `officer:${id}`, limit: 1 });
    expect(back).toMatchObject({ action: 'officer.restore', byName: hanh.name });
  });

  it('a locked officer has no session any more; nobody locks themselves', async () => {
    const { accountId } = (await officerFile(platform.db, id))!;
    const { id: session } = await openSession(platform.db, { accountId, now: platform.clock.now() });
    await lockOfficer(platform, id, { reason: 'Nghỉ phép dài ngày', by: hanh });
    await unlockOfficer(platform, id, { by: hanh });
    expect(await loadViewer(platform.db, sessionHash(session), TODAY)).toBeNull();
    await expect(lockOfficer(platform, hanhOfficer, { reason: 'x', by: hanh })).rejects.toThrow(
      'không tự khóa',
    );
  });

  it('a new link ends the sessions and asks for a new password', async () => {
    const { link, mailed, accountId } = await newPasswordLink(platform, id, { by: hanh });
    expect([link.includes('/dat-lai-mat-khau?ma='), mailed]).toEqual([true, true]);
    const row = await platform.db
      .selectFrom('account')
      .selectAll()
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(row.must_change_password).toBe(true);
    expect(await verifyPassword(row.password_hash, 'LamGiang@2026')).toBe(false);
  });

  it('who leaves hands over first; then positions end and the account is locked', async () => {
    await endService(platform, id, { day: TODAY, by: hanh });
    const file = (await officerFile(platform.db, id))!;
    expect(file.locked).toBe(true);
    expect(file.positions.map((one) => one.validTo)).toEqual([TODAY]);
  });
});

describe('groups', () => {
  it('[II.17.1~] have members by date, who get what the group is granted', async () => {
    const save = (
      members: { username: string; validFrom: string; validTo: string | null }[],
      code: string | null = null,
    ) =>
      platform.db
        .transaction()
        .execute((tx) =>
          saveGroup(
            tx,
            { code, name: 'Tổ thẩm định', note: '', members },
            { by: hanh, at: platform.clock.now() },
          ),
        );
    const code = await save([{ username: 'lekimchi', validFrom: '2026-11-01', validTo: '2026-11-30' }]);
    expect(code).toBe('to-tham-dinh');
    await grant(`group:${code}`, ['report.design']);
    const chi = await officerOf('lekimchi');
    const may = async (today: string) =>
      (await actorOf(platform.db, [chi], today)).get(chi)!.groups.includes(code);
    expect([await may(TODAY), await may('2026-12-01')]).toEqual([true, false]);
    await expect(
      save([{ username: 'khongcoai', validFrom: TODAY, validTo: null }], code),
    ).rejects.toMatchObject({
      errors: [{ place: 'thanh-vien-0' }],
    });
    expect((await groupByCode(platform.db, code))!.members).toHaveLength(1);
    await save([], code);
    const [change] = await listChanges(platform.db, { object: `group:${code}`, limit: 1 });
    await restoreChange(platform, change!.id, hanh);
    expect((await groupByCode(platform.db, code))!.members.map((one) => one.username)).toEqual(['lekimchi']);
  });
});

describe('substitution', () => {
  it('[II.17.2~] gives the substitute positions and rights in its days, and no longer', async () => {
    const [away, there] = [await officerOf('trinhcongvinh'), await officerOf('buiducanh')];
    const own = (await viewer(there)).positions.length;
    await addSubstitution(platform, away, {
      substitute: 'buiducanh',
      validFrom: TODAY,
      validTo: '2026-11-27',
      reason: 'Đi công tác',
      by: hanh,
    });
    const instead = (await viewer(there)).positions.filter((one) => one.insteadOf);
    expect(instead[0]!.insteadOf).toMatchObject({ officerId: away, until: '2026-11-27' });
    expect((await viewer(there, '2026-11-28')).positions).toHaveLength(own);
    const twice = {
      substitute: 'lekimchi',
      validFrom: '2026-11-27',
      validTo: '2026-12-02',
      reason: '',
      by: hanh,
    };
    await expect(addSubstitution(platform, away, twice)).rejects.toMatchObject({ errors: [{ place: 'tu' }] });
    await expect(
      addSubstitution(platform, away, { ...twice, substitute: 'trinhcongvinh' }),
    ).rejects.toMatchObject({ errors: [{ place: 'nguoi-thay' }] });
    const [one] = await substitutionsOf(platform.db, away);
    await endSubstitution(platform, away, one!.id, hanh);
    expect((await viewer(there)).positions).toHaveLength(own);
  });
});

describe('grants', () => {
  it('[II.17.2~] start from the defaults and change for everybody at once: role, title and person', async () => {
    expect((await loadGrants(platform.db)).roles).toEqual(DEFAULT_GRANTS.roles);
    const chi = await officerOf('lekimchi');
    await grant(`officer:${chi}`, ['audit.see']);
    await grant('role:editor', ['content.edit']);
    const actor = (await actorOf(platform.db, [chi], TODAY)).get(chi)!;
    expect(actor.grants!.persons![chi]).toEqual(['audit.see']);
    expect(actor.grants!.roles.editor).toEqual(['content.edit']);
    await grant('title:bien tap vien', ['question.answer']);
    expect((await loadGrants(platform.db)).titles).toEqual({ 'bien tap vien': ['question.answer'] });
  });

  it('the last right to manage users can not be taken away, in whichever way', async () => {
    await expect(grant('role:admin', ['audit.see'])).rejects.toThrow('không còn ai quản lý được');
    const file = (await officerFile(platform.db, hanhOfficer))!;
    const ended = file.positions.map((one) => ({ ...one, validTo: '2026-11-22' }));
    await expect(
      saveOfficer(platform, hanhOfficer, {
        name: file.name,
        email: file.email,
        phone: file.phone,
        positions: ended,
        by: hanh,
      }),
    ).rejects.toThrow('không còn ai quản lý được');
    const chi = await officerOf('lekimchi');
    await grant(`officer:${chi}`, ['account.edit']);
    await grant(
      'role:admin',
      DEFAULT_GRANTS.roles.admin.filter((right) => right !== 'account.edit'),
    );
    await grant('role:admin', DEFAULT_GRANTS.roles.admin);
    await grant(`officer:${chi}`, []);
  });

  it('unknown rights, unknown roles and office rights for citizens are refused', async () => {
    await expect(grant('role:king', ['audit.see'])).rejects.toThrow('không còn nữa');
    await expect(grant('role:clerk', ['fly'])).rejects.toThrow('không còn nữa');
    await expect(grant('role:applicant', [...RIGHTS])).rejects.toThrow('không còn nữa');
  });

  it('two administrators on one holder: the second is told', async () => {
    const seen = await seenChange(platform.db, 'grants:role:clerk');
    await grant('role:clerk', ['dossier.issue'], seen);
    await expect(grant('role:clerk', ['report.see'], seen)).rejects.toBeInstanceOf(StaleEdit);
    const [change] = await listChanges(platform.db, { object: 'grants:role:clerk', limit: 1 });
    await restoreChange(platform, change!.id, hanh);
    expect((await loadGrants(platform.db)).roles.clerk).toEqual(DEFAULT_GRANTS.roles.clerk);
  });
});

import { randomBytes } from 'node:crypto';
import { addDays, formatDate, localDate } from '../../core/dates.ts';
import { ROLE_LABELS } from '../../core/permission/index.ts';
import { clean } from '../../core/text.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import type { Platform, Tx } from '../../platform/index.ts';
import {
  AccountTaken,
  createOfficer,
  hashPassword,
  passwordLink,
  passwordProblem,
  requireNewPassword,
  setLocked,
  updateAccount,
} from '../accounts/index.ts';
import { loadDirectory, setPositions, updateOfficer } from '../agencies/index.ts';
import { audit } from '../audit/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { refuseLastAdministrator } from '../rights/index.ts';
import { endMemberships } from './groups.ts';
import { officerFile, type OfficerFile } from './officers.ts';
import { factFaults, overlap, spanProblem } from './rules.ts';

type Needs = Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>;

/** A position as typed; days are ISO dates. */
export interface PositionEdit {
  /** null: a new one. */
  id: number | null;
  unitId: number;
  role: PositionRole;
  title: string;
  validFrom: string;
  validTo: string | null;
}

export interface OfficerEdit {
  name: string;
  email: string | null;
  phone: string | null;
  positions: PositionEdit[];
}

/** What the log keeps of an officer, whole enough to be restored. */
export interface OfficerState extends OfficerEdit {
  username: string;
  locked: boolean;
  lockedReason: string;
}

export const officerObject = (id: number): string => `officer:${id}`;

/** The officer as the log keeps it. */
export const stateOf = (file: OfficerFile): OfficerState => ({
  username: file.username,
  name: file.name,
  email: file.email,
  phone: file.phone,
  positions: file.positions.map(({ id, unitId, role, title, validFrom, validTo }) => ({
    id,
    unitId,
    role,
    title,
    validFrom,
    validTo,
  })),
  locked: file.locked,
  lockedReason: file.lockedReason,
});

/**
 * Opens an officer's account.
 *
 * @param input password: a first one, to be changed at the first log-in; absent: a link is made (and mailed) by which
 *   the officer sets one
 * @returns the officer, and the link when there is one
 * @throws InvalidConfiguration
 */
export async function addOfficer(
  platform: Needs,
  input: OfficerEdit & { username: string; password?: string; by: Editor },
): Promise<{ officerId: number; link: string | null }> {
  const at = platform.clock.now();
  const edit = cleaned(input);
  const username = clean(input.username).toLowerCase();
  const faults = [...factFaults({ ...edit, username }), ...(await positionFaults(platform, edit.positions))];
  if (edit.positions.length === 0) {
    faults.push({ place: 'don-vi-0', message: 'Chọn ít nhất một đơn vị và vai trò cho cán bộ.' });
  }
  if (input.password !== undefined) {
    const problem = passwordProblem(input.password, {
      kind: 'officer',
      names: [username, edit.phone, edit.email],
    });
    if (problem) faults.push({ place: 'mat-khau', message: problem });
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  // Without a first password nobody knows it: only the link opens the account.
  const passwordHash = await hashPassword(input.password ?? randomBytes(24).toString('base64url'));
  return platform.db.transaction().execute((tx) =>
    insertOfficer(tx, platform, {
      ...edit,
      username,
      passwordHash,
      invite: input.password === undefined,
      by: input.by,
      at,
    }),
  );
}

/** Enters a checked officer, in the caller's transaction. @throws InvalidConfiguration when a name is taken */
export async function insertOfficer(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'jobs' | 'config'>,
  input: OfficerEdit & { username: string; passwordHash: string; invite: boolean; by: Editor; at: Date },
): Promise<{ officerId: number; link: string | null }> {
  const { username, name, email, phone, positions, at, by } = input;
  const { accountId, officerId } = await takenAsFault(() =>
    createOfficer(
      tx,
      { name, positions: [] },
      { username, email, phone, passwordHash: input.passwordHash, mustChangePassword: true, now: at },
    ),
  );
  await recordChange(tx, {
    object: officerObject(officerId),
    title: name,
    action: 'officer.create',
    by,
    at,
    before: null,
    after: {
      username,
      name,
      email,
      phone,
      positions,
      locked: false,
      lockedReason: '',
    } satisfies OfficerState,
  });
  await setPositions(tx, officerId, positions);
  const link = input.invite
    ? await passwordLink(tx, platform, { accountId, email }, invitation(name, username))
    : null;
  return { officerId, link };
}

/**
 * Changes name, addresses and positions. Positions hold by their days; what is not named any more is taken away.
 *
 * @throws InvalidConfiguration, StaleEdit
 */
export async function saveOfficer(
  platform: Needs,
  officerId: number,
  input: OfficerEdit & { seen?: number; by: Editor },
): Promise<void> {
  const edit = cleaned(input);
  const faults = [...factFaults(edit), ...(await positionFaults(platform, edit.positions))];
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  const at = platform.clock.now();
  await platform.db
    .transaction()
    .execute((tx) => writeOfficer(tx, officerId, edit, { ...input, at, action: 'officer.update' }));
}

/** Writes a checked officer, in the caller's transaction; nothing when nothing is different. */
export async function writeOfficer(
  tx: Tx,
  officerId: number,
  edit: OfficerEdit,
  change: { by: Editor; at: Date; action: string; seen?: number },
): Promise<boolean> {
  const file = await mustExist(tx, officerId);
  const before = stateOf(file);
  const after: OfficerState = { ...before, ...edit };
  if (JSON.stringify(after) === JSON.stringify(before)) return false;
  await recordChange(tx, { object: officerObject(officerId), title: edit.name, before, after, ...change });
  await updateOfficer(tx, officerId, { name: edit.name, email: edit.email, phone: edit.phone });
  await takenAsFault(() =>
    updateAccount(
      tx,
      file.accountId,
      { displayName: edit.name, email: edit.email, phone: edit.phone },
      change.at,
    ),
  );
  await setPositions(tx, officerId, edit.positions);
  await refuseLastAdministrator(tx, localDate(change.at));
  return true;
}

/**
 * Locks an officer out; sessions end at once.
 *
 * @returns the account whose sessions ended
 * @throws InvalidConfiguration for oneself, without a reason, or when nobody could manage users any more
 */
export async function lockOfficer(
  platform: Needs,
  officerId: number,
  input: { reason: string; by: Editor },
): Promise<{ accountId: number }> {
  const reason = clean(input.reason);
  if (reason === '') throw invalid('ly-do', 'Viết lý do khóa, ví dụ “Nghỉ thai sản đến 05/2027”.');
  const at = platform.clock.now();
  return platform.db
    .transaction()
    .execute((tx) => writeLock(tx, officerId, reason, { by: input.by, at, action: 'officer.lock' }));
}

/** Lets an officer in again. */
export async function unlockOfficer(
  platform: Needs,
  officerId: number,
  input: { by: Editor },
): Promise<{ accountId: number }> {
  const at = platform.clock.now();
  return platform.db
    .transaction()
    .execute((tx) => writeLock(tx, officerId, null, { by: input.by, at, action: 'officer.unlock' }));
}

/** @param reason null: opens the account again */
export async function writeLock(
  tx: Tx,
  officerId: number,
  reason: string | null,
  change: { by: Editor; at: Date; action: string },
): Promise<{ accountId: number }> {
  const file = await mustExist(tx, officerId);
  if (file.accountId === change.by.accountId && reason !== null) {
    throw invalid('', 'Bạn không tự khóa tài khoản của mình được. Nhờ một người quản trị khác.');
  }
  const before = stateOf(file);
  await recordChange(tx, {
    object: officerObject(officerId),
    title: file.name,
    before,
    after: { ...before, locked: reason !== null, lockedReason: reason ?? '' },
    ...change,
  });
  await setLocked(tx, file.accountId, reason, change.at);
  await refuseLastAdministrator(tx, localDate(change.at));
  return { accountId: file.accountId };
}

/**
 * Ends an officer's service: positions and groups end with the day, the account is locked.
 *
 * @param input day: the last one, ISO date
 * @throws InvalidConfiguration while tasks are open in the officer's name
 */
export async function endService(
  platform: Needs,
  officerId: number,
  input: { day: string; by: Editor },
): Promise<{ accountId: number }> {
  const at = platform.clock.now();
  const problem = spanProblem({ from: input.day, to: null });
  if (problem) throw invalid('ngay', 'Nhập ngày làm việc cuối cùng dạng ngày/tháng/năm.');
  if (input.day > localDate(at)) {
    throw invalid('ngay', 'Ngày làm việc cuối cùng chưa tới. Nhập hôm nay hoặc ngày đã qua.');
  }
  return platform.db.transaction().execute(async (tx) => {
    const file = await mustExist(tx, officerId);
    if (file.openTasks > 0) {
      throw invalid(
        '',
        `${file.name} còn ${file.openTasks} việc chưa xong. Bàn giao hết các việc rồi mới kết thúc công tác.`,
      );
    }
    const { positions, ...state } = stateOf(file);
    const left = positions
      .filter((one) => one.validFrom <= input.day)
      .map((one) => ({
        ...one,
        validTo: one.validTo !== null && one.validTo < input.day ? one.validTo : input.day,
      }));
    await writeOfficer(
      tx,
      officerId,
      { ...state, positions: left },
      { by: input.by, at, action: 'officer.end' },
    );
    await endMemberships(tx, officerId, input.day, { by: input.by, at });
    const reason = `Thôi công tác từ ngày ${formatDate(addDays(input.day, 1))}`;
    return writeLock(tx, officerId, reason, { by: input.by, at, action: 'officer.lock' });
  });
}

/**
 * Ends the officer's sessions and makes a one-time link for a new password, mailed when there is an address.
 *
 * @returns the link, to be shown once
 */
export async function newPasswordLink(
  platform: Needs,
  officerId: number,
  input: { by: Editor },
): Promise<{ accountId: number; link: string; mailed: boolean }> {
  const at = platform.clock.now();
  return platform.db.transaction().execute(async (tx) => {
    const file = await mustExist(tx, officerId);
    if (file.locked) {
      throw invalid('', 'Tài khoản đang khóa. Mở khóa trước rồi tạo đường dẫn đặt mật khẩu.');
    }
    await requireNewPassword(tx, file.accountId, null);
    const link = await passwordLink(tx, platform, file, {
      subject: 'Đặt lại mật khẩu',
      text: `Người quản trị đã tạo đường dẫn để ${file.name} (${file.username}) đặt mật khẩu mới.`,
    });
    await audit(tx, {
      accountId: input.by.accountId,
      ip: input.by.ip,
      action: 'officer.password-link',
      object: officerObject(officerId),
      detail: { title: file.name },
      at,
    });
    return { accountId: file.accountId, link, mailed: file.email !== null };
  });
}

const invitation = (name: string, username: string) => ({
  subject: 'Tài khoản cán bộ của bạn',
  text: `Chào ${name},\n\nBạn đã được mở tài khoản cán bộ trên hệ thống Một Cửa. Tên đăng nhập: ${username}`,
});

async function mustExist(tx: Tx, officerId: number): Promise<OfficerFile> {
  const file = await officerFile(tx, officerId);
  if (!file) throw invalid('', 'Không còn cán bộ này. Tìm lại trong danh sách.');
  return file;
}

const invalid = (place: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration([{ place, message }]);

function cleaned(input: OfficerEdit): OfficerEdit {
  return {
    name: clean(input.name),
    email: clean(input.email ?? '') || null,
    phone: (input.phone ?? '').replace(/[\s.-]/g, '') || null,
    positions: input.positions.map(({ id, unitId, role, title, validFrom, validTo }) => ({
      id,
      unitId,
      role,
      title: clean(title),
      validFrom,
      validTo,
    })),
  };
}

/** Faults of positions: unknown unit or role, days, the same role in the same unit twice at a time. */
export async function positionFaults(
  { db }: Pick<Platform, 'db'>,
  positions: readonly PositionEdit[],
): Promise<ConfigurationFault[]> {
  const directory = await loadDirectory(db);
  const faults: ConfigurationFault[] = [];
  for (const [index, position] of positions.entries()) {
    const fault = (field: string, message: string): void =>
      void faults.push({ place: `${field}-${index}`, message });
    const unit = directory.unitById(position.unitId);
    if (!unit) fault('don-vi', 'Chọn đơn vị trong danh sách.');
    if (!Object.hasOwn(ROLE_LABELS, position.role) || (position.role as string) === 'applicant') {
      fault('vai-tro', 'Chọn vai trò trong danh sách.');
    }
    if (position.title === '') fault('chuc-danh', 'Nhập chức danh, ví dụ “Phó Trưởng phòng”.');
    const problem = spanProblem({ from: position.validFrom, to: position.validTo });
    if (problem) fault('tu-ngay', problem);
    else if (unit && unit.validTo !== null && position.validFrom > unit.validTo) {
      fault('don-vi', `${unit.name} đã kết thúc ngày ${formatDate(unit.validTo)}. Chọn đơn vị khác.`);
    }
    const twin = positions
      .slice(0, index)
      .find(
        (one) =>
          one.unitId === position.unitId &&
          one.role === position.role &&
          overlap(
            { from: one.validFrom, to: one.validTo },
            { from: position.validFrom, to: position.validTo },
          ),
      );
    if (twin) {
      fault(
        'tu-ngay',
        `Vai trò “${ROLE_LABELS[position.role]}” ở ${unit?.name ?? 'đơn vị này'} bị trùng thời gian với một dòng trên. Sửa ngày hoặc bỏ một dòng.`,
      );
    }
  }
  return faults;
}

async function takenAsFault<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof AccountTaken)) throw error;
    const [place, name] = {
      username: ['ten-dang-nhap', 'Tên đăng nhập'],
      phone: ['dien-thoai', 'Số điện thoại'],
      email: ['thu-dien-tu', 'Địa chỉ thư'],
    }[error.what] as [string, string];
    throw invalid(place, `${name} này đang dùng cho tài khoản khác. Nhập ${name.toLowerCase()} khác.`);
  }
}

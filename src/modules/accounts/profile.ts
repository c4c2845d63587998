import {
  cleanDate,
  cleanDigits,
  cleanPhone,
  cleanTaxCode,
  isDate,
  type Address,
} from '../../core/form/index.ts';
import { localDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';
import type { Db, Platform } from '../../platform/index.ts';
import { audit } from '../audit/index.ts';
import { getPerson, partyOf, updatePerson } from '../people/index.ts';
import { AccountTaken, takenBy } from './create.ts';
import { sendConfirmation } from './links.ts';
import { hashPassword, passwordProblem, verifyPassword } from './password.ts';
import { emailProblem, identityProblem, nameProblem, phoneProblem } from './register.ts';
import { endOtherSessions } from './sessions.ts';

/** What a citizen or organisation may change about themselves, as typed. */
export interface Profile {
  name: string;
  identityNo: string;
  /** DD/MM/YYYY */
  birthDate: string;
  gender: string;
  phone: string;
  email: string;
  representative: string;
  province: string;
  commune: string;
  detail: string;
}
export type ProfileErrors = Partial<Record<keyof Profile, string>>;

/** The profile as it stands, for the form; null when the account has no person (officers). */
export async function loadProfile(
  db: Db,
  accountId: number,
): Promise<(Profile & { kind: 'citizen' | 'organisation' }) | null> {
  const account = await db
    .selectFrom('account')
    .select(['person_id', 'phone', 'email'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  const person = account?.person_id ? await getPerson(db, account.person_id) : null;
  if (!account || !person) return null;
  return {
    kind: person.kind,
    name: person.name,
    identityNo: person.identity_no ?? '',
    birthDate: person.birth_date ? person.birth_date.split('-').reverse().join('/') : '',
    gender: person.gender ?? '',
    phone: account.phone ?? '',
    email: account.email ?? '',
    representative: person.representative ?? '',
    province: person.address?.province ?? '',
    commune: person.address?.commune ?? '',
    detail: person.address?.detail ?? '',
  };
}

/** Writes the profile into account and contact book. A new e-mail address is to be confirmed again. */
export async function saveProfile(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>,
  accountId: number,
  typed: Profile,
  ip: string,
): Promise<{ ok: true; confirmationSent: boolean } | { ok: false; errors: ProfileErrors }> {
  const now = platform.clock.now();
  const before = await platform.db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .select(['person.id', 'person.identity_no', 'account.email', 'account.phone'])
    .where('account.id', '=', accountId)
    .executeTakeFirstOrThrow();
  const person = (await getPerson(platform.db, before.id))!;
  const { kind } = person;
  const name = clean(typed.name);
  const phone = cleanPhone(typed.phone);
  const email = clean(typed.email);
  const birthDate = cleanDate(typed.birthDate);
  // The number names the person to the state: once entered, only the counter changes it, by the card.
  const identityNo =
    before.identity_no ??
    (kind === 'citizen' ? cleanDigits(typed.identityNo) : cleanTaxCode(typed.identityNo));
  const address = addressOf(typed);
  const errors: ProfileErrors = {
    name: nameProblem(name, kind),
    identityNo: before.identity_no ? undefined : identityProblem(identityNo, kind),
    birthDate:
      kind === 'citizen' && birthDate !== '' && (!isDate(birthDate) || birthDate >= localDate(now))
        ? 'Nhập ngày sinh trước hôm nay, ví dụ 14/02/1991'
        : undefined,
    phone: phone
      ? phoneProblem(phone)
      : email
        ? undefined
        : 'Giữ lại số điện thoại hoặc thư điện tử để đăng nhập và nhận tin',
    email: email ? emailProblem(email) : undefined,
    representative:
      kind === 'organisation' && clean(typed.representative) === ''
        ? 'Nhập họ và tên người đại diện theo pháp luật'
        : undefined,
    commune:
      address && (!address.province || !address.commune)
        ? 'Nhập cả phường, xã và tỉnh, thành phố'
        : undefined,
  };
  if (Object.values(errors).some(Boolean)) return { ok: false, errors };

  const newEmail = email !== '' && email.toLowerCase() !== before.email?.toLowerCase();
  try {
    await platform.db.transaction().execute(async (tx) => {
      await tx
        .updateTable('account')
        .set({
          phone: phone || null,
          email: email || null,
          display_name: name,
          ...((newEmail || email === '') && { email_confirmed_at: null }),
        })
        .where('id', '=', accountId)
        .execute();
      await updatePerson(
        tx,
        before.id,
        {
          ...partyOf(person),
          name,
          identityNo: identityNo || undefined,
          birthDate: birthDate || undefined,
          gender: ['male', 'female', 'other'].includes(typed.gender) ? typed.gender : undefined,
          phone: phone || undefined,
          email: email || undefined,
          representative: clean(typed.representative) || undefined,
          address: address ?? undefined,
        },
        now,
      );
      if (newEmail) await sendConfirmation(tx, platform, accountId, email);
      await audit(tx, {
        accountId,
        ip,
        action: 'profile-change',
        object: `account ${accountId}`,
        detail: {
          phone: phone !== (before.phone ?? '') ? phone : undefined,
          email: newEmail ? email : undefined,
        },
        at: now,
      });
    });
  } catch (error) {
    const taken = takenBy(error);
    if (taken instanceof AccountTaken && taken.what !== 'username') {
      const what = taken.what === 'phone' ? 'Số điện thoại' : 'Địa chỉ thư';
      return {
        ok: false,
        errors: {
          [taken.what]: `${what} này đang dùng cho tài khoản khác. Nhập ${what.toLowerCase()} khác.`,
        },
      };
    }
    if ((error as { constraint?: string }).constraint === 'person_identity') {
      return {
        ok: false,
        errors: {
          identityNo:
            'Số này đã có trong sổ của bộ phận một cửa. Mang giấy tờ tới quầy để gắn với tài khoản của bạn.',
        },
      };
    }
    throw error;
  }
  return { ok: true, confirmationSent: newEmail };
}

function addressOf(typed: Profile): Address | null {
  const [province, commune, detail] = [clean(typed.province), clean(typed.commune), clean(typed.detail)];
  return province || commune || detail ? { province, commune, detail } : null;
}

/**
 * Changes the password of a logged-in account and ends its other sessions.
 *
 * @returns what is wrong with the old or the new one, or null when it is done
 */
export async function changePassword(
  platform: Pick<Platform, 'db' | 'clock'>,
  input: { accountId: number; current: string; wanted: string; session: Buffer; ip: string },
): Promise<{ field: 'current' | 'wanted'; text: string } | null> {
  const { accountId, current, wanted, session, ip } = input;
  const account = await platform.db
    .selectFrom('account')
    .select(['kind', 'password_hash', 'username', 'phone', 'email'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(account.password_hash, current))) {
    return { field: 'current', text: 'Mật khẩu hiện tại chưa đúng. Nhập lại.' };
  }
  const problem = passwordProblem(wanted, {
    kind: account.kind,
    names: [account.username, account.phone, account.email],
  });
  if (problem) return { field: 'wanted', text: problem };
  if (wanted.normalize('NFC') === current.normalize('NFC')) {
    return { field: 'wanted', text: 'Mật khẩu mới trùng mật khẩu cũ. Đặt mật khẩu khác.' };
  }
  const passwordHash = await hashPassword(wanted);
  await platform.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('account')
      .set({ password_hash: passwordHash, must_change_password: false })
      .where('id', '=', accountId)
      .execute();
    await endOtherSessions(tx, accountId, session);
    await audit(tx, {
      accountId,
      ip,
      action: 'password-change',
      object: `account ${accountId}`,
      at: platform.clock.now(),
    });
  });
  return null;
}

/** Sends the link that confirms the account's address once more. */
export async function resendConfirmation(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>,
  accountId: number,
): Promise<boolean> {
  return platform.db.transaction().execute(async (tx) => {
    const { email, email_confirmed_at } = await tx
      .selectFrom('account')
      .select(['email', 'email_confirmed_at'])
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    if (!email || email_confirmed_at) return false;
    await sendConfirmation(tx, platform, accountId, email);
    return true;
  });
}

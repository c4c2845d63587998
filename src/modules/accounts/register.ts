import {
  cleanPhone,
  cleanTaxCode,
  cleanDigits,
  isEmail,
  isPersonalId,
  isPhone,
  isTaxCode,
} from '../../core/form/index.ts';
import { clean } from '../../core/text.ts';
import type { Platform, Tx } from '../../platform/index.ts';
import { audit } from '../audit/index.ts';
import { AccountTaken, createPersonAccount } from './create.ts';
import { sendConfirmation } from './links.ts';
import { hashPassword, passwordProblem } from './password.ts';

export interface Registration {
  kind: 'citizen' | 'organisation';
  name: string;
  /** Personal identification number (optional) or tax code (required for organisations). */
  identityNo: string;
  representative: string;
  phone: string;
  email: string;
  password: string;
  agreed: boolean;
}

export type RegistrationField = keyof Registration;
export type RegistrationErrors = Partial<Record<RegistrationField, string>>;

export type RegistrationResult =
  | {
      ok: true;
      accountId: number;
      /** The number is in the contact book already: who holds it is for the counter to see. */
      identityUnproven: boolean;
    }
  | { ok: false; errors: RegistrationErrors };

/** What is wrong with a name, and what to do. */
export function nameProblem(name: string, kind: 'citizen' | 'organisation'): string | undefined {
  if (kind === 'organisation') {
    return name.length < 2 ? 'Nhập tên tổ chức như trên giấy đăng ký' : undefined;
  }
  if (!/^[\p{L}\p{M}' ’ʼ.-]{2,}$/u.test(name) || !name.includes(' ')) {
    return name === ''
      ? 'Nhập họ và tên như trên thẻ căn cước'
      : 'Nhập đủ họ và tên bằng chữ, ví dụ Nguyễn Thị Ánh';
  }
  return undefined;
}

/** What is wrong with a phone number, and what to do. */
export function phoneProblem(phone: string): string | undefined {
  return isPhone(phone) ? undefined : 'Nhập số điện thoại 10 chữ số, ví dụ 0912 345 678';
}

/** What is wrong with an e-mail address, and what to do. */
export function emailProblem(email: string): string | undefined {
  return isEmail(email) ? undefined : 'Nhập địa chỉ thư đầy đủ, ví dụ ten@example.vn';
}

/** What is wrong with a personal identification number or tax code, and what to do. */
export function identityProblem(identityNo: string, kind: 'citizen' | 'organisation'): string | undefined {
  if (kind === 'organisation') {
    return isTaxCode(identityNo)
      ? undefined
      : 'Nhập mã số thuế 10 chữ số (hoặc 13 chữ số với đơn vị phụ thuộc) như trên giấy đăng ký';
  }
  if (identityNo === '' || isPersonalId(identityNo)) return undefined;
  const digits = identityNo.replace(/\D/g, '').length;
  return digits === 12
    ? 'Kiểm tra lại số định danh; 12 chữ số này không đúng cấu trúc'
    : `Nhập đủ 12 chữ số. Bạn đã nhập ${digits}.`;
}

/**
 * Registers a citizen or an organisation (III.13.1): at least a phone or an e-mail address, by which they log in.
 * An address gets a mail with a link that confirms it.
 */
export async function register(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>,
  typed: Registration,
  ip: string,
): Promise<RegistrationResult> {
  const { kind } = typed;
  const name = clean(typed.name);
  const phone = cleanPhone(typed.phone);
  const email = clean(typed.email);
  const identityNo = kind === 'citizen' ? cleanDigits(typed.identityNo) : cleanTaxCode(typed.identityNo);
  const representative = clean(typed.representative);

  const errors: RegistrationErrors = {
    name: nameProblem(name, kind),
    identityNo: identityProblem(identityNo, kind),
    representative:
      kind === 'organisation' && representative === ''
        ? 'Nhập họ và tên người đại diện theo pháp luật'
        : undefined,
    phone: phone
      ? phoneProblem(phone)
      : email
        ? undefined
        : 'Nhập số điện thoại hoặc thư điện tử để đăng nhập và nhận tin',
    email: email ? emailProblem(email) : undefined,
    password: passwordProblem(typed.password, { kind, names: [phone, email, name] }) ?? undefined,
    agreed: typed.agreed
      ? undefined
      : 'Đánh dấu đồng ý để chúng tôi được xử lý thông tin của bạn khi giải quyết hồ sơ',
  };
  if (Object.values(errors).some(Boolean)) return { ok: false, errors };

  const passwordHash = await hashPassword(typed.password);
  const now = platform.clock.now();
  try {
    return await platform.db.transaction().execute(async (tx) => {
      const known = identityNo !== '' && (await isKnown(tx, kind, identityNo));
      const { accountId } = await createPersonAccount(
        tx,
        {
          kind,
          name,
          // A number that somebody typed proves nothing: an entry of the contact book is not handed over for it.
          identityNo: known ? undefined : identityNo || undefined,
          representative: kind === 'organisation' ? representative : undefined,
        },
        { phone, email, passwordHash, now },
      );
      if (email) await sendConfirmation(tx, platform, accountId, email);
      await audit(tx, {
        accountId,
        ip,
        action: 'register',
        object: `account ${accountId}`,
        detail: { kind, phone, email },
        at: now,
      });
      return { ok: true, accountId, identityUnproven: known } as const;
    });
  } catch (error) {
    if (!(error instanceof AccountTaken) || error.what === 'username') throw error;
    const text = `${error.what === 'phone' ? 'Số điện thoại' : 'Địa chỉ thư'} này đã có tài khoản. Đăng nhập, hoặc đặt lại mật khẩu nếu bạn quên.`;
    return { ok: false, errors: { [error.what]: text } };
  }
}

async function isKnown(tx: Tx, kind: string, identityNo: string): Promise<boolean> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('kind', '=', kind as 'citizen')
    .where('identity_no', '=', identityNo)
    .executeTakeFirst();
  return row !== undefined;
}

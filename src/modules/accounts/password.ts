import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { fold } from '../../core/text.ts';
import type { AccountKind } from '../../platform/database/schema.ts';

/**
 * Argon2id (the library's default) with 7 MiB and five passes: of the settings that OWASP names as equally strong the one
 * that costs our processors least, since so little memory stays in their caches.
 */
const COST = { memoryCost: 7 * 1024, timeCost: 5, parallelism: 1 };
const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** Most frequent passwords of leaked lists with eight characters and more, and what people here add to them. */
const COMMON = new Set(
  'password passw0rd password1 password123 12345678 123456789 1234567890 11111111 00000000 88888888 66666666 87654321 qwertyui qwerty123 1q2w3e4r abcd1234 abc12345 iloveyou matkhau1 matkhau123 anhyeuem vietnam1 vietnam123 dichvucong motcua123 admin123 administrator'.split(
    ' ',
  ),
);

/**
 * About half of the processors: a rush of log-ins must not keep everybody else waiting. Two at least: while the answer of
 * one waits for the event loop, which takes longer under load than the check itself, the next is computed.
 */
const AT_ONCE = Math.max(2, Math.floor(availableParallelism() / 2));
let running = 0;
const waiting: (() => void)[] = [];

/** Runs one costly check after the other, few at a time, in the order in which they came. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), COST));
}

/** Whether a hash was made with the cost that new ones are made with. */
export function hashedAsNow(passwordHash: string): boolean {
  return passwordHash.startsWith(
    `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`,
  );
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return inTurn(() => verify(passwordHash, password.normalize('NFC')));
}

let nobody: Promise<string> | null = null;

/** Takes as long as checking a real password and says no: for names that nobody has. */
export async function verifyNothing(password: string): Promise<false> {
  nobody ??= hashPassword('nobody has this password');
  await verifyPassword(await nobody, password);
  return false;
}

/**
 * What is wrong with a new password and what to do, or null. Officers' passwords mix at least three of: small letters,
 * capitals, digits, other characters.
 *
 * @param facts names: user name, phone, e-mail, which must not be the password
 */
export function passwordProblem(
  password: string,
  facts: { kind: AccountKind; names: (string | null)[] },
): string | null {
  const text = password.normalize('NFC');
  const length = [...text].length;
  if (length < MIN_LENGTH) return `Đặt mật khẩu có ít nhất ${MIN_LENGTH} ký tự. Bạn đã nhập ${length}.`;
  if (length > MAX_LENGTH) return `Đặt mật khẩu dài tối đa ${MAX_LENGTH} ký tự.`;
  const folded = fold(text);
  if (COMMON.has(folded) || new Set(folded).size < 4) {
    return 'Mật khẩu này quá dễ đoán. Đặt một cụm từ chỉ mình bạn biết.';
  }
  if (facts.names.some((name) => name && (folded === fold(name) || folded === fold(name.split('@')[0]!)))) {
    return 'Mật khẩu không được trùng tên đăng nhập, số điện thoại hoặc thư điện tử. Đặt mật khẩu khác.';
  }
  if (facts.kind !== 'officer') return null;
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((one) => one.test(text)).length;
  return classes >= 3
    ? null
    : 'Mật khẩu của cán bộ cần ít nhất ba loại trong bốn loại: chữ thường, chữ hoa, chữ số, ký tự khác. Thêm loại còn thiếu.';
}

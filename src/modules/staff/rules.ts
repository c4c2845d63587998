import { isIsoDate } from '../../core/dates.ts';
import { clean } from '../../core/text.ts';
import type { ConfigurationFault } from '../configuration/index.ts';
import { emailProblem, phoneProblem } from '../accounts/index.ts';

const MAX_NAME = 100;

/** Faults of an officer's name, user name and addresses; places are those of the forms. */
export function factFaults(facts: {
  name: string;
  username?: string;
  email: string | null;
  phone: string | null;
}): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const fault = (place: string, message: string | undefined): void => {
    if (message) faults.push({ place, message });
  };
  const name = clean(facts.name);
  if (name === '') fault('ho-ten', 'Nhập họ và tên cán bộ.');
  else if (name.length > MAX_NAME) fault('ho-ten', `Họ và tên dài tối đa ${MAX_NAME} ký tự. Rút ngắn lại.`);
  if (facts.username !== undefined) fault('ten-dang-nhap', usernameProblem(facts.username));
  if (facts.email) fault('thu-dien-tu', dot(emailProblem(facts.email)));
  if (facts.phone) fault('dien-thoai', dot(phoneProblem(facts.phone)));
  return faults;
}

const dot = (text: string | undefined): string | undefined => text && `${text}.`;

/** What is wrong with a user name. It begins with a letter, so that it is never taken for a phone number. */
export function usernameProblem(username: string): string | undefined {
  return /^[a-z][a-z0-9._-]{2,49}$/.test(username)
    ? undefined
    : 'Tên đăng nhập gồm 3–50 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang; bắt đầu bằng chữ. Ví dụ tranthingan.';
}

export interface Span {
  from: string;
  /** null: without end. */
  to: string | null;
}

/** What is wrong with two days, or undefined. */
export function spanProblem({ from, to }: Span): string | undefined {
  if (!isIsoDate(from)) return 'Nhập ngày bắt đầu dạng ngày/tháng/năm, ví dụ 01/12/2026.';
  if (to !== null && !isIsoDate(to)) return 'Nhập ngày kết thúc dạng ngày/tháng/năm, hoặc để trống.';
  if (to !== null && to < from) return 'Ngày kết thúc phải từ ngày bắt đầu trở đi. Sửa một trong hai ngày.';
  return undefined;
}

/** Whether two spans have a day in common. */
export const overlap = (one: Span, other: Span): boolean =>
  (one.to === null || other.from <= one.to) && (other.to === null || one.from <= other.to);

import { formatMoney } from '../../../core/money.ts';
import type { Fee, ProcedureCase } from '../../../core/procedure.ts';

/** Fees and charges of a case for those who file online. */
export const onlineFees = (procedureCase: ProcedureCase): Fee[] =>
  procedureCase.fees.filter((fee) => fee.channel === undefined || fee.channel === 'online');

/** "150.000 đồng/hồ sơ", "Không thu"; amounts that the province sets are not guessed. */
export function amountText(fee: Fee): string {
  if (fee.amount === 0) return 'Không thu';
  if (fee.amount === null) return 'Theo quy định của Hội đồng nhân dân tỉnh';
  return `${formatMoney(fee.amount)}${fee.per && fee.per !== 'hồ sơ' ? `/${fee.per}` : ''}`;
}

/** What is to be paid in one line: a sum where there is one sum, else who tells it. */
export function totalText(fees: readonly Fee[]): string {
  const owed = fees.filter((fee) => fee.amount !== 0);
  if (owed.length === 0) return 'Không phải nộp phí, lệ phí';
  const [only] = owed;
  if (owed.length === 1 && only?.amount && (!only.per || only.per === 'hồ sơ'))
    return formatMoney(only.amount);
  return 'Tính theo hồ sơ của bạn, báo khi tiếp nhận';
}

/** The list of fees with their total and when it is due. */
export function FeeList({ procedureCase }: { procedureCase: ProcedureCase }) {
  const fees = onlineFees(procedureCase);
  return (
    <dl class="facts">
      {fees.map((fee) => (
        <>
          <dt>{fee.name}</dt>
          <dd>
            <span class={fee.amount ? 'num' : undefined}>{amountText(fee)}</span>
            {fee.condition && <span class="sub">{sentence(fee.condition)}</span>}
          </dd>
        </>
      ))}
      <dt>Tổng phải nộp</dt>
      <dd>
        <b>{totalText(fees)}</b>
        {fees.some((fee) => fee.amount !== 0) && (
          <span class="sub">Bây giờ chưa phải trả. Bạn trả khi nhận kết quả, hoặc khi cơ quan yêu cầu.</span>
        )}
      </dd>
    </dl>
  );
}

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Decide } from '../types.ts';
import { dossierName, heldTask } from './shared.ts';

/** The counter hands the result over and records who collected it, themselves or by proxy (II.10.4, II.10.5). */
export const returnResult: Decide<'return-result'> = (context, command) => {
  if (context.unpaidFees.length > 0) {
    throw new NotAllowed('Còn khoản phí, lệ phí chưa nộp. Thu và ghi số biên lai trước khi trả kết quả.');
  }
  const task = heldTask(context, 'return');
  const { collected } = command;
  const errors = [];
  if (collected.name.trim() === '') {
    errors.push({ path: 'collected.name', message: 'Ghi họ tên người nhận kết quả.' });
  }
  if (collected.by === 'proxy') {
    if (!/^\d{12}$/.test(collected.identityNo ?? '')) {
      errors.push({
        path: 'collected.identityNo',
        message: 'Ghi đủ 12 số định danh của người được ủy quyền.',
      });
    }
    if (!collected.proxyPaper?.trim()) {
      errors.push({ path: 'collected.proxyPaper', message: 'Ghi giấy ủy quyền: số, ngày, nơi chứng thực.' });
    }
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  return {
    statuses: ['returned'],
    set: { returned_at: context.now, collected },
    decisions: [{ decision: { kind: 'complete', token: task.token }, outcome: 'returned' }],
    data: { by: collected.by, method: collected.method },
    notification: {
      title: 'Đã trả kết quả',
      body: `Kết quả hồ sơ “${context.procedure.name}” (${dossierName(context)}) đã được trả cho ${collected.name}.`,
    },
  };
};

import { NotAllowed } from '../errors.ts';
import type { Change, Command, Context } from '../types.ts';
import { accept } from './accept.ts';
import { approve, sendBack, sign } from './approve.ts';
import { assign, reassign } from './assign.ts';
import { comment } from './comment.ts';
import { complete } from './complete.ts';
import { answer, consult } from './consult.ts';
import { delegate } from './delegate.ts';
import { extend } from './extend.ts';
import { forward } from './forward.ts';
import { issue } from './issue.ts';
import { recordPayment, requirePayment } from './payment.ts';
import { refuse } from './refuse.ts';
import { requestSupplement } from './request-supplement.ts';
import { reschedule } from './reschedule.ts';
import { returnResult } from './return-result.ts';
import { stop } from './stop.ts';
import { supplement } from './supplement.ts';
import { withdraw } from './withdraw.ts';

/** What follows from a command: pure, over what was loaded under the dossier's lock. */
export function decide(context: Context, command: Command): Change {
  switch (command.action) {
    case 'submit':
      // The dossier was made by this very act; entering the flow is all that is left.
      throw new NotAllowed('Hồ sơ này đã được nộp.');
    case 'accept':
      return accept(context, command);
    case 'forward':
      return forward(context, command);
    case 'request-supplement':
      return requestSupplement(context, command);
    case 'refuse':
      return refuse(context, command);
    case 'supplement':
      return supplement(context, command);
    case 'withdraw':
      return withdraw(context, command);
    case 'assign':
      return assign(context, command);
    case 'delegate':
      return delegate(context, command);
    case 'extend':
      return extend(context, command);
    case 'reassign':
      return reassign(context, command);
    case 'complete':
      return complete(context, command);
    case 'approve':
      return approve(context, command);
    case 'sign':
      return sign(context, command);
    case 'send-back':
      return sendBack(context, command);
    case 'issue':
      return issue(context, command);
    case 'consult':
      return consult(context, command);
    case 'answer':
      return answer(context, command);
    case 'stop':
      return stop(context, command);
    case 'require-payment':
      return requirePayment(context, command);
    case 'record-payment':
      return recordPayment(context, command);
    case 'return-result':
      return returnResult(context, command);
    case 'reschedule':
      return reschedule(context, command);
    case 'comment':
      return comment(context, command);
  }
}

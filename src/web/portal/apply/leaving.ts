import type { FastifyReply } from 'fastify';
import type { FormBody } from '../../../core/form/index.ts';
import { flash } from '../../http/index.ts';
import type { OpenDraft } from './open-draft.ts';
import { draftPath, type DraftStep } from './steps.ts';

export type Way =
  | { kind: 'on' | 'back'; step: DraftStep; go(reply: FastifyReply): FastifyReply }
  | { kind: 'out'; go(reply: FastifyReply): FastifyReply };

/** Where a step's button leads: on, back, or out to the list. */
export function leaving(body: FormBody, open: OpenDraft, step: DraftStep): Way {
  const at = open.steps.indexOf(step);
  const wanted = body['_di'];
  if (wanted === 'thoat') {
    return {
      kind: 'out',
      go(reply) {
        flash(reply, 'Đã lưu hồ sơ nháp. Bạn mở lại ở đây để làm tiếp.');
        return reply.redirect('/ho-so', 303);
      },
    };
  }
  const back = wanted === 'lui' && at > 0;
  const target = open.steps[back ? at - 1 : at + 1] ?? step;
  return {
    kind: back ? 'back' : 'on',
    step: target,
    go: (reply) => reply.redirect(draftPath(open.draft.id, target.slug), 303),
  };
}

import type { Action } from '../../../core/permission/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import { assign, delegate, reassign } from './assigning.tsx';
import { complete, stop } from './completing.tsx';
import { answer, comment, consult } from './consulting.tsx';
import { approve, canGoBack, issue, sendBack, sign } from './deciding.tsx';
import { accept, forward, refuse, requestSupplement, supplement, withdraw } from './reception.tsx';
import { extend } from './extending.tsx';
import { recordPayment, requirePayment, returnResult } from './returning.tsx';
import type { ActPage } from './types.ts';

/** Every act that has a page, the most likely next step first: the bar draws them in this order. */
export const ACT_PAGES: readonly ActPage[] = [
  answer,
  accept,
  forward,
  assign,
  complete,
  approve,
  sign,
  issue,
  returnResult,
  supplement,
  requestSupplement,
  recordPayment,
  consult,
  sendBack,
  refuse,
  delegate,
  reassign,
  extend,
  requirePayment,
  stop,
  withdraw,
  comment,
];

const bySlug = new Map(ACT_PAGES.map((one) => [one.slug, one]));

export const actPage = (slug: string): ActPage | undefined => bySlug.get(slug);

/** Acts that are possible and make sense, but are not the first thing to think of: they unfold. */
const RARE = new Set<Action>(['delegate', 'reassign', 'extend', 'require-payment', 'withdraw', 'stop']);

export interface Bar {
  main: ActPage | null;
  others: ActPage[];
  rare: ActPage[];
}

/** What the bar at the foot offers: only what this officer may do now. Opinions have their own place on the page. */
export function barOf(view: OpenDossier): Bar {
  const owed = view.fees.some((fee) => fee.paidAt === null);
  const open = ACT_PAGES.filter((one) => view.actions.includes(one.action))
    .filter((one) => one.action !== 'comment')
    .filter((one) => one.action !== 'record-payment' || owed)
    .filter((one) => one.action !== 'send-back' || canGoBack(view));
  const paying = open.find((one) => one.action === 'record-payment');
  const main =
    paying && open.some((one) => one.action === 'return-result')
      ? paying
      : (open.find((one) => !RARE.has(one.action)) ?? null);
  const rest = open.filter((one) => one !== main);
  return {
    main,
    others: rest.filter((one) => !RARE.has(one.action)),
    rare: rest.filter((one) => RARE.has(one.action)),
  };
}

export { DEFAULT_RULES, type TimeRules, type SupplementPolicy } from './rules.ts';
export {
  dueAt,
  closeOn,
  stepDueAt,
  handOverBy,
  supplementNoticeBy,
  supplementClosesAt,
  onlineAnswerBy,
  limitInWorkingMinutes,
  limitText,
  wholeMinute,
  type TimeLimit,
} from './due.ts';
export {
  start,
  pause,
  resume,
  extend,
  remaining,
  lateness,
  latenessOf,
  outcome,
  type DeadlineState,
  type DeadlineChange,
  type Lateness,
} from './state.ts';
export { recount, stepRecount } from './recount.ts';
export { latenessText, overdueText, remainingText } from './words.ts';

import { stepOrder } from './path.ts';
import { choices, type Choice } from './split.ts';
import type { Flow } from './types.ts';

/**
 * Ways out of a step that a person may choose between: those that lead on, and those that the flow draws back to a step
 * at or before this one. A way back is a sending back, which wants a reason, never an approval.
 */
export function waysOut(flow: Flow, nodeId: string): { onward: Choice[]; back: Choice[] } {
  const order = stepOrder(flow);
  const here = order.indexOf(nodeId);
  const all = choices(flow, nodeId);
  const leadsBack = (choice: Choice): boolean => {
    const target = order.indexOf(choice.target);
    return all.length > 1 && target !== -1 && target <= here;
  };
  return { onward: all.filter((one) => !leadsBack(one)), back: all.filter(leadsBack) };
}

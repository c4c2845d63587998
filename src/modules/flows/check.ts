import { compile, flowName, longestPath, publicationMessages } from '../../core/flow/index.ts';
import type { Flow, FlowMessage } from '../../core/flow/types.ts';
import type { FlowLimit } from './limits.ts';

/** A drawing looked over before publication. */
export interface FlowCheck {
  name: string;
  /** null when it can not be run. */
  flow: Flow | null;
  /** Errors first. */
  messages: FlowMessage[];
  /** Whether it may be published. */
  sound: boolean;
  /** Steps of the longest way with their working minutes. */
  way: { id: string; name: string; minutes: number }[];
}

/** Looks a drawing over as `publishFlow` will: what can not be run, and what stands against publishing it. */
export async function checkFlow(bpmn: string, limits: readonly FlowLimit[]): Promise<FlowCheck> {
  const { flow, messages } = await compile(bpmn);
  const all = [...messages, ...(flow ? publicationMessages(flow, limits) : [])];
  const errors = all.filter((message) => message.severity === 'error');
  return {
    name: flow?.name ?? (await flowName(bpmn)),
    flow,
    messages: [...errors, ...all.filter((message) => message.severity !== 'error')],
    sound: errors.length === 0,
    way: flow
      ? longestPath(flow).map(({ node, minutes }) => ({ id: node.id, name: node.name || node.id, minutes }))
      : [],
  };
}

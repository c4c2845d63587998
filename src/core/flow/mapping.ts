import { markingsOf, tokenKey } from './explore.ts';
import { isWaiting } from './graph.ts';
import { timersOn } from './perform.ts';
import type { Flow, FlowNode, FlowState, StepKind, Token } from './types.ts';

/** For each place where a dossier can stand in the old version: where it stands in the new one. Absent: not decided. */
export type NodeMapping = Readonly<Record<string, string>>;

/** Why one row of a mapping can not be used; the message is Vietnamese and names the remedy. */
export interface MappingFault {
  node: string;
  message: string;
}

/** A token that stands at a step, before and after. */
export interface TokenMove {
  token: string;
  from: string;
  to: string;
  /** It is the same work for the same desk: whoever holds it goes on with it, in the same time. */
  kept: boolean;
}

export type Migration =
  { ok: true; state: FlowState; moves: TokenMove[] } | { ok: false; node: string; reason: string };

/** Nodes at which a dossier can stand, sub-processes before what lies in them. */
export function standingNodes(flow: Flow): FlowNode[] {
  const nodes = Object.values(flow.nodes).filter(stands);
  return nodes.toSorted((a, b) => depth(flow, a) - depth(flow, b));
}

const stands = (node: FlowNode): boolean => isWaiting(node) || node.kind === 'subProcess';

function depth(flow: Flow, node: FlowNode): number {
  const outer = node.scope === null ? undefined : flow.nodes[node.scope];
  return outer ? depth(flow, outer) + 1 : 0;
}

/**
 * What can be mapped without asking: a node onto the one with its id, else onto the only one of its name and kind.
 * The rest is left out, for somebody to decide.
 */
export function proposeMapping(before: Flow, after: Flow): Record<string, string> {
  const mapping: Record<string, string> = {};
  for (const node of standingNodes(before)) {
    const fits = (target: FlowNode | undefined): target is FlowNode =>
      target !== undefined && pairFault(before, after, mapping, node, target.id) === null;
    const same = after.nodes[node.id];
    const alike = standingNodes(after).filter(
      (one) =>
        one.name !== '' &&
        one.name === node.name &&
        one.kind === node.kind &&
        one.step === node.step &&
        fits(one),
    );
    const target = fits(same) && same.step === node.step ? same : alike.length === 1 ? alike[0] : undefined;
    if (target) mapping[node.id] = target.id;
  }
  return mapping;
}

/** What is wrong with the rows of a mapping; rows that are not decided are no fault until a dossier stands there. */
export function checkMapping(before: Flow, after: Flow, mapping: NodeMapping): MappingFault[] {
  return Object.entries(mapping).flatMap(([id, target]) => {
    const node = before.nodes[id];
    if (!node || !stands(node)) {
      return [{ node: id, message: `Bản cũ không có bước “${id}”. Bỏ dòng này.` }];
    }
    const message = pairFault(before, after, mapping, node, target);
    return message === null ? [] : [{ node: id, message }];
  });
}

/** Handling from the first hand to the last: who stands further on has a draft, then a signature behind them. */
const ORDER: Partial<Record<StepKind, number>> = { assign: 1, process: 2, approve: 3, sign: 4, issue: 5 };
const PHASES: Partial<Record<StepKind, string>> = { reception: 'tiếp nhận', return: 'trả kết quả' };
const phase = (node: FlowNode): string => (node.step && PHASES[node.step]) ?? 'giải quyết';

function pairFault(
  before: Flow,
  after: Flow,
  mapping: NodeMapping,
  node: FlowNode,
  targetId: string,
): string | null {
  const target = after.nodes[targetId];
  if (!target || !stands(target)) {
    return `Bản mới không có bước “${targetId}”. Chọn một bước của bản mới cho ${named(node)}.`;
  }
  if (target.kind !== node.kind) {
    return `${named(node)} và ${named(target)} khác loại phần tử. Chọn phần tử cùng loại.`;
  }
  const scope = node.scope === null ? null : (mapping[node.scope] ?? undefined);
  if (scope !== target.scope) {
    const outer = node.scope === null ? null : before.nodes[node.scope];
    return outer
      ? `${named(node)} nằm trong quy trình con ${named(outer)}, ${named(target)} thì không nằm trong quy trình con tương ứng. Chọn bước ở cùng chỗ.`
      : `${named(target)} nằm trong một quy trình con, ${named(node)} thì không. Chọn bước ở ngoài.`;
  }
  if (phase(node) !== phase(target)) {
    return `${named(node)} là bước ${phase(node)}, ${named(target)} là bước ${phase(target)}. Chọn bước cùng giai đoạn để trạng thái hồ sơ vẫn đúng.`;
  }
  return skipFault(node, target);
}

/** Nobody may be put past the work that the next step stands on. */
function skipFault(node: FlowNode, target: FlowNode): string | null {
  const [from, to] = [ORDER[node.step ?? 'reception'], ORDER[target.step ?? 'reception']];
  if (from === undefined || to === undefined || to <= from) return null;
  if (from <= 2 && to > 2) {
    return `${named(node)} chưa có dự thảo kết quả nên không chuyển thẳng tới ${named(target)} được. Chọn bước phân công hoặc xử lý.`;
  }
  if (from <= 4 && to > 4) {
    return `Ở ${named(node)} kết quả chưa được ký nên không chuyển thẳng tới ${named(target)} được. Chọn bước ký hoặc bước trước đó.`;
  }
  return null;
}

/** Whether a step of the new version is the same work for the same desk. */
export function sameStep(node: FlowNode, target: FlowNode): boolean {
  return (
    node.kind === target.kind &&
    node.step === target.step &&
    JSON.stringify(rule(node)) === JSON.stringify(rule(target))
  );
}

const rule = ({ actor }: FlowNode): unknown =>
  actor ? [actor.kind, actor.agency, actor.unit ?? '', actor.role ?? '', actor.ref ?? ''] : null;

/**
 * Puts a dossier from one version of its flow into another.
 *
 * Every token goes where the mapping says and keeps its id; none is lost and none is made. The state that comes out is
 * one that the new version itself can come into, so every join still gets what it waits for and an end can be reached.
 *
 * @returns the state, or the step and the reason why this dossier can not be put there
 */
export function migrateState(before: Flow, after: Flow, mapping: NodeMapping, state: FlowState): Migration {
  if (state.ended) return { ok: true, state, moves: [] };
  const tokens = new Map<string, Token>();
  const moves: TokenMove[] = [];
  const fault = migrateScope({ before, after, mapping, state, tokens, moves }, null, null);
  if (fault) return { ok: false, ...fault };
  return { ok: true, state: { ...state, tokens: state.tokens.map((token) => tokens.get(token.id)!) }, moves };
}

interface Work {
  before: Flow;
  after: Flow;
  mapping: NodeMapping;
  state: FlowState;
  tokens: Map<string, Token>;
  moves: TokenMove[];
}

interface Fault {
  node: string;
  reason: string;
}

/** Migrates the tokens of one scope; `scope` is the host token they run in, `inside` the sub-process of the new flow. */
function migrateScope(work: Work, scope: string | null, inside: string | null): Fault | null {
  const { before, after, mapping } = work;
  const here = work.state.tokens.filter((token) => token.scope === scope);
  const standing = here.filter((token) => token.state !== 'waiting');
  const waiting = here.filter((token) => token.state === 'waiting');
  const targets: FlowNode[] = [];
  for (const token of standing) {
    const node = before.nodes[token.node];
    if (!node)
      return { node: token.node, reason: `Bản cũ không có bước “${token.node}” mà hồ sơ đang đứng.` };
    const target = mapping[node.id];
    if (target === undefined)
      return { node: node.id, reason: `Chưa chọn bước của bản mới cho ${named(node)}.` };
    const reason = pairFault(before, after, mapping, node, target);
    if (reason !== null) return { node: node.id, reason };
    targets.push(after.nodes[target]!);
  }
  const stays = standing.every((token, at) => token.node === targets[at]!.id);
  const place =
    stays && sameCourse(before, after, inside)
      ? waiting.map(({ node, via }) => ({ node, via: via! }))
      : placeIn(after, inside, targets, waiting);
  if (typeof place === 'string') return { node: standing[0]?.node ?? waiting[0]?.node ?? '', reason: place };

  waiting.forEach((token, at) => work.tokens.set(token.id, { ...token, ...place[at]! }));
  for (const [at, token] of standing.entries()) {
    const target = targets[at]!;
    work.tokens.set(token.id, settled(after, token, target));
    if (token.state === 'host') {
      const fault = migrateScope(work, token.id, target.id);
      if (fault) return fault;
    } else {
      const kept = sameStep(before.nodes[token.node]!, target);
      work.moves.push({ token: token.id, from: token.node, to: target.id, kept });
    }
  }
  return null;
}

/**
 * Whether one scope runs the same way in both versions. Then a state of the one is a state of the other, and need not
 * be looked for among the states, of which a wide flow has more than are looked at.
 */
function sameCourse(before: Flow, after: Flow, inside: string | null): boolean {
  const course = (flow: Flow): string =>
    JSON.stringify(
      Object.values(flow.nodes)
        .filter((node) => node.scope === inside)
        .map((node) => [
          node.id,
          node.kind,
          node.attachedTo ?? '',
          node.outgoing.map((id) => `${id} ${flow.edges[id]?.target ?? ''}`).sort(),
        ])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    );
  return course(before) === course(after);
}

function settled(after: Flow, token: Token, target: FlowNode): Token {
  const { fired, ...rest } = token;
  const timers = new Set(timersOn(after, target).map((timer) => timer.id));
  const again = fired?.filter((event) => timers.has(event));
  const via =
    token.via !== null && after.edges[token.via]?.target === target.id
      ? token.via
      : (target.incoming[0] ?? null);
  return {
    ...rest,
    node: target.id,
    via: token.via === null ? null : via,
    ...(again?.length ? { fired: again } : {}),
  };
}

/**
 * Finds a state of the new version with tokens at exactly these steps and as many branches done as the dossier has.
 *
 * @returns where the tokens of done branches wait, in their order; or the reason why there is no such state
 */
function placeIn(
  after: Flow,
  inside: string | null,
  targets: FlowNode[],
  waiting: Token[],
): { node: string; via: string }[] | string {
  const wanted = targets.map((node) => JSON.stringify([node.id])).sort();
  const names = [...new Set(targets.map(named))].join(' và ');
  if (new Set(wanted).size < wanted.length) {
    return `Hai nhánh song song của hồ sơ cùng về ${names}. Chọn hai bước khác nhau.`;
  }
  const markings = markingsOf(after, inside).map((keys) => ({
    keys,
    standing: keys.filter((key) => !isWaitingKey(key)).sort(),
    done: keys.filter(isWaitingKey),
  }));
  const holding = markings.filter(({ standing }) => wanted.every((key) => standing.includes(key)));
  if (holding.length === 0) {
    return targets.length > 1
      ? `Bản mới không có lúc nào ${names} cùng chờ xử lý song song.`
      : `Bản mới không có nhánh song song nào để đặt hồ sơ vào ${names}.`;
  }
  const exact = holding.filter(({ standing }) => standing.length === wanted.length);
  const fitting = exact.filter(({ done }) => done.length === waiting.length);
  if (fitting.length === 0) {
    const fewer = holding.every(({ keys }) => keys.length < targets.length + waiting.length);
    return fewer
      ? `Hồ sơ có nhánh song song đã xong mà bản mới không có khi đứng ở ${names}.`
      : `Ở ${names}, bản mới còn nhánh song song khác mà hồ sơ chưa đi.`;
  }
  const own = waiting.map(tokenKey);
  const score = (done: string[]): number => done.filter((key) => own.includes(key)).length;
  const best = fitting.reduce((found, one) => (score(one.done) > score(found.done) ? one : found));
  return assign(own, best.done);
}

const isWaitingKey = (key: string): boolean => (JSON.parse(key) as string[]).length > 1;

/** Gives each done branch its place: the one it has where the new version has it too, else the next that is free. */
function assign(own: string[], places: string[]): { node: string; via: string }[] {
  const free = places.filter((key) => !own.includes(key));
  return own.map((key) => {
    const [node, via] = JSON.parse(places.includes(key) ? key : free.shift()!) as [string, string];
    return { node, via };
  });
}

const named = (node: FlowNode): string => `“${node.name || node.id}”`;

/** Random numbers that come the same way in each run. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(list: readonly T[], chance: () => number): T =>
  list[Math.floor(chance() * list.length)]!;

/** Takes one of several by weight. */
export function weighed<T>(choices: readonly (readonly [T, number])[], chance: () => number): T {
  let at = chance() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    at -= weight;
    if (at < 0) return choice;
  }
  return choices.at(-1)![0];
}

export interface Spread {
  count: number;
  average: number;
  p50: number;
  p95: number;
  p99: number;
  slowest: number;
}

/** How a set of durations is spread, in their own unit. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    count: sorted.length,
    average: sorted.length ? sum / sorted.length : 0,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    slowest: sorted.at(-1) ?? 0,
  };
}

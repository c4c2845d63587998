/* The load's own process: node bench/load.ts WORKLOAD ORIGIN RAMP SECONDS OUT */
import { performance } from 'node:perf_hooks';
import { readFileSync, writeFileSync } from 'node:fs';
import { random } from './numbers.ts';
import { pause } from './program.ts';
import { Person, type Asked, type Outcome } from './user.ts';
import type { Workload } from './workload.ts';

/** People think about six seconds between two requests, some longer, some shorter. */
const THINK_MS = 6000;

export interface LoadResult {
  sessions: number;
  seconds: number;
  /** Milliseconds by what was asked for. */
  took: Partial<Record<Asked, number[]>>;
  conflicts: number;
  faults: Record<string, number>;
  /** Event-loop share of this process: near 1 it measures itself. */
  busy: number;
}

const [workloadFile, origin, ramp, seconds, out] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const load = JSON.parse(readFileSync(workloadFile, 'utf8')) as Workload;
const result: LoadResult = {
  sessions: load.users.length,
  seconds: Number(seconds),
  took: {},
  conflicts: 0,
  faults: {},
  busy: 0,
};
const rampMs = Number(ramp) * 1000;
const endMs = rampMs + Number(seconds) * 1000;
const begun = performance.now();
const now = (): number => performance.now() - begun;

function note(outcome: Outcome): void {
  const at = now();
  if (at < rampMs || at > endMs) {
    // Faults count whenever they happen.
    if (outcome.fault) result.faults[outcome.fault] = (result.faults[outcome.fault] ?? 0) + 1;
    return;
  }
  if (outcome.conflict) result.conflicts += 1;
  if (outcome.fault) result.faults[outcome.fault] = (result.faults[outcome.fault] ?? 0) + 1;
  (result.took[outcome.asked] ??= []).push(outcome.took);
}

async function live(index: number): Promise<void> {
  const chance = random(1000 + index);
  const person = new Person(origin, load.users[index]!, load, chance);
  await pause(chance() * rampMs);
  while (now() < endMs) {
    try {
      note(await person.act());
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const fault = code ?? message;
      result.faults[fault] = (result.faults[fault] ?? 0) + 1;
    }
    // Between half and one and a half times the mean.
    await pause(Math.min(THINK_MS * (0.5 + chance()), Math.max(0, endMs - now())));
  }
  person.close();
}

const everybody = load.users.map((_, index) => live(index));
await pause(rampMs);
const before = performance.eventLoopUtilization();
process.send?.('measuring');
await pause(Number(seconds) * 1000);
result.busy = performance.eventLoopUtilization(before).utilization;
process.send?.('measured');
await Promise.all(everybody);
writeFileSync(out, JSON.stringify(result));
process.disconnect?.();

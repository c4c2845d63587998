import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Clock ticks of /proc/<pid>/stat a second: fixed by Linux for programs. */
const TICKS = 100;

interface Stat {
  pid: number;
  parent: number;
  /** Seconds of CPU of the process itself. */
  own: number;
  /** Seconds of CPU of its children that have ended. */
  ended: number;
}

/** CPU seconds used so far by a group of processes. */
export interface Usage {
  seconds: number;
  /** Resident memory now, in MB; shared pages count in each process. */
  megabytes: number;
}

function stats(): Map<number, Stat> {
  const found = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat) found.set(stat.pid, stat);
  }
  return found;
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; what follows the last bracket begins with the state.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const tick = (index: number): number => Number(fields[index]) / TICKS;
    return { pid, parent: Number(fields[1]), own: tick(11) + tick(12), ended: tick(13) + tick(14) };
  } catch {
    return null;
  }
}

/** Process and everything it started that still runs, with what its ended children had used. */
export function usageOf(root: number): Usage {
  const all = stats();
  const members = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all.values()) {
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid);
        grown = true;
      }
    }
  }
  let seconds = 0;
  let megabytes = 0;
  for (const pid of members) {
    const stat = all.get(pid);
    if (stat) seconds += stat.own + stat.ended;
    megabytes += memoryOf(pid);
  }
  return { seconds, megabytes };
}

/** Pss counts a shared page once, divided among those who share it: PostgreSQL's buffers would count many times else. */
function memoryOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Exact CPU seconds of processes so far, by id: for short measurements, where ticks are too coarse. */
export function fineUsage(pids: Iterable<number>): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of pids) {
    try {
      const nanoseconds = readdirSync(`/proc/${pid}/task`).map((task) =>
        Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
      );
      found.set(pid, nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9);
    } catch {
      // Ended meanwhile.
    }
  }
  return found;
}

/** CPU seconds since `before` of the processes that were there all the time. */
export function fineSince(before: Map<number, number>): number {
  let seconds = 0;
  for (const [pid, now] of fineUsage(before.keys())) seconds += Math.max(0, now - before.get(pid)!);
  return seconds;
}

/** Ids of a process and of everything below it. */
export function familyOf(root: number): number[] {
  const all = stats();
  const members = [root];
  for (const member of members) {
    for (const { pid, parent } of all.values()) if (parent === member) members.push(pid);
  }
  return members;
}

export const cores = os.availableParallelism();

/** CPU that the whole machine was busy with so far, in seconds, whoever used it. */
export function machineBusy(): number {
  return (
    os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000
  );
}

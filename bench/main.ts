import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lockData, servingProcess } from '../src/platform/data-lock.ts';
import { cores, machineBusy, usageOf } from './cpu.ts';
import { fill } from './fill.ts';
import type { LoadResult } from './load.ts';
import {
  clearData,
  command,
  end,
  LOG,
  jobsDone,
  mostFiles,
  ROOT,
  startHelper,
  startProgram,
  type Program,
  type Settings,
} from './program.ts';
import { costsTable, loadTable, usageTable, type Shares } from './report.ts';
import { costOf, pagesToMeasure, type Cost } from './single.ts';
import { makeWorkload, type Workload } from './workload.ts';

const USAGE = `npm run bench -- [options]
  --quick              500 sessions for 15 s over 10,000 dossiers
  --sessions N         sessions open at once (5000)
  --seconds N          how long they are measured (60)
  --dossiers N         dossiers in the system (100000)
  --procedures FILE    list of procedures to import; may come several times
                       (default: ../shared/data/procedures-*.jsonl where it exists)
  --requests N         requests a page when its cost is measured alone (1500)
  --database URL       an empty PostgreSQL database instead of the embedded server; it is filled with made-up data
  --processes N        processes that answer (WEB_PROCESSES, 1)
  --again              on the data that the run before left, as it stands now
  --profile            write a CPU profile of the program to .tmp/bench-profile
  --only REGEXP        pages measured alone: those whose name fits
  --no-load, --no-pages   leave out one of the two measurements`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    sessions: { type: 'string' },
    seconds: { type: 'string' },
    dossiers: { type: 'string' },
    procedures: { type: 'string', multiple: true },
    requests: { type: 'string' },
    database: { type: 'string' },
    again: { type: 'boolean' },
    processes: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'boolean' },
    'no-load': { type: 'boolean' },
    'no-pages': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const size = options.quick
  ? { sessions: 500, seconds: 15, ramp: 5, dossiers: 10_000, communes: 20, requests: 100 }
  : { sessions: 5000, seconds: 60, ramp: 20, dossiers: 100_000, communes: 60, requests: 1500 };
for (const name of ['sessions', 'seconds', 'dossiers', 'requests'] as const) {
  if (options[name] !== undefined) size[name] = Number(options[name]);
  if (!Number.isInteger(size[name]) || size[name] < 1) throw new Error(`--${name}: not a whole number`);
}
const TMP = path.join(ROOT, '.tmp');
const FILES_BESIDE = 300;

const begun = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${text}`);

async function main(): Promise<boolean> {
  const files = Math.min(mostFiles(), size.sessions * 2 + FILES_BESIDE);
  if (files < size.sessions + FILES_BESIDE) {
    size.sessions = files - FILES_BESIDE;
    say(`Only ${files} open files are allowed here: ${size.sessions} sessions. Raise it by ulimit -Hn.`);
  }
  const settings: Settings = {
    database: options.database ?? null,
    profile: options.profile ? path.join(TMP, 'bench-profile') : null,
    files,
    processes: Number(options.processes ?? 1),
  };
  if (!options.again) await prepare(settings);
  const program = await startProgram(settings);
  try {
    const load = await makeWorkload(program.databaseUrl, size.sessions);
    await rehearse(program, load);
    const costs = options['no-pages'] ? [] : await measurePages(program, load);
    if (costs.length > 0) console.log(`\n${costsTable(costs)}\n`);
    if (options['no-load']) return true;
    const { result, usage } = await measureLoad(program, load, size);
    console.log(`\n${loadTable(result)}\n\n${usageTable(usage, result)}\n`);
    writeFileSync(path.join(TMP, 'bench-result.json'), JSON.stringify({ costs, result, usage }, null, 1));
    if (Object.keys(result.faults).length > 0) say(`what the program said: ${path.relative(ROOT, LOG)}`);
    return Object.keys(result.faults).length === 0;
  } finally {
    await program.stop();
    say('stopped');
  }
}

/** Fills a fresh system; the program is started anew afterwards, so that it has nothing from before in its caches. */
async function prepare(settings: Settings): Promise<void> {
  clearData();
  mkdirSync(TMP, { recursive: true });
  const program = await startProgram({ ...settings, profile: null });
  try {
    say('demo province loaded');
    const lists = options.procedures ?? defaultLists();
    if (lists.length > 0) {
      command(settings.database, ['import', 'procedures', ...lists]);
      say(`procedures imported from ${lists.length} list(s)`);
    } else say('no list of procedures to import: only those of the demo province');
    const counts = await fill(program.databaseUrl, {
      dossiers: size.dossiers,
      communes: size.communes,
      citizens: Math.round(size.sessions * 0.4) + 400,
      others: Math.round(size.dossiers * 0.3),
    });
    const words = Object.entries(counts).map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
    say(`filled: ${words.join(', ')}`);
  } finally {
    await program.stop();
  }
}

function defaultLists(): string[] {
  const folder = path.join(ROOT, '..', 'shared', 'data');
  try {
    return readdirSync(folder)
      .filter((name) => /^procedures-.*\.jsonl$/.test(name))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** What each page costs alone, in turns with the floor, whose mean comes first. */
async function measurePages(program: Program, load: Workload): Promise<Cost[]> {
  const floor = startHelper('floor.ts', 1024, [program.databaseUrl]);
  try {
    const [port] = (await once(floor, 'message')) as [string];
    const bare = {
      name: 'floor',
      origin: port,
      path: (n: number) => `/${load.procedures[n % load.procedures.length]}`,
      pid: floor.pid!,
    };
    const costs: Cost[] = [];
    const floors: Cost[] = [];
    const only = new RegExp(options.only ?? '');
    for (const page of await pagesToMeasure(program.databaseUrl, load)) {
      if (!only.test(page.name)) continue;
      const own = { ...page, origin: program.origin, pid: program.pid };
      const { cost, floor: beside } = await costOf(own, bare, program.postmaster, size.requests);
      costs.push(cost);
      floors.push(beside);
    }
    say('pages measured');
    return [meanOf(floors), ...costs];
  } finally {
    await end(floor);
  }
}

function meanOf(floors: Cost[]): Cost {
  const mean = (value: (cost: Cost) => number): number =>
    floors.reduce((sum, cost) => sum + value(cost), 0) / floors.length;
  return {
    ...floors[0]!,
    web: mean((cost) => cost.web),
    database: floors[0]!.database === null ? null : mean((cost) => cost.database!),
    p50: mean((cost) => cost.p50),
    slowest: Math.max(...floors.map((cost) => cost.slowest)),
  };
}

/** A third of the people for half a minute: a program in service has its code compiled and has met its data. */
async function rehearse(program: Program, load: Workload): Promise<void> {
  // Pages are measured with the sessions of the first people.
  const users = load.users.filter((_, at) => at % 3 === 2);
  await measureLoad(program, { ...load, users }, { ramp: 5, seconds: options.quick ? 10 : 25 });
  await jobsDone(program.databaseUrl);
  say('rehearsed');
}

async function measureLoad(
  program: Program,
  load: Workload,
  { ramp, seconds }: { ramp: number; seconds: number },
): Promise<{ result: LoadResult; usage: Shares }> {
  const file = path.join(TMP, 'bench-load.json');
  const out = path.join(TMP, 'bench-answers.json');
  writeFileSync(file, JSON.stringify(load));
  const sessions = load.users.length;
  const args = [file, program.origin, String(ramp), String(seconds), out];
  const helper = startHelper('load.ts', sessions + FILES_BESIDE, args);
  const ended = once(helper, 'exit');
  try {
    say(`${sessions} sessions arrive within ${ramp} s`);
    await Promise.race([
      once(helper, 'message'),
      ended.then(() => Promise.reject(new Error('the load ended too soon'))),
    ]);
    say(`measuring for ${seconds} s`);
    const at = (): { moment: number; web: number; database: number; load: number; busy: number } => ({
      moment: performance.now(),
      web: usageOf(program.pid).seconds,
      database: program.postmaster === null ? Number.NaN : usageOf(program.postmaster).seconds,
      load: usageOf(helper.pid!).seconds,
      busy: machineBusy(),
    });
    const before = at();
    await once(helper, 'message');
    const after = at();
    const measured = (after.moment - before.moment) / 1000;
    const share = (name: 'web' | 'database' | 'load' | 'busy'): number =>
      (after[name] - before[name]) / measured;
    const usage: Shares = {
      web: share('web'),
      database: share('database'),
      load: share('load'),
      others: Math.max(0, share('busy') - share('web') - (share('database') || 0) - share('load')),
      cores,
      webMegabytes: usageOf(program.pid).megabytes,
      databaseMegabytes: program.postmaster === null ? Number.NaN : usageOf(program.postmaster).megabytes,
    };
    await ended;
    return { result: JSON.parse(readFileSync(out, 'utf8')) as LoadResult, usage };
  } finally {
    await end(helper);
  }
}

/** Two benches at once would empty each other's data, and measure each other. */
function onlyOne(): () => void {
  const folder = path.join(TMP, 'bench');
  mkdirSync(folder, { recursive: true });
  const other = servingProcess(folder);
  if (other !== null) throw new Error(`A bench is running already, as process ${other}.`);
  return lockData(folder);
}

const unlock = onlyOne();
process.on('exit', unlock);
main().then(
  (fine) => {
    process.exitCode = fine ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);

import type { LoadResult } from './load.ts';
import { spreadOf } from './numbers.ts';
import type { Cost } from './single.ts';
import { ASKED, type Asked } from './user.ts';

/** CPU of each part during the load, in cores, and its memory. */
export interface Shares {
  web: number;
  database: number;
  load: number;
  others: number;
  cores: number;
  webMegabytes: number;
  databaseMegabytes: number;
}

/** Rows as columns of equal width, numbers to the right. */
export function table(head: string[], rows: (string | number)[][]): string {
  const text = rows.map((row) => row.map(String));
  const widths = head.map((title, at) => Math.max(title.length, ...text.map((row) => row[at]!.length)));
  const line = (row: string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...text.map(line)].join('\n');
}

const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 0));

/** CPU a request for each page alone, and how many times the floor that is. */
export function costsTable(costs: Cost[]): string {
  const total = (cost: Cost): number => cost.web + (cost.database ?? 0);
  return table(
    ['one page alone', 'CPU ms', 'web', 'database', '× floor', 'p50 ms', 'slowest', 'kB'],
    costs.map((cost) => [
      cost.name,
      ms(total(cost)),
      ms(cost.web),
      cost.database === null ? '–' : ms(cost.database),
      cost.floors.toFixed(1),
      ms(cost.p50),
      ms(cost.slowest),
      cost.kilobytes.toFixed(0),
    ]),
  );
}

/** What the load met: by what was asked for, and all together. */
export function loadTable(result: LoadResult): string {
  const all = Object.values(result.took).flat();
  const row = (name: string, took: number[]): (string | number)[] => {
    const { count, average, p50, p95, p99, slowest } = spreadOf(took);
    return [
      name,
      count,
      `${((100 * count) / all.length).toFixed(1)} %`,
      ...[average, p50, p95, p99, slowest].map((value) => value.toFixed(0)),
    ];
  };
  const rows = (Object.keys(ASKED) as Asked[])
    .filter((asked) => result.took[asked])
    .map((asked) => row(ASKED[asked], result.took[asked]!));
  const faults = Object.entries(result.faults);
  return [
    table(
      [
        `${result.sessions} sessions, ${result.seconds} s`,
        'requests',
        'share',
        'average',
        'p50',
        'p95',
        'p99',
        'slowest ms',
      ],
      [...rows, row('all', all)],
    ),
    `${(all.length / result.seconds).toFixed(0)} requests a second; ${result.conflicts} decisions told in order that somebody was faster.`,
    faults.length === 0
      ? 'No unexpected answer.'
      : `UNEXPECTED: ${faults.map(([fault, count]) => `${count} × ${fault}`).join('; ')}`,
  ].join('\n');
}

/** Who used the processors meanwhile. */
export function usageTable(usage: Shares, result: LoadResult): string {
  const share = (cores: number): string[] =>
    Number.isNaN(cores)
      ? ['–', '–']
      : [`${(cores * 100).toFixed(0)} %`, `${((100 * cores) / usage.cores).toFixed(0)} %`];
  const memory = (megabytes: number): string => (Number.isNaN(megabytes) ? '–' : megabytes.toFixed(0));
  return [
    table(
      ['processors', 'of one core', `of all ${usage.cores}`, 'memory MB'],
      [
        ['web process', ...share(usage.web), memory(usage.webMegabytes)],
        ['database processes', ...share(usage.database), memory(usage.databaseMegabytes)],
        ['the load itself', ...share(usage.load), ''],
        ['everything else on the machine', ...share(usage.others), ''],
      ],
    ),
    `The load's own event loop was busy ${(100 * result.busy).toFixed(0)} % of the time${result.busy > 0.9 ? ': it measures itself as much as the program.' : '.'}`,
  ].join('\n');
}

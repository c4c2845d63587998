import pg from 'pg';
import { Browser } from './client.ts';
import { familyOf, fineSince, fineUsage } from './cpu.ts';
import { spreadOf } from './numbers.ts';
import type { Workload } from './workload.ts';

/** What one page costs when it is asked for alone, one request after the other. */
export interface Cost {
  name: string;
  /** CPU milliseconds a request of the web process, and of the database's processes (null: not ours to see). */
  web: number;
  database: number | null;
  /** Milliseconds to the answer, and its size in kB as a browser gets it (compressed). */
  p50: number;
  slowest: number;
  kilobytes: number;
  status: number;
}

interface Measured {
  name: string;
  origin: string;
  /** Address of the n-th request, so that caches of one address tell nothing. */
  path: (n: number) => string;
  session?: string;
  pid: number;
}

/** Asked for before it counts: code that runs often is compiled anew on the way, which is over in service. */
const WARM_UP = 800;
const WARM_UP_MS = 5_000;
/** A page that is slow is asked for less often. */
const LONGEST_MS = 5_000;

/** Costs of `count` requests for a page, or of as many as fit into five seconds. */
export async function costOf(page: Measured, postmaster: number | null, count: number): Promise<Cost> {
  const browser = new Browser(page.origin, page.session);
  try {
    const warm = performance.now() + WARM_UP_MS;
    for (let n = 0; n < WARM_UP && performance.now() < warm; n++) await browser.get(page.path(n));
    const web = fineUsage(familyOf(page.pid));
    const database = postmaster === null ? null : fineUsage(familyOf(postmaster));
    const until = performance.now() + LONGEST_MS;
    const took: number[] = [];
    let last = { status: 0, size: 0 };
    for (let n = 0; n < count && performance.now() < until; n++) {
      const answer = await browser.get(page.path(n));
      took.push(answer.took);
      last = answer;
      if (answer.status >= 400) throw new Error(`${page.name}: ${page.path(n)} answers ${answer.status}`);
    }
    const each = (seconds: number): number => (seconds * 1000) / took.length;
    const { p50, slowest } = spreadOf(took);
    return {
      name: page.name,
      web: each(fineSince(web)),
      database: database ? each(fineSince(database)) : null,
      p50,
      slowest,
      kilobytes: last.size / 1024,
      status: last.status,
    };
  } finally {
    browser.close();
  }
}

/** A page to measure. */
export type Page = Pick<Measured, 'name' | 'path' | 'session'>;

const fixed = (name: string, session?: string, path = name): Page => ({ name, path: () => path, session });
const turning = (name: string, prefix: string, list: readonly string[], session?: string): Page => ({
  name,
  path: (n) => prefix + encodeURIComponent(list[n % list.length] ?? ''),
  session,
});

let asked = 0;

/** The same page at addresses that nobody has asked for before: drawn anew, not taken from what is kept. */
const anew = ({ name, path }: Page): Page => ({
  name: `${name} (anew)`,
  path: (n) => `${path(n)}${path(n).includes('?') ? '&' : '?'}lan=${++asked}`,
});

/** The pages whose cost is measured, with data that fits them. */
export async function pagesToMeasure(url: string, load: Workload): Promise<Page[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return [
      ...publicPages(load),
      ...(await citizenPages(client, load)),
      ...(await officePages(client, load)),
    ];
  } finally {
    await client.end();
  }
}

function publicPages(load: Workload): Page[] {
  return [
    fixed('/'),
    anew(fixed('/')),
    turning('/thu-tuc?q=', '/thu-tuc?q=', load.searches),
    anew(turning('/thu-tuc?q=', '/thu-tuc?q=', load.searches)),
    turning('/thu-tuc/:code', '/thu-tuc/', load.procedures),
    anew(turning('/thu-tuc/:code', '/thu-tuc/', load.procedures)),
    turning('/tra-cuu?ma=', '/tra-cuu?ma=', load.dossierCodes),
    fixed('/dang-nhap'),
  ];
}

async function citizenPages(client: pg.Client, load: Workload): Promise<Page[]> {
  const citizen = load.users.find((user) => user.kind === 'citizen');
  if (citizen?.kind !== 'citizen') return [];
  const { cookie, draft } = citizen;
  const own = await ids(
    client,
    `select d.id from dossier d join draft on draft.account_id = d.applicant_account_id
     where draft.id = $1 order by d.id limit 50`,
    [draft.id],
  );
  return [
    fixed('/nop-ho-so/:code', cookie, `/nop-ho-so/${draft.procedure}`),
    fixed('/nop-ho-so/ban-nhap/:id/:step', cookie, `/nop-ho-so/ban-nhap/${draft.id}/${draft.step}`),
    fixed('/nop-ho-so/ban-nhap/:id/xem-lai', cookie, `/nop-ho-so/ban-nhap/${draft.id}/xem-lai`),
    fixed('/ho-so', cookie),
    turning('/ho-so/:id', '/ho-so/', own, cookie),
  ];
}

/** The counter of the province's centre has the longest lists, those of a commune are the most frequent. */
async function officePages(client: pg.Client, load: Workload): Promise<Page[]> {
  const session = (role: string, agency: RegExp): string | undefined => {
    const user = load.users.find(
      (one) => one.kind === 'officer' && one.role === role && agency.test(one.agency),
    );
    return user?.kind === 'officer' ? user.cookie : undefined;
  };
  const desks = [
    ['counter', 'centre', /^trung-tam-hcc$/],
    ['counter', 'commune', /^phuong-yen-ha/],
    ['officer', 'department', /^so-xay-dung$/],
    ['head', 'department', /^so-xay-dung$/],
    ['leader', 'commune', /^phuong-yen-ha/],
  ] as const;
  const pages = desks.flatMap(([role, place, agency]) => {
    const cookie = session(role, agency);
    return cookie ? [fixed(`/mot-cua (${role}, ${place})`, cookie, '/mot-cua')] : [];
  });
  const counter = session('counter', /^trung-tam-hcc$/);
  if (!counter) return pages;
  const received = await ids(
    client,
    `select d.id from dossier d join agency a on a.id = d.reception_agency_id
     where a.slug = 'trung-tam-hcc' and d.status = 'in_progress' order by d.id limit 50`,
  );
  const names = ['nguyen thi', 'Trần Văn Hùng', '098000000', 'le minh'];
  return [
    ...pages,
    turning('/mot-cua/ho-so/:id', '/mot-cua/ho-so/', received, counter),
    turning('/mot-cua/tim?q= (code)', '/mot-cua/tim?q=', load.dossierCodes, counter),
    turning('/mot-cua/tim?q= (name)', '/mot-cua/tim?q=', names, counter),
    fixed('/mot-cua/tra-ket-qua', counter),
  ];
}

async function ids(client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> {
  return (await client.query<{ id: string }>(sql, values)).rows.map((row) => row.id);
}

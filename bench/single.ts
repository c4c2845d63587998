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
  /** The same, web and database, in costs of the floor in the same moments. */
  floors: number;
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
const WARM_UP = 1500;
const WARM_UP_MS = 5_000;
/** A page that is slow is asked for less often. */
const LONGEST_MS = 5_000;

/** Rounds in which page and floor take turns, so that a machine that grows busier burdens both. */
const ROUNDS = 6;

/** What one kind of page took so far. */
class Sample {
  readonly #page: Measured;
  readonly #postmaster: number | null;
  readonly browser: Browser;
  readonly took: number[] = [];
  #asked = 0;
  #web = 0;
  #database = 0;
  size = 0;
  status = 0;

  constructor(page: Measured, postmaster: number | null) {
    this.#page = page;
    this.#postmaster = postmaster;
    this.browser = new Browser(page.origin, page.session);
  }

  async warmUp(): Promise<void> {
    const until = performance.now() + WARM_UP_MS;
    for (let n = 0; n < WARM_UP && performance.now() < until; n++) await this.#ask();
  }

  /** Asks this often, or as often as fits into the time. */
  async take(count: number, longestMs: number): Promise<void> {
    const web = fineUsage(familyOf(this.#page.pid));
    const database = this.#postmaster === null ? null : fineUsage(familyOf(this.#postmaster));
    const until = performance.now() + longestMs;
    for (let n = 0; n < count && performance.now() < until; n++) this.took.push(await this.#ask());
    this.#web += fineSince(web);
    if (database) this.#database += fineSince(database);
  }

  async #ask(): Promise<number> {
    const path = this.#page.path(this.#asked++);
    const answer = await this.browser.get(path);
    if (answer.status >= 400) throw new Error(`${this.#page.name}: ${path} answers ${answer.status}`);
    this.size = answer.size;
    this.status = answer.status;
    return answer.took;
  }

  /** CPU milliseconds a request. */
  get web(): number {
    return (this.#web * 1000) / this.took.length;
  }

  get database(): number | null {
    return this.#postmaster === null ? null : (this.#database * 1000) / this.took.length;
  }

  get cpu(): number {
    return this.web + (this.database ?? 0);
  }
}

/**
 * Costs of `count` requests for a page, or of as many as fit into five seconds, and of the floor in turns with it.
 *
 * @param bare the floor
 */
export async function costOf(
  page: Measured,
  bare: Measured,
  postmaster: number | null,
  count: number,
): Promise<{ cost: Cost; floor: Cost }> {
  const [own, floor] = [new Sample(page, postmaster), new Sample(bare, postmaster)];
  try {
    await own.warmUp();
    await floor.warmUp();
    for (let round = 0; round < ROUNDS; round++) {
      for (const sample of [own, floor]) await sample.take(count / ROUNDS, LONGEST_MS / ROUNDS);
    }
    const costFrom = (sample: Sample, name: string): Cost => {
      const { web, database, size, status } = sample;
      const { p50, slowest } = spreadOf(sample.took);
      return {
        name,
        web,
        database,
        floors: sample.cpu / floor.cpu,
        p50,
        slowest,
        kilobytes: size / 1024,
        status,
      };
    };
    return { cost: costFrom(own, page.name), floor: costFrom(floor, bare.name) };
  } finally {
    own.browser.close();
    floor.browser.close();
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
const isAnew = ({ name }: Page): boolean => name.endsWith('(anew)');

/** A page as it is for somebody who comes back to it, and drawn anew. */
const again = (page: Page): Page[] => [page, anew(page)];

/** The same page at addresses that nobody has asked for before: drawn anew, not taken from what is kept. */
const anew = ({ name, path, session }: Page): Page => ({
  session,
  name: `${name} (anew)`,
  path: (n) => `${path(n)}${path(n).includes('?') ? '&' : '?'}lan=${++asked}`,
});

/** The pages whose cost is measured, with data that fits them. */
export async function pagesToMeasure(url: string, load: Workload): Promise<Page[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const pages = [
      ...publicPages(load),
      ...(await citizenPages(client, load)),
      ...(await officePages(client, load)),
    ];
    // What is drawn anew crowds out what is kept, so it comes last.
    return [...pages.filter((page) => !isAnew(page)), ...pages.filter(isAnew)];
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
    turning('/tra-cuu?ma=', '/tra-cuu?ma=', load.dossierCodes.slice(0, 50)),
    turning('/tra-cuu?ma= (anew)', '/tra-cuu?ma=', load.dossierCodes.slice(50)),
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
  const drafts = '/nop-ho-so/ban-nhap';
  return [
    ...again(fixed('/nop-ho-so/:code', cookie, `/nop-ho-so/${draft.procedure}`)),
    ...again(fixed(`${drafts}/:id/:step`, cookie, `${drafts}/${draft.id}/${draft.step}`)),
    ...again(fixed(`${drafts}/:id/xem-lai`, cookie, `${drafts}/${draft.id}/xem-lai`)),
    ...again(fixed('/ho-so', cookie)),
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
    return cookie ? again(fixed(`/mot-cua (${role}, ${place})`, cookie, '/mot-cua')) : [];
  });
  const counter = session('counter', /^trung-tam-hcc$/);
  if (!counter) return pages;
  const received = await ids(
    client,
    `select d.id from dossier d join agency a on a.id = d.reception_agency_id
     where a.slug = 'trung-tam-hcc' and d.status in ('in_progress', 'returned')
     order by d.status, d.id limit 4000`,
  );
  const names = ['nguyen thi', 'Trần Văn Hùng', '098000000', 'le minh'];
  const people = await ids(
    client,
    "select name as id from person where kind = 'citizen' group by name order by md5(name) limit 4000",
  );
  return [
    ...pages,
    turning('/mot-cua/ho-so/:id', '/mot-cua/ho-so/', received.slice(0, 50), counter),
    turning('/mot-cua/ho-so/:id (anew)', '/mot-cua/ho-so/', received.slice(50), counter),
    turning('/mot-cua/tim?q= (code)', '/mot-cua/tim?q=', load.dossierCodes.slice(0, 50), counter),
    turning('/mot-cua/tim?q= (code) (anew)', '/mot-cua/tim?q=', load.dossierCodes.slice(50), counter),
    turning('/mot-cua/tim?q= (name)', '/mot-cua/tim?q=', names, counter),
    turning('/mot-cua/tim?q= (name) (anew)', '/mot-cua/tim?q=', people, counter),
    fixed('/mot-cua/tra-ket-qua', counter),
  ];
}

async function ids(client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> {
  return (await client.query<{ id: string }>(sql, values)).rows.map((row) => row.id);
}

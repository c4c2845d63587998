import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { sessionHash } from '../src/modules/accounts/index.ts';
import { ROOT } from './program.ts';

/** One who uses the system during the load. */
export type Visitor = { kind: 'visitor' };
export type Citizen = {
  kind: 'citizen';
  cookie: string;
  draft: { id: string; step: string; procedure: string };
};
export type Officer = { kind: 'officer'; cookie: string; role: string; agency: string };
export type User = Visitor | Citizen | Officer;

/** Everything the load needs to know of the system; plain JSON, handed to the load's process. */
export interface Workload {
  users: User[];
  procedures: string[];
  /** What people type into the search of procedures. */
  searches: string[];
  dossierCodes: string[];
  /** Accounts that log in by password, without a session of their own. */
  logIns: string[];
  password: string;
}

/**
 * Who is there: visitors without an account, citizens and officers with a session each. The shares make the mix of
 * requests come out as `mix.ts` says, since everybody asks for a page equally often.
 */
export const SHARES = { officer: 0.22, citizen: 0.4 };

const WORDS =
  'khai sinh|kết hôn|xác nhận tình trạng hôn nhân|khai tử|giấy phép xây dựng|chứng thực|đất đai|hộ kinh doanh|thường trú|lý lịch tư pháp|hộ tịch|dang ky ket hon|cap lai khai sinh|giay phep xay dung|ho kinh doanh|lái xe|công chứng|luật sư|quốc tịch|nhà ở'.split(
    '|',
  );

/** Makes the sessions of a load in the session table itself, since logging 3,000 people in would take minutes. */
export async function makeWorkload(url: string, sessions: number): Promise<Workload> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const column = async (sql: string, values: unknown[] = []): Promise<string[]> =>
    (await client.query<{ value: string }>(sql, values)).rows.map((row) => row.value);
  try {
    const citizens = Math.round(sessions * SHARES.citizen);
    const officers = Math.round(sessions * SHARES.officer);
    const { rows: drafts } = await client.query<{
      account: number;
      id: string;
      step: string;
      procedure: string;
    }>(
      `select distinct on (d.account_id) d.account_id as account, d.id, d.procedure_code as procedure,
         f.definition -> 'steps' -> 0 ->> 'id' as step
       from draft d join account a on a.id = d.account_id join form_version f on f.id = d.form_version_id
       where a.username like 'bench-%' and d.dossier_id is null order by d.account_id limit $1`,
      [citizens],
    );
    const { rows: posts } = await client.query<{ account: number; role: string; agency: string }>(
      `select distinct on (account.id) account.id as account, p.role, agency.slug as agency
       from account join officer o on o.account_id = account.id join position p on p.officer_id = o.id
         join unit on unit.id = p.unit_id join agency on agency.id = unit.agency_id
       where p.role in ('counter', 'head', 'officer', 'leader', 'clerk') and not must_change_password
       order by account.id, p.id`,
    );
    const users: User[] = drafts.map(({ id, step, procedure }) => ({
      kind: 'citizen',
      cookie: newId(),
      draft: { id, step, procedure },
    }));
    const accounts = drafts.map((draft) => draft.account);
    for (let n = 0; n < officers; n++) {
      // The province's own officers come first, then those of the communes, until everybody has a desk.
      const { account, role, agency } = posts[n % posts.length]!;
      users.push({ kind: 'officer', cookie: newId(), role, agency });
      accounts.push(account);
    }
    await insertSessions(client, accounts, users as { cookie: string }[]);
    while (users.length < sessions) users.push({ kind: 'visitor' });
    return {
      users,
      procedures: await column(
        'select code as value from procedure where version_id is not null order by code',
      ),
      searches: [
        ...WORDS,
        ...(await column(
          "select distinct array_to_string((regexp_split_to_array(name, '\\s+'))[2:4], ' ') as value from procedure order by 1 limit 200",
        )),
      ],
      dossierCodes: await column(
        'select code as value from dossier where code is not null order by md5(code) limit 4000',
      ),
      // Nobody who is there already: an account's oldest session ends when it has too many.
      logIns: await column(
        `select username as value from account where username like 'bench-%' and id <> all($1)
         order by id desc limit 400`,
        [accounts],
      ),
      password: (
        JSON.parse(readFileSync(path.join(ROOT, 'seed', 'demo-accounts.json'), 'utf8')) as {
          password: string;
        }
      ).password,
    };
  } finally {
    await client.end();
  }
}

const newId = (): string => randomBytes(32).toString('base64url');

async function insertSessions(
  client: pg.Client,
  accounts: number[],
  users: { cookie: string }[],
): Promise<void> {
  await client.query(
    `insert into session (id_hash, account_id, created_at, seen_at, user_agent)
     select hash, account, now(), now(), 'bench' from unnest($1::bytea[], $2::bigint[]) as x (hash, account)`,
    [users.map((user) => sessionHash(user.cookie)), accounts],
  );
}

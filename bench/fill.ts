import pg from 'pg';
import { makePeople } from './people.ts';
import { random } from './numbers.ts';

/**
 * Fills a system that holds the demo province with as many dossiers as wanted. The demo's dossiers, played through the
 * real acts, are copied with all that hangs on them, moved in time and given to other people and to copies of the
 * communes: so tokens, tasks and trace fit each other as they do in real dossiers.
 */

/** How the statuses are spread in a province that has worked for two years. */
const SPREAD: Record<string, { share: number; days: string }> = {
  returned: { share: 0.745, days: '1 + floor(random() * 700)' },
  in_progress: { share: 0.14, days: '1 + floor(power(random(), 2) * 25)' },
  submitted: { share: 0.03, days: '1 + floor(random() * 2)' },
  done: { share: 0.025, days: '1 + floor(random() * 10)' },
  supplement_requested: { share: 0.02, days: '1 + floor(random() * 15)' },
  accepted: { share: 0.015, days: '1 + floor(random() * 2)' },
  refused: { share: 0.015, days: '1 + floor(random() * 700)' },
  withdrawn: { share: 0.01, days: '1 + floor(random() * 700)' },
};

/** The demo's few departments get fewer dossiers than its communes, which stand for many: an officer then has some 200. */
const DEPARTMENT = 0.15;

export interface FillSize {
  dossiers: number;
  /** Copies of each commune and its police, with units and officers of their own. */
  communes: number;
  /** Citizens with an account; each has a complete draft to file. */
  citizens: number;
  /** Citizens who are only in the contact book. */
  others: number;
}

type Client = pg.Client;

/** @returns counts of what the system then holds */
export async function fill(url: string, size: FillSize): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query("set timezone = 'Asia/Ho_Chi_Minh'");
    await client.query('set work_mem = "128MB"');
    // Foreign keys hold by the way the rows are made; checking each would triple the time. Needs a superuser.
    const { rows } = await client.query<{ super: boolean }>(
      'select rolsuper as super from pg_roles where rolname = current_user',
    );
    const mayAll = rows[0]!.super;
    if (mayAll) await hurry(client);
    await client.query('select setseed(0.22)');
    await client.query('begin');
    await copyAgencies(client, size.communes);
    await addPeople(client, size);
    await planDossiers(client, size);
    await copyDossiers(client);
    await makeFindable(client);
    await addDrafts(client);
    await client.query('commit');
    // Rows that were written by the million at once are looked after anew by the server, later and beside its work; a
    // system in service has that behind it.
    await client.query('vacuum (analyze)');
    if (mayAll) await calm(client);
    return await countsOf(client);
  } finally {
    await client.end();
  }
}

/** For as long as the fill takes, its writes need not survive a crash. */
const HURRY: Record<string, string> = { fsync: 'off', full_page_writes: 'off', max_wal_size: '8GB' };

async function hurry(client: Client): Promise<void> {
  await client.query('set session_replication_role = replica');
  for (const [name, value] of Object.entries(HURRY)) {
    await client.query(`alter system set ${name} = '${value}'`);
  }
  await client.query('select pg_reload_conf()');
}

/** Back to the server's own settings, with everything on disk: what is measured is the server as people run it. */
async function calm(client: Client): Promise<void> {
  await client.query('set session_replication_role = origin');
  for (const name of Object.keys(HURRY)) await client.query(`alter system reset ${name}`);
  await client.query('select pg_reload_conf()');
  await client.query('checkpoint');
}

/**
 * Copies rows of a table, with all columns but those that are set. `from` names the source row `t`; moments are moved by
 * `shift` where there is one; `maps` names columns that point to something that was copied.
 */
async function copyRows(
  client: Client,
  table: string,
  from: string,
  options: { set: Record<string, string>; shift?: string; maps?: Record<string, string>; copy?: string },
): Promise<void> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_name = $1 and table_schema = current_schema() and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  const { set, shift, maps = {}, copy } = options;
  const joins = Object.entries(maps).map(
    ([column, kind]) =>
      `left join id_copy m_${column} on m_${column}.kind = '${kind}' and m_${column}.copy = ${copy} and m_${column}.old_id = t.${column}`,
  );
  const value = ({ name, type }: { name: string; type: string }): string => {
    if (set[name] !== undefined) return set[name];
    if (maps[name]) return `coalesce(m_${name}.new_id, t.${name})`;
    return shift && type === 'timestamp with time zone' ? `t.${name} + ${shift}` : `t.${name}`;
  };
  await client.query(
    `insert into ${table} (${rows.map((row) => row.name).join(', ')}) overriding system value
     select ${rows.map(value).join(', ')} from ${from} ${joins.join(' ')}`,
  );
}

/** What triggers write beside a dossier, which do not fire while the fill hurries (migration 0016_find). */
async function makeFindable(client: Client): Promise<void> {
  await client.query(`
    delete from dossier_find;
    insert into dossier_find
      select distinct seen.by, submitted_at, id, search_text, agency_id, filed_agency_id
      from dossier cross join lateral unnest(array[agency_id, reception_agency_id]) seen (by)`);
}

const next = (table: string): string => `nextval(pg_get_serial_sequence('${table}', 'id'))`;

/** Agencies that receive their own dossiers stand for every commune: copied with units, officers and accounts. */
async function copyAgencies(client: Client, copies: number): Promise<void> {
  await client.query(`
    create temp table id_copy (kind text, copy int, old_id bigint, new_id bigint, primary key (kind, copy, old_id));
    insert into id_copy select 'agency', k, id, ${next('agency')}
      from agency, generate_series(1, ${copies}) k
      where id in (select agency_id from dossier where agency_id = reception_agency_id);
    insert into id_copy select 'unit', copy, unit.id, ${next('unit')}
      from unit join id_copy c on c.kind = 'agency' and c.old_id = unit.agency_id;
    insert into id_copy select 'officer', copy, officer_id, ${next('officer')}
      from (select distinct copy, officer_id from position join id_copy c on c.kind = 'unit' and c.old_id = unit_id) x;
    insert into id_copy select 'account', copy, account_id, ${next('account')}
      from officer join id_copy c on c.kind = 'officer' and c.old_id = officer.id;
    analyze id_copy`);
  const from = (table: string, kind: string, key: string): string =>
    `id_copy c join ${table} t on c.kind = '${kind}' and t.${key} = c.old_id`;
  await copyRows(client, 'agency', from('agency', 'agency', 'id'), {
    set: {
      id: 'c.new_id',
      slug: "t.slug || '-' || c.copy",
      name: "t.name || ' ' || c.copy",
      short_name: "t.short_name || ' ' || c.copy",
      code_new: "t.code_new || '.' || lpad(c.copy::text, 3, '0')",
      receives_at_id: 'c.new_id',
    },
  });
  await copyRows(client, 'procedure_agency', from('procedure_agency', 'agency', 'agency_id'), {
    set: { agency_id: 'c.new_id' },
  });
  await copyRows(client, 'unit', from('unit', 'unit', 'id'), {
    set: { id: 'c.new_id' },
    maps: { agency_id: 'agency' },
    copy: 'c.copy',
  });
  await copyRows(client, 'account', from('account', 'account', 'id'), {
    set: { id: 'c.new_id', username: "t.username || '-' || c.copy", phone: 'null', email: 'null' },
  });
  await copyRows(client, 'officer', from('officer', 'officer', 'id'), {
    set: { id: 'c.new_id', name: "t.name || ' ' || c.copy", email: 'null', phone: 'null' },
    maps: { account_id: 'account' },
    copy: 'c.copy',
  });
  await copyRows(client, 'position', from('position', 'unit', 'unit_id'), {
    set: { id: next('position'), unit_id: 'c.new_id' },
    maps: { officer_id: 'officer' },
    copy: 'c.copy',
  });
}

async function addPeople(client: Client, size: FillSize): Promise<void> {
  const people = makePeople(size.citizens + size.others, random(22));
  await client.query(
    `create temp table people as
       select n::int as n, ${next('person')} as id, name, folded, identity_no, phone
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as x (name, folded, identity_no, phone, n)`,
    [people.names, people.folded, people.identityNos, people.phones],
  );
  await client.query(`
    insert into person (id, kind, name, folded, identity_no, phone, address) overriding system value
      select id, 'citizen', people.name, people.folded, people.identity_no, people.phone, t.address
      from people, (select address from person where kind = 'citizen' and address is not null order by id limit 1) t;
    create temp table citizens as select n, id as person_id, ${next('account')} as account_id, name, phone
      from people where n <= ${size.citizens};
    alter table citizens add primary key (n);
    alter table people add primary key (n);
    analyze people; analyze citizens;
    insert into account (id, kind, username, phone, password_hash, person_id, display_name) overriding system value
      select account_id, 'citizen', 'bench-' || n, phone, t.password_hash, person_id, name
      from citizens, (select password_hash from account where kind = 'citizen' order by id limit 1) t`);
}

/** Which dossier is copied how often, when it happened, where, and whose it is. */
async function planDossiers(client: Client, size: FillSize): Promise<void> {
  const spread = Object.entries(SPREAD)
    .map(([status, { share }]) => `('${status}', ${share})`)
    .join(', ');
  const days = Object.entries(SPREAD)
    .map(([status, one]) => `when '${status}' then ${one.days}`)
    .join(' ');
  await client.query(`
    create temp table plan as
      select ${next('dossier')} as id, old_id, copy, shift, account_id, people.id as person_id, people.name, folded,
        identity_no, people.phone, null::text as code
      from (
        select d.id as old_id,
          case when exists (select from id_copy where kind = 'agency' and old_id = d.agency_id)
            then floor(random() * ${size.communes + 1})::int else 0 end as copy,
          make_interval(days => -(case d.status ${days} end)::int) as shift,
          1 + floor(random() * case when d.source = 'online' then ${size.citizens} else ${size.citizens + size.others} end)::int as n,
          d.source
        from (values ${spread}) as spread (status, share)
          join (
            select *, weight / sum(weight) over (partition by status) as part
            from (select *, case when agency_id in (select old_id from id_copy where kind = 'agency')
              then 1 else ${DEPARTMENT} end as weight from dossier) w
          ) d using (status),
          generate_series(1, round(${size.dossiers} * share * part)::int)
      ) x
      join people using (n)
      left join citizens on citizens.n = x.n and x.source = 'online'`);
  await client.query(`
    alter table plan add primary key (id);
    create index on plan (old_id);
    update plan set code = coded.code from (
      select p.id, a.code_new || '-' || to_char(t.accepted_at + p.shift, 'YYMMDD') || '-' ||
        (1000 + row_number() over (partition by a.code_new, (t.accepted_at + p.shift)::date order by p.id)) as code
      from plan p join dossier t on t.id = p.old_id
        left join id_copy m on m.kind = 'agency' and m.copy = p.copy and m.old_id = t.agency_id
        join agency a on a.id = coalesce(m.new_id, t.agency_id)
      where t.code is not null
    ) coded where coded.id = plan.id;
    analyze plan`);
}

async function copyDossiers(client: Client): Promise<void> {
  const party = (column: string): string =>
    `t.${column} || jsonb_build_object('name', p.name, 'identityNo', p.identity_no, 'phone', p.phone)`;
  const shift = 'p.shift';
  const copy = 'p.copy';
  await copyRows(client, 'dossier', 'plan p join dossier t on t.id = p.old_id', {
    set: {
      id: 'p.id',
      code: 'p.code',
      registration_no:
        "'DK-' || to_char(t.submitted_at + p.shift, 'YYMMDD') || '-' || lpad(nextval('registration_no_seq')::text, 6, '0')",
      draft_id: 'null',
      intake_key: 'null',
      applicant_account_id: 'p.account_id',
      applicant_person_id: 'p.person_id',
      owner_person_id: 'p.person_id',
      applicant: party('applicant'),
      owner: party('owner'),
      search_text: "p.folded || ' ' || p.identity_no || ' ' || p.phone",
      content: "split_part(t.content, ' – ', 1) || ' – ' || p.name",
    },
    shift,
    copy,
    maps: {
      agency_id: 'agency',
      reception_agency_id: 'agency',
      current_agency_id: 'agency',
      current_unit_id: 'unit',
      current_officer_id: 'officer',
    },
  });
  const below = (table: string): string => `plan p join ${table} t on t.dossier_id = p.old_id`;
  await client.query(`
    create temp table paper_plan as select ${next('paper')} as id, p.id as dossier_id, t.id as old_id from ${below('paper')};
    create temp table task_plan as select ${next('task')} as id, p.id as dossier_id, t.id as old_id from ${below('task')};
    create index on task_plan (dossier_id, old_id);
    analyze task_plan; analyze paper_plan`);
  await copyRows(
    client,
    'paper',
    'paper_plan x join paper t on t.id = x.old_id join plan p on p.id = x.dossier_id',
    {
      set: { id: 'x.id', dossier_id: 'x.dossier_id' },
      shift,
      copy,
      maps: { verified_by: 'officer' },
    },
  );
  await copyRows(
    client,
    'paper_file',
    'paper_plan x join paper_file t on t.paper_id = x.old_id join plan p on p.id = x.dossier_id',
    {
      set: { paper_id: 'x.id' },
      shift,
    },
  );
  await copyRows(
    client,
    'task',
    `task_plan x join task t on t.id = x.old_id join plan p on p.id = x.dossier_id
     left join task_plan above on above.dossier_id = x.dossier_id and above.old_id = t.parent_id`,
    {
      set: { id: 'x.id', dossier_id: 'x.dossier_id', parent_id: 'above.id' },
      shift,
      copy,
      maps: { agency_id: 'agency', unit_id: 'unit', assignee_id: 'officer', closed_by: 'officer' },
    },
  );
  const tables: Record<string, Record<string, string>> = {
    supplement: { requested_by: 'officer' },
    dossier_fee: { received_by: 'officer' },
    result: { drafted_by: 'officer', signed_by: 'officer', issued_by: 'officer' },
    slip: { made_by: 'officer' },
    trace: { actor_officer_id: 'officer', actor_account_id: 'account' },
  };
  for (const [table, maps] of Object.entries(tables)) {
    await copyRows(client, table, below(table), {
      set: { id: next(table), dossier_id: 'p.id' },
      shift,
      copy,
      maps,
    });
  }
  await copyRows(client, 'notice', `${below('notice')} and p.account_id is not null and random() < 0.3`, {
    set: {
      id: next('notice'),
      account_id: 'p.account_id',
      dossier_id: 'p.id',
      link: "regexp_replace(t.link, '\\d+', p.id::text)",
      read_at: 'case when random() < 0.9 then t.at + p.shift end',
    },
    shift,
  });
}

/**
 * Each citizen has one complete draft, so that the load can change, look over and file it. Older ones of the demo name days
 * that must lie ahead and no longer do.
 */
async function addDrafts(client: Client): Promise<void> {
  await copyRows(
    client,
    'draft',
    `(select *, row_number() over (order by procedure_code, id) - 1 as place, count(*) over () as all_drafts
      from draft where dossier_id is not null and created_at > now() - interval '40 days') t
     join citizens c on c.n % t.all_drafts = t.place`,
    {
      set: { id: 'gen_random_uuid()', account_id: 'c.account_id', dossier_id: 'null', updated_at: 'now()' },
      maps: { agency_id: 'agency' },
      copy: '(c.n % 40) + 1',
    },
  );
}

async function countsOf(client: Client): Promise<Record<string, number>> {
  const tables = [
    'procedure',
    'agency',
    'officer',
    'person',
    'dossier',
    'task',
    'paper',
    'trace',
    'slip',
    'notice',
    'draft',
  ];
  const { rows } = await client.query<{ name: string; count: string }>(
    tables.map((table) => `select '${table}' as name, count(*) as count from ${table}`).join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}

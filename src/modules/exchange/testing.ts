import type { NationalPeer } from '../../config.ts';
import type { Peer } from '../../../sandbox/peer.ts';
import type { TestPlatform } from '../../platform/testing.ts';
import type { Editor } from '../configuration/index.ts';
import { runById, startRun, type Outlook, type Run, type Selection, type Source } from './index.ts';

/** Settings that lead to stand-ins. */
export const accessOf = (procedures: Peer, catalogues: Peer = procedures): NationalPeer => ({
  url: procedures.url,
  cataloguesUrl: catalogues.url,
  user: procedures.user,
  password: procedures.password,
  unit: procedures.unit,
  destination: '',
});

/** An administrator of the demo province. */
export async function administrator(platform: TestPlatform, username = 'nguyenhonghanh'): Promise<Editor> {
  return platform.db
    .selectFrom('account')
    .select(['id as accountId', 'display_name as name'])
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
}

/** Asks for a fetch and does it. */
export const fetched = (
  platform: TestPlatform,
  by: Editor | null,
  source: Source = 'procedures',
): Promise<Run> => done(platform, startRun(platform, { source, kind: 'fetch', by }));

/** Accepts and takes over. */
export const accepted = (
  platform: TestPlatform,
  by: Editor,
  selection: Selection = { outlooks: ['new', 'changed', 'retired'] satisfies Outlook[] },
  source: Source = 'procedures',
): Promise<Run> => done(platform, startRun(platform, { source, kind: 'accept', selection, by }));

async function done(platform: TestPlatform, starting: Promise<number>): Promise<Run> {
  const id = await starting;
  await platform.jobs.drain();
  return (await runById(platform.db, id))!;
}

import { PeerUnreachable } from './client.ts';

/** Calls in hand at the same time: the peer serves a whole country. */
const AT_ONCE = 6;
/** So many records in a row that could not be reached: the peer is gone, asking on would only wait. */
const PATIENCE_RECORDS = 12;

/**
 * Does something for each member, a few at a time, in no particular order.
 *
 * @param unreachable takes the members that were given up on
 * @throws PeerUnreachable when many in a row could not be reached
 */
export async function eachOf<T>(
  members: readonly T[],
  work: (member: T) => Promise<void>,
  unreachable: (member: T, error: PeerUnreachable) => void,
): Promise<void> {
  let next = 0;
  let missed = 0;
  let ended: Error | null = null;
  async function worker(): Promise<void> {
    while (next < members.length && !ended) {
      const member = members[next++]!;
      try {
        await work(member);
        missed = 0;
      } catch (error) {
        if (!(error instanceof PeerUnreachable)) ended ??= error as Error;
        else if (++missed >= PATIENCE_RECORDS) ended ??= error;
        else unreachable(member, error);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (ended) throw ended;
}

/** What the database can not hold as JSON: NUL and halves of characters. */
export const isStorable = (body: unknown): boolean =>
  !/\\u(?:0000|d[89a-f])/i.test(JSON.stringify(body) ?? '');

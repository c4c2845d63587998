import type { Platform } from '../../platform/index.ts';
import { MalformedRecord, nationalField, parseNational } from '../procedures/index.ts';
import { PeerRefused, TooLargeAnswer, type PeerClient } from './client.ts';
import { eachOf, isStorable } from './fetching.ts';
import { markListed, storeRecords } from './records.ts';
import { refreshOutlooks } from './procedures.ts';
import { noteFaults, progress, type Fault, type Run } from './runs.ts';

/** Records stored in one statement. */
const BATCH = 50;

/**
 * Fetches every procedure of the national database, stores what came as it came, and works out what it would change
 * here. A record that can not be read is noted and stays as it was known; nothing is published.
 *
 * @returns counts of the run
 * @throws PeerUnreachable, PeerRefused, TooLargeAnswer when the list does not come or the peer goes away; what was
 * stored until then stays
 */
export async function fetchProcedures(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  client: PeerClient,
  run: Run,
): Promise<Record<string, number>> {
  const faults: Fault[] = [];
  const codes = readList(await client.call('LayDanhSachTTHC'), faults);
  let waiting: { code: string; title: string; body: unknown }[] = [];
  let [done, faulty] = [0, 0];
  let writing = Promise.resolve();
  const flush = (): Promise<void> => {
    const records = waiting;
    waiting = [];
    const noted = faults.splice(0);
    const sofar = done;
    faulty += noted.length;
    // One after the other, so that the count on the page never runs backwards.
    writing = writing.then(async () => {
      await storeRecords(db, 'procedures', records, clock.now());
      await noteFaults(db, run.id, noted);
      await progress(db, run.id, sofar, codes.length, clock.now());
    });
    return writing;
  };
  await flush();
  try {
    await eachOf(
      codes,
      async (code) => {
        const record = await fetchOne(client, code, faults);
        if (record) waiting.push(record);
        done++;
        if (waiting.length >= BATCH) await flush();
      },
      (code, error) => {
        faults.push({ code, reason: error.message });
        done++;
      },
    );
  } finally {
    await flush();
  }
  await markListed(db, 'procedures', codes);
  return { ...(await refreshOutlooks(db)), faulty };
}

function readList(rows: readonly unknown[], faults: Fault[]): string[] {
  const codes = new Set<string>();
  rows.forEach((row, at) => {
    const code =
      row !== null && typeof row === 'object' ? (row as Record<string, unknown>).MATTHC : undefined;
    if (typeof code !== 'string' || !/^\d\.\d{6}$/.test(code.trim())) {
      const shown = typeof code === 'string' ? code : `dòng ${at + 1}`;
      faults.push({ code: shown, reason: 'Danh sách thủ tục: mã không đúng dạng 1.001193.' });
    } else codes.add(code.trim());
  });
  return [...codes];
}

async function fetchOne(
  client: PeerClient,
  code: string,
  faults: Fault[],
): Promise<{ code: string; title: string; body: unknown } | null> {
  let reason: string;
  try {
    const [body, ...more] = await client.call('LayThuTuc', { maTTHC: code });
    if (body === undefined) reason = 'Câu trả lời không có thủ tục nào.';
    else if (more.length > 0) reason = `Câu trả lời có ${more.length + 1} thủ tục thay vì một.`;
    else if (!isStorable(body)) reason = 'Có ký tự không lưu được (NUL hoặc nửa ký tự).';
    else {
      // Read to the end here, so that what is stored can always be compared.
      const { name } = parseNational(body, code, nationalField(body).code || '-');
      return { code, title: name, body };
    }
  } catch (error) {
    if (error instanceof PeerRefused || error instanceof TooLargeAnswer) reason = error.message;
    else if (error instanceof MalformedRecord) reason = error.message;
    else throw error;
  }
  faults.push({ code, reason });
  return null;
}

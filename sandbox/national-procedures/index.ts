import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readLine, type SourceRecord } from '../../src/modules/procedures/import/source.ts';
import { projectRoot } from '../../src/platform/project-root.ts';
import { startPeer, type Peer, type PeerOptions } from '../peer.ts';
import { answerOf, type NationalAnswer } from './answer.ts';

export type { NationalAnswer } from './answer.ts';

/** The stand-in of the national procedure database, with what it holds in the hands of those who started it. */
export interface NationalProcedures extends Peer {
  /** Answers by code. */
  records: Map<string, NationalAnswer>;
  /** Changes a record: these keys are replaced. */
  change(code: string, keys: Record<string, unknown>): void;
  /** Takes a procedure off the list. */
  retire(code: string): void;
  add(record: NationalAnswer): void;
}

const LIST = 'src/modules/procedures/import/fixtures/national-list.jsonl.br';

/** Records of the published list that comes along: 796 procedures of two ministries, 2026. */
export function publishedRecords(): SourceRecord[] {
  const lines = brotliDecompressSync(readFileSync(path.join(projectRoot(), LIST)))
    .toString('utf8')
    .split('\n');
  return lines.filter(Boolean).flatMap((line) => {
    const record = readLine(line);
    return 'problem' in record ? [] : [record];
  });
}

/**
 * Starts the stand-in. By hand it is played with through POST /_sandbox/{trouble,calm,change,retire,add}.
 *
 * @param options only: these codes alone
 */
export async function startNationalProcedures(
  options: PeerOptions & { only?: readonly string[] } = {},
): Promise<NationalProcedures> {
  const records = new Map(
    publishedRecords()
      .filter((record) => !options.only || options.only.includes(record.ma_thu_tuc.trim()))
      .map((record) => [record.ma_thu_tuc.trim(), answerOf(record)]),
  );
  const change = (code: string, keys: Record<string, unknown>): void => {
    const held = records.get(code);
    if (!held) throw new RangeError(`${code}: no such record`);
    records.set(code, { ...held, ...keys } as NationalAnswer);
  };
  const retire = (code: string): void => void records.delete(code);
  const add = (record: NationalAnswer): void => void records.set(record.MATTHC, record);
  const fields = (): { MALINHVUC: string; TENLINHVUC: string }[] =>
    [...records.values()].flatMap(
      (one) => one.LINHVUCTHUCHIEN as { MALINHVUC: string; TENLINHVUC: string }[],
    );
  const peer = await startPeer(
    {
      LayDanhSachTTHC: () => [...records.values()].map(({ MATTHC, TENTTHC }) => ({ MATTHC, TENTTHC })),
      LayThuTuc: ({ maTTHC }) => {
        const found = records.get(String(maTTHC));
        return found ? [found] : null;
      },
      LayDanhMucLinhVuc: () => [...new Map(fields().map((field) => [field.MALINHVUC, field])).values()],
      LayDanhMucCoQuan: () =>
        [
          ...new Set(
            [...records.values()].flatMap((one) =>
              (one.COQUANTHUCHIEN as { TENDONVI: string }[]).map((unit) => unit.TENDONVI),
            ),
          ),
        ].map((TENDONVI) => ({ MADONVI: '', TENDONVI })),
    },
    (command, body) => {
      const code = String(body.code ?? '');
      if (command === 'change' && records.has(code)) change(code, body.keys as Record<string, unknown>);
      else if (command === 'retire') retire(code);
      else if (command === 'add') add(body as NationalAnswer);
      else return null;
      return { records: records.size };
    },
    options,
  );
  return { ...peer, records, change, retire, add };
}

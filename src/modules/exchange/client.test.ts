import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startNationalProcedures,
  type NationalProcedures,
} from '../../../sandbox/national-procedures/index.ts';
import { PeerRefused, PeerUnreachable, peerClient, TooLargeAnswer, type Patience } from './client.ts';

const SOME = ['1.000080', '1.000094', '1.000110'];
const HASTE: Patience = { answerMs: 3000, tries: 3, backoffMs: 5, maxBytes: 1_000_000 };

let peer: NationalProcedures;
beforeAll(async () => {
  peer = await startNationalProcedures({ only: SOME });
});
afterEach(() => {
  peer.calm();
  peer.calls.length = 0;
});
afterAll(() => peer.close());

const client = (more: Partial<Patience> = {}, access = {}) =>
  peerClient({ ...peer, destination: '', ...access }, { ...HASTE, ...more });
const codes = async (one = client()) =>
  (await one.call('LayDanhSachTTHC')).map((row) => (row as { MATTHC: string }).MATTHC);

describe('the client of the national services', () => {
  it('logs in once and asks on in the same session', async () => {
    const one = client();
    expect(await codes(one)).toEqual(SOME);
    const [record] = await one.call('LayThuTuc', { maTTHC: SOME[0] });
    expect(record).toMatchObject({ MATTHC: SOME[0] });
    expect(peer.calls).toEqual(['login', 'LayDanhSachTTHC', 'LayThuTuc']);
  });

  it.each(['error', 'reset', 'half'] as const)('[II.1.3~] asks again after: %s', async (kind) => {
    peer.trouble({ kind, service: 'LayDanhSachTTHC', times: 2 });
    expect(await codes()).toEqual(SOME);
    expect(peer.calls.filter((call) => call === 'LayDanhSachTTHC')).toHaveLength(3);
  });

  it.each([
    ['error', /báo lỗi 500/],
    ['reset', /Không nối được/],
    ['half', /bị cắt|Không nối được/],
    ['slow', /không trả lời trong 0\.1 giây/],
  ] as const)('[II.1.3~] gives up after the last try: %s', async (kind, message) => {
    peer.trouble({ kind, service: 'LayDanhSachTTHC', ms: 1000 });
    const failing = codes(client(kind === 'slow' ? { answerMs: 100, tries: 2 } : {}));
    await expect(failing).rejects.toThrow(PeerUnreachable);
    await expect(failing).rejects.toThrow(message);
  });

  it('[II.1.3~] waits for a slow answer within its time', async () => {
    peer.trouble({ kind: 'slow', service: 'LayDanhSachTTHC', ms: 50 });
    expect(await codes()).toEqual(SOME);
  });

  it('[II.1.3~] logs in anew when the session has ended, once for all calls in hand', async () => {
    const one = client();
    await codes(one);
    peer.trouble({ kind: 'expire', times: 1 });
    const answers = await Promise.all(SOME.map((maTTHC) => one.call('LayThuTuc', { maTTHC })));
    expect(answers.map(([record]) => (record as { MATTHC: string }).MATTHC)).toEqual(SOME);
    expect(peer.calls.filter((call) => call === 'login')).toHaveLength(2);
  });

  it('takes no answer beyond all measure, and asks for it once only', async () => {
    peer.trouble({ kind: 'huge', service: 'LayDanhSachTTHC' });
    await expect(codes(client({ answerMs: 10_000 }))).rejects.toThrow(TooLargeAnswer);
    expect(peer.calls).toEqual(['login', 'LayDanhSachTTHC']);
  });

  it('tells a refusal from a breakdown', async () => {
    await expect(codes(client({}, { password: 'sai' }))).rejects.toThrow(/mã 1.*mật khẩu không đúng/);
    await expect(client().call('LayThuTuc', { maTTHC: '9.999999' })).rejects.toThrow(PeerRefused);
    peer.trouble({ kind: 'refuse', service: 'LayDanhSachTTHC' });
    await expect(codes()).rejects.toThrow('Tạm ngừng phục vụ');
  });

  it('says that nobody is there', async () => {
    await expect(codes(client({}, { url: 'http://127.0.0.1:9' }))).rejects.toThrow(/Không nối được/);
  });
});

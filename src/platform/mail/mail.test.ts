import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailer, type Mailer } from './index.ts';

const FROM = 'Cổng dịch vụ công <thu@lamgiang.example>';
const MESSAGE = {
  to: 'nguoinhan@example.vn',
  subject: 'Hồ sơ H99.15-261123-0001 đã được tiếp nhận; ngày hẹn trả kết quả là thứ Hai',
  text: 'Ông Đặng Văn Thuận thân mến,\n\nPhường Yên Hà đã tiếp nhận hồ sơ của bạn.\n.\nDòng sau dấu chấm.\n',
};

/** Subject and text of a raw message, decoded. */
function decode(raw: string): { subject: string; from: string; to: string; text: string } {
  const [head = '', ...rest] = raw.replace(/\r\n/g, '\n').split('\n\n');
  const headers = head.replace(/\n[ \t]+/g, ' ');
  const header = (name: string): string =>
    (new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '')
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_, kind: string, coded: string) =>
        kind.toUpperCase() === 'B'
          ? Buffer.from(coded, 'base64').toString()
          : quoted(coded.replace(/_/g, '=20')),
      );
  const body = rest.join('\n\n');
  const coding = header('Content-Transfer-Encoding').toLowerCase();
  const decoded =
    coding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : coding === 'quoted-printable'
        ? quoted(body.replace(/=\n/g, ''))
        : body;
  return { subject: header('Subject'), from: header('From'), to: header('To'), text: decoded };
}

const quoted = (coded: string): string =>
  Buffer.from(
    coded.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

describe('mail through a server', () => {
  let server: SMTPServer;
  let mailer: Mailer;
  let refuse = false;
  const received: { from: string; to: string[]; user: unknown; raw: string }[] = [];

  beforeAll(async () => {
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        if (username === 'thu@lamgiang' && password === 'mật khẩu') done(null, { user: username });
        else done(new Error('wrong password'));
      },
      onRcptTo(_address, _session, done) {
        done(refuse ? new Error('mailbox full') : null);
      },
      async onData(stream, { envelope, user }, done) {
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map((one) => one.address),
          user,
          raw: await text(stream),
        });
        done();
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    const smtpUrl = `smtp://${encodeURIComponent('thu@lamgiang')}:${encodeURIComponent('mật khẩu')}@127.0.0.1:${port}`;
    mailer = createMailer({ smtpUrl, folder: '/nowhere', from: FROM });
  });
  beforeEach(() => {
    received.length = 0;
    refuse = false;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

  it('logs in with the name and password of the address and hands the message over', async () => {
    await mailer.send(MESSAGE);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      from: 'thu@lamgiang.example',
      to: ['nguoinhan@example.vn'],
      user: 'thu@lamgiang',
    });
  });

  it('carries Vietnamese in sender, subject and text', async () => {
    await mailer.send(MESSAGE);
    expect(decode(received[0]!.raw)).toEqual({
      subject: MESSAGE.subject,
      from: FROM,
      to: MESSAGE.to,
      text: MESSAGE.text,
    });
  });

  it('lets a subject begin no header of its own', async () => {
    await mailer.send({ ...MESSAGE, subject: 'Hồ sơ\r\nBcc: ke-gian@example.vn' });
    expect(received[0]!.to).toEqual(['nguoinhan@example.vn']);
    expect(received[0]!.raw).not.toMatch(/^bcc:/im);
  });

  it('fails when the server does not take it, so that the job tries again', async () => {
    refuse = true;
    await expect(mailer.send(MESSAGE)).rejects.toThrow('mailbox full');
    expect(received).toEqual([]);
  });
});

describe('mail without a server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-mail-'));
  });

  it('is left as .eml files, one each, in the order of sending', async () => {
    const below = path.join(folder, 'mail');
    const mailer = createMailer({ smtpUrl: null, folder: below, from: FROM });
    await mailer.send(MESSAGE);
    await Promise.all([1, 2, 3].map((n) => mailer.send({ ...MESSAGE, subject: `Thư số ${n}` })));
    const files = (await readdir(below)).sort();
    expect(files).toHaveLength(4);
    for (const file of files) expect(file).toMatch(/^\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]{8}\.eml$/);
    expect(decode(await readFile(path.join(below, files[0]!), 'utf8'))).toMatchObject({
      subject: MESSAGE.subject,
      to: MESSAGE.to,
      text: MESSAGE.text,
    });
    await rm(folder, { recursive: true });
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, type Config } from './config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const load = (env: Record<string, string> = {}): Config => loadConfig(env, folder);

/** A setting: what holds without it, what a good value becomes, and what is said of bad ones. */
interface Row {
  name: string;
  key: keyof Config;
  fallback: unknown;
  good: [string, unknown][];
  bad: [string, RegExp][];
}

const HEX = /^[0-9a-f]{64}$/;
const ROWS: Row[] = [
  {
    name: 'PORT',
    key: 'port',
    fallback: 3000,
    good: [
      ['8080', 8080],
      ['0', 0],
    ],
    bad: ['abc', '-1', '65536', '80.5', '0x50'].map((text) => [text, /^PORT: "/]),
  },
  { name: 'HOST', key: 'host', fallback: '127.0.0.1', good: [['0.0.0.0', '0.0.0.0']], bad: [] },
  {
    name: 'DATABASE_URL',
    key: 'databaseUrl',
    fallback: null,
    good: ['postgres://u:p@db/motcua', 'postgresql://db:5433/m'].map((text) => [text, text]),
    bad: [
      ['mysql://db/motcua', /^DATABASE_URL: .*postgres:\/\//],
      ['db:5432', /^DATABASE_URL: /],
    ],
  },
  {
    name: 'DATABASE_POOL',
    key: 'databasePool',
    fallback: 10,
    good: [['40', 40]],
    bad: [
      ['0', /^DATABASE_POOL: "0" is not a whole number from 1 to 500\.$/],
      ['501', /^DATABASE_POOL: /],
    ],
  },
  {
    name: 'WEB_PROCESSES',
    key: 'webProcesses',
    fallback: 1,
    good: [['4', 4]],
    bad: [
      ['0', /^WEB_PROCESSES: "0" is not a whole number from 1 to 64\.$/],
      ['65', /^WEB_PROCESSES: /],
    ],
  },
  {
    name: 'PUBLIC_URL',
    key: 'publicUrl',
    fallback: 'http://localhost:3000',
    good: [
      ['https://dvc.example.vn', 'https://dvc.example.vn'],
      ['https://dvc.example.vn//', 'https://dvc.example.vn'],
    ],
    bad: [
      ['dvc.example.vn', /^PUBLIC_URL: .*http:\/\/ or https:\/\//],
      ['ftp://dvc.example.vn', /^PUBLIC_URL: /],
    ],
  },
  {
    name: 'SMTP_URL',
    key: 'smtpUrl',
    fallback: null,
    good: ['smtp://mail.example.vn:587', 'smtps://u:p@mail.example.vn'].map((text) => [text, text]),
    bad: [['mail.example.vn', /^SMTP_URL: .*smtp:\/\//]],
  },
  {
    name: 'MAIL_FROM',
    key: 'mailFrom',
    fallback: 'Cổng dịch vụ công <khong-tra-loi@lamgiang.example>',
    good: ['Tỉnh Lam Giang <thu@example.vn>', 'thu@example.vn'].map((text) => [text, text]),
    bad: ['Tỉnh Lam Giang', 'a@b <', 'Tên\r\nBcc: x <a@b.vn>'].map((text) => [text, /^MAIL_FROM: /]),
  },
  {
    name: 'MOTCUA_SECRET',
    key: 'secret',
    fallback: expect.stringMatching(HEX),
    good: [['x'.repeat(32), 'x'.repeat(32)]],
    bad: [['x'.repeat(31), /^MOTCUA_SECRET: give at least 32 characters\.$/]],
  },
  {
    name: 'LOG_LEVEL',
    key: 'logLevel',
    fallback: 'info',
    good: [['debug', 'debug']],
    bad: [['loud', /^LOG_LEVEL: "loud" is not one of fatal, /]],
  },
  ...(
    [
      ['TRUST_PROXY', 'trustProxy', false],
      ['MOTCUA_DEMO', 'demo', true],
    ] as const
  ).map(([name, key, fallback]): Row => ({
    name,
    key,
    fallback,
    good: [
      ['true', true],
      ['yes', true],
      ['1', true],
      ['false', false],
      ['no', false],
      ['0', false],
    ],
    bad: [['maybe', new RegExp(`^${name}: "maybe" is neither true nor false\\.$`)]],
  })),
  {
    name: 'RATE_LIMIT',
    key: 'rateLimit',
    fallback: 600,
    good: [['60', 60]],
    bad: [['none', /^RATE_LIMIT: /]],
  },
];

describe.each(ROWS)('$name', ({ name, key, fallback, good, bad }) => {
  it('may be left out or empty', () => {
    expect(load()[key]).toEqual(fallback);
    expect(load({ [name]: '' })[key]).toEqual(fallback);
  });

  it.each(good)('takes %j', (text, value) => {
    expect(load({ [name]: text })[key]).toBe(value);
  });

  it.each(bad)('turns %j down in one line that names it', (text, message) => {
    expect(() => load({ [name]: text })).toThrow(ConfigError);
    expect(() => load({ [name]: text })).toThrow(message);
  });
});

const NATIONAL = [
  'NATIONAL_URL',
  'NATIONAL_CATALOGUES_URL',
  'NATIONAL_USER',
  'NATIONAL_PASSWORD',
  'NATIONAL_UNIT',
  'NATIONAL_DESTINATION',
];

describe('the national system', () => {
  const settings = {
    NATIONAL_URL: 'https://lgsp.example.vn/csdl/',
    NATIONAL_USER: 'u',
    NATIONAL_PASSWORD: 'p',
    NATIONAL_UNIT: '000.00.00.H99',
  };

  it('is not connected unless its address is named', () => {
    expect(load().national).toBeNull();
    expect(load({ ...settings, NATIONAL_URL: '' }).national).toBeNull();
  });

  it('answers for the shared catalogues too unless they have an address of their own', () => {
    expect(load(settings).national).toEqual({
      url: 'https://lgsp.example.vn/csdl',
      cataloguesUrl: 'https://lgsp.example.vn/csdl',
      user: 'u',
      password: 'p',
      unit: '000.00.00.H99',
      destination: '',
    });
    const apart = { NATIONAL_CATALOGUES_URL: 'http://dmdc.example.vn/', NATIONAL_DESTINATION: 'VN' };
    expect(load({ ...settings, ...apart }).national).toMatchObject({
      cataloguesUrl: 'http://dmdc.example.vn',
      destination: 'VN',
    });
  });

  it.each(['NATIONAL_USER', 'NATIONAL_PASSWORD', 'NATIONAL_UNIT'])('%s is needed with it', (name) => {
    expect(() => load({ ...settings, [name]: '' })).toThrow(
      new ConfigError(`${name}: needed because NATIONAL_URL is set.`),
    );
  });

  it('has to be an address', () => {
    expect(() => load({ ...settings, NATIONAL_URL: 'lgsp' })).toThrow(/^NATIONAL_URL: /);
  });
});

describe('MOTCUA_DATA', () => {
  it('is “data” below the current folder, made when it is missing and closed to others', async () => {
    const { dataDir } = load();
    expect(dataDir).toBe(path.join(folder, 'data'));
    expect((await stat(dataDir)).mode & 0o007).toBe(0);
  });

  it('may be relative or absolute', () => {
    expect(load({ MOTCUA_DATA: 'elsewhere/data' }).dataDir).toBe(path.join(folder, 'elsewhere', 'data'));
    expect(load({ MOTCUA_DATA: path.join(folder, 'abs') }).dataDir).toBe(path.join(folder, 'abs'));
  });

  it('that can not be a folder is turned down with the remedy', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    expect(() => load({ MOTCUA_DATA: file })).toThrow(/^MOTCUA_DATA: cannot use the folder .*user may write/);
  });
});

describe('secret of the data folder', () => {
  it('is made once, for its owner alone, and stays', async () => {
    const { secret, dataDir } = load({ MOTCUA_DATA: 'own' });
    expect(load({ MOTCUA_DATA: 'own' }).secret).toBe(secret);
    expect(load({ MOTCUA_DATA: 'other' }).secret).not.toBe(secret);
    const file = path.join(dataDir, 'secret');
    expect(await readFile(file, 'utf8')).toBe(secret);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(dataDir)).toEqual(['secret']);
  });

  it('that was cut off while it was written is made anew', async () => {
    const { dataDir } = load({ MOTCUA_DATA: 'cut' });
    await writeFile(path.join(dataDir, 'secret'), 'abc');
    const { secret } = load({ MOTCUA_DATA: 'cut' });
    expect(secret).toMatch(HEX);
    expect(load({ MOTCUA_DATA: 'cut' }).secret).toBe(secret);
  });

  it('that can not be read is told of', async () => {
    await mkdir(path.join(folder, 'closed', 'secret'), { recursive: true });
    expect(() => load({ MOTCUA_DATA: 'closed' })).toThrow(/^MOTCUA_DATA: cannot use .*owns the data folder/);
  });
});

describe('what follows from PUBLIC_URL', () => {
  it('cookies are for https alone exactly when it is https', () => {
    expect(load({ PUBLIC_URL: 'https://dvc.example.vn' }).secure).toBe(true);
    expect(load({ PUBLIC_URL: 'http://dvc.example.vn' }).secure).toBe(false);
    expect(load().secure).toBe(false);
  });

  it('without it, addresses carry the port', () => {
    expect(load({ PORT: '8123' }).publicUrl).toBe('http://localhost:8123');
  });
});

describe('docs/settings.md', () => {
  it('tells of every setting that the source reads, and of no other', async () => {
    const source = await readFile(new URL('config.ts', import.meta.url), 'utf8');
    const read = new Set(
      [...source.matchAll(/env\.([A-Z_]+)|\(env, '([A-Z_]+)'/g)].map((match) => match[1] ?? match[2]),
    );
    const text = await readFile(new URL('../docs/settings.md', import.meta.url), 'utf8');
    const told = new Set([...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]));
    expect([...told].sort()).toEqual([...read].sort());
    expect(read).toEqual(new Set([...ROWS.map((row) => row.name), 'MOTCUA_DATA', ...NATIONAL]));
  });
});

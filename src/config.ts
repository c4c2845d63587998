import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Every setting of the program. docs/settings.md explains each; nothing else reads the environment. */
export interface Config {
  port: number;
  host: string;
  /** Absolute path of the folder with everything that must be kept. */
  dataDir: string;
  /** null: the embedded server in dataDir. */
  databaseUrl: string | null;
  /** Connections each process may hold. */
  databasePool: number;
  /** Processes that answer requests; with more than one, the first only starts them and does the work of no request. */
  webProcesses: number;
  /** Address by which people reach the portal, without a final slash. */
  publicUrl: string;
  /** Whether publicUrl is https: cookies are then marked Secure. */
  secure: boolean;
  /** null: messages are written as .eml files into dataDir/mail. */
  smtpUrl: string | null;
  mailFrom: string;
  /** Signs form receipts and flash messages. */
  secret: string;
  logLevel: string;
  trustProxy: boolean;
  /** Load the demo province on first start. */
  demo: boolean;
  /** Requests a minute from one address, all pages together. */
  rateLimit: number;
  /** The national system whose procedures and shared catalogues are taken over; null: none is connected. */
  national: NationalPeer | null;
}

/** How the national system is reached (services of QCVN 120:2019/BTTTT). */
export interface NationalPeer {
  /** Address of the procedure database, without a final slash. */
  url: string;
  /** Address of the shared catalogues, without a final slash. */
  cataloguesUrl: string;
  user: string;
  password: string;
  /** `madonvi`: code of the unit that asks. */
  unit: string;
  /** `dstcode` of the peer on the integration platform; empty: not sent. */
  destination: string;
}

/** A setting that cannot be used; the message names it and the remedy. */
export class ConfigError extends Error {}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and checks the settings.
 *
 * @param env environment variables
 * @param cwd folder against which relative paths are read
 * @throws ConfigError naming the first setting that is wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv, cwd: string): Config {
  const port = wholeNumber(env, 'PORT', 3000, 0, 65535);
  const host = env.HOST || '127.0.0.1';
  const dataDir = path.resolve(cwd, env.MOTCUA_DATA || 'data');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new ConfigError(
      `MOTCUA_DATA: cannot use the folder ${dataDir} (${(error as Error).message}). Name a folder that this user may write.`,
    );
  }
  const publicUrl = url(env, 'PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`;
  const logLevel = env.LOG_LEVEL || 'info';
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL: "${logLevel}" is not one of ${LOG_LEVELS.join(', ')}.`);
  }
  return {
    port,
    host,
    dataDir,
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    databasePool: wholeNumber(env, 'DATABASE_POOL', 10, 1, 500),
    webProcesses: wholeNumber(env, 'WEB_PROCESSES', 1, 1, 64),
    publicUrl: publicUrl.replace(/\/+$/, ''),
    secure: publicUrl.startsWith('https:'),
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: sender(env) || 'Cổng dịch vụ công <khong-tra-loi@lamgiang.example>',
    secret: secret(env, dataDir),
    logLevel,
    trustProxy: yesNo(env, 'TRUST_PROXY', false),
    demo: yesNo(env, 'MOTCUA_DEMO', true),
    rateLimit: wholeNumber(env, 'RATE_LIMIT', 600, 1, 10_000_000),
    national: national(env),
  };
}

function wholeNumber(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new ConfigError(`${name}: "${text}" is not a whole number from ${min} to ${max}.`);
  }
  return value;
}

function yesNo(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (['1', 'true', 'yes'].includes(text)) return true;
  if (['0', 'false', 'no'].includes(text)) return false;
  throw new ConfigError(`${name}: "${text}" is neither true nor false.`);
}

function url(env: NodeJS.ProcessEnv, name: string, protocols: string[]): string | null {
  const text = env[name];
  if (!text) return null;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new ConfigError(`${name}: not an address that begins with ${protocols.join('// or ')}//.`);
  }
  return text;
}

function national(env: NodeJS.ProcessEnv): NationalPeer | null {
  const address = url(env, 'NATIONAL_URL', ['http:', 'https:']);
  const catalogues = url(env, 'NATIONAL_CATALOGUES_URL', ['http:', 'https:']) ?? address;
  if (!address || !catalogues) return null;
  return {
    url: address.replace(/\/+$/, ''),
    cataloguesUrl: catalogues.replace(/\/+$/, ''),
    user: neededWith(env, 'NATIONAL_USER'),
    password: neededWith(env, 'NATIONAL_PASSWORD'),
    unit: neededWith(env, 'NATIONAL_UNIT'),
    destination: env.NATIONAL_DESTINATION ?? '',
  };
}

function neededWith(env: NodeJS.ProcessEnv, name: string): string {
  const text = env[name];
  if (!text) throw new ConfigError(`${name}: needed because NATIONAL_URL is set.`);
  return text;
}

function sender(env: NodeJS.ProcessEnv): string | undefined {
  const text = env.MAIL_FROM;
  if (text && !/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text.trim())) {
    throw new ConfigError(`MAIL_FROM: "${text}" is not an address such as Name <name@example.vn>.`);
  }
  return text?.trim();
}

/** MOTCUA_SECRET, else one made on first start and kept in the data folder, readable by its owner only. */
function secret(env: NodeJS.ProcessEnv, dataDir: string): string {
  if (env.MOTCUA_SECRET) {
    if (env.MOTCUA_SECRET.length < 32) throw new ConfigError('MOTCUA_SECRET: give at least 32 characters.');
    return env.MOTCUA_SECRET;
  }
  const file = path.join(dataDir, 'secret');
  try {
    return readSecret(file) ?? makeSecret(file);
  } catch (error) {
    throw new ConfigError(
      `MOTCUA_DATA: cannot use ${file} (${(error as Error).message}). Start as the user who owns the data folder.`,
    );
  }
}

function readSecret(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    // Too short: a start that was cut off.
    return text.length >= 32 ? text : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written aside and linked, so that of two processes that start at once both use the same. */
function makeSecret(file: string): string {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch {
    const other = readSecret(file);
    if (other) return other;
    writeFileSync(file, readFileSync(aside), { mode: 0o600 });
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

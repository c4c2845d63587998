// Runs on any Node ≥ 20 before anything is installed: only what Node brings along.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const STARTED_BY = process.ppid;

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Installs the pinned packages when they are missing or package-lock.json has changed since. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Node 20 or newer is needed to begin; this is ${process.version}.`);
    process.exit(1);
  }
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Đang cài các gói cần dùng…');
  const npm = process.env.npm_execpath
    ? { command: process.execPath, args: [process.env.npm_execpath] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
  const { status } = spawnSync(npm.command, [...npm.args, 'ci', '--include=dev'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error('npm ci did not succeed; see above.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}

/** The Node that the project brings along. */
export function ownNode() {
  const folder = path.join(root, 'node_modules', 'node', 'bin');
  const own = [path.join(folder, 'node'), path.join(folder, 'node.exe')].find((file) => existsSync(file));
  return own ?? process.execPath;
}

/** Runs a script with our Node and waits; ends this process when it fails. */
export function run(args, options = {}) {
  const { status, signal } = spawnSync(ownNode(), args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    ...options,
  });
  if (status !== 0) process.exit(status ?? (signal ? 1 : 0));
}

/** Becomes the program: signals go to it, its exit code is ours. */
export function become(args) {
  const child = spawn(ownNode(), args, { cwd: process.cwd(), stdio: 'inherit', env: environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends SIGINT to the child itself; the others reach only this process.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }
  if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
    // npm passes SIGTERM to its shell alone, which ends without a word: then the program is to end, too.
    setInterval(() => process.ppid !== STARTED_BY && child.kill('SIGTERM'), 500).unref();
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function environment() {
  const bin = [path.dirname(ownNode()), path.join(root, 'node_modules', '.bin')].join(path.delimiter);
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}

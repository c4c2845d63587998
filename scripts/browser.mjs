// The journeys need a Chromium and poppler's tools; where they are missing and this is root on Debian, they are installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const found = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

const missing = [];
if (!process.env.CHROMIUM && !CHROMIUM.some((file) => existsSync(file))) missing.push('chromium');
if (!found('pdftotext')) missing.push('poppler-utils');

if (missing.length > 0) {
  const apt = process.platform === 'linux' && process.getuid?.() === 0 && found('apt-get');
  if (!apt) {
    console.error(`For the tests install ${missing.join(' and ')} (or name a Chromium in CHROMIUM).`);
    process.exit(1);
  }
  console.log(`Đang cài ${missing.join(', ')} cho các phép thử…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt_get = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status;
  apt_get('update', '-q');
  if (apt_get('install', '-y', '-q', '--no-install-recommends', ...missing) !== 0) process.exit(1);
}

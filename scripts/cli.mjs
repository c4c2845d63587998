import path from 'node:path';
import { become, install, root, run } from './prepare.mjs';

install();
run([path.join(root, 'scripts', 'build.mjs'), '--quiet']);
become(['--enable-source-maps', path.join(root, 'dist', 'cli.js'), ...process.argv.slice(2)]);

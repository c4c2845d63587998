import path from 'node:path';
import { become, install, root, run } from './prepare.mjs';

install();
run([path.join(root, 'scripts', 'build.mjs')]);
become(['--enable-source-maps', path.join(root, 'dist', 'main.js')]);

import path from 'node:path';
import { become, install, root, run } from './prepare.mjs';

install();
run([path.join(root, 'scripts', 'build.mjs')]);
// Pages leave much short-lived behind: with more room for it, less of it is carried on by the collector.
become(['--max-semi-space-size=64', '--enable-source-maps', path.join(root, 'dist', 'main.js')]);

import path from 'node:path';
import { become, install, root, run } from './prepare.mjs';

install();
run([path.join(root, 'scripts', 'browser.mjs')]);
run([path.join(root, 'scripts', 'build.mjs'), '--quiet']);
become([path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);

import path from 'node:path';
import { become, install, root, run } from './prepare.mjs';

install();
run([path.join(root, 'scripts', 'build.mjs')]);
become([path.join(root, 'bench', 'main.ts'), ...process.argv.slice(2)]);

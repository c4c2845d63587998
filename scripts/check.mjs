import { existsSync } from 'node:fs';
import path from 'node:path';
import { install, root, run } from './prepare.mjs';

install();
const bin = (pack, file) => path.join(root, 'node_modules', pack, file);
const folders = ['src', 'sandbox', 'e2e', 'bench', 'scripts'].filter((folder) =>
  existsSync(path.join(root, folder)),
);

console.log('kiểu');
run([bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json']);
console.log('lỗi thường gặp');
run([bin('oxlint', 'bin/oxlint'), '--deny-warnings', ...folders]);
console.log('ranh giới');
run([path.join(root, 'scripts', 'boundaries.mjs')]);
console.log('định dạng');
run([
  bin('prettier', 'bin/prettier.cjs'),
  '--check',
  '--log-level',
  'warn',
  '--no-error-on-unmatched-pattern',
  ...folders,
  '*.json',
  '*.ts',
  '*.mjs',
]);

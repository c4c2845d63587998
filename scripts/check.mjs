import path from 'node:path';
import { install, root, run } from './prepare.mjs';

install();
const bin = (pack, file) => path.join(root, 'node_modules', pack, file);
console.log('kiểu');
run([bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json']);
console.log('lỗi thường gặp');
run([bin('oxlint', 'bin/oxlint'), '--deny-warnings', 'src', 'e2e', 'bench', 'scripts']);
console.log('ranh giới');
run([bin('dependency-cruiser', 'bin/dependency-cruiser.mjs'), '--config', '.dependency-cruiser.mjs', 'src']);
console.log('định dạng');
run([
  bin('prettier', 'bin/prettier.cjs'),
  '--check',
  '--log-level',
  'warn',
  'src',
  'e2e',
  'bench',
  'scripts',
  '*.json',
  '*.ts',
  '*.mjs',
]);

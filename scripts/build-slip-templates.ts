/**
 * Writes templates/slips/*.docx and templates/results/*.docx from their description in scripts/templates/. The .docx are what the
 * program reads; run this after changing the description: node scripts/build-slip-templates.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../src/platform/project-root.ts';
import { resultTemplates } from './templates/results.ts';
import { slipTemplates } from './templates/slips.ts';

const sets = { slips: await slipTemplates(), results: await resultTemplates() };
for (const [folder, files] of Object.entries(sets)) {
  const target = path.join(projectRoot(), 'templates', folder);
  mkdirSync(target, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(target, name), bytes);
}

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { layoutProcess } from 'bpmn-auto-layout';

/**
 * Draws the flows of the demo province anew: reads every seed/flows/*.bpmn, replaces its diagram part by a computed
 * one and writes it back. Names on the command line (flow codes) restrict it to those files.
 */
const folder = new URL('../seed/flows/', import.meta.url);
const only = process.argv.slice(2);

for (const file of (await readdir(folder)).sort()) {
  const code = file.replace(/\.bpmn$/, '');
  if (code === file || (only.length > 0 && !only.includes(code))) continue;
  const url = new URL(file, folder);
  await writeFile(url, await layoutProcess(await readFile(url, 'utf8')));
  console.log(code);
}

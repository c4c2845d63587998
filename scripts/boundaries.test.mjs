import { describe, expect, it } from 'vitest';
import { breaches, importsOf, RULES } from './boundaries.mjs';

const PACKAGES = { dependencies: { ajv: '1', kysely: '1', preact: '1' }, devDependencies: { vitest: '1' } };

/** Names of the rules broken by files given as { path: text }. */
function broken(files) {
  const lines = breaches(new Map(Object.entries(files)), PACKAGES, () => true);
  return lines.map((line) => /\[([a-z-]+)\]/.exec(line)[1]);
}

describe('boundaries', () => {
  it('sees every kind of import, and which vanish with the types', () => {
    const text = `
      import type { A } from './a.ts';
      import { type B } from './b.ts';
      import c, { type D } from './c.ts';
      import type from './d.ts';
      import './e.ts';
      export * from './f.ts';
      export type { G } from './g.ts';
      const h = await import('./h.ts');
      type I = import('./i.ts').I;
    `;
    const kinds = Object.fromEntries(importsOf('x.ts', text).map(({ name, type }) => [name[2], type]));
    expect(kinds).toEqual({
      a: true,
      b: true,
      c: false,
      d: false,
      e: false,
      f: false,
      g: true,
      h: false,
      i: true,
    });
  });

  it.each([
    ['core-alone', 'src/core/a.ts', `import { x } from '../platform/clock.ts'`],
    ['core-alone', 'src/core/a.ts', `import type { Db } from '../platform/index.ts'`],
    ['core-alone', 'src/core/a.ts', `import { readFile } from 'node:fs'`],
    ['core-alone', 'src/core/a.ts', `import { h } from 'preact'`],
    ['core-tests-alone', 'src/core/a.test.ts', `import { x } from '../platform/testing.ts'`],
    ['platform-underneath', 'src/platform/a.ts', `import { x } from '../core/text.ts'`],
    ['platform-underneath', 'src/platform/a.ts', `import type { X } from '../modules/books/index.ts'`],
    ['config-first', 'src/config.ts', `import { x } from './core/text.ts'`],
    ['modules-downwards', 'src/modules/books/a.ts', `import type { X } from '../../config.ts'`],
    ['module-by-its-index', 'src/modules/books/a.ts', `import { x } from '../slips/store.ts'`],
    ['module-by-its-index', 'src/web/a.ts', `import { x } from '../modules/slips/store.ts'`],
    ['web-on-top', 'src/platform/a.ts', `import { x } from '../web/assets.ts'`],
    ['no-sql-in-web', 'src/web/a.ts', `import { sql } from 'kysely'`],
    ['no-sql-in-web', 'src/web/a.ts', `import { openDatabase } from '../platform/database/index.ts'`],
    ['sql-in-platform-and-modules', 'src/main.ts', `import { sql } from 'kysely'`],
    [
      'nobody-imports-the-composition',
      'src/modules/books/a.ts',
      `import { x } from '../../cli/seed/index.ts'`,
    ],
    ['browser-code-in-the-browser', 'src/web/islands/a/main.ts', `import { x } from '../../http/page.tsx'`],
    ['no-test-code-in-the-program', 'src/web/a.ts', `import { x } from './testing.ts'`],
    ['listed-packages', 'src/web/a.ts', `import { it } from 'vitest'`],
    ['listed-packages', 'src/web/a.ts', `import x from 'left-pad'`],
  ])('%s: %s may not %s', (rule, file, text) => {
    expect(broken({ [file]: text })).toContain(rule);
  });

  it('proves every rule by an example of its breach', () => {
    expect(RULES).toHaveLength(12);
    for (const { reason } of RULES) expect(reason).not.toBe('');
  });

  it.each([
    ['src/core/a.ts', `import Ajv from 'ajv'; import { x } from './text.ts'`],
    ['src/platform/a.ts', `import type { X } from '../core/form/types.ts'; import { c } from '../config.ts'`],
    ['src/modules/books/a.ts', `import { x } from '../slips/index.ts'; import { sql } from 'kysely'`],
    ['src/web/a.tsx', `import { x } from '../modules/slips/index.ts'; import { h } from 'preact'`],
    ['src/web/a.ts', `import type { Schema } from '../platform/database/schema.ts'`],
    ['src/main.ts', `import { x } from './web/http/server.ts'`],
    ['src/web/a.test.ts', `import { it } from 'vitest'; import { x } from '../modules/slips/store.ts'`],
  ])('lets %s %s', (file, text) => {
    expect(broken({ [file]: text })).toEqual([]);
  });

  it('finds circles of values, and lets circles of types be', () => {
    const files = {
      'src/core/a.ts': `import { b } from './b.ts'`,
      'src/core/b.ts': `import { c } from './c.ts'`,
      'src/core/c.ts': `import { a } from './a.ts'`,
      'src/core/d.ts': `import type { E } from './e.ts'`,
      'src/core/e.ts': `import { d } from './d.ts'`,
    };
    expect(broken(files)).toEqual(['no-circles']);
  });

  it('finds imports of files that are not there', () => {
    const files = new Map([['src/core/a.ts', `import { x } from './gone.ts'`]]);
    expect(breaches(files, PACKAGES)).toEqual([expect.stringContaining('[unresolved]')]);
  });
});

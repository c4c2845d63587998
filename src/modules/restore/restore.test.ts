import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { listChanges, StaleEdit, type Editor } from '../configuration/index.ts';
import { officer } from '../dossiers/testing.ts';
import { changeSetting, loadSettings, SETTING_KEYS } from '../settings/index.ts';
import { restorable, restoreChange, takenBackOn, TAKEN_BACK } from './index.ts';

let platform: TestPlatform;
let by: Editor;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  const { accountId, name } = await officer(platform, 'nguyenhonghanh');
  by = { accountId, name };
});
afterAll(() => platform.close());

const MODULES = path.join(import.meta.dirname, '..');

/** Kinds of object that calls of recordChange name in the sources, literally or by a function or constant. */
async function recordedKinds(): Promise<Map<string, string>> {
  const files = (await readdir(MODULES, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const texts = new Map<string, string>();
  for (const file of files) texts.set(file, await readFile(path.join(MODULES, file), 'utf8'));
  const all = [...texts.values()].join('\n');
  const kinds = new Map<string, string>();
  for (const [file, text] of texts) {
    for (const call of text.matchAll(/recordChange\(tx, \{([^]*?)\n? *\}\);/g)) {
      const object = /\bobject(?:: ([^,\n]+))?[,\n ]/.exec(call[1]!)?.[1] ?? 'object';
      const name = /^(\w+)/.exec(object)?.[1];
      const literal = /^[`']([\w-]+):/.exec(object)?.[1];
      // Where it is named elsewhere: const x = "kind:…" or const x = (…) => `kind:…`.
      const defined = name
        ? (new RegExp(`(?:const|function) ${name}\\b[^\`']*?[\`']([\\w-]+):`).exec(text)?.[1] ??
          new RegExp(`(?:const|function) ${name}\\b[^\`']*?[\`']([\\w-]+):`).exec(all)?.[1])
        : undefined;
      kinds.set(literal ?? defined ?? `? ${file}: ${object}`, file);
    }
  }
  return kinds;
}

describe('taking changes back', () => {
  it('[II.1.1~] every kind of change that is recorded has a way back', async () => {
    const kinds = await recordedKinds();
    expect([...kinds.keys()].filter((kind) => !TAKEN_BACK[kind])).toEqual([]);
    // The search itself finds what is known to be there.
    for (const kind of [
      'agency',
      'calendar',
      'reorganisation',
      'flow-move',
      'setting',
      'procedure',
      'template',
    ]) {
      expect(kinds.has(kind), kind).toBe(true);
    }
    expect(kinds.size).toBe(Object.keys(TAKEN_BACK).length);
    for (const kind of kinds.keys()) {
      expect(restorable({ object: `${kind}:1` })).toBe(takenBackOn({ object: `${kind}:1` }) === null);
    }
  });

  it('a setting is changed with its record, checked, and taken back as a new change', async () => {
    const change = (value: object, seen?: number) =>
      platform.db
        .transaction()
        .execute((tx) => changeSetting(tx, 'dossier-code', value, { by, at: platform.clock.now(), seen }));
    const first = (await loadSettings(platform.db)).dossierCode;
    await change({ style: 'old' }, 0);
    expect((await loadSettings(platform.db)).dossierCode.style).toBe('old');
    await expect(change({ style: 'new' }, 0)).rejects.toThrow(StaleEdit);
    await expect(change({ style: 'own' })).rejects.toThrow(/phải là một trong/);
    await expect(change({ colour: 1 })).rejects.toThrow(/Bỏ mục này/);
    const [row] = await listChanges(platform.db, { object: 'setting:dossier-code', limit: 1 });
    expect(row).toMatchObject({ action: 'setting.update', after: { style: 'old' } });

    platform.clock.set(new Date(platform.clock.now().getTime() + 1000));
    await restoreChange(platform, row!.id, by);
    expect((await loadSettings(platform.db)).dossierCode).toEqual(first);
    const [back] = await listChanges(platform.db, { object: 'setting:dossier-code', limit: 1 });
    expect(back).toMatchObject({ action: 'setting.restore', before: { style: 'old' } });
  });

  it('numbers of the law are whole and within reason', async () => {
    expect(SETTING_KEYS).toEqual(['site', 'time-rules', 'dossier-code']);
    const change = (value: object) =>
      platform.db
        .transaction()
        .execute((tx) => changeSetting(tx, 'time-rules', value, { by, at: platform.clock.now() }));
    await expect(change({ supplement: { times: -1 } })).rejects.toThrow('Số lần được yêu cầu bổ sung');
    await expect(change({ supplement: 3 })).rejects.toThrow(/gồm các mục/);
    await expect(change({ handOverCutOff: 1441 })).rejects.toThrow('24:00');
  });
});

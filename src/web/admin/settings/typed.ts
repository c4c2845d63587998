import {
  minutesOf,
  SETTING_LABELS,
  SETTING_TIMES,
  timeText,
  type SettingKey,
  type Settings,
} from '../../../modules/settings/index.ts';

/** What the fields of the page hold, by dotted path. */
export type Typed = Record<string, string>;

/** The present values as they stand in the fields. */
export function fieldsOfSetting(key: SettingKey, settings: Settings): Typed {
  const value = valueOf(key, settings);
  return Object.fromEntries(
    [...leaves(value)].map(([path, leaf]) => [
      path,
      SETTING_TIMES.includes(path) ? timeText(Number(leaf)) : String(leaf),
    ]),
  );
}

/** The setting as typed, over the present one; what is no number or time is told by the module. */
export function settingTyped(key: SettingKey, settings: Settings, typed: Typed): object {
  const value = structuredClone(valueOf(key, settings));
  for (const [path, leaf] of leaves(value)) {
    const text = typed[path];
    if (text === undefined || !Object.hasOwn(SETTING_LABELS, path)) continue;
    const steps = path.split('.');
    const name = steps.pop()!;
    const place = steps.reduce<Record<string, unknown>>(
      (part, step) => part[step] as Record<string, unknown>,
      value as Record<string, unknown>,
    );
    place[name] = typeof leaf === 'number' ? numberIn(path, text) : text.replaceAll(/\s+/g, ' ').trim();
  }
  return value;
}

function numberIn(path: string, text: string): number {
  if (SETTING_TIMES.includes(path)) return minutesOf(text);
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function valueOf(key: SettingKey, { site, rules, dossierCode }: Settings): object {
  return { site, 'time-rules': rules, 'dossier-code': dossierCode }[key];
}

function* leaves(value: object, path = ''): Generator<[string, unknown]> {
  for (const [name, part] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    if (typeof part === 'object' && part !== null) yield* leaves(part as object, at);
    else yield [at, part];
  }
}

import { DEFAULT_RULES } from '../../core/deadline/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { getSetting, putSetting } from './store.ts';

/** Settings that administrators change, with what they are called. */
const TITLES = {
  'time-rules': 'Quy tắc tính thời hạn',
  'dossier-code': 'Cách lập mã hồ sơ',
} as const;

export type SettingKey = keyof typeof TITLES;
export const SETTING_KEYS = Object.keys(TITLES) as SettingKey[];

interface Edit {
  by: Editor;
  at: Date;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
  action?: string;
}

/**
 * Changes a setting from now on and records it; earlier values stay for what was decided under them.
 *
 * @param value the whole of what differs from the law's numbers; `{}`: nothing does
 * @throws InvalidConfiguration naming each place; StaleEdit
 */
export async function changeSetting(tx: Tx, key: SettingKey, value: object, edit: Edit): Promise<void> {
  const faults = faultsOf(key, value);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  await recordChange(tx, {
    object: `setting:${key}`,
    title: TITLES[key],
    action: edit.action ?? 'setting.update',
    by: edit.by,
    at: edit.at,
    before: await getSetting(tx, key),
    after: value,
    seen: edit.seen,
  });
  await putSetting(tx, key, value, edit.at);
}

/** Numbers and words that a setting takes, by the path to each. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'supplement.policy': ['restart', 'pause'],
  style: ['new', 'old'],
  agency: ['handling', 'reception'],
};
const MOST: Readonly<Record<string, number>> = {
  handOverCutOff: 24 * 60,
  sameDayCutOff: 24 * 60,
};
const MOST_OTHER = 365;

function faultsOf(key: SettingKey, value: unknown): ConfigurationFault[] {
  const shape = key === 'time-rules' ? DEFAULT_RULES : { style: 'new', agency: 'handling' };
  return compare(shape, value, '');
}

function compare(shape: unknown, value: unknown, place: string): ConfigurationFault[] {
  const fault = (message: string): ConfigurationFault[] => [{ place, message }];
  if (typeof shape === 'object' && shape !== null) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return fault(`Thiết lập ${place || 'này'} phải gồm các mục có tên. Ghi đủ các mục.`);
    }
    return Object.entries(value).flatMap(([name, part]) => {
      const path = place ? `${place}.${name}` : name;
      return Object.hasOwn(shape, name)
        ? compare((shape as Record<string, unknown>)[name], part, path)
        : [{ place: path, message: `Không có thiết lập ${path}. Bỏ mục này.` }];
    });
  }
  const words = WORDS[place];
  if (words) {
    return words.includes(value as string) ? [] : fault(`${place} phải là một trong: ${words.join(', ')}.`);
  }
  const most = MOST[place] ?? MOST_OTHER;
  const fits = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
  return fits ? [] : fault(`${place} phải là số nguyên từ 0 đến ${most}. Sửa lại số.`);
}

/** How a change of a setting is taken back: its earlier value is written as a new one, checked as any edit. */
export const RESTORERS = {
  setting: async (tx: Tx, key: string, before: unknown, edit: { by: Editor; at: Date }): Promise<void> => {
    if (!Object.hasOwn(TITLES, key)) {
      throw new InvalidConfiguration([
        { place: '', message: 'Không còn thiết lập này nên không lấy lại được.' },
      ]);
    }
    // What was never written held the law's numbers.
    await changeSetting(tx, key as SettingKey, (before ?? {}) as object, {
      ...edit,
      action: 'setting.restore',
    });
  },
};

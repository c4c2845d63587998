import { localDate } from '../../core/dates.ts';
import { agencyCodeIn } from '../../core/dossier-code.ts';
import type { Tx } from '../../platform/database/index.ts';
import { agencyCodeOn, loadDirectory } from '../agencies/index.ts';
import {
  InvalidConfiguration,
  recordChange,
  type ConfigurationFault,
  type Editor,
} from '../configuration/index.ts';
import { DEFAULTS, getSetting, putSetting, whole, type DossierCodeRule } from './store.ts';
import {
  SETTING_CHOICES,
  SETTING_LABELS,
  SETTING_TIMES,
  SETTING_TITLES,
  timeText,
  type SettingKey,
} from './words.ts';

interface Edit {
  by: Editor;
  at: Date;
  /** Newest change that the editor had seen; absent: not checked. */
  seen?: number;
  action?: string;
}

/** Name under which changes of a setting are recorded. */
export const settingObject = (key: SettingKey): string => `setting:${key}`;

/**
 * Changes a setting from now on and records it; earlier values stay for what was decided under them.
 *
 * @param value what differs from the defaults; `{}`: nothing does
 * @throws InvalidConfiguration naming each place; StaleEdit
 */
export async function changeSetting(tx: Tx, key: SettingKey, value: object, edit: Edit): Promise<void> {
  const faults = faultsOf(DEFAULTS[key], value, '');
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  if (key === 'dossier-code') await checkCodes(tx, whole(key, value) as DossierCodeRule, edit.at);
  await recordChange(tx, {
    object: settingObject(key),
    title: SETTING_TITLES[key],
    action: edit.action ?? 'setting.update',
    by: edit.by,
    at: edit.at,
    before: whole(key, await getSetting(tx, key)),
    after: whole(key, value),
    seen: edit.seen,
  });
  await putSetting(tx, key, value, edit.at);
}

/** How many agencies a message names. */
const NAMED = 3;

/** An agency whose code can not be written in the wanted style could receive nothing any more. */
async function checkCodes(tx: Tx, { style }: DossierCodeRule, at: Date): Promise<void> {
  const day = localDate(at);
  const names = (await loadDirectory(tx))
    .inForce(day)
    .filter((agency) => {
      const code = agencyCodeOn(agency, style, day) || agencyCodeOn(agency, 'new', day);
      return code !== '' && !isWritable(style, code);
    })
    .map((agency) => agency.shortName);
  if (names.length === 0) return;
  const more = names.length > NAMED ? ` và ${names.length - NAMED} cơ quan khác` : '';
  const message = `Mã của ${names.slice(0, NAMED).join(', ')}${more} không viết được theo kiểu này. Ghi mã kiểu này ở trang cơ quan rồi chọn lại.`;
  throw new InvalidConfiguration([{ place: 'style', message }]);
}

function isWritable(style: DossierCodeRule['style'], code: string): boolean {
  try {
    return agencyCodeIn(style, code) !== '';
  } catch {
    return false;
  }
}

const MOST = 365;
const LAST_MINUTE = 24 * 60;
/** What would otherwise be late at once. */
const LEAST: Readonly<Record<string, number>> = { 'online.answerWorkingHours': 1 };
const LONGEST = 200;
const FORMS: Readonly<Record<string, { form: RegExp; remedy: string }>> = {
  email: { form: /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/, remedy: 'Nhập đúng dạng, ví dụ hotro@tinh.gov.vn.' },
  hotline: {
    form: /^[0-9+()][0-9 .+()-]{2,29}$/,
    remedy: 'Chỉ gồm chữ số, dấu cách và các dấu + ( ) . -, từ 3 đến 30 ký tự. Sửa lại số.',
  },
};

function faultsOf(shape: unknown, value: unknown, place: string): ConfigurationFault[] {
  const label = SETTING_LABELS[place] ?? place;
  const fault = (message: string): ConfigurationFault[] => [{ place, message }];
  if (typeof shape === 'object' && shape !== null) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return fault(`${label || 'Thiết lập này'} phải gồm các mục có tên. Ghi đủ các mục.`);
    }
    return Object.entries(value).flatMap(([name, part]) => {
      const path = place ? `${place}.${name}` : name;
      return Object.hasOwn(shape, name)
        ? faultsOf((shape as Record<string, unknown>)[name], part, path)
        : [{ place: path, message: `Không có thiết lập ${path}. Bỏ mục này.` }];
    });
  }
  const choices = SETTING_CHOICES[place];
  if (choices) {
    const known = typeof value === 'string' && Object.hasOwn(choices, value);
    return known
      ? []
      : fault(`${label}: phải là một trong “${Object.values(choices).join('”, “')}”. Chọn lại.`);
  }
  if (typeof shape === 'string') return textFaults(place, label, value);
  if (SETTING_TIMES.includes(place)) {
    return isWithin(value, 0, LAST_MINUTE)
      ? []
      : fault(`${label}: nhập giờ trong ngày, từ ${timeText(0)} đến ${timeText(LAST_MINUTE)}, ví dụ 15:00.`);
  }
  const least = LEAST[place] ?? 0;
  return isWithin(value, least, MOST) ? [] : fault(`${label}: nhập số nguyên từ ${least} đến ${MOST}.`);
}

const isWithin = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

function textFaults(place: string, label: string, value: unknown): ConfigurationFault[] {
  const fault = (message: string): ConfigurationFault[] => [{ place, message: `${label}: ${message}` }];
  if (typeof value !== 'string' || value.trim() === '') return fault('không để trống. Nhập nội dung.');
  if (value.length > LONGEST) return fault(`dài quá ${LONGEST} ký tự. Viết ngắn hơn.`);
  if (/\p{Cc}/u.test(value)) return fault('chỉ viết trên một dòng. Bỏ dấu xuống dòng.');
  const wanted = FORMS[place];
  return wanted && !wanted.form.test(value) ? fault(`chưa đúng. ${wanted.remedy}`) : [];
}

/** How a change of a setting is taken back: its earlier value is written as a new one, checked as any edit. */
export const RESTORERS = {
  setting: async (tx: Tx, key: string, before: unknown, edit: { by: Editor; at: Date }): Promise<void> => {
    if (!Object.hasOwn(SETTING_TITLES, key)) {
      throw new InvalidConfiguration([
        { place: '', message: 'Không còn thiết lập này nên không lấy lại được.' },
      ]);
    }
    // What was never written held the defaults.
    await changeSetting(tx, key as SettingKey, (before ?? {}) as object, {
      ...edit,
      action: 'setting.restore',
    });
  },
};

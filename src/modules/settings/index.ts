export { changeSetting, RESTORERS, settingObject } from './change.ts';
export {
  expireSettings,
  getSetting,
  loadSettings,
  putSetting,
  type DossierCodeRule,
  type Settings,
} from './store.ts';
export {
  minutesOf,
  SETTING_CHOICES,
  SETTING_KEYS,
  SETTING_LABELS,
  SETTING_TIMES,
  SETTING_TITLES,
  timeText,
  type SettingKey,
} from './words.ts';

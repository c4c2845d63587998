export { getSetting, loadSettings, putSetting, type DossierCodeRule, type Settings } from './store.ts';
export { changeSetting, RESTORERS, SETTING_KEYS, type SettingKey } from './change.ts';

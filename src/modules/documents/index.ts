export { checkFile, FileRefused } from './check.ts';
export { DEFAULT_ACCEPT, extensionOf, FORMATS, formatSize, listFormats, type FileFormat } from './formats.ts';
export { cleanFileName, getFile, getFiles, saveFile, type StoredFile } from './store.ts';

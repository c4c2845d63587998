export { draftPath } from './steps.ts';
export { FileChooser, FileList, FORMATS_TEXT, type ListedFile } from './file-list.tsx';
export { HelpCard } from './frame.tsx';

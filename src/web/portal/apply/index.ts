export { draftPath } from './steps.ts';
export { methodText, postalText } from './delivery-text.ts';
export { FileChooser, FileList, FORMATS_TEXT, type ListedFile } from './file-list.tsx';
export { HelpCard } from './frame.tsx';
export { adminUnitsOf, cataloguesOf } from './lists.ts';
export { PrintPage } from './print-page.tsx';

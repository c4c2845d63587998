/** A kind of file that may be handed in (list of Circular 39/2017/TT-BTTTT, without what no reader shows safely). */
export interface FileFormat {
  extension: string;
  mime: string;
  /** What the first bytes must say; null: plain text, which has no mark. */
  magic: string | null;
  /** Shown inside a page; everything else is only offered for saving. */
  inline: boolean;
}

const row = (
  extension: string,
  mime: string,
  magic: string | null = extension,
  inline = false,
): FileFormat => ({
  extension,
  mime,
  magic,
  inline,
});

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN = 'application/vnd.oasis.opendocument';

/** By extension. `cfb` is the container of Word, Excel and PowerPoint before 2007. */
export const FORMATS: ReadonlyMap<string, FileFormat> = new Map(
  [
    row('pdf', 'application/pdf', 'pdf', true),
    row('jpg', 'image/jpeg', 'jpg', true),
    row('jpeg', 'image/jpeg', 'jpg', true),
    row('png', 'image/png', 'png', true),
    row('gif', 'image/gif', 'gif', true),
    row('tif', 'image/tiff', 'tif'),
    row('tiff', 'image/tiff', 'tif'),
    row('docx', `${OFFICE}.wordprocessingml.document`),
    row('xlsx', `${OFFICE}.spreadsheetml.sheet`),
    row('pptx', `${OFFICE}.presentationml.presentation`),
    row('doc', 'application/msword', 'cfb'),
    row('xls', 'application/vnd.ms-excel', 'cfb'),
    row('ppt', 'application/vnd.ms-powerpoint', 'cfb'),
    row('odt', `${OPEN}.text`),
    row('ods', `${OPEN}.spreadsheet`),
    row('odp', `${OPEN}.presentation`),
    row('rtf', 'application/rtf'),
    row('txt', 'text/plain; charset=utf-8', null),
    row('csv', 'text/csv; charset=utf-8', null),
    row('zip', 'application/zip'),
  ].map((format) => [format.extension, format]),
);

/** What a form takes unless it says otherwise. */
export const DEFAULT_ACCEPT: readonly string[] = [...FORMATS.keys()].filter(
  (extension) => extension !== 'zip',
);

/** Extension of a file name in lower case, without the dot. */
export function extensionOf(name: string): string {
  return /\.([^.\s/\\]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** "PDF, JPG hoặc PNG" */
export function listFormats(extensions: readonly string[]): string {
  const names = extensions.filter((e) => e !== 'jpeg' && e !== 'tif').map((e) => e.toUpperCase());
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} hoặc ${names.at(-1)}`;
}

/** Size as people read it: "14,2 MB", "212 KB". */
export function formatSize(bytes: number): string {
  if (bytes >= 1024 * 1024)
    return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '').replace('.', ',')} MB`;
  return `${Math.max(1, Math.ceil(bytes / 1024))} KB`;
}

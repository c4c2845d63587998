import type { ComponentChildren } from 'preact';
import { DEFAULT_ACCEPT, formatSize, listFormats } from '../../../modules/documents/index.ts';
import { MAX_FILES_PER_PAPER } from '../../../modules/dossiers/index.ts';
import { MAX_FILE_BYTES } from '../../http/upload-limits.ts';
import { ErrorNote, Icon } from '../../ui/index.ts';

export interface ListedFile {
  id: string;
  name: string;
  size: number;
  /** Where it opens. */
  href: string;
  note?: ComponentChildren;
}

/** Files with name, size and a link; `action` draws what else can be done with one. */
export function FileList(props: {
  label: string;
  files: readonly ListedFile[];
  action?: (file: ListedFile) => ComponentChildren;
}) {
  if (props.files.length === 0) return null;
  return (
    <ul class="files" aria-label={props.label}>
      {props.files.map((file) => (
        <li>
          <Icon name="file-text" />
          <span>
            {file.name}
            <small>
              {formatSize(file.size)}
              {file.note && <> · {file.note}</>}
            </small>
          </span>
          <a href={file.href} target="_blank" rel="noopener">
            Xem<span class="vh"> tệp {file.name}, mở ở thẻ mới</span>
          </a>
          {props.action?.(file)}
        </li>
      ))}
    </ul>
  );
}

/** Formats that are taken, in full. */
export const FORMATS_TEXT = `${listFormats(DEFAULT_ACCEPT)}.`;

/** Chooser for the files of one paper; the limit and the formats stand beside it (Appendix II, 2.3). */
export function FileChooser(props: {
  id: string;
  name: string;
  label: string;
  optional?: boolean;
  hint?: ComponentChildren;
  errors?: readonly string[];
  /** Beside the chooser, such as a button that uploads at once. */
  children?: ComponentChildren;
}) {
  const { id, name, label, optional, hint, errors = [] } = props;
  const wrong = errors.length > 0;
  return (
    <div class={wrong ? 'field field--error' : 'field'}>
      <label class="label" for={id}>
        {label}
        {optional && <span class="opt"> (không bắt buộc)</span>}
      </label>
      <div class="hint" id={`${id}-h`}>
        {hint}
        <p>
          Mỗi tệp tối đa <b>{formatSize(MAX_FILE_BYTES)}</b>, nhiều nhất {MAX_FILES_PER_PAPER} tệp: PDF, ảnh
          JPG, PNG hoặc văn bản DOCX, ODT…
        </p>
      </div>
      {wrong && <ErrorNote id={`${id}-e`}>{errors.join(' ')}</ErrorNote>}
      <div class="drop row row--between">
        <input
          type="file"
          id={id}
          name={name}
          multiple
          accept={DEFAULT_ACCEPT.map((extension) => `.${extension}`).join(',')}
          aria-describedby={wrong ? `${id}-h ${id}-e` : `${id}-h`}
          aria-invalid={wrong ? 'true' : undefined}
        />
        {props.children}
      </div>
    </div>
  );
}

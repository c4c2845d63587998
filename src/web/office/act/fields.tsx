import type { ComponentChildren } from 'preact';
import { formatSize } from '../../../modules/documents/index.ts';
import { MAX_FILES_PER_PAPER } from '../../../modules/dossiers/index.ts';
import { MAX_FILE_BYTES } from '../../http/upload-limits.ts';
import { Field, Icon, TextArea } from '../../ui/index.ts';
import { ACCEPTED } from '../uploads.ts';
import type { Candidate, FieldsProps } from './types.ts';

/** A longer text: reason, opinion, note. */
export function Words(
  props: Pick<FieldsProps, 'typed' | 'errors'> & {
    name: string;
    label: string;
    hint?: ComponentChildren;
    proposed?: string;
    optional?: boolean;
    short?: boolean;
  },
) {
  const { typed, errors, name, proposed, ...rest } = props;
  return (
    <TextArea
      {...rest}
      name={name}
      value={typed.text(name, proposed)}
      error={errors.get(name)}
      maxLength={4000}
    />
  );
}

/** Officers of the units that may be chosen, each with the number of open tasks. */
export function OfficerChoice(
  props: Pick<FieldsProps, 'typed' | 'errors'> & {
    candidates: readonly Candidate[];
    /** Not offered: who has it now. */
    except?: number | null;
  },
) {
  const { typed, errors, candidates, except } = props;
  const chosen = typed.text('officerId');
  const offered = candidates.filter((one) => one.id !== except);
  return (
    <fieldset
      class={errors.has('officerId') ? 'field field--error' : 'field'}
      id="officerId"
      aria-describedby={errors.has('officerId') ? 'officerId-e' : undefined}
    >
      <legend class="label">Người thụ lý</legend>
      {errors.has('officerId') && (
        <p class="error" id="officerId-e">
          <Icon name="circle-alert" />
          {errors.get('officerId')}
        </p>
      )}
      {offered.length === 0 && <p class="muted">Phòng không có cán bộ nào khác đang giữ chức danh.</p>}
      <div class="stack g2">
        {offered.map((one, index) => (
          <label class="pick pick--card">
            <input
              type="radio"
              name="officerId"
              value={one.id}
              checked={chosen ? chosen === String(one.id) : index === 0 && !typed.sent}
            />
            <span>
              {one.name}
              <small>
                {one.title} · {one.openTasks === 0 ? 'chưa có việc nào' : `đang giữ ${one.openTasks} việc`}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Chooser for files of one field. What was uploaded before the form was turned back stays ticked below it. */
export function FilesField(
  props: Pick<FieldsProps, 'typed' | 'errors'> & {
    name: string;
    label: string;
    hint?: ComponentChildren;
    optional?: boolean;
    accept?: readonly string[];
    single?: boolean;
  },
) {
  const { typed, errors, name, label, hint, optional, accept = ACCEPTED, single } = props;
  const id = name.replaceAll('.', '-');
  return (
    <Field
      name={id}
      label={label}
      optional={optional}
      error={errors.get(name)}
      hint={
        <>
          {hint} Mỗi tệp tối đa <b>{formatSize(MAX_FILE_BYTES)}</b>
          {single ? '' : `, nhiều nhất ${MAX_FILES_PER_PAPER} tệp`}: {formatsText(accept)}.
        </>
      }
    >
      <input
        class="input"
        type="file"
        id={id}
        name={name}
        multiple={!single}
        accept={accept.map((extension) => `.${extension}`).join(',')}
        aria-describedby={errors.has(name) ? `${id}-h ${id}-e` : `${id}-h`}
      />
      <KeptFiles typed={typed} name={name} />
    </Field>
  );
}

/** Files that came with an earlier sending of the form: unticked, they are left out. */
export function KeptFiles({ typed, name }: Pick<FieldsProps, 'typed'> & { name: string }) {
  return (
    <>
      {typed.filesOf(name).map((file) => (
        <label class="pick sm">
          <input type="checkbox" name={`_tep.${name}`} value={file.id} checked />
          <span>
            {file.name}
            <small>Đã tải lên, {formatSize(file.size)}. Bỏ dấu chọn nếu không dùng.</small>
          </span>
        </label>
      ))}
    </>
  );
}

const formatsText = (accept: readonly string[]): string =>
  accept.length > 6
    ? 'PDF, ảnh JPG, PNG hoặc văn bản DOCX, ODT…'
    : accept.map((one) => one.toUpperCase()).join(', ');

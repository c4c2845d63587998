import type { AnswerRow, AnswerSection, FieldError } from '../../../core/form/index.ts';
import { Icon } from '../icon.tsx';
import { formNames } from './names.ts';

/**
 * First thing after a failed submit; each line leads to its input and says where it stands.
 * @param editHref address of a step's page, where the inputs are not on this page (review before handing in)
 */
export function FormErrorSummary(props: {
  errors: readonly FieldError[];
  idPrefix?: string;
  editHref?: (stepId: string) => string;
}) {
  const { errors, idPrefix, editHref } = props;
  if (errors.length === 0) return null;
  const { id } = formNames(idPrefix);
  return (
    <div class="error-summary" role="alert" aria-labelledby="loi" tabIndex={-1} data-focus>
      <h2 id="loi">Có {errors.length} chỗ cần sửa</h2>
      <ul>
        {errors.map((error) => (
          <li>
            <a href={`${editHref && error.stepId ? editHref(error.stepId) : ''}#${id(error.path)}`}>
              {error.context ? `${error.context}: ${lowerFirst(error.message)}` : error.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLocaleLowerCase('vi') + text.slice(1) : text;

const isFigures = (text: string) => /^[\d\s./+-]+( đồng)?$/.test(text);

function Text({ row }: { row: AnswerRow }) {
  if (row.text === '') return <span class="muted">Không điền</span>;
  const lines = row.text.split('\n');
  return (
    <span class={isFigures(row.text) ? 'num' : undefined}>
      {lines.map((line, i) => (
        <>
          {i > 0 && <br />}
          {line}
        </>
      ))}
    </span>
  );
}

/**
 * Everything that was filled in, by section, to look over before handing in.
 * @param editHref address of a step's page; without it there is no "Sửa" (print-outs, handed-in dossiers)
 */
export function ReviewSections(props: {
  sections: readonly AnswerSection[];
  editHref?: (stepId: string) => string;
  level?: 2 | 3;
}) {
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <>
      {props.sections.map((section) => (
        <section class="card">
          <div class="card__head">
            <Heading class="h-s">{section.title}</Heading>
            {props.editHref && (
              <a href={props.editHref(section.stepId)}>
                Sửa<span class="vh"> {lowerFirst(section.title)}</span>
              </a>
            )}
          </div>
          <dl class="facts">
            {section.rows.map((row) => (
              <>
                <dt>{row.label}</dt>
                <dd>
                  <Text row={row} />
                </dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** The answers for the office: one dense table, a row group a section; what was left empty stays, and says so. */
export function AnswersTable({
  sections,
  caption,
}: {
  sections: readonly AnswerSection[];
  caption?: string;
}) {
  return (
    <table class="table">
      <caption class="vh">{caption ?? 'Nội dung kê khai'}</caption>
      {sections.map((section) => (
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={2}>
              {section.title}
            </th>
          </tr>
          {section.rows.map((row) => (
            <tr>
              <th scope="row" class="muted">
                {row.label}
              </th>
              <td>
                <Text row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Where autosave tells that it has saved; `at` is the time of the last saving as people read it. */
export function SavedStatus({ at }: { at?: string }) {
  return (
    <p class="row save" role="status" data-saved>
      <span class="is-saved" hidden={at === undefined}>
        <Icon name="circle-check" />
        Đã lưu nháp lúc <time>{at}</time>
      </span>
      <span class="sm" data-unsaved hidden />
    </p>
  );
}

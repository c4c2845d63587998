import { compareForms } from '../../../core/form/index.ts';
import type { FormVersion } from '../../../modules/forms/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable } from '../parts.tsx';
import { FORMS, formPath } from './paths.ts';

/** Differences between any two versions of a form. */
export function ComparePage(props: { desk: Desk; from: FormVersion; to: FormVersion; newest: number }) {
  const { desk, from, to, newest } = props;
  const options = Array.from({ length: Math.min(newest, 200) }, (_, i) => newest - i);
  const pick = (name: string, label: string, value: number) => (
    <div class="field">
      <label class="label" for={name}>
        {label}
      </label>
      <select class="select" id={name} name={name}>
        {options.map((number) => (
          <option value={String(number)} selected={number === value}>
            Bản {number}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <AdminFrame
      desk={desk}
      title={`So sánh bản ${from.version} và bản ${to.version}`}
      active={FORMS}
      sub={to.definition.title}
      breadcrumbs={[
        { label: 'Biểu mẫu', href: FORMS },
        { label: to.definition.title, href: formPath(to.code) },
        { label: 'So sánh' },
      ]}
    >
      <form class="card field-row mb-4" action={formPath(to.code, 'so-sanh')}>
        {pick('tu', 'Từ', from.version)}
        {pick('den', 'Đến', to.version)}
        <p>
          <button class="btn">So sánh</button>
        </p>
      </form>
      <DifferenceTable
        label="Chỗ khác nhau"
        rows={compareForms(from.definition, to.definition)}
        before={`Bản ${from.version}`}
        after={`Bản ${to.version}`}
      />
    </AdminFrame>
  );
}

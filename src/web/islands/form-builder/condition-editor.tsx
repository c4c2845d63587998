import { conditionText, type Condition, type FormDefinition } from '../../../core/form/index.ts';
import { ErrorNote } from '../../ui/messages.tsx';
import { candidates, OPERATORS, tickable, type Candidate } from './conditions.ts';
import { Choice, Line, Tick, Ticks, type PanelInputs } from './controls.tsx';
import { rowsIn } from './fields.ts';

/** When the item shows: lines of field, comparison and value, all or any of which must hold. */
export function ConditionEditor(
  props: PanelInputs & { definition: FormDefinition; place: string; condition?: Condition },
) {
  const { fields, errors, definition, place, condition } = props;
  const around = candidates(definition, place);
  const { rows } = rowsIn(fields);
  const kept = fields['keepCondition'] !== undefined;
  const open = kept || rows.some((row) => row.path) || errors['showIf'] !== undefined;
  // One empty line stands ready; without script saving brings the next.
  const lines = [...rows.filter((row) => row.path), { path: '', op: 'is' as const, values: [] }];
  return (
    <details class="fb-more" open={open}>
      <summary>Chỉ hiện khi…</summary>
      {kept ? (
        <>
          <p class="sm">
            Mục này chỉ hiện nếu {condition && conditionText(definition, condition)}. Điều kiện lồng nhau
            nhiều lớp được giữ nguyên; bỏ đánh dấu để thay bằng điều kiện khác.
          </p>
          <Tick fields={fields} name="keepCondition" label="Giữ điều kiện này" />
        </>
      ) : around.length === 0 ? (
        <p class="muted sm">Chưa có ô nào ở phía trước để dựa vào. Đặt mục này sau ô cần dựa vào.</p>
      ) : (
        <>
          {errors['showIf'] && <ErrorNote id="m-showIf-e">{errors['showIf']}</ErrorNote>}
          {lines.map((row, i) => (
            <ConditionLine
              fields={{
                ...fields,
                [`c.${i}.path`]: [row.path],
                [`c.${i}.op`]: [row.op],
                [`c.${i}.value`]: row.values,
              }}
              errors={errors}
              index={i}
              around={around}
              path={row.path}
              op={row.op}
            />
          ))}
          {lines.length > 2 && (
            <Choice
              fields={fields}
              errors={errors}
              name="mode"
              label="Cần đúng"
              options={[
                { value: 'all', label: 'Mọi điều kiện trên' },
                { value: 'any', label: 'Ít nhất một điều kiện' },
              ]}
            />
          )}
        </>
      )}
    </details>
  );
}

function ConditionLine(
  props: PanelInputs & { index: number; around: Candidate[]; path: string; op: string },
) {
  const { fields, errors, index, around, path, op } = props;
  const item = around.find((one) => one.path === path)?.item;
  const values = op === 'is' || op === 'not' ? tickable(item) : null;
  const name = `c.${index}`;
  return (
    <fieldset class="fb-line">
      <legend class="vh">Điều kiện {index + 1}</legend>
      <Choice
        fields={fields}
        errors={errors}
        name={`${name}.path`}
        label={index === 0 ? 'Ô' : 'Và ô'}
        empty={index === 0 ? 'Luôn hiện' : 'Không thêm'}
        options={around.map((one) => ({ value: one.path, label: `${one.item.label} (${one.where})` }))}
      />
      {path && (
        <Choice fields={fields} errors={errors} name={`${name}.op`} label="So sánh" options={OPERATORS} />
      )}
      {path &&
        (op === 'is' || op === 'not') &&
        (values ? (
          <Ticks fields={fields} name={`${name}.value`} legend="Một trong các giá trị" options={values} />
        ) : (
          <Line
            fields={fields}
            errors={errors}
            name={`${name}.value`}
            label="Giá trị"
            hint={item?.catalogue && 'Ghi mã trong danh mục'}
          />
        ))}
    </fieldset>
  );
}

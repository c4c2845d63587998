import { ALLOWANCES, STEP_KINDS } from '../../../core/flow/types.ts';
import type { ActorRule, Flow, FlowNode } from '../../../core/flow/types.ts';
import { ROLE_LABELS } from '../../../core/permission/index.ts';
import { statusLabel } from '../../../core/status/index.ts';
import type { FlowChoices } from '../../../modules/flows/index.ts';
import { SelectField, TextField } from '../../ui/index.ts';
import {
  ACTOR_WORDS,
  ALLOWANCE_WORDS,
  minutesWords,
  nodeName,
  STEP_ROLES,
  STEP_WORDS,
} from '../../flows/words.ts';

/** What was typed, when the form was turned back. */
export type Typed = Record<string, string> | undefined;

const NONE: FlowNode = { id: '', name: '', kind: 'userTask', scope: null, incoming: [], outgoing: [] };

/** Everything a step has, for the table's form and, filled by script, for the designer's panel. */
export function StepFields(props: {
  flow: Flow | null;
  choices: FlowChoices;
  node?: FlowNode;
  typed?: Typed;
  errors?: Record<string, string>;
}) {
  const { flow, choices, node = NONE, typed, errors = {} } = props;
  const rule: Partial<ActorRule> = node.actor ?? {};
  const value = (name: string, otherwise: string | undefined): string => typed?.[name] ?? otherwise ?? '';
  const minutes = value('minutes', node.minutes ? String(node.minutes) : '');
  const allows = typed ? (typed['allows'] ?? '').split(' ') : (node.allows ?? []);
  const others = flow
    ? Object.values(flow.nodes).filter((one) => one.kind === 'userTask' && one.id !== node.id)
    : [];
  const options = (words: Record<string, string>) =>
    Object.entries(words).map(([key, label]) => ({ value: key, label }));
  const withOwn = (list: readonly { value: string; label: string }[], own: string) =>
    own && !list.some((one) => one.value === own) ? [...list, { value: own, label: own }] : [...list];
  const agency = value('agency', rule.agency ?? 'handling');
  return (
    <>
      <TextField
        name="name"
        label="Tên bước"
        value={value('name', node.name)}
        error={errors['name']}
        maxLength={200}
      />
      <SelectField
        name="step"
        label="Loại bước"
        options={STEP_KINDS.map((kind) => ({ value: kind, label: STEP_WORDS[kind] }))}
        value={value('step', node.step ?? 'process')}
        error={errors['step']}
      />
      <TextField
        name="minutes"
        label="Thời hạn bước (phút làm việc)"
        hint={
          <span data-days>
            {/^\d+$/.test(minutes) ? minutesWords(Number(minutes)) : '480 phút = 1 ngày làm việc'}
          </span>
        }
        value={minutes}
        error={errors['minutes']}
        inputMode="numeric"
        short
      />
      <SelectField
        name="actor"
        label="Người làm"
        options={options(ACTOR_WORDS)}
        value={value('actor', rule.kind)}
        error={errors['actor']}
        placeholder="Chưa chọn"
        optional
      />
      <div data-for="unit position chosen">
        <SelectField
          name="unit"
          label="Đơn vị"
          options={withOwn(choices.units, value('unit', rule.unit))}
          value={value('unit', rule.unit)}
          error={errors['unit']}
          placeholder="Đơn vị thường làm bước này"
          optional
        />
      </div>
      <div data-for="unit position chosen">
        <SelectField
          name="role"
          label="Chức vụ"
          options={STEP_ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
          value={value('role', rule.role)}
          error={errors['role']}
          placeholder="Theo loại bước"
          optional
        />
      </div>
      <div data-for="unit position chosen group">
        <SelectField
          name="agency"
          label="Của cơ quan"
          options={withOwn(
            [
              { value: 'handling', label: 'Cơ quan giải quyết hồ sơ' },
              { value: 'reception', label: 'Nơi tiếp nhận hồ sơ' },
              ...choices.agencies,
            ],
            agency,
          )}
          value={agency}
          error={errors['agency']}
        />
      </div>
      <div data-for="group">
        <SelectField
          name="group"
          label="Nhóm cán bộ"
          options={withOwn(choices.groups, value('group', rule.kind === 'group' ? rule.ref : ''))}
          value={value('group', rule.kind === 'group' ? rule.ref : '')}
          error={errors['group']}
          optional
        />
      </div>
      <div data-for="person">
        <SelectField
          name="person"
          label="Cán bộ"
          options={withOwn(choices.officers, value('person', rule.kind === 'person' ? rule.ref : ''))}
          value={value('person', rule.kind === 'person' ? rule.ref : '')}
          error={errors['person']}
          optional
        />
      </div>
      <div data-for="performer">
        <SelectField
          name="performer"
          label="Người đã làm bước"
          options={others.map((one) => ({ value: one.id, label: nodeName(one) }))}
          value={value('performer', rule.kind === 'performer' ? rule.ref : '')}
          error={errors['performer']}
          optional
        />
      </div>
      <SelectField
        name="status"
        label="Trạng thái hiện ra"
        hint="Người nộp thấy khi hồ sơ ở bước này"
        options={withOwn(
          choices.statuses.map(({ value: code, label, under }) => ({
            value: code,
            label: under === 'in_progress' ? label : `${label} (khi “${statusLabel(under)}”)`,
          })),
          value('status', node.status),
        )}
        value={value('status', node.status)}
        error={errors['status']}
        placeholder="Theo Phụ lục I"
        optional
      />
      <SelectField
        name="makes"
        label="Làm ra kết quả"
        options={withOwn(choices.results, value('makes', node.makes))}
        value={value('makes', node.makes)}
        error={errors['makes']}
        placeholder="Không"
        optional
      />
      <fieldset class="field">
        <legend class="label">Việc được làm thêm</legend>
        {ALLOWANCES.map((allowance) => (
          <label class="pick">
            <input type="checkbox" name="allows" value={allowance} checked={allows.includes(allowance)} />
            <span>{ALLOWANCE_WORDS[allowance]}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** A path: the words on its button, when it is taken, whether it is the one taken otherwise. */
export function PathFields(props: {
  name?: string;
  condition?: string;
  isDefault?: boolean;
  errors?: Record<string, string>;
}) {
  const { name, condition, isDefault, errors = {} } = props;
  return (
    <>
      <TextField
        name="name"
        label="Chữ trên nút"
        hint="Cán bộ bấm nút này để hồ sơ đi đường này, ví dụ “Trả lại”"
        value={name}
        error={errors['name']}
        maxLength={200}
        optional
      />
      <TextField
        name="condition"
        label="Điều kiện"
        hint={
          <>
            Biểu thức FEEL, ví dụ <code>ketQua = "dat"</code>. Bỏ trống: cán bộ chọn bằng nút
          </>
        }
        value={condition}
        error={errors['condition']}
        autocapitalize="none"
        spellcheck={false}
        optional
      />
      <label class="pick">
        <input type="checkbox" name="isDefault" value="1" checked={isDefault} />
        <span>Đi đường này khi không điều kiện nào đúng</span>
      </label>
    </>
  );
}

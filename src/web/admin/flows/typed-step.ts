import { ALLOWANCES, STEP_KINDS } from '../../../core/flow/types.ts';
import type { ActorRule, Allowance, StepKind, StepProperties } from '../../../core/flow/index.ts';
import { InvalidConfiguration, type ConfigurationFault } from '../../../modules/configuration/index.ts';
import { fieldsOf, valuesOf } from '../request.ts';

/** Which field of the form an actor rule needs, and what to say without it. */
const NEEDS: Partial<Record<ActorRule['kind'], { field: string; message: string }>> = {
  unit: { field: 'unit', message: 'Chọn đơn vị làm bước này.' },
  position: { field: 'role', message: 'Chọn chức vụ làm bước này.' },
  group: { field: 'group', message: 'Chọn nhóm cán bộ làm bước này.' },
  person: { field: 'person', message: 'Chọn cán bộ làm bước này.' },
  performer: { field: 'performer', message: 'Chọn bước trước mà người làm sẽ làm tiếp bước này.' },
};

/**
 * A step's properties as they were typed.
 *
 * @throws InvalidConfiguration naming the fields
 */
export function typedStep(body: unknown): StepProperties {
  const fields = fieldsOf(body);
  const faults: ConfigurationFault[] = [];
  const fault = (place: string, message: string): void => void faults.push({ place, message });
  const name = (fields['name'] ?? '').trim();
  if (name === '') fault('name', 'Nhập tên bước, ví dụ “Thẩm định hồ sơ”.');
  const step = fields['step'] as StepKind;
  if (!STEP_KINDS.includes(step)) fault('step', 'Chọn loại bước.');
  const typed = (fields['minutes'] ?? '').replaceAll(/[.\s]/g, '');
  if (typed !== '' && !/^[1-9]\d{0,6}$/.test(typed)) {
    fault('minutes', `Nhập số phút nguyên từ 1 trở lên, ví dụ 480. Bạn đã nhập “${fields['minutes']}”.`);
  }
  const actor = typedActor(fields, fault);
  const allows = valuesOf(body, 'allows').filter((one): one is Allowance =>
    ALLOWANCES.includes(one as Allowance),
  );
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return {
    name,
    step,
    minutes: typed === '' ? null : Number(typed),
    actor,
    allows,
    status: fields['status'] ?? '',
    makes: fields['makes'] ?? '',
  };
}

function typedActor(
  fields: Record<string, string>,
  fault: (place: string, message: string) => void,
): ActorRule | null {
  const kind = fields['actor'] as ActorRule['kind'] | '';
  if (!kind) return null;
  const need = NEEDS[kind];
  if (need && !fields[need.field]?.trim()) fault(need.field, need.message);
  const inUnit = kind === 'unit' || kind === 'position' || kind === 'chosen';
  const ref = kind === 'group' || kind === 'person' || kind === 'performer' ? fields[kind]?.trim() : '';
  return {
    kind,
    agency: (kind !== 'person' && kind !== 'performer' && fields['agency']) || 'handling',
    ...(inUnit && fields['unit'] ? { unit: fields['unit'] } : {}),
    ...(inUnit && fields['role'] ? { role: fields['role'] } : {}),
    ...(ref ? { ref } : {}),
  };
}

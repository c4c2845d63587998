import type { VisibleField } from '../../../core/form/index.ts';
import { getPath, isFilled } from '../../../core/form/index.ts';
import { Frame, GroupFrame, describedBy } from './frame.tsx';
import { usePageForm } from './page-form.ts';

/** Own address: the browser may fill in what it remembers. */
const TOKENS = { province: 'address-level1', commune: 'address-level3', detail: 'street-address' } as const;

/**
 * Province by list, commune by name with suggestions of that province, then the rest. Two levels since 01/07/2025; a
 * district shows only where older data has one. Without script a button brings the suggestions.
 */
export function AddressInput({ item, path, required }: Pick<VisibleField, 'item' | 'path' | 'required'>) {
  const form = usePageForm();
  const { adminUnits, answers, errors, names } = form;
  const id = names.id(path);
  const own = item.prefill === 'account.address';

  const part = (key: 'province' | 'district' | 'commune' | 'detail', hint?: string) => {
    const partPath = `${path}.${key}`;
    const partId = names.id(partPath);
    const error = errors.get(partPath);
    const value = getPath(answers, partPath);
    return {
      value: typeof value === 'string' ? value : '',
      frame: { id: partId, hint, error },
      attributes: {
        id: partId,
        name: names.name(partPath),
        autocomplete: own && key !== 'district' ? TOKENS[key] : 'off',
        required: required && key !== 'district',
        'aria-describedby': describedBy(partId, hint, error),
        'aria-invalid': error ? ('true' as const) : undefined,
      },
    };
  };

  const province = part('province');
  const commune = part('commune', 'Gõ tên rồi chọn trong danh sách');
  const detail = part('detail', 'Ví dụ Số 8 ngõ 21 đường Hàng Than, hoặc Thôn 3');
  const district = part('district');
  const provinces = adminUnits?.provinces ?? [];
  const communes = (province.value && adminUnits?.communesOf(province.value)) || [];
  const known = provinces.some((unit) => unit.name === province.value);

  return (
    <GroupFrame
      id={id}
      sectionId={id}
      label={item.label}
      optional={!required}
      hint={item.hint}
      error={errors.get(path)}
      help={item.help}
    >
      <div class="stack" data-address>
        <div class="field-row">
          <Frame {...province.frame} label="Tỉnh, thành phố">
            {provinces.length > 0 ? (
              <select class="select" data-province {...province.attributes}>
                <option value="">Chọn…</option>
                {province.value && !known && (
                  <option value={province.value} selected>
                    {province.value}
                  </option>
                )}
                {provinces.map((unit) => (
                  <option value={unit.name} data-code={unit.code} selected={unit.name === province.value}>
                    {unit.name}
                  </option>
                ))}
              </select>
            ) : (
              <input class="input" type="text" value={province.value} {...province.attributes} />
            )}
          </Frame>
          {isFilled(district.value) && (
            <Frame {...district.frame} label="Quận, huyện (địa chỉ trước 01/07/2025)" optional>
              <input class="input" type="text" value={district.value} {...district.attributes} />
            </Frame>
          )}
          <Frame {...commune.frame} label="Phường, xã">
            <input
              class="input"
              type="text"
              list={`${id}-l`}
              data-commune
              value={commune.value}
              {...commune.attributes}
            />
            <datalist id={`${id}-l`}>
              {communes.map((unit) => (
                <option value={unit.name} />
              ))}
            </datalist>
          </Frame>
        </div>
        {provinces.length > 0 && (
          <p data-plain>
            <button class="btn btn--sm" name="_op" value={`province:${path}`}>
              Hiện phường, xã của tỉnh<span class="vh"> ở {item.label}</span>
            </button>
          </p>
        )}
        <Frame {...detail.frame} label="Số nhà, đường, thôn hoặc tổ dân phố">
          <input class="input" type="text" value={detail.value} {...detail.attributes} />
        </Frame>
      </div>
    </GroupFrame>
  );
}

import {
  CHOICE_INPUTS,
  kindName,
  NEW_ITEMS,
  outline,
  patternOf,
  PREFILLS,
  RULES_OF_INPUT,
  spotAt,
  type FieldItem,
  type FormDefinition,
  type ItemSpot,
} from '../../../core/form/index.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { candidates } from './conditions.ts';
import { Choice, Line, Lines, Tick, Ticks, type PanelInputs } from './controls.tsx';
import { one } from './fields.ts';
import { PREFILL_NAMES, WHEN_NAMES, WIDTH_NAMES } from './words.ts';

/** What exists around a form, for choosing from. */
export interface Around {
  catalogues: readonly { code: string; name: string }[];
  /** Papers of the procedures that use the form. */
  components: readonly { code: string; name: string }[];
}

export interface PanelProps extends PanelInputs {
  definition: FormDefinition;
  place: string;
  around: Around;
}

/** Properties of the chosen part, as inputs of a form. */
export function Panel(props: PanelProps) {
  const { definition, place } = props;
  const spot = spotAt(definition, place);
  if (!spot || spot.kind === 'form') return <FormPanel {...props} />;
  if (spot.kind === 'step') {
    return (
      <>
        <h2 class="h-s">Bước: {spot.step.title}</h2>
        <Line {...props} name="title" label="Tên bước" />
        <Lines {...props} name="lead" label="Lời dẫn" hint="Một câu dưới tên bước; để trống cũng được." />
        <More>
          <Line
            {...props}
            name="id"
            label="Mã bước"
            hint="Phần cuối địa chỉ trang, không dấu, ví dụ nguoi-nop"
            code
          />
        </More>
      </>
    );
  }
  const { item } = spot;
  const condition = <ConditionEditor {...props} condition={item.showIf} />;
  switch (item.kind) {
    case 'group':
      return (
        <>
          <h2 class="h-s">Nhóm: {item.title}</h2>
          <Line {...props} name="title" label="Tên nhóm" />
          <Lines {...props} name="lead" label="Lời dẫn" />
          {condition}
        </>
      );
    case 'repeat':
      return (
        <>
          <h2 class="h-s">Nhóm lặp lại: {item.title}</h2>
          <Line {...props} name="title" label="Tên danh sách" hint="Ví dụ: Thành viên hộ gia đình" />
          <Line {...props} name="memberTitle" label="Tên mỗi phần" hint="Ví dụ: Thành viên" />
          <Line {...props} name="addLabel" label="Chữ trên nút thêm" hint="Ví dụ: Thêm thành viên" />
          <div class="field-row">
            <Line {...props} name="least" label="Ít nhất" numeric />
            <Line {...props} name="most" label="Nhiều nhất" numeric />
          </div>
          {condition}
          <More>
            <DataName {...props} />
          </More>
        </>
      );
    case 'note':
      return (
        <>
          <h2 class="h-s">Ghi chú</h2>
          <Lines {...props} name="text" label="Nội dung" rows={4} />
          {condition}
        </>
      );
    case 'attachment':
      return <PaperPanel {...props}>{condition}</PaperPanel>;
    case 'field':
      return <FieldPanel {...props} spot={spot} item={item} />;
  }
}

const More = ({ children }: { children: preact.ComponentChildren }) => (
  <details class="fb-more">
    <summary>Thêm tùy chọn</summary>
    {children}
  </details>
);

const DataName = (props: PanelInputs) => (
  <Line
    {...props}
    name="path"
    label="Tên dữ liệu"
    hint="Tên của câu trả lời trong tệp dữ liệu, ví dụ hoVaTen. Đổi tên ở mẫu đã công bố thì bản nháp cũ mất câu trả lời này."
    code
  />
);

function FormPanel(props: PanelProps) {
  const asked = outline(props.definition).filter(
    (each): each is ItemSpot & { depth: number } =>
      each.kind === 'item' && each.item.kind === 'field' && !each.repeat,
  );
  const subject = asked.flatMap((spot) =>
    spot.item.kind === 'field' && spot.item.input !== 'declaration'
      ? [{ value: patternOf(spot)!, label: spot.item.label }]
      : [],
  );
  return (
    <>
      <h2 class="h-s">Thông tin chung</h2>
      <Lines {...props} name="title" label="Tên biểu mẫu" />
      <Lines
        {...props}
        name="legalBasis"
        label="Căn cứ pháp lý"
        hint="Văn bản ban hành mẫu giấy mà biểu mẫu này thay thế."
      />
      {subject.length > 0 && (
        <Ticks
          fields={props.fields}
          name="subject"
          legend="Trích yếu hồ sơ"
          hint="Nội dung của những ô này thành dòng trích yếu của hồ sơ."
          options={subject}
        />
      )}
    </>
  );
}

function PaperPanel(props: PanelProps & { children: preact.ComponentChildren }) {
  const { around } = props;
  return (
    <>
      <h2 class="h-s">Giấy tờ kèm theo</h2>
      {around.components.length > 0 ? (
        <Choice
          {...props}
          name="component"
          label="Thành phần hồ sơ"
          hint="Giấy tờ của các thủ tục đang dùng biểu mẫu này."
          empty="Chọn giấy tờ…"
          options={around.components.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
        />
      ) : (
        <Line
          {...props}
          name="component"
          label="Mã thành phần hồ sơ"
          hint="Chưa thủ tục nào dùng biểu mẫu này nên ghi mã giấy tờ như trong thủ tục."
          code
        />
      )}
      <Line {...props} name="label" label="Tên giấy tờ trên trang" />
      <Tick {...props} name="required" label="Bắt buộc nộp khi mục này hiện" />
      <Lines {...props} name="hint" label="Gợi ý" />
      <Lines {...props} name="help" label="Giải thích" />
      {props.children}
    </>
  );
}

function FieldPanel(props: PanelProps & { spot: ItemSpot; item: FieldItem }) {
  const { fields, around, spot } = props;
  const input = (one(fields, 'input') || props.item.input) as FieldItem['input'];
  const rules = RULES_OF_INPUT[input] ?? [];
  const dates = candidates(props.definition, props.place).filter((each) => each.item.input === 'date');
  return (
    <>
      <h2 class="h-s">{kindName(props.item.input)}</h2>
      <Lines {...props} name="label" label={input === 'declaration' ? 'Lời cam đoan' : 'Nhãn'} />
      <Choice
        {...props}
        name="input"
        label="Kiểu ô"
        options={NEW_ITEMS.filter(({ what }) => Object.hasOwn(RULES_OF_INPUT, what)).map(
          ({ what, name }) => ({
            value: what,
            label: name,
          }),
        )}
      />
      {input !== 'declaration' && <Tick {...props} name="required" label="Bắt buộc điền" />}
      <Line {...props} name="hint" label="Gợi ý" hint="Một dòng dưới nhãn: ví dụ, hoặc giải nghĩa từ khó." />
      <Lines {...props} name="help" label="Giải thích" hint="Mở ra khi người điền cần; nên có ở mọi ô." />
      {CHOICE_INPUTS.has(input) && (
        <>
          <Choice
            {...props}
            name="catalogue"
            label="Lấy lựa chọn từ danh mục"
            empty="Không, tự ghi lựa chọn"
            options={around.catalogues.map(({ code, name }) => ({ value: code, label: name }))}
          />
          {!one(fields, 'catalogue') && (
            <Lines
              {...props}
              name="options"
              rows={5}
              label="Lựa chọn"
              hint="Mỗi dòng một lựa chọn: Nhãn = mã | gợi ý. Mã và gợi ý để trống được."
            />
          )}
        </>
      )}
      {rules.includes('maxLength') && (
        <div class="field-row">
          {rules.includes('minLength') && (
            <Line {...props} name="minLength" label="Ít nhất (ký tự)" numeric />
          )}
          <Line {...props} name="maxLength" label="Nhiều nhất (ký tự)" numeric />
        </div>
      )}
      {rules.includes('minimum') && (
        <div class="field-row">
          <Line {...props} name="minimum" label="Nhỏ nhất" numeric />
          <Line {...props} name="maximum" label="Lớn nhất" numeric />
        </div>
      )}
      {rules.includes('minItems') && (
        <div class="field-row">
          <Line {...props} name="minItems" label="Chọn ít nhất" numeric />
          <Line {...props} name="maxItems" label="Chọn nhiều nhất" numeric />
        </div>
      )}
      {rules.includes('when') && (
        <Choice
          {...props}
          name="when"
          label="So với hôm nay"
          empty="Ngày nào cũng được"
          options={Object.entries(WHEN_NAMES).map(([value, label]) => ({ value, label }))}
        />
      )}
      {rules.includes('after') && (dates.length > 0 || one(fields, 'after')) && (
        <Choice
          {...props}
          name="after"
          label="Không được trước ngày"
          empty="Không so"
          options={dates.map((each) => ({ value: each.path, label: each.item.label }))}
        />
      )}
      {!spot.repeat && (
        <Choice
          {...props}
          name="prefill"
          label="Đề nghị dùng dữ liệu sẵn có"
          empty="Không"
          options={[...PREFILLS].map((value) => ({ value, label: PREFILL_NAMES[value] ?? value }))}
        />
      )}
      <ConditionEditor {...props} condition={props.item.showIf} />
      <More>
        <Choice
          {...props}
          name="width"
          label="Bề rộng"
          options={Object.entries(WIDTH_NAMES).map(([value, label]) => ({ value, label }))}
          empty="Cả hàng"
        />
        <Line {...props} name="missing" label="Lời báo khi bỏ trống" hint="Để trống thì tự đặt từ nhãn." />
        {rules.includes('pattern') && (
          <Line
            {...props}
            name="pattern"
            label="Mẫu chữ"
            hint="Biểu thức chính quy, ví dụ ^[0-9]{2}/QĐ$"
            code
          />
        )}
        <DataName {...props} />
      </More>
    </>
  );
}

import { formatNumber } from '../../../core/money.ts';
import {
  CHANNELS,
  type Component,
  type Fee,
  type ProcedureCase,
  type ProcedureDefinition,
} from '../../../core/procedure.ts';
import { CHANNEL_NAMES, feeText, PROCEDURE_WORDS, type LimitFit } from '../../../modules/procedures/index.ts';
import { Note, Tag } from '../../ui/index.ts';
import { Area, Choice, Input, Picks, Rows, type Turned } from './rows.tsx';
import type { FieldChoice } from './entered.ts';
import { documentPath } from './place.ts';

export interface Choices {
  fields: readonly FieldChoice[];
  agencies: readonly { slug: string; name: string; kind: string }[];
  forms: readonly { value: string; label: string }[];
  flows: readonly { value: string; label: string }[];
}

export interface SectionProps {
  definition: ProcedureDefinition;
  choices: Choices;
  turned: Turned | null;
  /** The case whose papers, limits and fees are shown. */
  shown: ProcedureCase | undefined;
  /** Row that was just added or moved: "components.3". */
  open: string | null;
  fits: readonly LimitFit[];
}

const words = (property: string, list: readonly string[]): { value: string; label: string }[] =>
  list.map((value) => ({ value, label: PROCEDURE_WORDS[`${property}=${value}`] ?? value }));

const LEVELS = [
  { value: '4', label: 'Mức 4' },
  { value: '3', label: 'Mức 3' },
  { value: '2', label: 'Mức 2' },
  { value: '1', label: 'Mức 1' },
];

export function General({ definition, choices, turned }: SectionProps) {
  const fields = choices.fields.filter((one) => one.parent === null);
  const groups = choices.fields.filter((one) => one.parent !== null);
  const nameOf = (code: string | null): string => fields.find((one) => one.code === code)?.name ?? '';
  const known = (code: string, list: readonly FieldChoice[], own: FieldChoice): readonly FieldChoice[] =>
    list.some((one) => one.code === code) ? list : [own, ...list];
  return (
    <div class="stack">
      <Area name="name" label="Tên thủ tục" value={definition.name} turned={turned} />
      <div class="field-row">
        <Input name="code" label="Mã thủ tục" value={definition.code} turned={turned} readOnly />
        <Choice
          name="field"
          label="Lĩnh vực"
          value={definition.field.code}
          turned={turned}
          options={known(definition.field.code, fields, { ...definition.field, parent: null }).map((one) => ({
            value: one.code,
            label: one.name,
          }))}
        />
        <Choice
          name="group"
          label="Nhóm thủ tục"
          value={definition.group?.code ?? ''}
          turned={turned}
          optional
          none="Không thuộc nhóm nào"
          options={groups.map((one) => ({ value: one.code, label: `${nameOf(one.parent)} › ${one.name}` }))}
        />
      </div>
      <div class="field-row">
        <Choice
          name="level"
          label="Mức độ 1–4"
          hint="Thông tư 32/2017/TT-BTTTT"
          value={String(definition.serviceLevel.level)}
          turned={turned}
          options={LEVELS}
        />
        <Choice
          name="kind"
          label="Loại dịch vụ công trực tuyến"
          hint="Nghị định 42/2022/NĐ-CP"
          value={definition.serviceLevel.kind}
          turned={turned}
          options={words('kind', ['full', 'partial', 'information'])}
        />
      </div>
      <Picks
        name="levels"
        label="Cấp thực hiện"
        options={words('levels', ['ministry', 'province', 'commune'])}
        chosen={definition.levels}
        turned={turned}
      />
      <Picks
        name="subjects"
        label="Đối tượng được nộp"
        options={words('subjects', ['citizen', 'organisation'])}
        chosen={definition.subjects}
        turned={turned}
      />
      <Input
        name="subjectsText"
        label="Đối tượng, ghi đầy đủ"
        value={definition.subjectsText ?? ''}
        turned={turned}
        optional
      />
      <Area
        name="summary"
        label="Nói gọn cho người dân"
        hint="Một, hai câu. Hiện trong kết quả tìm kiếm và đầu trang thủ tục."
        value={definition.summary}
        turned={turned}
      />
      <Area
        name="aliases"
        label="Từ thường gọi"
        hint="Mỗi dòng một cách gọi mà người dân hay tìm, ví dụ “làm giấy khai sinh”."
        value={definition.aliases.join('\n')}
        turned={turned}
        optional
      />
      <Input
        name="decision"
        label="Quyết định công bố"
        value={definition.decision ?? ''}
        turned={turned}
        optional
      />
    </div>
  );
}

export function Offering({ definition, choices, turned }: SectionProps) {
  const own = choices.agencies.filter((one) => one.kind !== 'commune');
  const communes = choices.agencies.filter((one) => one.kind === 'commune');
  const known = new Set(['commune', ...choices.agencies.map((one) => one.slug)]);
  const lost = definition.offeredBy.filter((slug) => !known.has(slug));
  const pick = (slug: string, name: string) => (
    <label class="pick">
      <input type="checkbox" name="offeredBy" value={slug} checked={definition.offeredBy.includes(slug)} />
      <span>{name}</span>
    </label>
  );
  return (
    <fieldset id="offeredBy">
      <legend class="vh">Cơ quan giải quyết</legend>
      {turned?.faults.get('offeredBy') && <Note tone="late">{turned.faults.get('offeredBy')}</Note>}
      {pick('commune', 'Mọi xã, phường')}
      <div class="adm-cols">{own.map((one) => pick(one.slug, one.name))}</div>
      {lost.map((slug) => pick(slug, `${slug} (không còn cơ quan này)`))}
      <details class="help" open={communes.some((one) => definition.offeredBy.includes(one.slug))}>
        <summary>Chỉ một số xã, phường</summary>
        <div class="adm-cols">{communes.map((one) => pick(one.slug, one.name))}</div>
      </details>
    </fieldset>
  );
}

export function Ways({ definition, turned }: SectionProps) {
  return (
    <div class="stack">
      <Picks
        name="channels"
        label="Cách nộp hồ sơ"
        options={CHANNELS.map((channel) => ({ value: channel, label: CHANNEL_NAMES[channel] }))}
        chosen={definition.channels}
        turned={turned}
      />
      {CHANNELS.map((channel) => (
        <Area
          name={`channelNotes.${channel}`}
          label={`Ghi chú khi nộp ${CHANNEL_NAMES[channel].toLowerCase()}`}
          value={definition.channelNotes?.[channel] ?? ''}
          turned={turned}
          optional
        />
      ))}
    </div>
  );
}

export function Steps({ definition, turned }: SectionProps) {
  return (
    <Rows
      list="steps"
      rows={definition.steps}
      what="bước"
      add="Thêm bước"
      empty="Chưa có bước nào."
      fields={(step, at, index) => (
        <>
          <Input name={`${at}title`} label={`Bước ${index + 1}`} value={step.title} turned={turned} />
          <Area name={`${at}text`} label="Nội dung" value={step.text} turned={turned} />
        </>
      )}
    />
  );
}

export function Cases({ definition, shown, turned, open }: SectionProps) {
  return (
    <Rows
      list="cases"
      rows={definition.cases}
      what="trường hợp"
      add="Thêm trường hợp"
      empty="Chưa có trường hợp nào. Thủ tục không chia trường hợp thì thêm một trường hợp “Tất cả các trường hợp”."
      summary={(one) => (
        <>
          <b>{one.name || 'Trường hợp mới'}</b> <span class="code sm">{one.code}</span>{' '}
          <span class="muted sm">{one.components.length} giấy tờ</span>{' '}
          {one.code === shown?.code && <Tag strong>Đang xem ở dưới</Tag>}
        </>
      )}
      open={opened(open, 'cases')}
      faulty={faultyIn(turned, 'cases')}
      fields={(one, at, index) => (
        <>
          <div class="field-row">
            <Input name={`${at}name`} label="Tên trường hợp" value={one.name} turned={turned} />
            <Input name={`${at}code`} label="Mã" value={one.code} turned={turned} />
          </div>
          <Input name={`${at}hint`} label="Giải thích" value={one.hint ?? ''} turned={turned} optional />
          {one.code !== shown?.code && (
            <button class="btn btn--sm" name="do" value={`case:${index}`}>
              Xem giấy tờ, thời hạn, phí của trường hợp này
            </button>
          )}
        </>
      )}
    />
  );
}

const PROVIDE = ['form', 'upload', 'present'];

export function Components({ definition, shown, turned, open }: SectionProps) {
  return (
    <div class="stack">
      <div class="input--short">
        <Input name="sets" label="Số bộ hồ sơ" value={String(definition.sets)} turned={turned} numeric />
      </div>
      {shown && (
        <div>
          <Rows<Component>
            list="components"
            rows={shown.components}
            what="giấy tờ"
            add="Thêm giấy tờ"
            empty="Trường hợp này chưa có giấy tờ nào."
            summary={(one) => (
              <>
                <b>{one.name || 'Giấy tờ mới'}</b>
                <span class="muted sm adm-row__facts">
                  {one.originals} bản chính, {one.copies} bản sao ·{' '}
                  {one.required ? 'Bắt buộc' : one.condition ? 'Có điều kiện' : 'Không bắt buộc'} ·{' '}
                  {PROCEDURE_WORDS[`provide=${one.provide}`]}
                </span>
              </>
            )}
            open={opened(open, 'components')}
            faulty={faultyIn(turned, 'components')}
            fields={(one, at) => (
              <>
                <Input name={`${at}name`} label="Tên giấy tờ" value={one.name} turned={turned} />
                <div class="field-row">
                  <Input name={`${at}code`} label="Mã giấy tờ" value={one.code} turned={turned} />
                  <Input
                    name={`${at}originals`}
                    label="Bản chính"
                    value={String(one.originals)}
                    turned={turned}
                    numeric
                  />
                  <Input
                    name={`${at}copies`}
                    label="Bản sao"
                    value={String(one.copies)}
                    turned={turned}
                    numeric
                  />
                </div>
                <div class="field-row">
                  <Choice
                    name={`${at}provide`}
                    label="Cách nộp giấy"
                    value={one.provide}
                    turned={turned}
                    options={words('provide', PROVIDE)}
                  />
                  <label class="pick">
                    <input type="checkbox" name={`${at}required`} checked={one.required} />
                    <span>Bắt buộc</span>
                  </label>
                </div>
                <Input
                  name={`${at}condition`}
                  label="Điều kiện"
                  value={one.condition ?? ''}
                  turned={turned}
                  optional
                />
                <Input
                  name={`${at}formName`}
                  label="Tên mẫu giấy"
                  value={one.formName ?? ''}
                  turned={turned}
                  optional
                />
                <Area name={`${at}note`} label="Ghi chú" value={one.note ?? ''} turned={turned} optional />
              </>
            )}
          />
        </div>
      )}
    </div>
  );
}

const UNITS = ['working_day', 'working_hour', 'calendar_day'];

export function Limits({ definition, shown, turned, fits }: SectionProps) {
  if (!shown) return <p class="muted sm">Thêm trường hợp trước.</p>;
  const index = definition.cases.indexOf(shown);
  const channels = CHANNELS.filter((channel) => definition.channels.includes(channel));
  if (channels.length === 0) return <p class="muted sm">Chọn cách nộp hồ sơ trước.</p>;
  return (
    <div class="stack">
      {channels.map((channel) => {
        const limit = shown.limits.find((one) => one.channel === channel);
        const fit = fits.find((one) => one.caseIndex === index && one.channel === channel);
        const short = fit && fit.limit !== null && fit.limit < fit.needed;
        return (
          <fieldset class="adm-limit">
            <legend class="label">Nộp {CHANNEL_NAMES[channel].toLowerCase()}</legend>
            <div class="field-row">
              <Input
                name={`limits.${channel}.amount`}
                label="Thời hạn"
                value={
                  limit?.amount === null || limit === undefined ? '' : String(limit.amount).replace('.', ',')
                }
                turned={turned}
                numeric
              />
              <Choice
                name={`limits.${channel}.unit`}
                label="Đơn vị tính"
                value={limit?.unit ?? 'working_day'}
                turned={turned}
                options={words('unit', UNITS)}
              />
            </div>
            <div class="mt-3">
              <Area
                name={`limits.${channel}.note`}
                label="Ghi chú"
                value={limit?.note ?? ''}
                turned={turned}
                optional
              />
            </div>
            {fit && fit.limit !== null && (
              <p class={short ? 'sm late' : 'sm muted'}>
                {formatNumber(fit.limit)} phút làm việc; các bước của quy trình cần {formatNumber(fit.needed)}{' '}
                phút
                {short && ' – thời hạn ngắn hơn'}.
              </p>
            )}
          </fieldset>
        );
      })}
      <p class="hint">Ghi 0 ngày làm việc khi trả kết quả trong ngày.</p>
    </div>
  );
}

export function Fees({ shown, turned, open }: SectionProps) {
  if (!shown) return <p class="muted sm">Thêm trường hợp trước.</p>;
  return (
    <Rows<Fee>
      list="fees"
      rows={shown.fees}
      what="khoản thu"
      add="Thêm khoản thu"
      empty="Trường hợp này không thu khoản nào."
      summary={(fee) => (
        <>
          <b>{fee.name || 'Khoản thu mới'}</b> <span class="muted sm adm-row__facts">{feeText(fee)}</span>
        </>
      )}
      open={opened(open, 'fees')}
      faulty={faultyIn(turned, 'fees')}
      fields={(fee, at) => (
        <>
          <div class="field-row">
            <Input name={`${at}name`} label="Tên khoản thu" value={fee.name} turned={turned} />
            <Choice
              name={`${at}kind`}
              label="Loại"
              value={fee.kind}
              turned={turned}
              options={words('kind', ['charge', 'fee'])}
            />
            <Input name={`${at}code`} label="Mã" value={fee.code} turned={turned} />
          </div>
          <div class="field-row">
            <Input
              name={`${at}amount`}
              label="Mức thu (đồng)"
              hint="Để trống khi nơi khác quy định."
              value={fee.amount === null ? '' : formatNumber(fee.amount)}
              turned={turned}
              numeric
            />
            <Input name={`${at}per`} label="Tính trên" value={fee.per ?? ''} turned={turned} optional />
            <Choice
              name={`${at}channel`}
              label="Cách nộp"
              value={fee.channel ?? ''}
              turned={turned}
              none="Mọi cách nộp"
              options={CHANNELS.map((channel) => ({ value: channel, label: CHANNEL_NAMES[channel] }))}
            />
          </div>
          <Input
            name={`${at}condition`}
            label="Điều kiện"
            value={fee.condition ?? ''}
            turned={turned}
            optional
          />
        </>
      )}
    />
  );
}

export function Results({ definition, turned }: SectionProps) {
  // What is typed but not saved yet has no page of its own.
  const saved = new Set(turned ? [] : definition.results.map((one) => one.code));
  return (
    <Rows
      list="results"
      rows={definition.results}
      what="kết quả"
      add="Thêm kết quả"
      empty="Chưa có loại kết quả nào."
      fields={(result, at) => (
        <>
          <div class="field-row">
            <Input name={`${at}name`} label="Tên giấy tờ kết quả" value={result.name} turned={turned} />
            <Input name={`${at}code`} label="Mã kết quả" value={result.code} turned={turned} />
          </div>
          {saved.has(result.code) && (
            <p>
              <a href={documentPath(definition.code, result.code)}>
                {result.document ? 'Sửa bản in' : 'Chọn mẫu in'}
                <span class="vh"> của {result.name || result.code}</span>
              </a>
            </p>
          )}
        </>
      )}
    />
  );
}

export function Conditions({ definition, turned }: SectionProps) {
  return (
    <Rows
      list="conditions"
      rows={definition.conditions}
      what="điều kiện"
      add="Thêm điều kiện"
      empty="Thủ tục không có yêu cầu, điều kiện nào."
      fields={(text, at, index) => (
        <Area name={`${at}text`} label={`Điều kiện ${index + 1}`} value={text} turned={turned} />
      )}
    />
  );
}

export function Laws({ definition, turned }: SectionProps) {
  return (
    <Rows
      list="legalBasis"
      rows={definition.legalBasis}
      what="văn bản"
      add="Thêm văn bản"
      empty="Chưa có văn bản nào."
      fields={(law, at) => (
        <div class="field-row">
          <Input name={`${at}number`} label="Số ký hiệu" value={law.number} turned={turned} />
          <Input name={`${at}name`} label="Tên văn bản" value={law.name} turned={turned} />
        </div>
      )}
    />
  );
}

export function Running({ definition, choices, turned, fits }: SectionProps) {
  const needed = fits[0]?.needed;
  const known = fits.flatMap((fit) => fit.limit ?? []);
  return (
    <div class="stack">
      <div class="field-row">
        <Choice
          name="formCode"
          label="Biểu mẫu điện tử"
          value={definition.formCode ?? ''}
          turned={turned}
          none="Không có"
          options={withOwn(choices.forms, definition.formCode)}
        />
        <Choice
          name="flowCode"
          label="Quy trình giải quyết"
          value={definition.flowCode ?? ''}
          turned={turned}
          none="Chưa chọn"
          options={withOwn(choices.flows, definition.flowCode)}
        />
      </div>
      {needed !== undefined && known.length > 0 && (
        <p class="sm muted">
          Tổng các bước {formatNumber(needed)} phút trên thời hạn ngắn nhất {formatNumber(Math.min(...known))}{' '}
          phút.
        </p>
      )}
      <Choice
        name="supplementPolicy"
        label="Cách tính hạn khi bổ sung hồ sơ"
        value={definition.supplementPolicy ?? ''}
        turned={turned}
        none="Theo quy định chung của tỉnh"
        options={words('supplementPolicy', ['restart', 'pause'])}
      />
    </div>
  );
}

/** A form or flow that is no longer there must not be dropped unseen. */
const withOwn = (
  options: readonly { value: string; label: string }[],
  code: string | undefined,
): readonly { value: string; label: string }[] =>
  !code || options.some((one) => one.value === code)
    ? options
    : [{ value: code, label: `${code} (chưa công bố)` }, ...options];

export function Review({ definition }: SectionProps) {
  return (
    <ul class="stack">
      {definition.review?.map((mark, index) => (
        <li>
          <label class="pick">
            <input type="checkbox" name="reviewed" value={String(index)} />
            <span>
              <b>{mark.reason}</b>
              {mark.text && <small class="pre">{mark.text}</small>}
            </span>
          </label>
        </li>
      ))}
      <li class="hint">Đánh dấu chỗ đã xem và sửa xong, rồi bấm Lưu nháp: dấu rà soát sẽ được bỏ.</li>
    </ul>
  );
}

function opened(open: string | null, list: string): number | null {
  const [name, index] = open?.split('.') ?? [];
  return name === list && index !== undefined ? Number(index) : null;
}

const faultyIn =
  (turned: Turned | null, list: string) =>
  (index: number): boolean =>
    [...(turned?.faults.keys() ?? [])].some((place) => place.startsWith(`${list}.${index}.`));

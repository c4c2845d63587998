import { addDays, formatDate, localDate, momentAt, parseDate } from '../../../core/dates.ts';
import { formatMoney, parseMoney } from '../../../core/money.ts';
import { feeText } from '../../../modules/procedures/index.ts';
import { methodText, postalText } from '../../ui/delivery-text.ts';
import { Field, Note, TextField } from '../../ui/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import { Words } from './fields.tsx';
import type { ActPage, FieldsProps } from './types.ts';

const CLOSE_OF_DAY = 17 * 60;
const PAY_DAYS = 10;
const OTHER = 'khac';

/** A fee, charge or tax is due (II.10.3). */
export const requirePayment: ActPage = {
  slug: 'yeu-cau-nop-phi',
  action: 'require-payment',
  label: 'Yêu cầu nộp phí',
  icon: 'wallet',
  lead: () => 'Người nộp nhận thông báo có số tiền và hạn nộp.',
  Fields: ({ view, typed, errors }) => (
    <>
      <fieldset class={errors.has('amount') ? 'field field--error' : 'field'} id="amount">
        <legend class="label">Các khoản</legend>
        <p class="hint">Ghi số tiền của khoản phải nộp; để trống khoản không thu.</p>
        {errors.has('amount') && <p class="error">{errors.get('amount')}</p>}
        {feesOf(view).map((fee) => (
          <Field name={`tien-${fee.code}`} label={fee.name} hint={fee.hint}>
            <input
              class="input input--short"
              id={`tien-${fee.code}`}
              name={`tien.${fee.code}`}
              inputMode="numeric"
              data-format="money"
              value={typed.text(`tien.${fee.code}`, fee.proposed)}
            />
          </Field>
        ))}
      </fieldset>
      <TextField
        name="until"
        label="Hạn nộp"
        hint="Ví dụ 31/12/2026"
        short
        inputMode="numeric"
        value={typed.text('until', formatDate(addDays(localDate(view.now), PAY_DAYS)))}
        error={errors.get('until')}
      />
      <Words
        typed={typed}
        errors={errors}
        name="reason"
        label="Lý do, căn cứ thu"
        proposed="Nộp phí, lệ phí theo quy định của thủ tục."
        short
      />
    </>
  ),
  command: (typed, view) => {
    const until = parseDate(typed.text('until'));
    return {
      action: 'require-payment',
      reason: typed.text('reason'),
      until: until ? momentAt(until, CLOSE_OF_DAY) : new Date(0),
      fees: feesOf(view).flatMap((fee) => {
        const entered = typed.text(`tien.${fee.code}`);
        if (entered === '') return [];
        return [{ code: fee.code, name: fee.name, kind: fee.kind, amount: parseMoney(entered) ?? -1 }];
      }),
    };
  },
  done: 'Đã gửi yêu cầu nộp phí, lệ phí.',
};

function feesOf(view: OpenDossier) {
  const published = view.procedureCase.fees.filter((fee) => fee.amount !== 0);
  const charged = new Set(view.fees.map((fee) => fee.name));
  return [
    ...published.map((fee) => ({
      code: fee.code,
      name: fee.name,
      kind: fee.kind,
      hint: feeText(fee) as string | undefined,
      proposed: fee.amount && !fee.condition && !charged.has(fee.name) ? formatMoney(fee.amount) : '',
    })),
    { code: OTHER, name: 'Khoản khác', kind: 'fee' as const, hint: undefined, proposed: '' },
  ];
}

export const recordPayment: ActPage = {
  slug: 'thu-phi',
  action: 'record-payment',
  label: 'Thu phí',
  icon: 'banknote',
  Fields: ({ view, typed, errors }) => (
    <>
      <Owed view={view} />
      <fieldset class="field">
        <legend class="label">Cách nộp</legend>
        {(
          [
            ['cash', 'Tiền mặt tại quầy'],
            ['transfer', 'Chuyển khoản'],
          ] as const
        ).map(([value, label]) => (
          <label class="pick">
            <input
              type="radio"
              name="method"
              value={value}
              checked={typed.text('method', 'cash') === value}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <TextField
        name="receiptNo"
        label="Số biên lai"
        short
        value={typed.text('receiptNo')}
        error={errors.get('receiptNo')}
        maxLength={50}
      />
    </>
  ),
  command: (typed) => ({
    action: 'record-payment',
    method: typed.text('method') === 'transfer' ? 'transfer' : 'cash',
    receiptNo: typed.text('receiptNo'),
  }),
  done: 'Đã ghi nhận thu phí, lệ phí.',
};

function Owed({ view }: { view: OpenDossier }) {
  const owed = view.fees.filter((fee) => fee.paidAt === null);
  return (
    <ul class="ticks">
      {owed.map((fee) => (
        <li>
          <span />
          <span>{fee.name}</span>
          <span class="num">{formatMoney(fee.amount)}</span>
        </li>
      ))}
      <li>
        <span />
        <b>Tổng cộng</b>
        <b class="num">{formatMoney(owed.reduce((sum, fee) => sum + fee.amount, 0))}</b>
      </li>
    </ul>
  );
}

/** Who collects the result, themselves or by proxy (II.10.4, II.10.5). */
export const returnResult: ActPage = {
  slug: 'tra-ket-qua',
  action: 'return-result',
  label: 'Trả kết quả',
  icon: 'package-check',
  lead: () => 'Đối chiếu giấy tờ tùy thân của người nhận trước khi trả.',
  Fields: (props) => <ReturnFields {...props} />,
  command: (typed) => {
    const proxy = typed.text('by') === 'proxy';
    const method = typed.text('method');
    return {
      action: 'return-result',
      collected: {
        method: method === 'post' || method === 'online' ? method : 'counter',
        by: proxy ? 'proxy' : 'self',
        name: typed.text('collected.name'),
        identityNo: typed.text('collected.identityNo').replace(/\s/g, '') || undefined,
        proxyPaper: proxy ? typed.text('collected.proxyPaper') || undefined : undefined,
        note: typed.text('collected.note') || undefined,
      },
    };
  },
  done: 'Đã trả kết quả.',
};

function ReturnFields({ view, typed, errors }: FieldsProps) {
  const { applicant, delivery } = view.dossier;
  const owed = view.fees.some((fee) => fee.paidAt === null);
  return (
    <>
      {owed && (
        <Note tone="warn" title="Còn khoản phí, lệ phí chưa nộp.">
          <a href={`/mot-cua/ho-so/${view.dossier.id}/thu-phi`}>Thu và ghi số biên lai</a> trước khi trả kết
          quả.
        </Note>
      )}
      {delivery.method && delivery.method !== 'counter' && (
        <p class="muted">
          Người nộp muốn nhận: {methodText(delivery)}. {postalText(delivery)}
        </p>
      )}
      <Choices
        name="method"
        label="Cách trả"
        value={typed.text('method', delivery.method ?? 'counter')}
        options={[
          ['counter', 'Tại quầy'],
          ['post', 'Giao cho bưu chính'],
          ['online', 'Bản điện tử'],
        ]}
      />
      <Choices
        name="by"
        label="Người nhận"
        value={typed.text('by', 'self')}
        options={[
          ['self', 'Người nộp hoặc chủ hồ sơ'],
          ['proxy', 'Người được ủy quyền'],
        ]}
      />
      <Line
        typed={typed}
        errors={errors}
        name="collected.name"
        label="Họ tên người nhận"
        proposed={applicant.kind === 'organisation' ? (applicant.representative ?? '') : applicant.name}
      />
      <Line
        typed={typed}
        errors={errors}
        name="collected.identityNo"
        label="Số định danh cá nhân"
        hint="12 số trên thẻ căn cước của người nhận"
        proposed={applicant.kind === 'citizen' ? (applicant.identityNo ?? '') : ''}
        numeric
      />
      <Line
        typed={typed}
        errors={errors}
        name="collected.proxyPaper"
        label="Giấy ủy quyền"
        hint="Chỉ khi nhận thay: số, ngày, nơi chứng thực"
        optional
      />
      <Line typed={typed} errors={errors} name="collected.note" label="Ghi chú" optional />
    </>
  );
}

function Choices(props: {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <fieldset class="field">
      <legend class="label">{props.label}</legend>
      <div class="row">
        {props.options.map(([value, label]) => (
          <label class="pick">
            <input type="radio" name={props.name} value={value} checked={value === props.value} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Line(
  props: Pick<FieldsProps, 'typed' | 'errors'> & {
    name: string;
    label: string;
    hint?: string;
    proposed?: string;
    optional?: boolean;
    numeric?: boolean;
  },
) {
  const { typed, errors, name, label, hint, proposed, optional, numeric } = props;
  const id = name.replaceAll('.', '-');
  return (
    <Field name={id} label={label} hint={hint} optional={optional} error={errors.get(name)}>
      <input
        class="input"
        id={id}
        name={name}
        value={typed.text(name, proposed)}
        inputMode={numeric ? 'numeric' : undefined}
        maxLength={300}
        aria-describedby={
          [hint && `${id}-h`, errors.has(name) && `${id}-e`].filter(Boolean).join(' ') || undefined
        }
        aria-invalid={errors.has(name) ? 'true' : undefined}
      />
    </Field>
  );
}

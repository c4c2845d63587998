import { limitText } from '../../../core/deadline/index.ts';
import { formatDateTime } from '../../../core/dates.ts';
import { Facts, Icon } from '../../ui/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import { FilesField, Words } from './fields.tsx';
import type { ActPage, FieldsProps } from './types.ts';

/** Decree 61/2018, art. 17: valid reception, or not, with the reason; art. 18: handing over. */
export const accept: ActPage = {
  slug: 'tiep-nhan',
  action: 'accept',
  label: 'Tiếp nhận',
  icon: 'check',
  lead: () => 'Hồ sơ được cấp mã, ngày hẹn trả và giấy tiếp nhận; người nộp được báo ngay.',
  quick: () => ({ label: 'Tiếp nhận và chuyển xử lý', fields: { chuyen: '1' } }),
  Fields: ({ view, typed, errors }) => (
    <>
      <Facts
        items={[
          { label: 'Thời hạn giải quyết', value: limitWords(view) },
          { label: 'Giấy tờ', value: `${view.papers.filter((one) => one.state === 'given').length} đã có` },
        ]}
      />
      <label class="pick">
        <input type="checkbox" name="chuyen" value="1" checked={typed.has('chuyen', '1', true)} />
        <span>
          Chuyển ngay cho bộ phận giải quyết
          <small>Không chọn thì hồ sơ nằm ở mục “Đã tiếp nhận, chờ chuyển”.</small>
        </span>
      </label>
      <Words
        typed={typed}
        errors={errors}
        name="note"
        label="Lời nhắn cho người nộp"
        hint="In trên trang theo dõi hồ sơ."
        optional
        short
      />
    </>
  ),
  command: (typed) => ({
    action: 'accept',
    forward: typed.has('chuyen', '1'),
    note: typed.text('note') || undefined,
  }),
  done: 'Đã tiếp nhận hồ sơ.',
};

function limitWords(view: OpenDossier): string {
  const { limits } = view.procedureCase;
  const limit = limits.find((one) => one.channel === view.dossier.source) ?? limits[0];
  return limit ? limitText(limit) : 'Chưa có thông tin';
}

export const forward: ActPage = {
  slug: 'chuyen',
  action: 'forward',
  label: 'Chuyển xử lý',
  icon: 'forward',
  lead: (view) =>
    `Hồ sơ chuyển cho ${view.directory.agencyById(view.dossier.agency_id)?.name ?? 'cơ quan giải quyết'}.`,
  quick: () => ({ label: 'Chuyển xử lý', fields: {} }),
  Fields: ({ typed, errors }) => (
    <Words typed={typed} errors={errors} name="note" label="Lời nhắn cho người nộp" optional short />
  ),
  command: (typed) => ({ action: 'forward', note: typed.text('note') || undefined }),
  done: 'Đã chuyển hồ sơ cho bộ phận giải quyết.',
};

export const refuse: ActPage = {
  slug: 'khong-tiep-nhan',
  action: 'refuse',
  label: 'Không tiếp nhận',
  icon: 'ban',
  stop: true,
  lead: () => 'Người nộp nhận phiếu từ chối tiếp nhận có lý do. Hồ sơ kết thúc ở đây.',
  Fields: ({ typed, errors }) => (
    <Words
      typed={typed}
      errors={errors}
      name="reason"
      label="Lý do không tiếp nhận"
      hint="Nói rõ để người nộp biết cần làm gì tiếp, ví dụ: “Thủ tục này do Sở Tư pháp giải quyết, bạn nộp tại Trung tâm Phục vụ hành chính công tỉnh.”"
    />
  ),
  command: (typed) => ({ action: 'refuse', reason: typed.text('reason') }),
  done: 'Đã từ chối tiếp nhận hồ sơ và báo người nộp.',
};

/** Components that may be asked for: those of the case, and one line for anything else. */
const OTHER = 'khac';

export const requestSupplement: ActPage = {
  slug: 'yeu-cau-bo-sung',
  action: 'request-supplement',
  label: 'Yêu cầu bổ sung',
  icon: 'file-warning',
  lead: (view) =>
    view.dossier.accepted_at
      ? 'Yêu cầu một lần, đầy đủ. Thời hạn giải quyết tạm dừng đến khi người nộp bổ sung.'
      : 'Yêu cầu một lần, đầy đủ. Người nộp nhận phiếu hướng dẫn hoàn thiện hồ sơ.',
  Fields: (props) => <SupplementFields {...props} />,
  command: (typed, view) => ({
    action: 'request-supplement',
    reason: typed.text('reason'),
    items: [...view.papers.map((paper) => ({ code: paper.component_code, name: paper.name })), null].flatMap(
      (paper) => {
        const code = paper?.code ?? OTHER;
        // Who writes what is to be done means it, ticked or not.
        if (!typed.has('chon', code) && typed.text(`can.${code}`) === '') return [];
        return [
          {
            component: paper?.code ?? '',
            name: paper?.name ?? '',
            what: typed.text(`can.${code}`) || (paper ? 'Nộp giấy tờ này' : ''),
          },
        ];
      },
    ),
  }),
  done: 'Đã gửi yêu cầu bổ sung cho người nộp.',
};

function SupplementFields({ view, typed, errors }: FieldsProps) {
  const rows = [
    ...view.papers.map((paper) => ({
      code: paper.component_code,
      name: paper.name,
      missing: paper.required && paper.state !== 'given',
    })),
    { code: OTHER, name: 'Nội dung khác, ví dụ sửa tờ khai', missing: false },
  ];
  return (
    <>
      <Words
        typed={typed}
        errors={errors}
        name="reason"
        label="Lý do"
        hint="Người nộp đọc dòng này trước tiên."
        proposed="Hồ sơ chưa đủ hoặc chưa đúng quy định của thủ tục."
        short
      />
      <fieldset class={errors.has('items') ? 'field field--error' : 'field'} id="items">
        <legend class="label">Cần bổ sung</legend>
        <p class="hint">
          Chọn giấy tờ và ghi rõ cần sửa hoặc thêm gì, ví dụ “Bản chụp mờ, chụp lại đủ bốn góc”.
        </p>
        {errors.has('items') && (
          <p class="error">
            <Icon name="circle-alert" />
            {errors.get('items')}
          </p>
        )}
        <ul class="asks">
          {rows.map((row) => (
            <li>
              <label class="pick">
                <input
                  type="checkbox"
                  name="chon"
                  value={row.code}
                  checked={typed.has('chon', row.code, row.missing)}
                />
                <span>{row.name}</span>
              </label>
              <input
                class="input"
                name={`can.${row.code}`}
                aria-label={`Cần sửa hoặc thêm gì: ${row.name}`}
                placeholder="Cần sửa hoặc thêm gì"
                maxLength={500}
                value={typed.text(`can.${row.code}`)}
              />
            </li>
          ))}
        </ul>
      </fieldset>
    </>
  );
}

/** The applicant hands in at the counter what was asked for. */
export const supplement: ActPage = {
  slug: 'bo-sung',
  action: 'supplement',
  label: 'Nhận bổ sung',
  icon: 'file-check',
  lead: () => 'Người nộp mang giấy tờ bổ sung tới quầy. Thời hạn được tính tiếp từ lúc này.',
  Fields: ({ view, typed, errors }) => {
    const asked = view.supplements.findLast((one) => one.answered_at === null);
    const wanted = view.papers.filter((paper) => paper.state === 'wanted');
    return (
      <>
        {asked && (
          <p class="muted">
            Đã yêu cầu {formatDateTime(asked.requested_at)}: {asked.reason}
          </p>
        )}
        {wanted.map((paper) => {
          const code = paper.component_code;
          const what = asked?.items.find((item) => item.component === code)?.what;
          return (
            <div class="asks__one">
              <label class="pick">
                <input type="checkbox" name="nhan" value={code} checked={typed.has('nhan', code, true)} />
                <span>
                  Đã nhận bản giấy: {paper.name}
                  {what && <small>{what}</small>}
                </span>
              </label>
              <FilesField
                typed={typed}
                errors={errors}
                name={`files.${code}`}
                label={`Bản quét của ${paper.name}`}
                optional
              />
            </div>
          );
        })}
        <Words
          typed={typed}
          errors={errors}
          name="note"
          label="Ghi chú"
          proposed="Người nộp bổ sung tại quầy."
          short
        />
      </>
    );
  },
  files: (view) => view.papers.map((paper) => `files.${paper.component_code}`),
  command: (typed, view) => ({
    action: 'supplement',
    received: typed.all('nhan'),
    note: typed.text('note'),
    files: view.papers.map(({ component_code: component }) => ({
      component,
      fileIds: typed.filesOf(`files.${component}`).map((file) => file.id),
    })),
  }),
  done: 'Đã nhận giấy tờ bổ sung.',
};

export const withdraw: ActPage = {
  slug: 'rut',
  action: 'withdraw',
  label: 'Rút hồ sơ',
  icon: 'undo-2',
  stop: true,
  lead: () => 'Người nộp yêu cầu rút hồ sơ tại quầy. Mọi việc đang làm dừng lại.',
  Fields: ({ typed, errors }) => (
    <Words
      typed={typed}
      errors={errors}
      name="reason"
      label="Lý do người nộp rút hồ sơ"
      proposed="Người nộp yêu cầu rút hồ sơ."
    />
  ),
  command: (typed) => ({ action: 'withdraw', reason: typed.text('reason') }),
  done: 'Đã ghi nhận người nộp rút hồ sơ.',
};

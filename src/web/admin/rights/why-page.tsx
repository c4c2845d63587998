import { RIGHT_LABELS, type Right } from '../../../core/permission/index.ts';
import type { OfficerFile } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, EmptyState, LinkButton, Note, SelectField, Table, TextField } from '../../ui/index.ts';
import { OFFICERS } from '../officers/frame.tsx';
import { EDIT, RightsFrame, WHY } from './frame.tsx';
import { OFFICE_RIGHTS } from './holders.ts';

export interface RightReasons {
  right: Right;
  /** In words, with the page where each reason is changed. */
  reasons: { text: string; href: string }[];
}

export interface StepReason {
  flowCode: string;
  flowName: string;
  step: string;
  why: string;
}

/** Why a person can do what; asked about one right, or all of them. */
export function WhyPage(props: {
  desk: Desk;
  /** What was typed to find the person. */
  q: string;
  /** Several people fit: to choose from. */
  found: { id: number; name: string; username: string; positions: string[] }[];
  file: OfficerFile | null;
  right: Right | null;
  rights: RightReasons[];
  steps: StepReason[];
  missing?: string;
}) {
  const { desk, q, found, file, right, rights, steps, missing } = props;
  return (
    <RightsFrame
      desk={desk}
      title="Vì sao người này làm được việc đó"
      sub="Theo chức vụ, chức danh, nhóm, cấp riêng, làm thay và theo quy trình"
      page="why"
    >
      <div class="stack">
        <form class="card" aria-label="Chọn người và quyền">
          <div class="field-row">
            <TextField
              name="q"
              label="Cán bộ"
              hint="Tên hoặc tên đăng nhập"
              value={file ? file.username : q}
              autocomplete="off"
            />
            <SelectField
              name="quyen"
              label="Quyền"
              value={right ?? ''}
              options={[
                { value: '', label: 'Mọi quyền' },
                ...OFFICE_RIGHTS.map((one) => ({ value: one, label: RIGHT_LABELS[one] })),
              ]}
            />
            <div>
              <Button icon="search">Xem vì sao</Button>
            </div>
          </div>
        </form>
        {missing && (
          <EmptyState icon="users" title={missing}>
            Thử tìm bằng một phần của tên, không cần dấu.
          </EmptyState>
        )}
        {found.length > 0 && (
          <Table
            label="Cán bộ khớp"
            rows={found}
            columns={[
              {
                label: 'Chọn người',
                cell: (one) => (
                  <>
                    <a href={`${WHY}?nguoi=${one.id}${right ? `&quyen=${right}` : ''}`}>{one.name}</a>
                    <span class="sub">{one.username}</span>
                  </>
                ),
              },
              { label: 'Chức vụ', cell: (one) => one.positions.join('; ') },
            ]}
          />
        )}
        {file && <Answer file={file} right={right} rights={rights} steps={steps} />}
      </div>
    </RightsFrame>
  );
}

function Answer(props: {
  file: OfficerFile;
  right: Right | null;
  rights: RightReasons[];
  steps: StepReason[];
}) {
  const { file, right, rights, steps } = props;
  return (
    <>
      {file.locked && (
        <Note tone="warn" icon="lock" title={`Tài khoản của ${file.name} đang khóa`}>
          nên hiện không làm được gì. Các lý do dưới đây có lại khi mở khóa.
        </Note>
      )}
      <section class="stack" aria-labelledby="ly-do">
        <h2 id="ly-do" class="h-s">
          {right ? `${file.name}: ${RIGHT_LABELS[right]}` : `${file.name} được làm gì`}
        </h2>
        {rights.length === 0 ? (
          <Note tone="info" title={right ? 'Không có quyền này.' : 'Không có quyền nào.'}>
            Cấp bằng chức vụ, nhóm, hoặc cấp riêng cho người này.
          </Note>
        ) : (
          <Table
            label="Quyền và lý do"
            rows={rights}
            columns={[
              { label: 'Quyền', cell: (row) => RIGHT_LABELS[row.right] },
              {
                label: 'Vì',
                cell: (row) => (
                  <ul>
                    {row.reasons.map((reason) => (
                      <li>
                        <a href={reason.href}>{reason.text}</a>
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        )}
        <div class="row">
          <LinkButton href={`${EDIT}?cho=officer:${file.id}`} icon="shield-check">
            Cấp quyền riêng cho {file.name}
          </LinkButton>
          <LinkButton href={`${OFFICERS}/${file.id}`} weight="quiet">
            Trang của {file.name}
          </LinkButton>
        </div>
      </section>
      <section class="stack" aria-labelledby="quy-trinh">
        <h2 id="quy-trinh" class="h-s">
          Theo quy trình
        </h2>
        {steps.length === 0 ? (
          <p class="muted">Không bước nào của quy trình đang áp dụng giao cho người này.</p>
        ) : (
          <Table
            label="Các bước của quy trình giao cho người này"
            rows={steps}
            columns={[
              { label: 'Quy trình', cell: (one) => one.flowName },
              { label: 'Bước', cell: (one) => one.step },
              { label: 'Vì', cell: (one) => one.why },
            ]}
          />
        )}
      </section>
    </>
  );
}

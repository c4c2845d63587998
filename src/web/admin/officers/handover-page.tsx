import { formatDate } from '../../../core/dates.ts';
import type { HeldTask, OfficerFile } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Moment,
  Note,
  SelectField,
  Table,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { OFFICERS, OfficersFrame } from './frame.tsx';

export interface HandoverUnit {
  unitId: number | null;
  name: string;
  tasks: HeldTask[];
  /** Who may take them. */
  officers: { id: number; name: string }[];
}

/** Tasks of somebody who leaves: handed over first, then service ends. */
export function HandoverPage(props: {
  desk: Desk;
  file: OfficerFile;
  units: HandoverUnit[];
  today: string;
  errors?: FormError[];
}) {
  const { desk, file, units, today, errors = [] } = props;
  const address = `${OFFICERS}/${file.id}`;
  return (
    <OfficersFrame
      desk={desk}
      title="Bàn giao và thôi công tác"
      way={[{ label: file.name, href: address }]}
      failed={errors.length > 0}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <section class="stack" aria-labelledby="viec">
          <h2 id="viec" class="h-s">
            1. Bàn giao {file.openTasks} việc đang giữ
          </h2>
          {file.openTasks === 0 ? (
            <Note tone="ok" title={`${file.name} không còn việc nào.`} />
          ) : (
            units.map((unit) => (
              <form class="card stack" method="post" action={`${address}/ban-giao`}>
                <CsrfField />
                <input type="hidden" name="don-vi" value={unit.unitId === null ? '' : String(unit.unitId)} />
                <h3 class="h-s">
                  {unit.name}: {unit.tasks.length} việc
                </h3>
                <Table
                  label={`Việc ở ${unit.name}`}
                  rows={unit.tasks}
                  select={
                    unit.unitId === null
                      ? undefined
                      : {
                          name: 'viec',
                          value: (task) => String(task.taskId),
                          label: (task) => `Bàn giao ${task.dossierName}`,
                        }
                  }
                  columns={[
                    {
                      label: 'Hồ sơ',
                      cell: (task) => (
                        <>
                          <span class="code">{task.dossierName}</span>
                          <span class="sub">{task.procedureName}</span>
                        </>
                      ),
                    },
                    { label: 'Bước', cell: (task) => task.step },
                    {
                      label: 'Hạn của bước',
                      cell: (task) =>
                        task.dueAt ? <Moment at={task.dueAt} /> : <span class="muted">Không có</span>,
                    },
                  ]}
                />
                {unit.unitId === null ? (
                  <Note tone="info">
                    Quy trình giao các việc này cho đích danh {file.name}. Cử người làm thay ở trang cán bộ để
                    có người giải quyết.
                  </Note>
                ) : unit.officers.length === 0 ? (
                  <Note tone="warn">Đơn vị không còn ai khác. Thêm cán bộ vào đơn vị rồi bàn giao.</Note>
                ) : (
                  <div class="field-row">
                    <SelectField
                      name={`nguoi-nhan`}
                      label="Giao cho"
                      options={unit.officers.map((officer) => ({
                        value: String(officer.id),
                        label: officer.name,
                      }))}
                    />
                    <div class="row">
                      <Button name="pham-vi" value="chon">
                        Giao các việc đã chọn
                      </Button>
                      <Button weight="main" name="pham-vi" value="tat-ca">
                        Giao tất cả
                      </Button>
                    </div>
                  </div>
                )}
              </form>
            ))
          )}
        </section>
        <form
          class="card stack"
          method="post"
          action={`${address}/thoi-viec`}
          aria-labelledby="thoi"
          novalidate
        >
          <h2 id="thoi" class="h-s">
            2. Kết thúc công tác
          </h2>
          <CsrfField />
          <p>
            Mọi chức vụ và nhóm kết thúc sau ngày làm việc cuối cùng, tài khoản bị khóa. Hồ sơ cũ vẫn ghi tên{' '}
            {file.name}.
          </p>
          <TextField
            name="ngay"
            label="Ngày làm việc cuối cùng"
            short
            value={formatDate(today)}
            error={errors.find((one) => one.field === 'ngay')?.text}
            autocomplete="off"
          />
          <div class="row">
            <Button weight="stop" icon="log-out">
              Kết thúc công tác
            </Button>
            <LinkButton href={address} weight="quiet">
              Thôi
            </LinkButton>
          </div>
        </form>
      </div>
    </OfficersFrame>
  );
}

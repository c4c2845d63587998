import { randomUUID } from 'node:crypto';
import { formatDate, formatDateTime, weekdayName } from '../../../core/dates.ts';
import type { Box, WorkRow } from '../../../modules/dossiers/index.ts';
import { boxesOf } from '../../../modules/dossiers/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import {
  Button,
  Counts,
  EmptyState,
  Icon,
  late,
  LinkButton,
  Note,
  Pager,
  Table,
  usePage,
  type IconName,
} from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import {
  codeColumn,
  dossierHref,
  dueColumn,
  nameOf,
  procedureColumn,
  receivedColumn,
  sourceColumn,
  statusColumn,
  type ListFacts,
} from '../dossier-cells.tsx';
import { OfficeFrame } from '../frame.tsx';
import type { BulkReport } from './bulk.ts';
import { deskHref, DUE_FILTERS, type DeskQuery } from './filters.ts';

export interface DeskPageProps {
  desk: Desk;
  box: Box | null;
  query: DeskQuery;
  rows: WorkRow[];
  facts: ListFacts;
  /** What the list can be narrowed to. */
  procedures: { code: string; name: string }[];
  /** Address of the next page. */
  next?: string;
  /** Where one got to by "Sau". */
  paged: boolean;
  report?: BulkReport;
}

/** Acts that can be done to many dossiers of a box at once. */
export const BULK: Record<string, { value: string; label: string; icon: IconName }[]> = {
  'cho-tiep-nhan': [
    { value: 'tiep-nhan-chuyen', label: 'Tiếp nhận và chuyển xử lý', icon: 'forward' },
    { value: 'tiep-nhan', label: 'Tiếp nhận', icon: 'check' },
  ],
  'da-bo-sung': [
    { value: 'tiep-nhan-chuyen', label: 'Tiếp nhận và chuyển xử lý', icon: 'forward' },
    { value: 'tiep-nhan', label: 'Tiếp nhận', icon: 'check' },
  ],
  'cho-chuyen': [{ value: 'chuyen', label: 'Chuyển xử lý', icon: 'forward' }],
};

/** What an empty box means, and what to do next. */
const EMPTY: Partial<Record<string, string>> = {
  'cho-tiep-nhan': 'Hồ sơ nộp trực tuyến sẽ hiện ở đây ngay khi người dân gửi.',
  'cho-chuyen': 'Hồ sơ đã tiếp nhận đều đã chuyển cho bộ phận giải quyết.',
  'cho-tra': 'Hồ sơ có kết quả sẽ về đây để trả cho người nộp.',
  'cho-phan-cong': 'Mọi hồ sơ của phòng đều đã có người thụ lý.',
  viec: 'Bạn không còn hồ sơ nào phải thụ lý.',
  'cho-duyet': 'Không có dự thảo nào chờ bạn duyệt.',
  'cho-ky': 'Không có kết quả nào chờ bạn ký.',
  'phong-qua-han': 'Phòng không có hồ sơ nào quá hạn.',
};

/** The officer's desk: boxes with counts, filters, and the list of one box. */
export function DeskPage(props: DeskPageProps) {
  const { desk, box, facts, report } = props;
  const { viewer, exists } = usePage();
  const boxes = boxesOf(desk.actor);
  // Few people are given work by name: their box comes up with the work.
  const counted = boxes.filter(
    (one) =>
      desk.boxes[one.code] && (one.whose !== 'named' || desk.boxes[one.code]!.count > 0 || one === box),
  );
  const finished = boxes.filter((one) => !desk.boxes[one.code]);
  const where = [...new Set(viewer?.positions.map((one) => `${one.unitName}, ${one.agencyName}`))].join(
    ' · ',
  );
  return (
    <OfficeFrame
      desk={desk}
      title="Bàn làm việc"
      active="/mot-cua"
      sub={
        <>
          {where} · {weekdayName(facts.now)}{' '}
          <time dateTime={late(() => usePage().now.toISOString())}>
            {late(() => formatDateTime(usePage().now))}
          </time>
        </>
      }
      failed={report !== undefined && report.failed.length > 0}
      actions={
        boxes.some((one) => one.code === 'cho-tiep-nhan') &&
        exists('/mot-cua/tiep-nhan') && (
          <a class="btn btn--main" href="/mot-cua/tiep-nhan" data-key="n">
            <Icon name="scan-line" />
            Nhận hồ sơ <kbd class="only-wide">N</kbd>
          </a>
        )
      }
    >
      {report && <Report report={report} />}
      <StandIns desk={desk} />
      {counted.length > 0 && (
        <div class="mb-4">
          <Counts
            label="Hồ sơ theo loại"
            items={counted.map((one) => {
              const { count = 0, late: overdue = 0 } = desk.boxes[one.code] ?? {};
              return {
                href: deskHref({ hop: one.code }),
                label: one.label,
                count,
                late: overdue > 0 && !one.late ? `${overdue} quá hạn` : undefined,
                current: one.code === box?.code,
              };
            })}
          />
        </div>
      )}
      {box ? (
        <BoxList {...props} box={box} finished={finished} />
      ) : (
        <EmptyState icon="inbox" title="Bạn chưa có hộp hồ sơ nào">
          Tài khoản của bạn chưa giữ chức danh xử lý hồ sơ. Cần dùng, liên hệ người quản trị của cơ quan.
        </EmptyState>
      )}
    </OfficeFrame>
  );
}

function BoxList(props: DeskPageProps & { box: Box; finished: Box[] }) {
  const { box, rows, facts, query, next, paged, finished } = props;
  const bulk = BULK[box.code];
  const filtered = Boolean(query['thu-tuc'] || query.nguon || query.han || query.tim);
  const label = `Hồ sơ: ${box.label}`;
  return (
    <>
      <Filters {...props} box={box} />
      {rows.length === 0 ? (
        <EmptyState
          icon="inbox"
          title={filtered ? 'Không có hồ sơ nào khớp bộ lọc' : `${box.label}: không có hồ sơ`}
          action={
            filtered || paged ? (
              <LinkButton href={deskHref({ hop: box.code })}>Bỏ bộ lọc</LinkButton>
            ) : undefined
          }
        >
          {filtered ? 'Bớt điều kiện lọc, hoặc tìm bằng ô tìm kiếm ở đầu trang.' : EMPTY[box.code]}
        </EmptyState>
      ) : (
        <form method="post" action="/mot-cua/nhieu-ho-so">
          <input type="hidden" name="key" value={late(randomUUID)} />
          <input type="hidden" name="ve" value={deskHref({ ...query, hop: box.code })} />
          <div class="bulk row">
            {bulk && (
              <>
                <span class="sm only-wide">
                  <b data-selected>0</b> hồ sơ đang chọn
                </span>
                {bulk.map((act) => (
                  <Button size="sm" icon={act.icon} name="viec" value={act.value}>
                    {act.label}
                  </Button>
                ))}
              </>
            )}
            {!bulk && <span class="sm muted">{box.label}</span>}
            <span class="end xs muted only-wide">
              <kbd>J</kbd> <kbd>K</kbd> lên xuống{' '}
              {bulk && (
                <>
                  · <kbd>X</kbd> chọn{' '}
                </>
              )}
              · <kbd>Enter</kbd> mở · <kbd>?</kbd> mọi phím
            </span>
          </div>
          <Table
            label={label}
            rows={rows}
            keyboard
            href={(row) => dossierHref(row.dossierId)}
            dependsOn={facts.dependsOn}
            select={
              bulk && {
                name: 'chon',
                value: (row) => `${row.dossierId}.${row.revision}`,
                label: (row) => `Chọn hồ sơ ${nameOf(row)}`,
              }
            }
            columns={[
              codeColumn,
              procedureColumn,
              statusColumn(facts),
              sourceColumn,
              receivedColumn,
              dueColumn(facts),
            ]}
          />
        </form>
      )}
      <Pager
        first={paged ? deskHref({ ...query, hop: box.code, sau: undefined }) : undefined}
        next={next}
        note={rows.length > 0 && `${rows.length} hồ sơ trên trang này`}
      />
      {finished.length > 0 && (
        <p class="row sm muted mt-3">
          Xem lại:
          {finished.map((one) => (
            <a href={deskHref({ hop: one.code })} aria-current={one.code === box.code ? 'true' : undefined}>
              {one.label}
            </a>
          ))}
        </p>
      )}
    </>
  );
}

function Filters({ box, query, procedures }: DeskPageProps & { box: Box }) {
  return (
    <form class="row mb-2 toolbar" action="/mot-cua" aria-label="Lọc danh sách">
      <input type="hidden" name="hop" value={box.code} />
      <label class="vh" for="l-tt">
        Thủ tục
      </label>
      <select class="select w-auto" id="l-tt" name="thu-tuc">
        <option value="">Mọi thủ tục</option>
        {procedures.map((one) => (
          <option value={one.code} selected={one.code === query['thu-tuc']}>
            {shortName(one.name)}
          </option>
        ))}
      </select>
      <label class="vh" for="l-ng">
        Nguồn
      </label>
      <select class="select w-auto" id="l-ng" name="nguon">
        <option value="">Mọi nguồn</option>
        {(
          [
            ['online', 'Cổng'],
            ['counter', 'Quầy'],
            ['post', 'Bưu chính'],
          ] as const
        ).map(([value, label]) => (
          <option value={value} selected={value === query.nguon}>
            {label}
          </option>
        ))}
      </select>
      <label class="vh" for="l-han">
        Hạn
      </label>
      <select class="select w-auto" id="l-han" name="han">
        <option value="">Mọi hạn trả</option>
        {DUE_FILTERS.map((one) => (
          <option value={one.value} selected={one.value === query.han}>
            {one.label}
          </option>
        ))}
      </select>
      <label class="vh" for="l-tim">
        Mã hồ sơ, tên, số định danh hoặc điện thoại trong danh sách
      </label>
      <input
        class="input w-find"
        id="l-tim"
        name="tim"
        value={query.tim}
        placeholder="Mã, tên, số điện thoại"
        autocomplete="off"
      />
      <Button icon="list-filter">Lọc</Button>
    </form>
  );
}

/** What came of acting on many at once: each dossier that was not done is named with the reason. */
function Report({ report }: { report: BulkReport }) {
  const { done, failed, verb } = report;
  return (
    <div class="mb-4" role="alert">
      <Note
        tone={failed.length > 0 ? 'warn' : 'ok'}
        title={
          done > 0
            ? `Đã ${verb} ${done} hồ sơ; ${failed.length} hồ sơ chưa ${verb} được:`
            : `Chưa ${verb} được ${failed.length} hồ sơ:`
        }
      >
        <ul class="ul mt-2">
          {failed.map((one) => (
            <li>
              <a href={dossierHref(one.id)}>{one.name}</a>: {one.reason}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  );
}

/** In whose place the officer works today: their tasks lie among the own. */
function StandIns({ desk }: { desk: Desk }) {
  const away = new Map(
    desk.actor.positions.flatMap(({ insteadOf }) =>
      insteadOf ? [[insteadOf.officerId, insteadOf] as const] : [],
    ),
  );
  return (
    <>
      {[...away.values()].map((one) => (
        <div class="mb-4">
          <Note
            tone="info"
            icon="users"
            title={`Bạn đang làm thay ${one.name} đến hết ngày ${formatDate(one.until)}.`}
          >
            Việc của {one.name} nằm chung trong các mục dưới đây; dấu vết hồ sơ ghi “thay”.
          </Note>
        </div>
      ))}
    </>
  );
}

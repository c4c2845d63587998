import { formatDate } from '../../../core/dates.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { OfficerGroup } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Table,
  TextArea,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { NothingYet, SeenField, StaleNote } from '../parts.tsx';
import { fieldsOf } from '../request.ts';
import { GROUPS, OfficersFrame } from './frame.tsx';

/** A group's form as typed. */
export interface TypedGroup {
  name: string;
  note: string;
  members: { username: string; from: string; to: string; name?: string }[];
}

/** Most lines of one form; the module refuses more members by name. */
const MAX_LINES = 520;
const SPARE = 3;

export const typedOfGroup = (group: OfficerGroup): TypedGroup => ({
  name: group.name,
  note: group.note,
  members: group.members.map((member) => ({
    username: member.username,
    name: member.name,
    from: formatDate(member.validFrom),
    to: member.validTo === null ? '' : formatDate(member.validTo),
  })),
});

/** What was typed; lines without a user name fall out. */
export function typedGroupFrom(body: unknown): TypedGroup {
  const fields = fieldsOf(body);
  const members = [];
  for (let i = 0; i < MAX_LINES && `thanh-vien-${i}` in fields; i += 1) {
    const username = (fields[`thanh-vien-${i}`] ?? '').trim();
    if (username) members.push({ username, from: fields[`tu-${i}`] ?? '', to: fields[`den-${i}`] ?? '' });
  }
  return { name: fields['ten'] ?? '', note: fields['ghi-chu'] ?? '', members };
}

/** All groups. */
export function GroupListPage({
  desk,
  groups,
  today,
}: {
  desk: Desk;
  groups: OfficerGroup[];
  today: string;
}) {
  return (
    <OfficersFrame
      desk={desk}
      title="Nhóm cán bộ"
      sub="Giao quyền hoặc giao một bước của quy trình cho cả nhóm"
      page="groups"
      actions={
        <LinkButton href={`${GROUPS}/moi`} weight="main" icon="plus">
          Thêm nhóm
        </LinkButton>
      }
    >
      {groups.length === 0 ? (
        <NothingYet title="Chưa có nhóm nào" href={`${GROUPS}/moi`} action="Thêm nhóm">
          Nhóm gồm cán bộ của nhiều đơn vị, ví dụ “Tổ thẩm định đất đai”. Quy trình có thể giao một bước cho
          nhóm.
        </NothingYet>
      ) : (
        <Table
          label="Nhóm cán bộ"
          rows={groups}
          columns={[
            {
              label: 'Nhóm',
              cell: (group) => (
                <>
                  <a href={`${GROUPS}/${group.code}`}>{group.name}</a>
                  <span class="sub">{group.note || group.code}</span>
                </>
              ),
            },
            {
              label: 'Thành viên hiện nay',
              cell: (group) => {
                const now = group.members.filter(
                  (one) => one.validFrom <= today && (one.validTo === null || one.validTo >= today),
                );
                return now.length === 0 ? (
                  <span class="muted">Chưa có ai</span>
                ) : (
                  <span>
                    {now
                      .slice(0, 6)
                      .map((one) => one.name)
                      .join(', ')}
                    {now.length > 6 && ` và ${now.length - 6} người nữa`}
                  </span>
                );
              },
            },
            {
              label: 'Quyền',
              cell: (group) => (
                <a href={`/quan-tri/phan-quyen/sua?cho=${encodeURIComponent(`group:${group.code}`)}`}>
                  Quyền của nhóm<span class="vh"> {group.name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </OfficersFrame>
  );
}

/** Form of one group. */
export function GroupPage(props: {
  desk: Desk;
  /** null: a new one. */
  code: string | null;
  typed: TypedGroup;
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, code, typed, seen, errors = [], stale } = props;
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  const address = code === null ? `${GROUPS}/moi` : `${GROUPS}/${code}`;
  const lines: TypedGroup['members'] = [
    ...typed.members,
    ...Array.from({ length: SPARE }, () => ({ username: '', from: '', to: '' })),
  ];
  return (
    <OfficersFrame
      desk={desk}
      title={code === null ? 'Thêm nhóm' : typed.name}
      way={[{ label: 'Nhóm', href: GROUPS }]}
      failed={errors.length > 0}
      actions={
        code !== null && (
          <LinkButton
            href={`/quan-tri/phan-quyen/sua?cho=${encodeURIComponent(`group:${code}`)}`}
            icon="shield-check"
          >
            Quyền của nhóm
          </LinkButton>
        )
      }
    >
      <form class="stack" method="post" action={address} novalidate>
        {stale ? <StaleNote stale={stale} href={address} /> : <ErrorSummary errors={errors} />}
        <CsrfField />
        <SeenField seen={seen} />
        <section class="card stack">
          <TextField
            name="ten"
            label="Tên nhóm"
            value={typed.name}
            error={errorOf('ten')}
            autocomplete="off"
          />
          <TextArea name="ghi-chu" label="Nhóm làm gì" optional short value={typed.note} />
        </section>
        <fieldset class="card stack" id="thanh-vien">
          <legend class="label">Thành viên</legend>
          <p class="hint">
            Ghi tên đăng nhập. Ngày bắt đầu để trống là hôm nay. Xóa tên đăng nhập để bỏ dòng. Cần thêm dòng
            thì lưu rồi thêm tiếp.
          </p>
          {lines.map((member, index) => (
            <div class="field-row">
              <TextField
                name={`thanh-vien-${index}`}
                label={member.name ? `Tên đăng nhập (${member.name})` : `Tên đăng nhập ${index + 1}`}
                value={member.username}
                error={errorOf(`thanh-vien-${index}`)}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
              />
              <TextField
                name={`tu-${index}`}
                label="Từ ngày"
                value={member.from}
                error={errorOf(`tu-${index}`)}
                placeholder="01/12/2026"
                autocomplete="off"
              />
              <TextField
                name={`den-${index}`}
                label="Đến hết ngày"
                value={member.to}
                placeholder="30/06/2027"
                autocomplete="off"
              />
            </div>
          ))}
        </fieldset>
        <div class="row">
          <Button weight="main" icon="save">
            Lưu nhóm
          </Button>
          <LinkButton href={GROUPS} weight="quiet">
            Thôi
          </LinkButton>
        </div>
      </form>
    </OfficersFrame>
  );
}

import { hasRight, RIGHT_LABELS, type OfficerActor } from '../../../core/permission/index.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import type { OfficerRow } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, EmptyState, Icon, LinkButton, Pager, SelectField, TextField } from '../../ui/index.ts';
import { PEOPLE, RightsFrame, WHY } from './frame.tsx';
import { OFFICE_RIGHTS } from './holders.ts';

/** Persons against rights: read only, every mark leads to the reason. */
export function PeoplePage(props: {
  desk: Desk;
  agencies: readonly Agency[];
  filter: { q?: string; agencyId?: number };
  rows: OfficerRow[];
  actors: ReadonlyMap<number, OfficerActor>;
  first?: string;
  next?: string;
}) {
  const { desk, agencies, filter, rows, actors, first, next } = props;
  return (
    <RightsFrame desk={desk} title="Quyền của từng người" sub="Bấm vào dấu để biết vì sao" page="people">
      <form class="card mb-4" role="search" aria-label="Tìm cán bộ">
        <div class="field-row">
          <TextField name="q" label="Tên hoặc tên đăng nhập" type="search" value={filter.q} />
          <SelectField
            name="co-quan"
            label="Cơ quan"
            value={filter.agencyId ? String(filter.agencyId) : ''}
            options={[
              { value: '', label: 'Mọi cơ quan' },
              ...agencies.map((agency) => ({ value: String(agency.id), label: agency.shortName })),
            ]}
          />
          <div>
            <Button icon="search">Tìm</Button>
          </div>
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState
          icon="users"
          title="Không có cán bộ nào khớp"
          action={<LinkButton href={PEOPLE}>Bỏ điều kiện tìm</LinkButton>}
        >
          Thử tìm bằng một phần của tên, không cần dấu.
        </EmptyState>
      ) : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Quyền của từng người">
          <table class="table rights-matrix">
            <caption class="vh">Dòng là cán bộ, cột là quyền</caption>
            <thead>
              <tr>
                <th scope="col">Cán bộ</th>
                {OFFICE_RIGHTS.map((right) => (
                  <th scope="col">{RIGHT_LABELS[right]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <th scope="row">
                    <a href={`${WHY}?nguoi=${row.id}`}>{row.name}</a>
                    <span class="sub">{row.positions[0] ?? 'Không giữ chức vụ'}</span>
                  </th>
                  {OFFICE_RIGHTS.map((right) => {
                    const actor = actors.get(row.id);
                    return (
                      <td>
                        {actor && !row.locked && hasRight(actor, right) ? (
                          <a href={`${WHY}?nguoi=${row.id}&quyen=${right}`} class="rights-mark">
                            <Icon name="check" />
                            <span class="vh">
                              {row.name} có quyền {RIGHT_LABELS[right]}: vì sao
                            </span>
                          </a>
                        ) : (
                          <span class="vh">Không</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager first={first} next={next} />
    </RightsFrame>
  );
}

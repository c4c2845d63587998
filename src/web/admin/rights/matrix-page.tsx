import { RIGHT_LABELS } from '../../../core/permission/index.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Note,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { StaleNote } from '../parts.tsx';
import { EDIT, RIGHTS_HOME, RightsFrame } from './frame.tsx';
import { OFFICE_RIGHTS, type Holder } from './holders.ts';

/** Name of a checkbox's value. */
export const cell = (holder: string, right: string): string => `${holder}|${right}`;

/** Who can do what: rights by roles, groups and titles, every cell a checkbox. */
export function MatrixPage(props: {
  desk: Desk;
  holders: Holder[];
  /** Groups beyond those shown. */
  more: number;
  /** Newest change of each holder. */
  seen: ReadonlyMap<string, number>;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, holders, more, seen, errors = [], stale } = props;
  return (
    <RightsFrame
      desk={desk}
      title="Phân quyền"
      sub="Ai được làm gì, có hiệu lực ngay khi lưu"
      page="matrix"
      failed={errors.length > 0}
    >
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={RIGHTS_HOME} /> : <ErrorSummary errors={errors} />}
        <form class="stack" method="post" action={RIGHTS_HOME}>
          <CsrfField />
          {holders.map(({ holder }) => (
            <>
              <input type="hidden" name="cho" value={holder} />
              <input type="hidden" name={`seen-${holder}`} value={String(seen.get(holder) ?? 0)} />
            </>
          ))}
          <div class="table-box" tabIndex={0} role="region" aria-label="Bảng quyền">
            <table class="table rights-matrix">
              <caption class="vh">Dòng là quyền, cột là vai trò, nhóm hoặc chức danh</caption>
              <thead>
                <tr>
                  <th scope="col">Quyền</th>
                  {holders.map(({ holder, label, kind }) => (
                    <th scope="col">
                      <span class="sub">{kind}</span>
                      <a href={`${EDIT}?cho=${encodeURIComponent(holder)}`}>{label}</a>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {OFFICE_RIGHTS.map((right) => (
                  <tr>
                    <th scope="row">{RIGHT_LABELS[right]}</th>
                    {holders.map(({ holder, label, rights }) => (
                      <td>
                        <label>
                          <input
                            type="checkbox"
                            name="quyen"
                            value={cell(holder, right)}
                            checked={rights.includes(right)}
                            aria-label={`${label}: ${RIGHT_LABELS[right]}`}
                          />
                        </label>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {more > 0 && (
            <p class="muted sm">Còn {more} nhóm không hiện ở bảng; sửa quyền ở trang của từng nhóm.</p>
          )}
          <div class="row">
            <Button weight="main" icon="save">
              Lưu và áp dụng ngay
            </Button>
            <LinkButton href={RIGHTS_HOME} weight="quiet">
              Bỏ thay đổi
            </LinkButton>
          </div>
        </form>
        <form class="card stack" action={EDIT} aria-labelledby="chuc-danh-khac">
          <h2 id="chuc-danh-khac">Quyền theo chức danh</h2>
          <div class="field-row">
            <TextField
              name="chuc-danh"
              label="Chức danh"
              hint="Ai giữ chức danh này, ở đơn vị nào thì có quyền ở đơn vị đó"
              placeholder="Phó Trưởng phòng"
              autocomplete="off"
            />
            <div>
              <Button>Đặt quyền cho chức danh</Button>
            </div>
          </div>
        </form>
        <Note tone="info">
          Quyền về hồ sơ chỉ có ở đơn vị hoặc cơ quan nơi giữ chức vụ. Quyền của nhóm và của từng người có ở
          mọi nơi người đó giữ chức vụ. Người làm thay có quyền theo chức vụ của người vắng trong những ngày
          làm thay.
        </Note>
      </div>
    </RightsFrame>
  );
}

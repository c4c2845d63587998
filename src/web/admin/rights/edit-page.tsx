import { RIGHT_LABELS, type Right } from '../../../core/permission/index.ts';
import type { ChangeRow, StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Moment,
  Timeline,
  type FormError,
} from '../../ui/index.ts';
import { actionLabel } from '../audit/words.ts';
import { SeenField, StaleNote } from '../parts.tsx';
import { EDIT, RIGHTS_HOME, RightsFrame } from './frame.tsx';
import { OFFICE_RIGHTS } from './holders.ts';

/** Rights of one role, group, title or officer. */
export function EditRightsPage(props: {
  desk: Desk;
  holder: string;
  label: string;
  /** Where its rights count, in a sentence. */
  explanation: string;
  rights: readonly Right[];
  /** Rights an officer has besides, by positions and groups; not to be taken away here. */
  besides?: ReadonlySet<Right>;
  history: ChangeRow[];
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, holder, label, explanation, rights, besides, history, errors = [], stale } = props;
  const offered: readonly Right[] = holder === 'role:applicant' ? ['dossier.submit'] : OFFICE_RIGHTS;
  const address = `${EDIT}?cho=${encodeURIComponent(holder)}`;
  return (
    <RightsFrame desk={desk} title={`Quyền: ${label}`} failed={errors.length > 0}>
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={address} /> : <ErrorSummary errors={errors} />}
        <div class="split">
          <form class="card stack" method="post" action={address}>
            <CsrfField />
            <SeenField seen={history[0]?.id ?? 0} />
            <fieldset>
              <legend class="label">Được làm gì</legend>
              <p class="hint">{explanation}</p>
              <div class="rights-list">
                {offered.map((right) => (
                  <label class="pick">
                    <input type="checkbox" name="quyen" value={right} checked={rights.includes(right)} />
                    <span>
                      {RIGHT_LABELS[right]}
                      {besides?.has(right) && <small>Đã có theo chức vụ hoặc nhóm</small>}
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <div class="row">
              <Button weight="main" icon="save">
                Lưu và áp dụng ngay
              </Button>
              <LinkButton href={RIGHTS_HOME} weight="quiet">
                Thôi
              </LinkButton>
            </div>
          </form>
          <section class="card" aria-labelledby="lich-su">
            <h2 id="lich-su">Lịch sử</h2>
            {history.length === 0 ? (
              <p class="muted sm">Chưa có ai sửa.</p>
            ) : (
              <Timeline
                small
                items={history.map((change) => ({
                  title: <a href={`/quan-tri/nhat-ky/thay-doi/${change.id}`}>{actionLabel(change.action)}</a>,
                  at: <Moment at={change.at} />,
                  children: change.byName,
                }))}
              />
            )}
          </section>
        </div>
      </div>
    </RightsFrame>
  );
}

import { limitText } from '../../../core/deadline/index.ts';
import type { Component, ProcedureCase } from '../../../core/procedure.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import { ErrorNote, Icon, Tag } from '../../ui/index.ts';
import { amountText, onlineFees, totalText } from './fees.tsx';

export const CASE_ID = 'truong-hop';
export const AGENCY_ID = 'co-quan';
/** Up to so many agencies all show; more go into a list. */
const FEW = 6;

/** The cases with what each needs; the only one shows what to prepare. */
export function CaseChoice(props: { cases: ProcedureCase[]; chosen?: string; error?: string }) {
  const { cases, chosen, error } = props;
  const [only] = cases;
  if (cases.length === 1 && only) {
    return (
      <section class="card stack" aria-labelledby="can-gi">
        <input type="hidden" name={CASE_ID} value={only.code} />
        <h2 class="h-s" id="can-gi">
          Bạn cần chuẩn bị
        </h2>
        <CaseFacts one={only} open />
      </section>
    );
  }
  return (
    <fieldset class={error ? 'field field--error' : 'field'} aria-describedby={error && `${CASE_ID}-e`}>
      <legend>
        <h2 class="h-s mb-2">Trường hợp của bạn</h2>
      </legend>
      {error && <ErrorNote id={`${CASE_ID}-e`}>{error}</ErrorNote>}
      <div class="stack">
        {cases.map((one, i) => (
          <div class="card">
            <label class="pick">
              <input
                type="radio"
                id={i === 0 ? CASE_ID : `${CASE_ID}-${i + 1}`}
                name={CASE_ID}
                value={one.code}
                checked={one.code === chosen}
              />
              <span>
                <b>{one.name}</b>
                {one.hint && <small>{one.hint}</small>}
              </span>
            </label>
            <CaseFacts one={one} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** Limit, money and papers of a case. */
function CaseFacts({ one, open }: { one: ProcedureCase; open?: boolean }) {
  const limit = one.limits.find((row) => row.channel === 'online') ?? one.limits[0];
  const fees = onlineFees(one);
  return (
    <>
      <p class="row meta">
        {limit && (
          <span>
            <Icon name="clock" /> {limitText(limit)}
          </span>
        )}
        <span>
          <Icon name="wallet" /> {totalText(fees)}
        </span>
      </p>
      <details class="help" open={open}>
        <summary>
          <Icon name="file-text" />
          {one.components.length} giấy tờ
          {fees.length > 0 && ' và các khoản phí, lệ phí'}
          <span class="vh"> của trường hợp {one.name}</span>
        </summary>
        <div>
          <ul class="ul">
            {one.components.map((component) => (
              <li>
                {component.name} <PaperMark component={component} />
              </li>
            ))}
          </ul>
          {fees.length > 0 && (
            <ul class="ul mt-3">
              {fees.map((fee) => (
                <li>
                  {fee.name}: {amountText(fee)}
                  {fee.condition && `. ${fee.condition}`}
                </li>
              ))}
            </ul>
          )}
          {limit?.note && <p class="mt-3">Thời hạn: {limit.note}</p>}
        </div>
      </details>
    </>
  );
}

function PaperMark({ component }: { component: Component }) {
  if (component.provide === 'form') return <Tag>Điền trên mạng</Tag>;
  if (component.provide === 'present') return <Tag>Xuất trình khi đến quầy</Tag>;
  if (component.condition) return <span class="muted">({lowerFirst(component.condition)})</span>;
  return component.required ? null : <span class="muted">(nếu có)</span>;
}

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

/** Who is to handle it. */
export function AgencyChoice(props: {
  agencies: Agency[];
  chosen?: number;
  proposed: boolean;
  error?: string;
}) {
  const { agencies, chosen, proposed, error } = props;
  const [only] = agencies;
  if (agencies.length === 1 && only) {
    return (
      <section aria-labelledby="noi-nhan">
        <h2 class="h-s" id="noi-nhan">
          Nơi giải quyết
        </h2>
        <input type="hidden" name={AGENCY_ID} value={only.id} />
        <p class="mt-2">{only.name}</p>
        <p class="muted sm">{only.address}</p>
      </section>
    );
  }
  const hint = proposed ? 'Chọn sẵn theo địa chỉ trong tài khoản của bạn.' : 'Thường là nơi bạn cư trú.';
  const described = `${AGENCY_ID}-h${error ? ` ${AGENCY_ID}-e` : ''}`;
  if (agencies.length > FEW) {
    return (
      <div class={error ? 'field field--error' : 'field'}>
        <label class="label" for={AGENCY_ID}>
          Nơi giải quyết
        </label>
        <p class="hint" id={`${AGENCY_ID}-h`}>
          {hint}
        </p>
        {error && <ErrorNote id={`${AGENCY_ID}-e`}>{error}</ErrorNote>}
        <select class="select" id={AGENCY_ID} name={AGENCY_ID} aria-describedby={described}>
          <option value="">Chọn…</option>
          {agencies.map((agency) => (
            <option value={agency.id} selected={agency.id === chosen}>
              {agency.name}
            </option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <fieldset class={error ? 'field field--error' : 'field'} aria-describedby={described}>
      <legend>
        <h2 class="h-s">Nơi giải quyết</h2>
      </legend>
      <p class="hint" id={`${AGENCY_ID}-h`}>
        {hint}
      </p>
      {error && <ErrorNote id={`${AGENCY_ID}-e`}>{error}</ErrorNote>}
      <div class="grid grid--l">
        {agencies.map((agency, i) => (
          <label class="pick pick--card">
            <input
              type="radio"
              id={i === 0 ? AGENCY_ID : `${AGENCY_ID}-${i + 1}`}
              name={AGENCY_ID}
              value={agency.id}
              checked={agency.id === chosen}
            />
            <span>
              {agency.name}
              <small>{agency.address}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

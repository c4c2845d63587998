import { limitText } from '../../../core/deadline/index.ts';
import { formatMoney } from '../../../core/money.ts';
import { formatDate } from '../../../core/dates.ts';
import { offers, type AdminUnits, type Catalogues, type FormDefinition } from '../../../core/form/index.ts';
import type { Component, ProcedureCase, ProcedureDefinition } from '../../../core/procedure.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import { DEFAULT_ACCEPT, formatSize } from '../../../modules/documents/index.ts';
import { shortName } from '../../../modules/procedures/index.ts';
import type { Person } from '../../../modules/people/index.ts';
import { MAX_FILE_BYTES } from '../../http/upload-limits.ts';
import { FormErrorSummary, formNames, FormStep } from '../../ui/form/index.ts';
import { Button, ErrorNote, Facts, Icon, LinkButton, Note } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import { OfficeFrame } from '../frame.tsx';
import { knownOf, type Entered } from './entered.ts';
import { INTAKE_FORM } from './questions.ts';

export interface IntakePageProps {
  desk: Desk;
  procedure: ProcedureDefinition;
  procedureCase: ProcedureCase;
  agencies: Agency[];
  agency: Agency;
  form: FormDefinition | null;
  entered: Entered;
  /** null: nobody was looked for. */
  people: Person[] | null;
  catalogues: Catalogues;
  adminUnits: AdminUnits;
  today: string;
}

const { id: idOf } = formNames();

/** The counter's one screen for a paper dossier: person, checklist with scans, legal documents, fees, decision. */
export function IntakePage(props: IntakePageProps) {
  const { desk, procedure, procedureCase, agency, entered } = props;
  const questions = { def: INTAKE_FORM, answers: entered.answers, errors: entered.errors, ...lists(props) };
  const [people, dossier, delivery] = INTAKE_FORM.steps;
  return (
    <OfficeFrame
      desk={desk}
      title="Nhận hồ sơ tại quầy"
      active="/mot-cua/tiep-nhan"
      failed={entered.errors.length > 0}
      sub={
        <>
          {shortName(procedure.name)} · <span class="code">{procedure.code}</span> · {agency.name}
        </>
      }
      actions={
        <LinkButton weight="quiet" href="/mot-cua/tiep-nhan">
          Chọn thủ tục khác
        </LinkButton>
      }
    >
      <FormErrorSummary errors={entered.errors} />
      <CaseChoice {...props} />
      <form
        method="post"
        action={`/mot-cua/tiep-nhan/${procedure.code}`}
        enctype="multipart/form-data"
        noValidate
        class="split mt-4"
      >
        <input type="hidden" name="tn-key" value={entered.key} />
        <input type="hidden" name="tn-case" value={procedureCase.code} />
        <input type="hidden" name="tn-agency" value={agency.id} />
        <div class="stack">
          <PersonSearch typed={entered.typed} found={props.people} />
          <div class="card">
            <FormStep {...questions} step={people!} />
          </div>
          <section class="card" aria-labelledby="giay-to">
            <h2 id="giay-to" class="mb-2">
              Giấy tờ phải nộp
            </h2>
            <p class="hint mb-2">
              PDF, ảnh JPG, PNG hoặc văn bản. Mỗi tệp tối đa <b>{formatSize(MAX_FILE_BYTES)}</b>, quét 300
              dpi; chọn được nhiều tệp cho một giấy tờ.
            </p>
            {procedureCase.components.length === 0 && <p>Thủ tục này không phải nộp giấy tờ.</p>}
            <ul class="ticks">
              {procedureCase.components.map((component) => (
                <PaperRow component={component} entered={entered} />
              ))}
            </ul>
          </section>
          <ElectronicForm {...props} />
          <section class="card" aria-label="Hồ sơ">
            <FormStep {...questions} step={dossier!} />
          </section>
        </div>
        <div class="stack">
          <section class="card" aria-labelledby="hen">
            <h2 id="hen" class="mb-2">
              Thời hạn
            </h2>
            <Facts
              tight
              items={[
                { label: 'Thời hạn', value: limitOf(procedureCase) },
                { label: 'Số bộ', value: String(procedure.sets) },
                { label: 'Giải quyết', value: agency.name },
              ]}
            />
          </section>
          <Fees procedureCase={procedureCase} entered={entered} />
          <section class="card" aria-label="Trả kết quả">
            <FormStep {...questions} step={delivery!} />
          </section>
          <section class="card" aria-labelledby="luat">
            <h2 id="luat" class="mb-2">
              Văn bản áp dụng
            </h2>
            <ul class="ticks sm">
              {procedure.legalBasis.map((document) => (
                <li>
                  <Icon name="book-open" />
                  <span>
                    {document.name}
                    <span class="sub code">{document.number}</span>
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <Decision entered={entered} />
        </div>
      </form>
    </OfficeFrame>
  );
}

const lists = ({ catalogues, adminUnits, today }: IntakePageProps) => ({ catalogues, adminUnits, today });

function limitOf(procedureCase: ProcedureCase): string {
  const limit = procedureCase.limits.find((one) => one.channel === 'counter') ?? procedureCase.limits[0];
  return limit ? limitText(limit) : 'Không có thông tin';
}

/** Case and agency come first: papers, limits and fees follow from them. */
function CaseChoice({ procedure, procedureCase, agencies, agency }: IntakePageProps) {
  if (procedure.cases.length < 2 && agencies.length < 2) return null;
  return (
    <form method="get" action={`/mot-cua/tiep-nhan/${procedure.code}`} class="card row">
      {procedure.cases.length > 1 && (
        <div class="grow">
          <label class="label" for="th">
            Trường hợp
          </label>
          <select class="select" id="th" name="th">
            {procedure.cases.map((one) => (
              <option value={one.code} selected={one.code === procedureCase.code}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
      {agencies.length > 1 && (
        <div class="grow">
          <label class="label" for="cq">
            Cơ quan giải quyết
          </label>
          <select class="select" id="cq" name="cq">
            {agencies.map((one) => (
              <option value={one.id} selected={one.id === agency.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <Button>Đổi trường hợp</Button>
    </form>
  );
}

/** The contact book (II.5.7): what is known of a person is chosen, not typed again. */
function PersonSearch({ typed, found }: { typed: string; found: Person[] | null }) {
  return (
    <section class="card stack" aria-labelledby="tim-nguoi">
      <h2 id="tim-nguoi">Tìm trong danh bạ</h2>
      <div class="row">
        <div class="grow">
          <label class="label" for="tn-find">
            Số định danh, mã số thuế, điện thoại hoặc tên
          </label>
          <input class="input" id="tn-find" name="tn-find" value={typed} autocomplete="off" />
        </div>
        <Button name="tn-viec" value="tim" icon="search" formNoValidate>
          Tìm người
        </Button>
      </div>
      {found?.length === 0 && (
        <Note tone="info">Chưa có ai như vậy trong danh bạ. Nhập thông tin người nộp ở dưới.</Note>
      )}
      {found && found.length > 0 && (
        <ul class="ticks">
          {found.map((person) => (
            <li>
              <Icon name="user" />
              <span>
                <b>{person.name}</b>
                <span class="sub">
                  {[
                    person.identity_no,
                    person.birth_date && `sinh ${formatDate(person.birth_date)}`,
                    person.phone,
                    person.address && `${person.address.detail}, ${person.address.commune}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <Button size="sm" name="tn-chon" value={String(person.id)}>
                Chọn<span class="vh"> {person.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function PaperRow({ component, entered }: { component: Component; entered: Entered }) {
  const { code, name } = component;
  const paper = entered.papers.find((one) => one.component === code);
  const field = `files.${code}`;
  const errors = entered.errors.filter((error) => error.path === field);
  const counts = [
    component.originals > 0 && `${component.originals} bản chính`,
    component.copies > 0 && `${component.copies} bản sao`,
  ].filter(Boolean);
  return (
    <li>
      <input
        type="checkbox"
        id={`co-${code}`}
        name={`tn-given.${code}`}
        value="1"
        checked={paper?.given}
        aria-label={`Đã nhận ${name}`}
      />
      <div class="stack g1">
        <label for={`co-${code}`}>
          <b>{name}</b>
          <span class="sub">
            {[counts.join(', '), !component.required && 'khi có', component.condition]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </label>
        {errors.map((error) => (
          <ErrorNote id={`${idOf(field)}-e`}>{error.message}</ErrorNote>
        ))}
        {paper?.files.map((file) => (
          <p class="row g1 sm">
            <input type="hidden" name={`tn-file.${code}`} value={file.id} />
            <Icon name="file-text" />
            {file.name} <span class="muted">{formatSize(file.size)}</span>
            <a href={`/mot-cua/tiep-nhan/tep/${file.id}`} target="_blank" rel="noopener">
              Xem<span class="vh"> {file.name}, mở ở thẻ mới</span>
            </a>
            <button class="btn btn--quiet btn--sm" name="tn-bo" value={file.id}>
              Bỏ<span class="vh"> {file.name}</span>
            </button>
          </p>
        ))}
        <div class="row g1">
          <label class="vh" for={idOf(field)}>
            Bản quét của {name}
          </label>
          <input
            type="file"
            id={idOf(field)}
            name={field}
            multiple
            accept={DEFAULT_ACCEPT.map((extension) => `.${extension}`).join(',')}
            aria-describedby={errors.length > 0 ? `${idOf(field)}-e` : undefined}
          />
        </div>
        <details open={paper?.want !== ''}>
          <summary class="sm">Cần bổ sung gì ở giấy tờ này</summary>
          <label class="vh" for={`want-${code}`}>
            Cần bổ sung ở {name}
          </label>
          <input
            class="input"
            id={`want-${code}`}
            name={`tn-want.${code}`}
            value={paper?.want}
            maxLength={500}
          />
        </details>
      </div>
      <span />
    </li>
  );
}

/** The procedure's own form, filled in for the person; opened only when the officer wants it. */
function ElectronicForm(props: IntakePageProps) {
  const { form, entered } = props;
  if (!form) return null;
  if (!entered.withForm) {
    return (
      <section class="card row row--between" aria-labelledby="to-khai">
        <div>
          <h2 id="to-khai">{form.title}</h2>
          <p class="sm muted">Kết quả được in từ tờ khai này. Nhập khi người nộp mang tờ khai giấy.</p>
        </div>
        <Button name="tn-viec" value="mo-to-khai">
          Nhập tờ khai
        </Button>
      </section>
    );
  }
  const offered = offers(form, knownOf(entered.answers), entered.form, { catalogues: props.catalogues });
  return (
    <section class="card stack" aria-labelledby="to-khai">
      <input type="hidden" name="tn-form" value="1" />
      <div class="row row--between">
        <h2 id="to-khai">{form.title}</h2>
        <Button size="sm" weight="quiet" name="tn-viec" value="dong-to-khai">
          Không nhập tờ khai
        </Button>
      </div>
      {form.steps.map((step) => (
        <fieldset class="stack">
          <legend class="h-s">{step.title}</legend>
          <FormStep
            def={form}
            step={step}
            answers={entered.form}
            errors={entered.errors}
            offers={Object.fromEntries(
              Object.entries(offered).filter(([path]) => pathsOf(step.items).some((one) => one === path)),
            )}
            {...lists(props)}
          />
        </fieldset>
      ))}
    </section>
  );
}

function pathsOf(items: FormDefinition['steps'][number]['items']): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'field') return [item.path];
    return item.kind === 'group' ? pathsOf(item.items) : [];
  });
}

function Fees({ procedureCase, entered }: { procedureCase: ProcedureCase; entered: Entered }) {
  const fees = procedureCase.fees.filter((fee) => fee.amount !== 0 && fee.channel !== 'online');
  return (
    <section class="card stack" aria-labelledby="phi">
      <h2 id="phi">Phí, lệ phí</h2>
      {fees.length === 0 && <p>Không thu phí, lệ phí.</p>}
      {fees.map((fee) => {
        const field = `fees.${fee.code}`;
        const error = entered.errors.find((one) => one.path === field);
        return (
          <div class={error ? 'field field--error' : 'field'}>
            <label class="label" for={idOf(field)}>
              {fee.name}
            </label>
            <p class="hint" id={`${idOf(field)}-h`}>
              {[
                fee.amount === null
                  ? 'Mức thu do HĐND tỉnh quy định'
                  : `${formatMoney(fee.amount)}/${fee.per ?? 'hồ sơ'}`,
                fee.condition,
              ]
                .filter(Boolean)
                .join('. ')}
            </p>
            {error && <ErrorNote id={`${idOf(field)}-e`}>{error.message}</ErrorNote>}
            <input
              class="input input--short"
              id={idOf(field)}
              name={`tn-fee.${fee.code}`}
              inputMode="numeric"
              value={entered.fees.find((one) => one.code === fee.code)?.amount}
              aria-describedby={`${idOf(field)}-h`}
            />
          </div>
        );
      })}
      {fees.length > 0 && (
        <>
          <label class="pick">
            <input type="checkbox" name="tn-paid" value="1" checked={entered.paid} />
            <span>Đã thu tiền tại quầy</span>
          </label>
          <div class="field">
            <label class="label" for={idOf('receiptNo')}>
              Số biên lai <span class="opt">(khi đã thu)</span>
            </label>
            {entered.errors
              .filter((error) => error.path === 'receiptNo')
              .slice(0, 1)
              .map((error) => (
                <ErrorNote id="bl-e">{error.message}</ErrorNote>
              ))}
            <input
              class="input input--short"
              id={idOf('receiptNo')}
              name="tn-receipt"
              value={entered.receiptNo}
            />
          </div>
        </>
      )}
    </section>
  );
}

/** What becomes of the dossier: taken in, sent back for more, or not taken (Decree 61/2018, art. 17.1). */
function Decision({ entered }: { entered: Entered }) {
  const errors = entered.errors.filter((error) => ['reason', 'items', ''].includes(error.path));
  return (
    <section class="card stack" aria-labelledby="quyet">
      <h2 id="quyet">Tiếp nhận</h2>
      <Button weight="main" block name="tn-viec" value="tiep-nhan-chuyen" icon="check">
        Tiếp nhận, chuyển xử lý và in giấy hẹn
      </Button>
      <Button block name="tn-viec" value="tiep-nhan" icon="inbox">
        Tiếp nhận, chuyển sau
      </Button>
      <div class={errors.length > 0 ? 'field field--error' : 'field'}>
        <label class="label" for={idOf('reason')}>
          Lý do <span class="opt">(khi yêu cầu bổ sung hoặc không tiếp nhận)</span>
        </label>
        {errors.map((error) => (
          <ErrorNote id="ly-do-e">{error.message}</ErrorNote>
        ))}
        <textarea class="textarea short" id={idOf('reason')} name="tn-reason" maxLength={4000}>
          {entered.reason}
        </textarea>
      </div>
      <div class="row">
        <Button name="tn-viec" value="bo-sung" icon="file-warning">
          Yêu cầu bổ sung
        </Button>
        <Button weight="stop" name="tn-viec" value="khong-tiep-nhan" icon="ban">
          Không tiếp nhận
        </Button>
      </div>
    </section>
  );
}

import type { AnswerRow, AnswerSection, FormDefinition } from '../../../core/form/index.ts';
import { findItem } from '../../../core/form/index.ts';
import { LinkButton } from '../controls.tsx';
import { Facts, type Fact } from '../data.tsx';
import { Document } from '../document.tsx';
import { Icon } from '../icon.tsx';

export interface PrintPageProps {
  /** Above the title: "Bản nháp, chưa nộp". */
  state: string;
  title: string;
  /** Whom the form is addressed to. */
  agency?: string;
  form: FormDefinition | null;
  /** Number, agency, case, dates. */
  facts: Fact[];
  sections: AnswerSection[];
  papers: { name: string; text: string }[];
  printedAt: string;
  back: { href: string; label: string };
}

/** What was filled in, on A4 as the paper form has it (II.2.1), without the frame of the portal (III.1.3). */
export function PrintPage(props: PrintPageProps) {
  const { title, form } = props;
  return (
    <Document title={`${form?.title ?? title} – bản in`} surface="portal" styles={['slip.css']}>
      <main id="noi-dung">
        <div class="slipbar no-print row">
          <LinkButton href={props.back.href} icon="arrow-left">
            {props.back.label}
          </LinkButton>
          <button class="btn" type="button" hidden data-print>
            <Icon name="printer" />
            In
          </button>
          <span class="muted sm">In bằng lệnh In của trình duyệt (Ctrl + P), hoặc chọn “Lưu thành PDF”.</span>
        </div>
        <PaperForm {...props} />
      </main>
    </Document>
  );
}

/** The sheet itself: motto, title, addressee, sections with their lines, promises, place for date and signature. */
export function PaperForm({
  state,
  title,
  agency,
  form,
  facts,
  sections,
  papers,
  printedAt,
}: Omit<PrintPageProps, 'back'>) {
  const promises: AnswerRow[] = [];
  const isPromise = (row: AnswerRow): boolean => {
    const item = form && findItem(form, row.path)?.item;
    return item?.kind === 'field' && item.input === 'declaration';
  };
  return (
    <article class="sheet p-form">
      <p class="p-state">{state}</p>
      {form?.legalBasis && <p class="p-basis">{form.legalBasis}</p>}
      <p class="p-motto">
        <b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>
        <br />
        <b>Độc lập – Tự do – Hạnh phúc</b>
      </p>
      <h1>{form?.title ?? title}</h1>
      {agency && (
        <p class="p-to">
          Kính gửi: <b>{agency}</b>
        </p>
      )}
      {sections.map((section) => {
        const rows = section.rows.filter((row) => !isPromise(row));
        promises.push(...section.rows.filter(isPromise));
        return rows.length === 0 ? null : (
          <section>
            <h2>{section.title}</h2>
            <dl class="p-rows">
              {rows.map((row) => (
                <div>
                  <dt class={row.label.endsWith('?') ? 'p-asks' : undefined}>
                    {row.label.replace(/[.:]$/, '')}
                  </dt>{' '}
                  <dd>{row.text === '' ? <Blank /> : <Multiline text={row.text} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      {papers.length > 0 && (
        <section>
          <h2>Giấy tờ kèm theo</h2>
          <ul class="p-papers">
            {papers.map((paper) => (
              <li>
                {paper.name}: {paper.text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {promises.map((row) => (
        <p class="p-promise">
          {row.label}
          {row.text === '' ? '' : ` (${row.text.toLocaleLowerCase('vi')})`}
        </p>
      ))}
      <div class="p-sign">
        <p>
          …………………, ngày …… tháng …… năm ………
          <br />
          <b>Người khai</b>
          <br />
          <i>(Ký, ghi rõ họ, chữ đệm và tên)</i>
        </p>
      </div>
      <footer class="p-foot">
        <Facts items={[{ label: 'Thủ tục', value: title }, ...facts]} tight />
        <p>Bản in lúc {printedAt}</p>
      </footer>
    </article>
  );
}

/** A line to write on. */
const Blank = () => (
  <>
    <span class="p-dots" aria-hidden="true" />
    <span class="vh">để trống</span>
  </>
);

const Multiline = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, i) => (
      <>
        {i > 0 && <br />}
        {line}
      </>
    ))}
  </>
);

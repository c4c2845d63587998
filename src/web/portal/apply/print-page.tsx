import type { AnswerSection, FormDefinition } from '../../../core/form/index.ts';
import { AnswersTable } from '../../ui/form/index.ts';
import { Document, Facts, Icon, LinkButton, type Fact } from '../../ui/index.ts';

export interface PrintPageProps {
  /** Above the title: "Bản nháp, chưa nộp". */
  state: string;
  title: string;
  form: FormDefinition | null;
  /** Number, agency, case, dates. */
  facts: Fact[];
  sections: AnswerSection[];
  papers: { name: string; text: string }[];
  printedAt: string;
  back: { href: string; label: string };
}

/** What was filled in, on paper: A4, without the frame of the portal (III.1.3). */
export function PrintPage(props: PrintPageProps) {
  const { title, form, sections, papers } = props;
  return (
    <Document title={`${form?.title ?? title} – bản in`} surface="portal">
      <main id="noi-dung" class="wrap measure stack g5 page-head">
        <p class="row no-print">
          <LinkButton href={props.back.href} icon="arrow-left">
            {props.back.label}
          </LinkButton>
          <button class="btn" type="button" hidden data-print>
            <Icon name="printer" />
            In
          </button>
          <span class="muted sm">In bằng lệnh In của trình duyệt (Ctrl + P), hoặc chọn “Lưu thành PDF”.</span>
        </p>
        <header>
          <p class="muted">{props.state}</p>
          <h1>{form?.title ?? title}</h1>
          {form?.legalBasis && <p class="muted sm">{form.legalBasis}</p>}
        </header>
        <Facts items={[{ label: 'Thủ tục', value: title }, ...props.facts]} />
        {sections.length > 0 && (
          <div class="table-box">
            <AnswersTable sections={sections} />
          </div>
        )}
        {papers.length > 0 && (
          <section>
            <h2 class="h-s mb-2">Giấy tờ</h2>
            <ul class="ul">
              {papers.map((paper) => (
                <li>
                  {paper.name}: {paper.text}
                </li>
              ))}
            </ul>
          </section>
        )}
        <p class="muted sm">Bản in lúc {props.printedAt}</p>
      </main>
    </Document>
  );
}

import { formatDate } from '../../../core/dates.ts';
import type { ProcedureCase } from '../../../core/procedure.ts';
import {
  feesHeadline,
  limitsHeadline,
  shortName,
  type PublishedProcedure,
} from '../../../modules/procedures/index.ts';
import { Icon, LinkButton, Note, PortalLayout, usePage, type IconName } from '../../ui/index.ts';
import { searchAddress } from '../search/filters.ts';
import { LevelTag } from '../search/results.tsx';
import { Papers } from './papers.tsx';
import { Places, type Place } from './places.tsx';
import { Laws, LimitsAndFees, Lines, Results, ReviewNote, Steps } from './sections.tsx';
import { structuredData } from './structured-data.ts';

export interface ProcedurePageProps {
  procedure: PublishedProcedure;
  /** The case that limits, fees and papers are shown for. */
  shown: ProcedureCase | undefined;
  places: readonly Place[];
  publicUrl: string;
  /** Drawn for an administrator before publication: where this look is, and the way back. */
  preview?: { here: string; back: string };
}

/** Names of procedures and results run to several lines; where one line must do, longer ones are not repeated. */
const LONG_NAME = 60;

/** Everything there is to know about a procedure, and the way to file. */
export function ProcedurePage(props: ProcedurePageProps) {
  const { procedure, shown, places, preview } = props;
  const { online } = procedure;
  const { definition } = procedure;
  const { site } = usePage();
  const name = shortName(procedure.name);
  const sections = sectionsOf(props);
  return (
    <PortalLayout
      title={name}
      active="/thu-tuc"
      description={definition.summary}
      sideLabel="Làm thủ tục này"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: definition.field.name, href: searchAddress({ field: [definition.field.code] }) },
        ...(definition.group
          ? [{ label: definition.group.name, href: searchAddress({ group: [definition.group.code] }) }]
          : []),
        { label: name.length > LONG_NAME ? `Thủ tục ${procedure.code}` : name },
      ]}
      heading={<Heading procedure={procedure} name={name} />}
      side={<Aside procedure={procedure} />}
    >
      {preview && (
        <Note tone="warn" icon="eye" title="Bạn đang xem trước bản nháp.">
          Người dân chưa thấy bản này. <a href={preview.back}>Quay lại sửa</a>
        </Note>
      )}
      {online && (
        <div class="only-phone">
          <Apply code={procedure.code} />
        </div>
      )}
      {procedure.replacedBy && (
        <Note
          tone="warn"
          title={
            procedure.validTo
              ? `Thủ tục này ngừng áp dụng từ ${formatDate(procedure.validTo)}.`
              : 'Thủ tục này đã được thay thế.'
          }
        >
          <a href={`/thu-tuc/${procedure.replacedBy}`}>Xem thủ tục mới, mã {procedure.replacedBy}</a>
        </Note>
      )}
      {places.length === 0 && (
        <Note tone="info" title={`Cơ quan trong ${site.place} chưa nhận thủ tục này trên cổng.`}>
          Nội dung dưới đây để bạn tham khảo. Cần nộp hồ sơ, gọi {site.hotline} để được chỉ nơi nhận.
        </Note>
      )}
      {procedure.needsReview && <ReviewNote review={definition.review ?? []} />}
      {shown && <KeyFacts shown={shown} procedure={procedure} />}
      <nav class="card toc" aria-label="Trong trang này">
        <h2 class="h-s mb-2">Trong trang này</h2>
        <ol class="ol">
          {sections.map((section) => (
            <li>
              <a href={`#${section.id}`}>{section.title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {sections.map((section) => (
        <section id={section.id} aria-labelledby={`${section.id}-h`}>
          <h2 id={`${section.id}-h`} class="mb-4">
            {section.title}
          </h2>
          {section.body}
        </section>
      ))}
      <p class="muted sm">
        Phiên bản {procedure.version}, áp dụng từ {formatDate(procedure.validFrom)}
        {definition.decision && `. Quyết định công bố: ${definition.decision}`}.
      </p>
      <script
        type="application/ld+json"
        dangerouslySetInnerHTML={{ __html: structuredData(props, site.place) }}
      />
    </PortalLayout>
  );
}

function sectionsOf({ procedure, shown, places, preview }: ProcedurePageProps) {
  const { definition } = procedure;
  const { review = [] } = definition;
  const all = [
    {
      id: 'buoc',
      title: 'Các bước',
      body: definition.steps.length > 0 && <Steps steps={definition.steps} />,
    },
    {
      id: 'giay-to',
      title: 'Giấy tờ cần có',
      body: shown && <Papers definition={definition} shown={shown} here={preview?.here} />,
    },
    {
      id: 'han',
      title: 'Thời hạn và lệ phí',
      body: shown && <LimitsAndFees definition={definition} shown={shown} review={review} />,
    },
    {
      id: 'dieu-kien',
      title: 'Yêu cầu, điều kiện',
      body: definition.conditions.length > 0 && <Lines lines={definition.conditions} />,
    },
    {
      id: 'ket-qua',
      title: 'Kết quả',
      body: definition.results.length > 0 && <Results results={definition.results} />,
    },
    { id: 'noi-nop', title: 'Nơi nộp', body: places.length > 0 && <Places places={places} /> },
    {
      id: 'can-cu',
      title: 'Căn cứ pháp lý',
      body: definition.legalBasis.length > 0 && <Laws laws={definition.legalBasis} />,
    },
  ];
  return all.filter((section) => section.body);
}

function Heading({ procedure, name }: { procedure: PublishedProcedure; name: string }) {
  const { definition } = procedure;
  return (
    <div>
      <p class="row">
        <LevelTag level={definition.serviceLevel.level} />
        <span class="muted sm">
          Mã thủ tục <span class="code">{procedure.code}</span>
        </span>
      </p>
      <h1 class="mt-2">{name}</h1>
      <p class="lead mt-2">{definition.summary}</p>
    </div>
  );
}

function KeyFacts({ shown, procedure }: { shown: ProcedureCase; procedure: PublishedProcedure }) {
  const toHandIn = shown.components.filter((one) => one.required && one.provide !== 'present').length;
  const [result] = procedure.definition.results;
  const facts: { icon: IconName; label: string; value: string }[] = [
    { icon: 'clock', label: 'Thời hạn', value: limitsHeadline(shown.limits) },
    { icon: 'banknote', label: 'Phí, lệ phí', value: feesHeadline(shown.fees) },
    {
      icon: 'file-text',
      label: 'Giấy tờ',
      value: toHandIn > 0 ? `${toHandIn} giấy phải nộp` : 'Xem danh sách',
    },
    ...(result ? [{ icon: 'badge-check' as const, label: 'Kết quả', value: briefly(result.name) }] : []),
  ];
  return (
    <ul class="keyfacts" aria-label="Tóm tắt">
      {facts.map((fact) => (
        <li>
          <Icon name={fact.icon} />
          <span>
            <small>{fact.label}</small>
            <b>{fact.value}</b>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A long name would push the other facts apart; it stands in its section. */
const briefly = (name: string): string => (name.length > LONG_NAME ? 'Xem mục Kết quả' : name);

function Apply({ code }: { code: string }) {
  return (
    <LinkButton weight="main" size="lg" block iconAfter="arrow-right" href={`/nop-ho-so/${code}`}>
      Nộp hồ sơ trực tuyến
    </LinkButton>
  );
}

function Aside({ procedure }: { procedure: PublishedProcedure }) {
  const { definition, online } = procedure;
  const { site, exists } = usePage();
  return (
    <>
      <div class="card stack raised">
        {online ? (
          <>
            <h2 class="h-s">Sẵn sàng chưa?</h2>
            <p class="muted">Dừng lúc nào cũng được. Những gì bạn điền đã được lưu.</p>
            <Apply code={procedure.code} />
          </>
        ) : (
          <>
            <h2 class="h-s">Nộp ở đâu?</h2>
            <p class="muted">
              {procedure.agencies.length > 0
                ? 'Thủ tục này nhận hồ sơ tại quầy hoặc qua bưu chính.'
                : `Gọi ${site.hotline} để được chỉ nơi nhận hồ sơ.`}
            </p>
          </>
        )}
        {procedure.agencies.length > 0 && <a href="#noi-nop">Xem nơi nộp trực tiếp</a>}
      </div>
      <ul class="links card">
        {exists('/hoi-dap') && (
          <li>
            <a href={`/hoi-dap?thu-tuc=${procedure.code}`}>
              <Icon name="message-circle-question-mark" />
              <span class="grow">Hỏi về thủ tục này</span>
            </a>
          </li>
        )}
        <li>
          <a href={searchAddress({ field: [definition.field.code] })}>
            <Icon name="link" />
            <span class="grow">Thủ tục khác về {definition.field.name}</span>
          </a>
        </li>
        <li>
          <a href="/huong-dan">
            <Icon name="book-open" />
            <span class="grow">Hướng dẫn nộp hồ sơ</span>
          </a>
        </li>
      </ul>
    </>
  );
}

import { formatNumber } from '../../../core/money.ts';
import type { Content, LifeEvent } from '../../../modules/content/index.ts';
import { shortName, type Entry, type ProcedureCounts } from '../../../modules/procedures/index.ts';
import { ICONS, type IconName } from '../../ui/icons.ts';
import { Button, Icon, LinkButton, PortalLayout, usePage } from '../../ui/index.ts';
import { SearchForm } from '../search/page.tsx';
import { AllProcedures } from './all-procedures.tsx';

export interface HomePageProps {
  counts: ProcedureCounts;
  content: Content;
  /** Procedures that many look for. */
  popular: readonly Entry[];
  audience: LifeEvent['audience'];
}

/** Search first; then life events, all procedures by field, agency and level, answers and guides. */
export function HomePage({ counts, content, popular, audience }: HomePageProps) {
  const { site } = usePage();
  return (
    <PortalLayout
      title="Trang chủ"
      heading={null}
      description={`Tìm hướng dẫn, nộp hồ sơ trực tuyến và theo dõi kết quả thủ tục hành chính của ${site.place}.`}
    >
      <Hero counts={counts} popular={popular} />
      <LifeEvents events={content.lifeEvents} audience={audience} />
      <AllProcedures counts={counts} />
      <Help content={content} />
    </PortalLayout>
  );
}

function Hero({ counts, popular }: Pick<HomePageProps, 'counts' | 'popular'>) {
  const { exists } = usePage();
  return (
    <section class="hero">
      <div class="wrap">
        <div class="with-side">
          <div class="stack">
            <h1>Hôm nay bạn cần làm thủ tục gì?</h1>
            <p class="lead">
              Tìm hướng dẫn của {formatNumber(counts.total)} thủ tục, nộp hồ sơ và nhận kết quả – ở nhà, tại
              quầy hoặc qua bưu điện.
            </p>
            <SearchForm large />
            {popular.length > 0 && (
              <nav aria-label="Thủ tục thường được nộp">
                <p class="sm mb-2">Thường được nộp</p>
                <ul class="row chips">
                  {popular.map((entry) => (
                    <li>
                      <a class="chip" href={`/thu-tuc/${entry.code}`}>
                        {shortName(entry.name)}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
          </div>
          {exists('/tra-cuu') && <LookUp />}
        </div>
      </div>
    </section>
  );
}

function LookUp() {
  const { exists } = usePage();
  return (
    <section class="card lookup" aria-labelledby="tra-cuu">
      <h2 id="tra-cuu">
        <Icon name="scan-barcode" /> Tra cứu hồ sơ
      </h2>
      <form action="/tra-cuu" class="stack">
        <div class="field">
          <label class="label" for="ma">
            Mã hồ sơ
          </label>
          <p class="hint" id="ma-h">
            Dòng chữ dưới mã vạch trên giấy hẹn
          </p>
          <input
            class="input"
            id="ma"
            name="ma"
            aria-describedby="ma-h"
            placeholder="000.00.15.H99-261123-0007"
            autocapitalize="characters"
            autocomplete="off"
            spellcheck={false}
          />
        </div>
        <Button weight="main" block>
          Xem hồ sơ đang ở đâu
        </Button>
        {exists('/ho-so') && (
          <p class="sm">
            Bạn nộp trên mạng? <a href="/ho-so">Xem hồ sơ của tôi</a>
          </p>
        )}
      </form>
    </section>
  );
}

function LifeEvents({ events, audience }: { events: readonly LifeEvent[]; audience: LifeEvent['audience'] }) {
  if (events.length === 0) return null;
  const tabs = [
    { audience: 'citizen', href: '/', label: 'Người dân' },
    { audience: 'organisation', href: '/?cho=doanh-nghiep', label: 'Doanh nghiệp' },
  ];
  return (
    <section class="section wrap" aria-labelledby="doi-song">
      <div class="row row--between mb-4">
        <h2 id="doi-song">Theo việc trong đời sống</h2>
        <nav class="btn-group" aria-label="Đối tượng">
          {tabs.map((tab) => (
            <a
              class="btn btn--sm"
              href={`${tab.href}#doi-song`}
              aria-current={tab.audience === audience ? 'true' : undefined}
            >
              {tab.label}
            </a>
          ))}
        </nav>
      </div>
      <div class="grid">
        {events
          .filter((event) => event.audience === audience)
          .map((event) => (
            <a class="tile" href={`/viec/${event.code}`}>
              <span class="tile__ico">
                <Icon name={iconOf(event)} />
              </span>
              <span>
                {event.title}
                <small>{event.hint}</small>
              </span>
            </a>
          ))}
      </div>
    </section>
  );
}

/** Icon of a life event; editors may name one that we do not have. */
export const iconOf = (event: LifeEvent): IconName =>
  event.icon in ICONS ? (event.icon as IconName) : 'file-text';

const FAQ_SHOWN = 4;

function Help({ content }: { content: Content }) {
  const { exists } = usePage();
  if (content.faq.length + content.guides.length === 0) return null;
  return (
    <section class="section wrap" id="hoi-dap" aria-labelledby="hoi-nhanh">
      <div class="grid grid--l gap-lg">
        <div>
          <h2 id="hoi-nhanh" class="mb-2">
            Hỏi nhanh đáp gọn
          </h2>
          {content.faq.slice(0, FAQ_SHOWN).map((one, at) => (
            <Question question={one.question} answer={one.answer} open={at === 0} />
          ))}
          <p class="mt-3">
            <a href="/huong-dan#hoi-dap">Xem {content.faq.length} câu hỏi thường gặp</a>
          </p>
        </div>
        <div class="stack">
          <h2>Hướng dẫn từng bước</h2>
          <ul class="links card">
            {content.guides.map((guide) => (
              <li>
                <a href={`/huong-dan/${guide.slug}`}>
                  <span class="row nw">
                    <Icon name="book-open" />
                    <span>{guide.title}</span>
                  </span>
                  <Icon name="chevron-right" />
                </a>
              </li>
            ))}
          </ul>
          {exists('/gop-y') && (
            <section class="card tinted">
              <h3>Phản ánh, kiến nghị</h3>
              <p class="muted mt-2">
                Gặp thái độ chưa đúng mực, bị đòi giấy tờ ngoài quy định, hồ sơ trễ hạn? Gửi cho chúng tôi.
              </p>
              <p class="row mt-4">
                <LinkButton weight="main" icon="megaphone" href="/gop-y">
                  Gửi phản ánh
                </LinkButton>
              </p>
            </section>
          )}
        </div>
      </div>
    </section>
  );
}

/** A question that opens to its answer. */
export function Question({ question, answer, open }: { question: string; answer: string; open?: boolean }) {
  return (
    <details class="accord" open={open}>
      <summary>
        {question}
        <Icon name="chevron-down" />
      </summary>
      <p class="muted">{answer}</p>
    </details>
  );
}

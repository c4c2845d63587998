import type { Content, Faq, Guide } from '../../../modules/content/index.ts';
import { EmptyState, Icon, LinkButton, PortalLayout } from '../../ui/index.ts';
import { Question } from '../home/page.tsx';

/** All guides, and the questions that many ask, by topic. */
export function GuidesPage({ content }: { content: Content }) {
  const topics = [...new Set(content.faq.map((one) => one.topic))];
  return (
    <PortalLayout
      title="Hướng dẫn và hỏi đáp"
      active="/huong-dan"
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Hướng dẫn' }]}
      lead="Cách nộp hồ sơ, bổ sung giấy tờ, trả phí và nhận kết quả."
      description="Hướng dẫn từng bước và câu hỏi thường gặp khi nộp hồ sơ trực tuyến."
    >
      {content.faq.length + content.guides.length === 0 && (
        <EmptyState
          icon="book-open"
          title="Chưa có hướng dẫn nào"
          action={<LinkButton href="/thu-tuc">Tìm thủ tục</LinkButton>}
        >
          Các bước của từng thủ tục nằm trong trang của thủ tục đó.
        </EmptyState>
      )}
      {content.guides.length > 0 && (
        <section aria-labelledby="huong-dan">
          <h2 id="huong-dan" class="mb-4">
            Hướng dẫn từng bước
          </h2>
          <div class="grid grid--l">
            {content.guides.map((guide) => (
              <a class="tile" href={`/huong-dan/${guide.slug}`}>
                <span class="tile__ico">
                  <Icon name="book-open" />
                </span>
                <span>
                  {guide.title}
                  <small>{guide.lead}</small>
                </span>
              </a>
            ))}
          </div>
        </section>
      )}
      {topics.length > 0 && (
        <section id="hoi-dap" aria-labelledby="cau-hoi">
          <h2 id="cau-hoi" class="mb-2">
            Câu hỏi thường gặp
          </h2>
          {topics.map((topic) => (
            <Topic topic={topic} questions={content.faq.filter((one) => one.topic === topic)} />
          ))}
        </section>
      )}
    </PortalLayout>
  );
}

function Topic({ topic, questions }: { topic: string; questions: readonly Faq[] }) {
  return (
    <section class="mt-4">
      <h3 class="h-s mb-2">{topic}</h3>
      {questions.map((one) => (
        <Question question={one.question} answer={one.answer} />
      ))}
    </section>
  );
}

/** One guide. */
export function GuidePage({ guide, others }: { guide: Guide; others: readonly Guide[] }) {
  return (
    <PortalLayout
      title={guide.title}
      active="/huong-dan"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hướng dẫn', href: '/huong-dan' },
        { label: guide.title },
      ]}
      lead={guide.lead}
      description={guide.lead}
      side={
        others.length > 0 && (
          <section class="card">
            <h2 class="h-s mb-2">Hướng dẫn khác</h2>
            <ul class="links">
              {others.map((other) => (
                <li>
                  <a href={`/huong-dan/${other.slug}`}>{other.title}</a>
                </li>
              ))}
            </ul>
          </section>
        )
      }
    >
      <ol class="timeline">
        {guide.steps.map((step, at) => (
          <li>
            <span class="dot">{at + 1}</span>
            <b>{step.title}</b>
            <p class="muted">{step.text}</p>
          </li>
        ))}
      </ol>
      <p>
        <LinkButton weight="main" href="/thu-tuc" icon="search">
          Tìm thủ tục để nộp
        </LinkButton>
      </p>
    </PortalLayout>
  );
}

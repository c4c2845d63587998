import { Button, LinkButton, Moment, PortalLayout } from '../../ui/index.ts';
import type { OpenDraft } from './open-draft.ts';
import { draftPath } from './steps.ts';

/** Asks before a draft is thrown away: it can not be brought back. */
export function DiscardPage({ open }: { open: OpenDraft }) {
  const { draft, pinned } = open;
  return (
    <PortalLayout
      title="Bỏ hồ sơ nháp này?"
      active="/ho-so"
      lead={pinned.procedure.name}
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: 'Bỏ hồ sơ nháp' },
      ]}
    >
      <form class="stack measure" method="post" action={draftPath(draft.id, 'bo')}>
        <p>
          Những gì bạn đã điền và các tệp đã tải lên sẽ mất, không lấy lại được. Lưu lần cuối lúc{' '}
          <Moment at={draft.updated_at} />.
        </p>
        <div class="row formnav">
          <Button weight="stop" icon="trash-2">
            Bỏ hồ sơ nháp
          </Button>
          <LinkButton weight="quiet" href={draftPath(draft.id)}>
            Giữ lại, làm tiếp
          </LinkButton>
        </div>
      </form>
    </PortalLayout>
  );
}

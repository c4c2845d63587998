import { formatDate } from '../../../core/dates.ts';
import { shortName, type RetiredProcedure } from '../../../modules/procedures/index.ts';
import { Button, EmptyState, LinkButton, PortalLayout } from '../../ui/index.ts';
import { searchAddress } from '../search/filters.ts';

/**
 * In the place of a procedure that is no longer in force: since when, and where to go instead.
 *
 * @param discard address at which the reader's own unfinished application can be given up
 */
export function RetiredPage({ procedure, discard }: { procedure: RetiredProcedure; discard?: string }) {
  const { code, field, replacedBy, retiredAt } = procedure;
  const name = shortName(procedure.name);
  return (
    <PortalLayout
      title={name}
      active="/thu-tuc"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: field.name, href: searchAddress({ field: [field.code] }) },
        { label: `Thủ tục ${code}` },
      ]}
    >
      <EmptyState
        icon="circle-x"
        title={`Thủ tục này đã ngừng áp dụng từ ${formatDate(retiredAt)}`}
        action={
          replacedBy ? (
            <LinkButton weight="main" href={`/thu-tuc/${replacedBy.code}`}>
              Xem thủ tục thay thế: {shortName(replacedBy.name)}
            </LinkButton>
          ) : (
            <LinkButton href={searchAddress({ field: [field.code] })}>
              Xem thủ tục khác về {field.name}
            </LinkButton>
          )
        }
      >
        {discard
          ? 'Hồ sơ bạn điền dở không nộp được nữa. Những gì bạn đã điền vẫn còn cho tới khi bạn bỏ bản nháp.'
          : 'Không nộp được hồ sơ mới. Hồ sơ đã nộp vẫn được giải quyết và tra cứu như trước.'}
      </EmptyState>
      {discard && (
        <form class="mt-4" method="post" action={discard}>
          <Button icon="trash-2">Bỏ hồ sơ nháp</Button>
        </form>
      )}
    </PortalLayout>
  );
}

import type { Notice } from '../../../modules/notices/index.ts';
import { EmptyState, Icon, Moment, Pager, PortalLayout, Tag } from '../../ui/index.ts';

/** Notices on the portal, newest first; what is new is marked in words. */
export function NoticesPage(props: { notices: Notice[]; next?: string; later: boolean }) {
  const { notices, next, later } = props;
  const unread = notices.filter((notice) => !notice.read).length;
  return (
    <PortalLayout
      title="Thông báo"
      lead={unread > 0 ? `${unread} thông báo mới.` : undefined}
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Thông báo' }]}
      side={
        <div class="card tinted">
          <h2 class="h-s">Báo tin qua thư điện tử</h2>
          <p class="mt-2 sm">
            Chúng tôi gửi cùng nội dung tới thư điện tử của bạn. <a href="/tai-khoan">Xem và đổi địa chỉ</a>
          </p>
        </div>
      }
      sideLabel="Cách báo tin"
    >
      {notices.length === 0 ? (
        <EmptyState icon="bell" title="Chưa có thông báo">
          Khi hồ sơ của bạn được tiếp nhận, cần bổ sung hay có kết quả, tin sẽ nằm ở đây.
        </EmptyState>
      ) : (
        <ul class="card files">
          {notices.map((notice) => (
            <li>
              <Icon name={notice.read ? 'mail' : 'bell'} />
              <span>
                {notice.link ? <a href={notice.link}>{notice.title}</a> : notice.title}{' '}
                {!notice.read && <Tag strong>Mới</Tag>}
                <small>{notice.body}</small>
                <small>
                  <Moment at={notice.at} />
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Pager first={later ? '/thong-bao' : undefined} next={next} />
    </PortalLayout>
  );
}

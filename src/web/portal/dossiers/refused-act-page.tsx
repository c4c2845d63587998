import { LinkButton, Note, PortalLayout } from '../../ui/index.ts';

/** An act came too late: why, and what the person had written, so that it is not lost. */
export function RefusedActPage(props: {
  title: string;
  message: string;
  dossierId: number;
  typed: { label: string; text: string }[];
}) {
  const kept = props.typed.filter((one) => one.text.trim() !== '');
  return (
    <PortalLayout
      title={props.title}
      active="/ho-so"
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: props.title },
      ]}
    >
      <Note tone="warn" title="Chưa thực hiện được.">
        {props.message}
      </Note>
      {kept.map((one) => (
        <section class="card">
          <h2 class="h-s mb-2">{one.label}</h2>
          <p>{one.text}</p>
        </section>
      ))}
      <p>
        <LinkButton weight="main" href={`/ho-so/${props.dossierId}`}>
          Mở lại hồ sơ
        </LinkButton>
      </p>
    </PortalLayout>
  );
}

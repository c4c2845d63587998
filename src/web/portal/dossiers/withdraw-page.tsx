import type { DossierPage } from '../../../modules/dossiers/index.ts';
import {
  Button,
  ErrorSummary,
  LinkButton,
  Note,
  PortalLayout,
  StatusBadge,
  TextArea,
} from '../../ui/index.ts';

/** Asks why, and says what follows, before a dossier is taken back. */
export function WithdrawPage(props: {
  page: DossierPage;
  /** Detailed status of the open step, in words for applicants. */
  detail: string | undefined;
  actionKey: string;
  reason?: string;
  error?: string;
  /** Somebody acted in the meantime. */
  conflict?: string;
}) {
  const { page, detail, reason, error, conflict } = props;
  const { dossier, procedure } = page;
  const name = dossier.code ?? dossier.registration_no;
  return (
    <PortalLayout
      title="Rút hồ sơ"
      active="/ho-so"
      failed={error !== undefined}
      breadcrumbs={[
        { label: 'Trang chủ', href: '/' },
        { label: 'Hồ sơ của tôi', href: '/ho-so' },
        { label: name, href: `/ho-so/${dossier.id}` },
        { label: 'Rút hồ sơ' },
      ]}
      heading={
        <div>
          <p class="muted measure">
            {procedure.name} · <span class="code">{name}</span>
          </p>
          <h1>Rút hồ sơ</h1>
          <p class="row mt-2">
            <StatusBadge status={dossier.status} detail={detail} />
          </p>
        </div>
      }
    >
      <form class="stack g5 measure" method="post" action={`/ho-so/${dossier.id}/rut`} novalidate>
        {error && <ErrorSummary errors={[{ field: 'ly-do', text: error }]} />}
        {conflict && (
          <Note tone="warn" title="Hồ sơ vừa thay đổi.">
            {conflict}
          </Note>
        )}
        <Note tone="info" title="Sau khi rút:">
          <ul class="ul mt-2">
            <li>Cơ quan dừng giải quyết, không trả kết quả cho hồ sơ này.</li>
            <li>Bạn không hoàn tác được ở đây; muốn làm lại thì nộp hồ sơ mới.</li>
            <li>Giấy tờ gốc đã nộp, bạn nhận lại ở nơi tiếp nhận.</li>
          </ul>
        </Note>
        <input type="hidden" name="key" value={props.actionKey} />
        <input type="hidden" name="revision" value={dossier.revision} />
        <TextArea
          name="ly-do"
          label="Vì sao bạn rút hồ sơ?"
          hint="Cán bộ đang xử lý đọc được, ví dụ: tôi khai nhầm nơi giải quyết"
          value={reason}
          error={error}
          maxLength={4000}
        />
        <div class="row formnav">
          <Button weight="stop" icon="undo-2">
            Rút hồ sơ
          </Button>
          <LinkButton weight="quiet" href={`/ho-so/${dossier.id}`}>
            Không rút nữa
          </LinkButton>
        </div>
      </form>
    </PortalLayout>
  );
}

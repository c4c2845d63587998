import { formatDate, formatDateTime } from '../../../core/dates.ts';
import type { ConfigurationFault, StaleEdit } from '../../../modules/configuration/index.ts';
import { shortName, type OpenProcedure } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Breadcrumbs,
  Button,
  CsrfField,
  ErrorSummary,
  Icon,
  LinkButton,
  Note,
  Tag,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SectionNav, StaleNote } from '../parts.tsx';
import { editorPath, SECTIONS, sectionOf } from './place.ts';
import {
  Cases,
  Components,
  Conditions,
  Fees,
  General,
  Laws,
  Limits,
  Offering,
  Results,
  Review,
  Running,
  Steps,
  Ways,
  type SectionProps,
} from './sections.tsx';
import { crumbsOf, ProcedureTabs, publishedLine, StateBadges } from './state.tsx';

const BODIES: Record<(typeof SECTIONS)[number]['id'], (props: SectionProps) => preact.JSX.Element> = {
  chung: General,
  noi: Offering,
  cach: Ways,
  buoc: Steps,
  'truong-hop': Cases,
  'giay-to': Components,
  han: Limits,
  phi: Fees,
  'ket-qua': Results,
  'dieu-kien': Conditions,
  'can-cu': Laws,
  'quy-trinh': Running,
};
/** Parts that show one case at a time. */
const OF_CASE = new Set(['giay-to', 'han', 'phi']);

const NOTES: Partial<Record<string, string>> = {
  buoc: 'Người dân thấy đúng thứ tự này trên cổng.',
  'truong-hop': 'Mỗi trường hợp có giấy tờ, thời hạn và phí riêng.',
};

export interface EditorProps extends SectionProps {
  desk: Desk;
  open: string | null;
  procedure: OpenProcedure;
  revision: number;
  /** What stands against publishing. */
  faults: readonly ConfigurationFault[];
  errors: FormError[];
  stale?: StaleEdit;
  /** What the national database says otherwise and nobody has decided on yet. */
  national: { parts: string[]; fetchedAt: Date } | null;
}

/** The national database has another version: where, and the way to decide. */
function National(props: { parts: string[]; fetchedAt: Date; desk: Desk; code: string }) {
  const { parts, fetchedAt, desk, code } = props;
  const decides = desk.rail.some((group) => group.items.some((item) => item.href === '/quan-tri/dong-bo'));
  return (
    <Note
      tone="info"
      icon="refresh-cw"
      title={`Cơ sở dữ liệu quốc gia có bản khác, lấy lúc ${formatDateTime(fetchedAt)}.`}
    >
      Khác {parts.length} phần: {parts.join(', ')}.{' '}
      {decides ? (
        <a href={`/quan-tri/dong-bo/thu-tuc/${encodeURIComponent(code)}`}>Xem chỗ khác nhau</a>
      ) : (
        'Người phụ trách đồng bộ quyết định nhận hay giữ.'
      )}
    </Note>
  );
}

/** Every part of a procedure in one form; any button keeps all of it as the draft. */
export function EditorPage(props: EditorProps) {
  const { desk, procedure, definition, revision, errors, stale, faults, shown } = props;
  const { draft, inForce } = procedure;
  const name = shortName(definition.name) || 'Thủ tục chưa có tên';
  const base = editorPath(procedure.code);
  const outdated = draft && inForce && draft.basedOn !== null && draft.basedOn < inForce.version;
  return (
    <AdminFrame
      desk={desk}
      title={name}
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      scripts={['row-order.js']}
      heading={
        <div>
          <Breadcrumbs items={crumbsOf(procedure)} />
          <h1 class="mt-2 h-long">{name}</h1>
          <p class="row mt-2">
            <span class="code">{procedure.code}</span>
            <StateBadges open={procedure} />
            <span class="muted sm">{publishedLine(procedure)}</span>
          </p>
        </div>
      }
      actions={
        <>
          <LinkButton weight="quiet" icon="eye" href={`${base}/xem-truoc`}>
            Xem trước
          </LinkButton>
          <Button form="tt" name="do" value="save">
            Lưu nháp
          </Button>
          <Button form="tt" name="do" value="publish" weight="main">
            Công bố…
          </Button>
        </>
      }
    >
      <ProcedureTabs code={procedure.code} current="sua" />
      <div class="admin-split">
        <SectionNav
          label="Mục của thủ tục"
          items={[
            ...SECTIONS.map(({ id, title }) => ({
              href: `#${id}`,
              label: title,
              mark: <Mark id={id} faults={faults} />,
            })),
            ...(definition.review?.length
              ? [
                  {
                    href: '#ra-soat',
                    label: 'Chỗ cần rà soát',
                    mark: <Tag strong>{definition.review.length}</Tag>,
                  },
                ]
              : []),
          ]}
        />
        <form class="stack adm-edit" id="tt" action={base} method="post">
          {/* Enter in an input keeps the draft: the first button of a form is what Enter presses. */}
          <button class="vh" name="do" value="save" tabIndex={-1} aria-hidden="true">
            Lưu nháp
          </button>
          <CsrfField />
          <input type="hidden" name="revision" value={String(revision)} />
          <input type="hidden" name="case" value={String(shown ? definition.cases.indexOf(shown) : 0)} />
          <ErrorSummary errors={errors} />
          {stale && <StaleNote stale={stale} href={base} />}
          {props.national && <National {...props.national} desk={desk} code={procedure.code} />}
          <Standing procedure={procedure} outdated={Boolean(outdated)} />
          {SECTIONS.map(({ id, title }) => {
            const Body = BODIES[id];
            return (
              <section class="card" id={id} aria-labelledby={`${id}-t`}>
                <div class="card__head">
                  <div>
                    <h2 id={`${id}-t`}>{title}</h2>
                    {NOTES[id] && <p class="muted sm">{NOTES[id]}</p>}
                    {OF_CASE.has(id) && shown && definition.cases.length > 1 && (
                      <p class="muted sm">Trường hợp: {shown.name || shown.code}</p>
                    )}
                  </div>
                </div>
                <Body {...props} />
              </section>
            );
          })}
          {(definition.review?.length ?? 0) > 0 && (
            <section class="card" id="ra-soat" aria-labelledby="ra-soat-t">
              <div class="card__head">
                <h2 id="ra-soat-t">Chỗ cần rà soát</h2>
              </div>
              <Review {...props} />
            </section>
          )}
          <p class="row">
            <Button name="do" value="save" icon="save">
              Lưu nháp
            </Button>
            <Button name="do" value="publish" weight="main">
              Công bố…
            </Button>
            {draft && (
              <a class="end" href={`${base}/bo-nhap`}>
                Bỏ bản nháp
              </a>
            )}
          </p>
        </form>
      </div>
    </AdminFrame>
  );
}

function Mark({ id, faults }: { id: string; faults: readonly ConfigurationFault[] }) {
  const own = faults.filter((fault) => sectionOf(fault.place) === id).length;
  if (own > 0) return <Tag strong>{own} chỗ thiếu</Tag>;
  return (
    <span class="c-ok">
      <Icon name="check" />
      <span class="vh">Đủ</span>
    </span>
  );
}

/** What is to come, and whose draft this is. */
function Standing({ procedure, outdated }: { procedure: OpenProcedure; outdated: boolean }) {
  const { draft, scheduled, endsAt, inForce, replacedBy, retired } = procedure;
  const base = editorPath(procedure.code);
  return (
    <>
      {draft && (
        <Note tone="info" title={`Bản nháp, ${draft.updatedBy} lưu lúc ${formatDateTime(draft.updatedAt)}.`}>
          {inForce
            ? 'Người dân vẫn thấy bản đang công bố cho tới khi bạn công bố bản nháp.'
            : 'Người dân chưa thấy thủ tục này.'}
        </Note>
      )}
      {outdated && (
        <Note tone="warn" title={`Sau khi nháp được mở, bản ${inForce!.version} đã được công bố.`}>
          Công bố bản nháp sẽ thay bản đó. <a href={`${base}/cong-bo`}>Xem chỗ khác nhau</a>.
        </Note>
      )}
      {scheduled.map((one) => (
        <Note tone="info" title={`Bản ${one.version} sẽ tự áp dụng từ ${formatDate(one.validFrom)}.`}>
          <a href={`${base}/ban`}>Xem hoặc hủy hẹn</a>
        </Note>
      ))}
      {(endsAt || retired) && (
        <Note
          tone="warn"
          title={endsAt ? `Ngừng áp dụng từ ${formatDate(endsAt)}.` : 'Thủ tục đã ngừng áp dụng.'}
        >
          {replacedBy ? `Thay bằng thủ tục ${replacedBy}. ` : ''}
          <a href={`${base}/ngung`}>Xem</a>
        </Note>
      )}
    </>
  );
}

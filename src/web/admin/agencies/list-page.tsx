import { inForce } from '../../../core/agency/index.ts';
import { formatDate } from '../../../core/dates.ts';
import type { Agency, Directory } from '../../../modules/agencies/index.ts';
import type { Reorganisation } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, LinkButton, Note, Tabs, Tag } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { NothingYet } from '../parts.tsx';
import { HREF, KINDS } from './words.ts';

export type Show = 'dang-hoat-dong' | 'da-ket-thuc' | 'tat-ca';

const SHOWN: Record<Show, string> = {
  'dang-hoat-dong': 'Đang hoạt động',
  'da-ket-thuc': 'Đã kết thúc',
  'tat-ca': 'Tất cả',
};

/** Agencies as a tree; a search shows them flat, with those that are no more. */
export function AgencyListPage(props: {
  desk: Desk;
  directory: Directory;
  show: Show;
  typed: string;
  today: string;
  planned: Reorganisation[];
}) {
  const { desk, directory, show, typed, today, planned } = props;
  const wanted = (agency: Agency): boolean =>
    show === 'tat-ca' || (show === 'da-ket-thuc') === (agency.validTo !== null && agency.validTo < today);
  const found = typed === '' ? null : directory.named(typed);
  const tree = directory.agencies.filter(wanted);
  const ids = new Set(tree.map((agency) => agency.id));
  const roots = tree.filter((agency) => agency.parentId === null || !ids.has(agency.parentId));
  return (
    <AdminFrame
      desk={desk}
      title="Cơ quan, đơn vị"
      sub={`${directory.inForce(today).length} cơ quan đang hoạt động`}
      active={HREF}
      actions={
        <>
          <LinkButton href={`${HREF}/sap-nhap`}>Sáp nhập</LinkButton>
          <LinkButton weight="main" icon="circle-plus" href={`${HREF}/moi`}>
            Thêm cơ quan
          </LinkButton>
        </>
      }
    >
      <div class="stack">
        {planned.map((one) => (
          <Note tone={one.problem ? 'warn' : 'info'} title={`${one.title}: từ ngày ${formatDate(one.day)}.`}>
            {one.problem ?? 'Đã lên kế hoạch, tự thực hiện khi đến ngày.'}{' '}
            <a href={`${HREF}/sap-xep/${one.id}`}>Xem hoặc hủy</a>
          </Note>
        ))}
        <form class="row" method="get" action={HREF} role="search" aria-label="Tìm cơ quan">
          <label class="vh" for="q">
            Tên hoặc mã cơ quan
          </label>
          <input
            class="input tree-find"
            id="q"
            name="q"
            value={typed}
            placeholder="Tên hoặc mã, cả tên cũ, mã cũ"
          />
          <Button type="submit" icon="search">
            Tìm
          </Button>
          {typed !== '' && <a href={HREF}>Xem tất cả</a>}
        </form>
        {found ? (
          found.length > 0 ? (
            <ul class="tree card" aria-label={`Cơ quan khớp “${typed}”`}>
              {found.map((agency) => (
                <li>
                  <Row agency={agency} directory={directory} today={today} />
                </li>
              ))}
            </ul>
          ) : (
            <NothingYet title="Không có cơ quan nào khớp" href={HREF} action="Xem tất cả cơ quan">
              Gõ từ năm chữ của tên, hoặc cả mã định danh như H99.32.
            </NothingYet>
          )
        ) : (
          <>
            <Tabs
              label="Cơ quan theo tình trạng"
              items={(Object.keys(SHOWN) as Show[]).map((key) => ({
                href: key === 'dang-hoat-dong' ? HREF : `${HREF}?xem=${key}`,
                label: SHOWN[key],
                current: key === show,
              }))}
            />
            {roots.length === 0 ? (
              <NothingYet title="Chưa có cơ quan nào ở đây">
                Cơ quan đã sáp nhập, chia tách hoặc kết thúc sẽ hiện ở đây, hồ sơ cũ vẫn tìm được theo tên cũ.
              </NothingYet>
            ) : (
              <Branch agencies={roots} all={tree} directory={directory} today={today} />
            )}
          </>
        )}
      </div>
    </AdminFrame>
  );
}

function Branch(props: {
  agencies: Agency[];
  all: Agency[];
  directory: Directory;
  today: string;
  inner?: boolean;
}) {
  const { agencies, all, directory, today, inner } = props;
  return (
    <ul class={inner ? undefined : 'tree card'} aria-label={inner ? undefined : 'Cây cơ quan'}>
      {agencies.map((agency) => {
        const children = all.filter((one) => one.parentId === agency.id);
        return (
          <li>
            <Row agency={agency} directory={directory} today={today} />
            {children.length > 0 && (
              <Branch agencies={children} all={all} directory={directory} today={today} inner />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Row({ agency, directory, today }: { agency: Agency; directory: Directory; today: string }) {
  const ended = agency.validTo !== null && agency.validTo < today;
  const heirs = agency.successorIds.flatMap((id) => directory.agencyById(id)?.shortName ?? []);
  const units = agency.units.filter((unit) => inForce(unit, today)).length;
  return (
    <div class="tree__row">
      <span>
        <a href={`${HREF}/${agency.id}`}>{agency.name}</a>
        <span class="sub">
          <span class="code">{agency.codeNew}</span> · {KINDS[agency.kind]}
          {!ended && ` · ${units} đơn vị`}
        </span>
      </span>
      {ended && (
        <Tag>
          Kết thúc {formatDate(agency.validTo!)}
          {heirs.length > 0 && `, nay là ${heirs.join(', ')}`}
        </Tag>
      )}
      {!ended && agency.validFrom > today && <Tag>Từ {formatDate(agency.validFrom)}</Tag>}
    </div>
  );
}

import { formatNumber } from '../../../core/money.ts';
import type { LeftDossier, MoveView } from '../../../modules/dossiers/index.ts';
import { LinkButton, Moment, Note, Table } from '../../ui/index.ts';
import { FlowFrame } from '../flows/frame.tsx';
import { flowHref, type OpenFlow } from '../flows/open.ts';
import { moveHref } from './page.tsx';

/** How far an order is, and what it left; the page looks again by itself while dossiers move. */
export function ProgressPage(props: { view: OpenFlow; move: MoveView; left: LeftDossier[]; next?: string }) {
  const { view, move, left, next } = props;
  const done = move.moved + move.left;
  const title = `Bản ${move.fromVersions.join(', ')} sang bản ${move.toVersion}`;
  const here = `${moveHref(view.code)}/${move.id}`;
  return (
    <FlowFrame
      view={view}
      page="cac-ban"
      title="Chuyển hồ sơ"
      scripts={move.finishedAt ? undefined : ['move-progress.js']}
    >
      <div class="stack" id="lan-chuyen" data-moving={move.finishedAt ? undefined : ''}>
        <section class="card stack" aria-labelledby="tien-do">
          <h2 id="tien-do" class="h-s">
            {title}
          </h2>
          <p role="status">
            {move.finishedAt ? 'Đã chuyển xong' : <span class="busy">Đang chuyển</span>}:{' '}
            <b>{formatNumber(move.moved)}</b> trên {formatNumber(move.total)} hồ sơ đã sang bản{' '}
            {move.toVersion}
            {move.left > 0 && `, ${formatNumber(move.left)} hồ sơ để lại`}.
          </p>
          <progress class="move-bar" max={move.total} value={done} aria-labelledby="tien-do">
            {done} / {move.total}
          </progress>
          <p class="muted sm">
            {move.orderedBy} bắt đầu lúc <Moment at={move.orderedAt} />
            {move.finishedAt && (
              <>
                , xong lúc <Moment at={move.finishedAt} />
              </>
            )}
            .
          </p>
          <div class="row">
            {!move.finishedAt && (
              <LinkButton href={here} icon="refresh-cw">
                Xem lại tiến độ
              </LinkButton>
            )}
            <LinkButton href={flowHref(view.code, 'tinh-hinh')} weight={move.finishedAt ? 'main' : 'quiet'}>
              Xem hồ sơ đang ở đâu
            </LinkButton>
            <LinkButton href={moveHref(view.code)} weight="quiet">
              Chuyển lần khác
            </LinkButton>
          </div>
        </section>
        {left.length > 0 && (
          <section class="card stack" aria-labelledby="de-lai">
            <h2 id="de-lai" class="h-s">
              Hồ sơ để lại ở bản cũ
            </h2>
            <Table
              label="Hồ sơ để lại"
              rows={left}
              columns={[
                { label: 'Hồ sơ', cell: (row) => <span class="code">{row.name}</span> },
                { label: 'Vì sao', cell: (row) => row.reason },
              ]}
            />
            {next && (
              <p>
                <a href={next}>Xem tiếp</a>
              </p>
            )}
          </section>
        )}
        {move.finishedAt !== null && move.left > 0 && (
          <Note tone="info">Muốn chuyển cả những hồ sơ này, mở “Chuyển lần khác” và xem trước lại.</Note>
        )}
      </div>
    </FlowFrame>
  );
}

import type { FlowCheck } from '../../../modules/flows/index.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, Moment, Note, TextField } from '../../ui/index.ts';
import type { TurnedBack } from '../request.ts';
import { StaleNote } from '../parts.tsx';
import { CheckIcons, FlowChecks } from './checks.tsx';
import { FlowFrame } from './frame.tsx';
import { FlowMeter } from './meter.tsx';
import { flowHref, type OpenFlow } from './open.ts';
import { PathFields, StepFields } from './step-fields.tsx';

const TOOLS = [
  { tool: 'step', icon: 'circle-plus', label: 'Bước' },
  { tool: 'exclusive', icon: 'git-branch', label: 'Rẽ nhánh' },
  { tool: 'parallel', icon: 'columns-3', label: 'Song song' },
  { tool: 'end', icon: 'circle-dot', label: 'Kết thúc' },
] as const;

/** The drawing board. Without script it leads to the table, which can do the same. */
export function DesignPage(props: {
  view: OpenFlow;
  /** As drawn: the draft's, or what was sent and turned back. */
  bpmn: string;
  revision: number;
  check: FlowCheck;
  back?: TurnedBack;
}) {
  const { view, bpmn, revision, check, back } = props;
  const { code, draft, limits, choices } = view;
  return (
    <FlowFrame
      view={view}
      page="sua"
      title="Vẽ sơ đồ"
      failed={back !== undefined}
      styles={['flow-designer.css']}
      scripts={['flow-designer.js']}
      actions={
        <>
          <LinkButton href={flowHref(code, 'chay-thu')} icon="play">
            Chạy thử
          </LinkButton>
          <Button form="luu" icon="save">
            Lưu nháp
          </Button>
          <LinkButton href={flowHref(code, 'ban-hanh')} weight="main">
            Ban hành…
          </LinkButton>
        </>
      }
    >
      <div class="stack" data-designer data-check={flowHref(code, 'kiem-tra')}>
        {back?.stale ? (
          <StaleNote stale={back.stale} href={flowHref(code, 'sua')} />
        ) : (
          back && <ErrorSummary errors={back.errors} />
        )}
        <p class="sm muted" role="status" data-state>
          {draft ? (
            <>
              Bản nháp lưu lúc <Moment at={draft.updatedAt} />, {draft.updatedBy}
            </>
          ) : (
            'Chưa có bản nháp: lưu lần đầu sẽ tạo bản nháp từ bản đang chạy'
          )}
        </p>
        <section class="card" aria-labelledby="thoi-gian" data-meter>
          <FlowMeter
            check={check}
            limits={limits}
            against={{ chosen: view.chosen, href: flowHref(code, 'sua') }}
          />
        </section>
        <div data-without-script>
          <Note tone="info" title="Bản vẽ cần JavaScript.">
            Sửa được đầy đủ ở <a href={flowHref(code, 'bang')}>dạng bảng</a>.
          </Note>
        </div>
        <div class="split split--flow" hidden data-board>
          <div class="stack">
            <div class="row">
              <div class="btn-group" role="group" aria-label="Thêm vào sơ đồ">
                {TOOLS.map(({ tool, icon, label }) => (
                  <Button size="sm" type="button" icon={icon} data-tool={tool}>
                    {label}
                  </Button>
                ))}
              </div>
              <div class="btn-group" role="group" aria-label="Lịch sử sửa">
                <Button size="sm" type="button" icon="undo-2" data-tool="undo">
                  <span class="vh">Hoàn tác</span>
                </Button>
                <Button size="sm" type="button" icon="redo-2" data-tool="redo">
                  <span class="vh">Làm lại</span>
                </Button>
              </div>
              <div class="btn-group" role="group" aria-label="Cỡ sơ đồ">
                <Button size="sm" type="button" icon="zoom-out" data-tool="zoom-out">
                  <span class="vh">Thu nhỏ</span>
                </Button>
                <Button size="sm" type="button" icon="zoom-in" data-tool="zoom-in">
                  <span class="vh">Phóng to</span>
                </Button>
                <Button size="sm" type="button" icon="maximize-2" data-tool="fit">
                  <span class="vh">Vừa khung</span>
                </Button>
              </div>
            </div>
            <div
              class="canvas flow-board"
              role="group"
              aria-label="Sơ đồ quy trình. Dùng bàn phím hoặc trình đọc màn hình: mở Dạng bảng, làm được như ở đây."
              data-canvas
            />
          </div>
          <section class="card stack panel" aria-labelledby="phan-tu">
            <div class="card__head">
              <h2 id="phan-tu" data-panel-title>
                Quy trình
              </h2>
              <span data-remove hidden>
                <Button weight="quiet" size="sm" type="button" icon="trash-2" data-tool="remove">
                  <span class="vh">Xóa phần tử này</span>
                </Button>
              </span>
            </div>
            <form class="stack" data-panel noValidate />
            <p class="sm muted" data-panel-hint>
              Bấm vào một bước hay một đường nối để sửa.
            </p>
          </section>
        </div>
        <section class="card" aria-labelledby="kiem-tra">
          <h2 id="kiem-tra" class="h-s mb-2">
            Kiểm tra trước khi ban hành
          </h2>
          <div data-checks role="status">
            <FlowChecks check={check} hrefOf={(element) => `${flowHref(code, 'bang')}?sua=${element}#sua`} />
          </div>
          <CheckIcons />
        </section>
        <form id="luu" method="post" action={flowHref(code, 'sua')}>
          <CsrfField />
          <input type="hidden" name="revision" value={String(revision)} />
          <textarea name="bpmn" hidden aria-label="Sơ đồ" data-source>
            {bpmn}
          </textarea>
        </form>
        <div class="row">
          {draft && (
            <form method="post" action={flowHref(code, 'bo-nhap')}>
              <CsrfField />
              <input type="hidden" name="revision" value={String(draft.revision)} />
              <Button weight="stop" icon="trash-2">
                Bỏ bản nháp
              </Button>
            </form>
          )}
          <LinkButton
            href={`${flowHref(code, 'so-do.bpmn')}?ban=nhap`}
            weight="quiet"
            icon="download"
            download
          >
            Xuất bản nháp
          </LinkButton>
        </div>
        <template data-fields="step">
          <StepFields flow={check.flow} choices={choices} />
        </template>
        <template data-fields="path">
          <PathFields />
        </template>
        <template data-fields="other">
          <TextField name="name" label="Tên" maxLength={200} />
        </template>
      </div>
    </FlowFrame>
  );
}

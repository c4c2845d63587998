import { formatNumber } from '../../../core/money.ts';
import type { FlowCheck } from '../../../modules/flows/index.ts';
import { Button, CsrfField, ErrorSummary, Facts, LinkButton, Note, TextArea } from '../../ui/index.ts';
import type { TurnedBack } from '../request.ts';
import { StaleNote } from '../parts.tsx';
import { FlowChecks } from './checks.tsx';
import { FlowFrame } from './frame.tsx';
import { FlowMeter } from './meter.tsx';
import { flowHref, type OpenFlow } from './open.ts';

/** The last look before a flow comes into force: what stands against it, and whom it touches. */
export function PublishPage(props: {
  view: OpenFlow;
  check: FlowCheck;
  running: number;
  note: string;
  back?: TurnedBack;
}) {
  const { view, check, running, note, back } = props;
  const { code, draft, newest, uses, limits } = view;
  const next = (newest?.version ?? 0) + 1;
  return (
    <FlowFrame view={view} page="ban-hanh" title="Ban hành" failed={back !== undefined}>
      <div class="stack">
        {back?.stale ? (
          <StaleNote stale={back.stale} href={flowHref(code, 'sua')} />
        ) : (
          back && <ErrorSummary errors={back.errors} />
        )}
        <section class="card" aria-labelledby="thoi-gian">
          <FlowMeter
            check={check}
            limits={limits}
            against={{ chosen: view.chosen, href: flowHref(code, 'ban-hanh') }}
          />
        </section>
        <section class="card" aria-labelledby="kiem-tra">
          <h2 id="kiem-tra" class="h-s mb-2">
            Kiểm tra trước khi ban hành
          </h2>
          <FlowChecks check={check} hrefOf={(element) => `${flowHref(code, 'bang')}?sua=${element}#sua`} />
        </section>
        {draft ? (
          <form class="card stack" method="post" action={flowHref(code, 'ban-hanh')} noValidate>
            <CsrfField />
            <input type="hidden" name="revision" value={String(draft.revision)} />
            <h2 class="h-s">Ban hành bản {next}</h2>
            <Facts
              items={[
                {
                  label: 'Hồ sơ mới',
                  value:
                    uses.length > 0
                      ? `Chạy bản ${next} ngay, ở ${uses.length} thủ tục: ${uses.map((use) => use.name).join('; ')}`
                      : 'Chưa thủ tục nào dùng quy trình này',
                },
                {
                  label: 'Hồ sơ đang chạy',
                  value: `${formatNumber(running)} hồ sơ giữ bản của mình; chuyển sang bản mới là việc riêng, làm sau`,
                },
              ]}
            />
            <TextArea
              name="note"
              label="Ghi chú của bản này"
              hint="Đổi gì, vì sao; người quản trị khác sẽ đọc"
              value={note}
              maxLength={500}
              short
              optional
            />
            <p class="row">
              {check.sound ? (
                <Button weight="main" icon="badge-check">
                  Ban hành bản {next}
                </Button>
              ) : (
                <span class="late">Sửa các lỗi ở trên rồi mới ban hành được.</span>
              )}
              <LinkButton href={flowHref(code, 'sua')} weight="quiet">
                Về sửa tiếp
              </LinkButton>
            </p>
          </form>
        ) : (
          <Note tone="info" title="Không có bản nháp.">
            Bản {newest?.version} đang chạy. <a href={flowHref(code, 'sua')}>Sửa quy trình</a> để tạo bản
            nháp, rồi ban hành.
          </Note>
        )}
      </div>
    </FlowFrame>
  );
}

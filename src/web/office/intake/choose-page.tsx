import { shortName } from '../../../modules/procedures/index.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import { Button, EmptyState, Icon } from '../../ui/index.ts';
import type { Desk } from '../desk-of.ts';
import { OfficeFrame } from '../frame.tsx';

export interface Choice {
  code: string;
  name: string;
  field: string;
  agencies: Agency[];
}

/** First question at the counter: which procedure. Only what this counter receives is offered. */
export function ChoosePage(props: { desk: Desk; typed: string; choices: Choice[]; total: number }) {
  const { desk, typed, choices, total } = props;
  return (
    <OfficeFrame
      desk={desk}
      title="Nhận hồ sơ tại quầy"
      active="/mot-cua/tiep-nhan"
      sub={`Quầy này nhận hồ sơ của ${total} thủ tục`}
    >
      <form
        class="card row mb-4"
        method="get"
        action="/mot-cua/tiep-nhan"
        role="search"
        aria-label="Tìm thủ tục"
      >
        <div class="grow">
          <label class="label" for="tt">
            Thủ tục
          </label>
          <input
            class="input"
            id="tt"
            name="q"
            type="search"
            value={typed}
            autocomplete="off"
            placeholder="Tên, lời nói thường ngày hoặc mã thủ tục"
          />
        </div>
        <Button weight="main" icon="search">
          Tìm thủ tục
        </Button>
      </form>
      {choices.length === 0 ? (
        <EmptyState
          icon="search"
          title="Không có thủ tục nào như vậy ở quầy này"
          action={<a href="/mot-cua/tiep-nhan">Xem mọi thủ tục của quầy</a>}
        >
          Thử ít từ hơn, ví dụ “khai sinh”, hoặc gõ mã như 1.001193.
        </EmptyState>
      ) : (
        <ul class="links card">
          {choices.map((choice) => (
            <li>
              <a href={`/mot-cua/tiep-nhan/${choice.code}`}>
                <span>
                  {shortName(choice.name)}
                  <span class="sub">
                    {choice.code} · {choice.field} ·{' '}
                    {choice.agencies.map((agency) => agency.shortName).join(', ')}
                  </span>
                </span>
                <Icon name="chevron-right" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </OfficeFrame>
  );
}

import { Icon } from '../../ui/icon.tsx';
import { builderPath } from './builder.tsx';
import type { SaveState } from './saving.ts';

/** Whether the draft is saved, and what the last press did; both are read out. */
export function Status(props: { saving: SaveState; said: string; code: string; insist(): void }) {
  const { saving, said, code, insist } = props;
  return (
    <div class="fb-status">
      <p class="sm row" role="status">
        {saving.kind === 'saved' && (
          <span class="is-saved">
            <Icon name="circle-check" />
            Đã lưu nháp lúc <time>{saving.text}</time>
          </span>
        )}
        {saving.kind === 'clean' && <span class="muted">Chưa sửa gì so với bản đang dùng.</span>}
        {saving.kind === 'waiting' && <span class="muted">Sắp lưu nháp…</span>}
        {saving.kind === 'saving' && <span class="muted">Đang lưu nháp…</span>}
        {saving.kind === 'failed' && (
          <span class="late">
            <Icon name="circle-alert" /> {saving.text}
          </span>
        )}
        {said && <span>{said}</span>}
      </p>
      {saving.kind === 'stale' && (
        <div class="note is-warn" role="alert">
          <Icon name="triangle-alert" />
          <div>
            <b>{saving.text}</b>
            <p class="row mt-2">
              <a class="btn btn--sm" href={builderPath(code)} target="_blank">
                Mở bản mới nhất ở trang khác
              </a>
              <button class="btn btn--sm" type="button" onClick={insist}>
                Vẫn lưu bản của tôi
              </button>
            </p>
          </div>
        </div>
      )}
    </div>
  );
}

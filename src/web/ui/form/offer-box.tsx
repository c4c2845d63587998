import type { Offer } from '../../../core/form/index.ts';
import { Icon } from '../icon.tsx';
import { usePageForm } from './page-form.ts';

/** Known data offered for choosing, each with its source; nothing is filled in silently (III.1.1). */
export function OfferBox({ offers }: { offers: readonly Offer[] }) {
  const { names } = usePageForm();
  if (offers.length === 0) return null;
  const id = names.id('goi-y');
  return (
    <section class="offer stack" aria-labelledby={id}>
      <div>
        <h2 class="h-s" id={id}>
          <Icon name="database" /> Dùng thông tin đã có
        </h2>
        <p class="sm muted">Chọn thì không phải gõ lại. Điền rồi vẫn sửa được.</p>
      </div>
      <ul class="files">
        {offers.map((offer) => (
          <li>
            <span>
              {offer.label}: <b>{offer.text}</b>
              <small>Nguồn: {offer.source}</small>
            </span>
            <button class="btn btn--sm" name="_offer" value={offer.path}>
              Điền<span class="vh"> {offer.label}</span>
            </button>
          </li>
        ))}
      </ul>
      {offers.length > 1 && (
        <p class="row">
          <button class="btn" name="_offer" value="*">
            <Icon name="user-plus" />
            Điền tất cả
          </button>
        </p>
      )}
    </section>
  );
}

import { formatNumber } from '../../../core/money.ts';
import type { Count, ProcedureCounts } from '../../../modules/procedures/index.ts';
import { Icon } from '../../ui/index.ts';
import { searchAddress } from '../search/filters.ts';

const LEVELS: Record<string, { name: string; what: string }> = {
  4: { name: 'Toàn trình', what: 'Mức 4: nộp, trả phí, nhận kết quả trên mạng' },
  3: { name: 'Một phần', what: 'Mức 3: nộp trên mạng, có bước phải đến' },
  2: { name: 'Tải mẫu đơn', what: 'Mức 2: in, điền rồi nộp tại quầy' },
  1: { name: 'Chỉ có hướng dẫn', what: 'Mức 1: thông tin thủ tục' },
};

/** The whole list by field, agency and service level; everything folds out, so that each is one click away. */
export function AllProcedures({ counts }: { counts: ProcedureCounts }) {
  if (counts.total === 0) return null;
  return (
    <section class="panel-band section" aria-labelledby="tat-ca">
      <div class="wrap">
        <div class="row row--between mb-4">
          <h2 id="tat-ca">Tất cả thủ tục</h2>
          <a href="/thu-tuc">Xem cả {formatNumber(counts.total)} thủ tục</a>
        </div>
        <div class="grid grid--l">
          <CountCard
            title="Lĩnh vực"
            counts={counts.byField}
            href={(key) => searchAddress({ field: [key] })}
          />
          <CountCard
            title="Cơ quan"
            counts={counts.byAgency}
            href={(key) => searchAddress({ agency: [key] })}
          />
          <section class="card">
            <div class="card__head">
              <h3>Mức độ trực tuyến</h3>
            </div>
            <ul class="links">
              {counts.byLevel
                .filter((level) => level.count > 0)
                .map((level) => (
                  <li>
                    <a href={searchAddress({ level: [level.key] })}>
                      <span>
                        {LEVELS[level.key]!.name} <small class="sub">{LEVELS[level.key]!.what}</small>
                      </span>
                      <span class="num">{formatNumber(level.count)}</span>
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        </div>
      </div>
    </section>
  );
}

const SHOWN = 6;

function CountCard(props: { title: string; counts: readonly Count[]; href: (key: string) => string }) {
  const { title, counts, href } = props;
  const [first, rest] = [counts.slice(0, SHOWN), counts.slice(SHOWN)];
  const list = (some: readonly Count[]) => (
    <ul class="links">
      {some.map((count) => (
        <li>
          <a href={href(count.key)}>
            {count.name}
            <span class="num">{formatNumber(count.count)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <section class="card">
      <div class="card__head">
        <h3>{title}</h3>
      </div>
      {list(first)}
      {rest.length > 0 && (
        <details class="accord">
          <summary>
            Thêm {formatNumber(rest.length)} {title.toLowerCase()}
            <Icon name="chevron-down" />
          </summary>
          {list(rest)}
        </details>
      )}
    </section>
  );
}

import type { PublicLine } from '../../../modules/dossiers/index.ts';
import { Button, Icon, Moment, Note, StatusBadge, TextField } from '../../ui/index.ts';

/** What was searched by phone or e-mail, and what came of it. */
export interface ContactSearch {
  contact: string;
  identityNo: string;
  lines: (PublicLine & { agencyName: string })[];
}

/** For those who have lost the code: phone or e-mail and the identity number, both as they were given. */
export function ContactForm({ search }: { search?: ContactSearch }) {
  return (
    <details class="accord" open={search !== undefined}>
      <summary>
        Không có mã hồ sơ? Tìm bằng điện thoại hoặc thư điện tử
        <Icon name="chevron-down" />
      </summary>
      <form class="stack" method="post" action="/tra-cuu" novalidate>
        <div class="field-row">
          <TextField
            name="lien-lac"
            label="Số điện thoại hoặc thư điện tử"
            hint="Đã ghi khi nộp hồ sơ"
            value={search?.contact}
            autocomplete="off"
            maxLength={100}
          />
          <TextField
            name="so-dinh-danh"
            label="Số định danh hoặc mã số thuế"
            hint="Của người nộp, để người khác không tìm được"
            value={search?.identityNo}
            inputMode="numeric"
            autocomplete="off"
            maxLength={20}
          />
        </div>
        <Button icon="search">Tìm hồ sơ</Button>
      </form>
    </details>
  );
}

/** Codes that were found; each leads to its own page. */
export function ContactResult({ search }: { search: ContactSearch }) {
  if (search.lines.length === 0) {
    return (
      <Note tone="warn" title="Không có hồ sơ nào khớp cả hai thông tin.">
        Nhập đúng số điện thoại hoặc thư điện tử đã ghi khi nộp, cùng đủ 12 số định danh (hoặc mã số thuế) của
        người nộp.
      </Note>
    );
  }
  return (
    <section class="card" aria-labelledby="tim-thay">
      <h2 class="h-s" id="tim-thay">
        Tìm thấy {search.lines.length} hồ sơ
      </h2>
      <ul class="files">
        {search.lines.map((line) => (
          <li>
            <span>
              <a class="code" href={`/tra-cuu?ma=${encodeURIComponent(line.code)}`}>
                {line.code}
              </a>
              <small>
                {line.agencyName} · nộp <Moment at={line.submittedAt} only="date" />
              </small>
            </span>
            <StatusBadge status={line.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}

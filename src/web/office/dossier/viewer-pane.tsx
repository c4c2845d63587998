import { summarise } from '../../../core/form/index.ts';
import { AnswersTable } from '../../ui/form/index.ts';
import { EmptyState, Icon, LinkButton, Moment, Tag } from '../../ui/index.ts';
import type { OpenDossier } from './open.ts';
import type { Viewable } from './viewable.ts';

/** The middle pane: the chosen file, the answers of the form, the draft of the result. */
export function ViewerPane({ view, shown }: { view: OpenDossier; shown: Viewable | null }) {
  const sections = view.form ? summarise(view.form, view.dossier.answers, view.catalogues) : [];
  const answered = Object.keys(view.dossier.answers).length > 0;
  return (
    <div class="stack">
      <div id="xem">{shown ? <Viewer file={shown} /> : <NoFiles />}</div>
      {view.results.length > 0 && <Results view={view} />}
      {answered && sections.length > 0 && (
        <section class="card" aria-labelledby="to-khai">
          <h2 id="to-khai" class="mb-2">
            {view.form?.title ?? 'Tờ khai'}
          </h2>
          <AnswersTable sections={sections} />
        </section>
      )}
    </div>
  );
}

function Viewer({ file }: { file: Viewable }) {
  return (
    <section class="viewer" aria-label="Xem giấy tờ">
      <header>
        <b>{file.name}</b>
        <span class="muted">
          {[file.kind !== file.name && file.kind, file.replaced && 'đã được thay']
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span class="end row g1">
          <a class="btn btn--quiet btn--ico btn--sm" href={`${file.href}?tai=1`} download>
            <Icon name="download" />
            <span class="vh">Tải {file.name} về máy</span>
          </a>
          <a class="btn btn--quiet btn--ico btn--sm" href={file.href} target="_blank" rel="noopener">
            <Icon name="maximize-2" />
            <span class="vh">Mở {file.name} ở thẻ mới</span>
          </a>
        </span>
      </header>
      {file.show === 'pdf' ? (
        <iframe class="viewer__pdf" src={file.href} title={`Tệp ${file.name}`} loading="lazy" />
      ) : file.show === 'image' ? (
        <div>
          <img src={file.href} alt={`Ảnh ${file.name}`} loading="lazy" />
        </div>
      ) : (
        <div>
          <p class="muted">
            Tệp này không xem trong trang được.{' '}
            <a href={`${file.href}?tai=1`} download>
              Tải về ({file.sizeText})
            </a>{' '}
            rồi mở trên máy.
          </p>
        </div>
      )}
    </section>
  );
}

function NoFiles() {
  return (
    <EmptyState icon="file-text" title="Hồ sơ không có tệp nào">
      Giấy tờ của hồ sơ này nộp bằng bản giấy và chưa quét.
    </EmptyState>
  );
}

function Results({ view }: { view: OpenDossier }) {
  return (
    <section class="card" aria-labelledby="ket-qua">
      <div class="card__head">
        <h2 id="ket-qua">{view.results.at(-1)?.issuedAt ? 'Kết quả' : 'Dự thảo kết quả'}</h2>
      </div>
      <ul class="files sm">
        {view.results.map((result) => (
          <li>
            <Icon name="file-text" />
            <span>
              {result.name} {result.number && <Tag strong>Số {result.number}</Tag>}
              <small>
                {result.issuedAt ? (
                  <>
                    Phát hành <Moment at={result.issuedAt} />
                  </>
                ) : result.signedAt ? (
                  <>
                    {result.signerName} ký <Moment at={result.signedAt} />
                  </>
                ) : (
                  <>
                    Dự thảo <Moment at={result.draftedAt} /> · chưa ký
                  </>
                )}
                {result.fileId ? ' · tệp của người thụ lý' : ' · lập từ mẫu'}
              </small>
              {result.summary && <span class="sub">{result.summary}</span>}
            </span>
            <LinkButton weight="quiet" size="sm" href={`?xem=kq-${result.id}#xem`}>
              Xem<span class="vh"> {result.name}</span>
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

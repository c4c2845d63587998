import type {
  Fee,
  LegalDocument,
  Limit,
  ProcedureCase,
  ProcedureDefinition,
  ReviewMark,
} from '../../../core/procedure.ts';
import { CHANNEL_NAMES, feeText, limitText } from '../../../modules/procedures/index.ts';
import { Icon, Note, Tag, usePage } from '../../ui/index.ts';

/** Steps in order; one step alone needs no number. */
export function Steps({ steps }: { steps: ProcedureDefinition['steps'] }) {
  const [only] = steps;
  if (steps.length === 1 && only) return <Paragraphs text={only.text} />;
  return (
    <ol class="timeline">
      {steps.map((step, at) => (
        <li>
          <span class="dot">{at + 1}</span>
          <b>{step.title}</b>
          <div class="muted">
            <Paragraphs text={step.text} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Paragraphs({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    <>
      {lines.map((line, at) => (
        <p class={at > 0 ? 'mt-2' : undefined}>{line}</p>
      ))}
    </>
  );
}

/** Limit and fee of each way to apply, for one case. */
export function LimitsAndFees(props: {
  definition: ProcedureDefinition;
  shown: ProcedureCase;
  review: readonly ReviewMark[];
}) {
  const { definition, shown, review } = props;
  const open = (place: string): boolean => review.some((mark) => mark.place === place);
  return (
    <div class="stack">
      {definition.cases.length > 1 && (
        <p class="muted">
          Trường hợp: {shown.name}. <a href="#giay-to">Đổi trường hợp</a>
        </p>
      )}
      <dl class="facts">
        {limitLines(shown.limits).map((line) => (
          <>
            <dt>{line.label}</dt>
            <dd>
              {line.text} {line.open && open('limits') && <Tag>Đang rà soát</Tag>}
              {line.note && <span class="sub">{line.note}</span>}
            </dd>
          </>
        ))}
        {shown.fees.map((fee) => (
          <FeeLine fee={fee} open={open('fees')} />
        ))}
        {shown.fees.length === 0 && (
          <>
            <dt>Phí, lệ phí</dt>
            <dd>Chưa có thông tin {open('fees') && <Tag>Đang rà soát</Tag>}</dd>
          </>
        )}
      </dl>
      {definition.channelNotes && <ChannelNotes notes={definition.channelNotes} />}
    </div>
  );
}

function FeeLine({ fee, open }: { fee: Fee; open: boolean }) {
  return (
    <>
      <dt>
        {fee.name}
        {fee.channel && ` (${CHANNEL_NAMES[fee.channel].toLowerCase()})`}
      </dt>
      <dd>
        {feeText(fee)} {open && fee.amount === null && <Tag>Đang rà soát</Tag>}
        {fee.condition && <span class="sub">{fee.condition}</span>}
      </dd>
    </>
  );
}

interface LimitLine {
  label: string;
  text: string;
  note: string | null;
  open: boolean;
}

/** One line when every channel has the same limit, else a line a channel. */
function limitLines(limits: readonly Limit[]): LimitLine[] {
  const line = (limit: Limit, label: string): LimitLine => ({
    label,
    text: limitText(limit),
    note: limit.amount === null ? null : (limit.note ?? null),
    open: limit.amount === null,
  });
  const [first] = limits;
  if (!first) return [{ label: 'Thời hạn giải quyết', text: 'Chưa có thông tin', note: null, open: true }];
  const same = limits.every((limit) => limitText(limit) === limitText(first) && limit.note === first.note);
  if (same) return [line(first, 'Thời hạn giải quyết')];
  return limits.map((limit) => line(limit, `Nộp ${CHANNEL_NAMES[limit.channel].toLowerCase()}`));
}

function ChannelNotes({ notes }: { notes: NonNullable<ProcedureDefinition['channelNotes']> }) {
  const entries = Object.entries(notes) as [keyof typeof notes, string][];
  const texts = [...new Set(entries.map(([, text]) => text))];
  if (texts.length === 0) return null;
  const nameOf = (text: string): string =>
    entries
      .filter(([, one]) => one === text)
      .map(([channel]) => CHANNEL_NAMES[channel])
      .join(', ');
  return (
    <div class="stack">
      {texts.map((text) => (
        <div>
          <h3 class="h-s">{texts.length === 1 && entries.length > 1 ? 'Cách nộp' : nameOf(text)}</h3>
          <div class="muted">
            <Paragraphs text={text} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** Points in the order given; lines inside a point stay lines. */
export function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="ul">
      {lines.map((line) => (
        <li>
          <Paragraphs text={line} />
        </li>
      ))}
    </ul>
  );
}

export function Results({ results }: { results: ProcedureDefinition['results'] }) {
  return (
    <ul class="ul">
      {results.map((result) => (
        <li>
          {result.name}
          {result.code && (
            <span class="sub">
              Mã kết quả <span class="code">{result.code}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const LAWS_SHOWN = 8;

export function Laws({ laws }: { laws: readonly LegalDocument[] }) {
  const list = (some: readonly LegalDocument[]) => (
    <ul class="links">
      {some.map((law) => (
        <li class="row row--between nw">
          <span>{law.name}</span>
          <span class="code nowrap">{law.number}</span>
        </li>
      ))}
    </ul>
  );
  const [first, rest] = [laws.slice(0, LAWS_SHOWN), laws.slice(LAWS_SHOWN)];
  return (
    <>
      {list(first)}
      {rest.length > 0 && (
        <details class="accord">
          <summary>
            Thêm {rest.length} văn bản
            <Icon name="chevron-down" />
          </summary>
          {list(rest)}
        </details>
      )}
    </>
  );
}

const PLACES: Record<string, string> = {
  limits: 'Thời hạn',
  fees: 'Phí, lệ phí',
  components: 'Giấy tờ',
  cases: 'Trường hợp',
  sets: 'Số bộ hồ sơ',
  legalBasis: 'Căn cứ pháp lý',
  results: 'Kết quả',
  levels: 'Cấp thực hiện',
  channels: 'Cách nộp',
};

/** Says that the text was taken over and not yet gone through, and where it is open. */
export function ReviewNote({ review }: { review: readonly ReviewMark[] }) {
  const { site } = usePage();
  const places = [...new Set(review.map((mark) => PLACES[mark.place.split('.')[0]!] ?? 'Nội dung khác'))];
  return (
    <Note tone="warn" title="Nội dung đang được rà soát.">
      Chưa chắc chắn ở: {places.join(', ').toLowerCase()}. Cần biết chính xác, gọi {site.hotline} trước khi
      chuẩn bị hồ sơ.
    </Note>
  );
}

import {
  feesHeadline,
  limitsHeadline,
  shortName,
  type SearchRow,
} from '../../../modules/procedures/index.ts';
import { fold } from '../../../core/text.ts';
import { Icon, Kept, Tag } from '../../ui/index.ts';

const LEVELS: Record<number, string> = {
  4: 'Toàn trình · mức 4',
  3: 'Một phần · mức 3',
  2: 'Tải mẫu đơn · mức 2',
  1: 'Chỉ hướng dẫn · mức 1',
};

/** Service level of a procedure, in words. */
export function LevelTag({ level }: { level: number }) {
  return (
    <Tag strong={level === 4} icon={level >= 3 ? 'globe' : 'file-text'}>
      {LEVELS[level]}
    </Tag>
  );
}

/** Procedures with what decides whether it is the right one: level, who handles it, time, money, code. */
export function Results({ rows, words = [], heading = 'h2' }: ResultsProps) {
  const Heading = heading;
  return (
    <ul class="results">
      {rows.map((row) => (
        <li class="result">
          <article>
            <Heading>
              <a href={`/thu-tuc/${row.code}`}>
                <Marked text={shortName(row.name)} words={words} />
              </a>
            </Heading>
            <Kept of={row} as="result" draw={() => <Telling row={row} />} />
          </article>
        </li>
      ))}
    </ul>
  );
}

/** What tells one procedure from the others, whatever was searched for. */
function Telling({ row }: { row: SearchRow }) {
  return (
    <>
      <p class="muted">{row.summary}</p>
      <ul class="row meta">
        <li>
          <LevelTag level={row.serviceLevel} />
        </li>
        {row.agencies.length > 0 && (
          <li>
            <Icon name="building-2" /> {row.agencies.slice(0, 3).join(', ')}
            {row.agencies.length > 3 && '…'}
          </li>
        )}
        <li>
          <Icon name="clock" /> <span class="vh">Thời hạn:</span> {limitsHeadline(row.limits)}
        </li>
        <li>
          <Icon name="banknote" /> <span class="vh">Phí, lệ phí:</span> {feesHeadline(row.fees)}
        </li>
        <li class="code">{row.code}</li>
      </ul>
    </>
  );
}

interface ResultsProps {
  rows: readonly SearchRow[];
  /** Folded words to mark in the names. */
  words?: readonly string[];
  heading?: 'h2' | 'h3';
}

/** Text with the found words marked; neighbours are marked as one. */
const MOST_PIECES = 10_000;
const pieces = new Map<string, string>();

/** `fold`, kept for the few thousand words that names are made of. */
function foldedPiece(piece: string): string {
  let folded = pieces.get(piece);
  if (folded === undefined) {
    folded = fold(piece);
    if (pieces.size < MOST_PIECES) pieces.set(piece, folded);
  }
  return folded;
}

const names = new Map<string, string[]>();

/** A name cut into words and what stands between them; kept, since the same names are found again and again. */
function cut(text: string): string[] {
  let found = names.get(text);
  if (!found) {
    found = text.split(/([\p{L}\p{N}]+)/u);
    if (names.size < MOST_PIECES) names.set(text, found);
  }
  return found;
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return <>{text}</>;
  const wanted = new Set(words);
  const parts: { text: string; hit: boolean }[] = [];
  for (const piece of cut(text)) {
    const last = parts.at(-1);
    const hit = wanted.has(foldedPiece(piece));
    if (last && last.hit === hit) last.text += piece;
    else if (hit || piece.trim() !== '' || !last) parts.push({ text: piece, hit });
    else last.text += piece;
  }
  return <>{join(parts).map((part) => (part.hit ? <mark>{part.text.trim()}</mark> : part.text))}</>;
}

/** Moves the space at the end of a marked part outside of the mark. */
function join(parts: { text: string; hit: boolean }[]): { text: string; hit: boolean }[] {
  return parts.flatMap((part) => {
    const trimmed = part.text.trimEnd();
    if (!part.hit || trimmed === part.text) return [part];
    return [
      { text: trimmed, hit: true },
      { text: part.text.slice(trimmed.length), hit: false },
    ];
  });
}

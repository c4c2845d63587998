import type { Border, RunProps } from './props.ts';

/** Where the lines of Tinos (and Times New Roman) sit, in em: Word's single line is 0.891 + 0.216 + 0.042 of gap. */
const ABOVE = 0.933;
const BELOW = 0.216;

/** How high a line is set: `line` times the natural height (auto) or in points. */
export interface LineRule {
  lineRule: 'auto' | 'exact' | 'atLeast';
  line: number;
}

/**
 * A string literal of typst that stands for exactly these characters. Everything a person wrote reaches typst through
 * this function alone: inside a literal only the backslash and the quote mean something, and both are escaped, so
 * text can never become code.
 */
export function literal(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/[\p{Cc}\u2028\u2029]/gu, codePoint);
  return `"${escaped}"`;
}

function codePoint(char: string): string {
  return `\\u{${char.codePointAt(0)!.toString(16)}}`;
}

/** A length in points. */
export function pt(points: number): string {
  return `${Number(points.toFixed(3))}pt`;
}

/** Height of one line of that size above and below its baseline, points. */
export function lineEdges(size: number, rule: LineRule): { above: number; below: number } {
  const below = BELOW * size;
  const natural = ABOVE * size;
  if (rule.lineRule === 'exact') return { above: rule.line - below, below };
  if (rule.lineRule === 'atLeast') return { above: Math.max(natural, rule.line - below), below };
  return { above: natural + (rule.line - 1) * (ABOVE + BELOW) * size, below };
}

/** The content expression of a run's text, styled. `body` is a typst expression, by default the text's literal. */
export function styledText(text: string, props: RunProps, rule: LineRule): string[] {
  const shown = props.caps || props.smallCaps ? text.toLocaleUpperCase('vi') : text;
  return breakable(shown).map((piece) => (piece === null ? TINY_SPACE : styled(literal(piece), props, rule)));
}

/** Any typst expression in the run's style. */
export function styled(expression: string, props: RunProps, rule: LineRule): string {
  const edges = lineEdges(props.size, rule);
  const small = props.vertical ? 0.65 : props.smallCaps ? 0.85 : 1;
  const settings = [
    `size: ${pt(props.size * small)}`,
    `top-edge: ${pt(edges.above)}`,
    `bottom-edge: ${pt(-edges.below)}`,
  ];
  if (props.bold) settings.push('weight: "bold"');
  if (props.italic) settings.push('style: "italic"');
  if (props.color) settings.push(`fill: rgb("${props.color}")`);
  if (props.tracking) settings.push(`tracking: ${pt(props.tracking)}`);
  if (props.vertical === 'superscript') settings.push(`baseline: ${pt(-0.33 * props.size)}`);
  if (props.vertical === 'subscript') settings.push(`baseline: ${pt(0.14 * props.size)}`);
  let result = `text(${settings.join(', ')}, ${expression})`;
  if (props.underline) result = `underline(${result})`;
  if (props.strike) result = `strike(${result})`;
  return result;
}

/** Too thin to be seen, but a place where typst may break the line (a space of exactly zero is dropped). */
const TINY_SPACE = 'h(0.001pt)';
const LONGEST_WORD = 28;
const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** The text in pieces with null where a very long word may break: an address without spaces must not leave the page. */
function breakable(text: string): (string | null)[] {
  const pieces: (string | null)[] = [''];
  for (const word of text.split(/(\s+)/u)) {
    if (word.length <= LONGEST_WORD) {
      pieces.push(`${pieces.pop()!}${word}`);
      continue;
    }
    let count = 0;
    for (const { segment } of graphemes.segment(word)) {
      if (count && count % 6 === 0) pieces.push(null, '');
      pieces.push(`${pieces.pop()!}${segment}`);
      count++;
    }
  }
  return pieces.filter((piece) => piece !== '');
}

/** A stroke expression of typst. */
export function stroke(border: Border): string {
  return `(paint: rgb("${border.color}"), thickness: ${pt(border.width)}, dash: "${border.style}")`;
}

import type { Context } from './context.ts';
import { PdfError } from './errors.ts';
import { literal, pt } from './typst-text.ts';
import { child, descendant } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Points in one English Metric Unit. */
const EMU = 1 / 12700;
/** Picture kinds that are printed, by file name ending. */
export const PICTURE_KINDS = new Set(['png', 'jpg', 'jpeg', 'gif', 'svg', 'webp']);

/** The package path of the picture in a w:drawing that stands in the line; undefined when there is none. */
export function pictureTarget(element: XmlElement, targets: Map<string, string>): string | undefined {
  const inline = child(element, 'wp:inline');
  const id = inline && descendant(inline, 'a:blip')?.attributes['r:embed'];
  return id === undefined ? undefined : targets.get(id);
}

/**
 * A picture of the document as typst, made smaller when it is wider than `room` (points).
 * @throws PdfError when the picture is missing or of a kind that can not be printed.
 */
export function drawing(
  element: XmlElement,
  room: number,
  context: Context,
): { code: string; width: number } {
  const target = pictureTarget(element, context.targets);
  const bytes = target === undefined ? undefined : context.parts.get(target);
  const kind = target?.split('.').at(-1)?.toLowerCase() ?? '';
  if (!target || !bytes || !PICTURE_KINDS.has(kind))
    throw new PdfError('Mẫu có hình không in được (thiếu tệp ảnh).');
  let picture = context.pictures.get(target);
  if (!picture) {
    picture = { path: `/picture-${context.pictures.size + 1}.${kind}`, bytes };
    context.pictures.set(target, picture);
  }
  const inline = child(element, 'wp:inline');
  const extent = child(inline, 'wp:extent')?.attributes ?? {};
  const size = [extent.cx, extent.cy].map((emu) => Math.max(Number.parseFloat(emu ?? '') * EMU || 1, 1));
  const scale = Math.min(1, room / size[0]!);
  const width = size[0]! * scale;
  const alt = child(inline, 'wp:docPr')?.attributes.descr;
  const settings = [literal(picture.path), `width: ${pt(width)}`, `height: ${pt(size[1]! * scale)}`];
  if (alt) settings.push(`alt: ${literal(alt)}`);
  return { code: `box(image(${settings.join(', ')}, fit: "stretch"))`, width };
}

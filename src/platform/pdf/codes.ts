import bwipjs from 'bwip-js/node';
import QRCode from 'qrcode';
import type { Picture } from './fill.ts';

/** The narrowest bar on paper. Below it office printers and hand scanners fail: 25 characters then need at least 77 mm. */
const BAR_MM = 0.27;
/** Pixels per narrow bar: enough for 600 dpi, and whole, so that no bar is blurred. */
const BAR_PIXELS = 6;

/**
 * Code 128 of a dossier code, without the text (the slip prints it beneath), with its quiet zones of 10 bars a side. Its width
 * follows from its content; a code too long for `maxWidthMm` gets narrower bars rather than leave the page.
 * @throws RangeError when the text is empty or not ASCII.
 */
export async function code128(text: string, heightMm = 11, maxWidthMm = 98): Promise<Picture> {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('Code 128 holds ASCII characters only: ' + text);
  const png = await bwipjs.toBuffer({
    bcid: 'code128',
    text,
    scale: BAR_PIXELS,
    // Bars look the same all the way down, so a low picture is enough; it is stretched to its height on paper.
    height: 3,
    paddingwidth: 10,
    backgroundcolor: 'FFFFFF',
  });
  const bars = pngSize(png).width / BAR_PIXELS;
  return { png, widthMm: Math.min(bars * BAR_MM, maxWidthMm), heightMm, alt: `Mã vạch ${text}` };
}

/** QR code with its quiet zone, error correction M (15 %), `sizeMm` wide on paper. */
export async function qrPicture(text: string, alt: string, sizeMm = 24): Promise<Picture> {
  const png = await QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: 2, scale: 6, type: 'png' });
  return { png, widthMm: sizeMm, heightMm: sizeMm, alt };
}

/** The same QR code as SVG, for pages on the screen. */
export function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { errorCorrectionLevel: 'M', margin: 2, type: 'svg' });
}

/** Width and height in pixels, from the header of a PNG. */
function pngSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

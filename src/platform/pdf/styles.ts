import { DEFAULT_PARAGRAPH, DEFAULT_RUN, paragraphProps, readBorders, runProps, value } from './props.ts';
import type { Borders, ParagraphProps, RunProps } from './props.ts';
import { child, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The part of styles.xml that the print follows: document defaults, paragraph, character and table styles. */
export interface Styles {
  paragraph(pPr: XmlElement | undefined): { props: ParagraphProps; run: RunProps };
  run(base: RunProps, rPr: XmlElement | undefined): RunProps;
  /** Borders and cell margins (w:tblCellMar elements, outermost style first) of a table style. */
  table(styleId: string | undefined): { borders: Borders; margins: XmlElement[] };
}

/** Reads styles.xml; without one Word's built-in defaults hold. */
export function readStyles(root: XmlElement | undefined): Styles {
  const byId = new Map(children(root, 'w:style').map((style) => [style.attributes['w:styleId'], style]));
  const defaults = child(root, 'w:docDefaults');
  const baseRun = runProps(DEFAULT_RUN, child(child(defaults, 'w:rPrDefault'), 'w:rPr'));
  const baseParagraph = paragraphProps(DEFAULT_PARAGRAPH, child(child(defaults, 'w:pPrDefault'), 'w:pPr'));
  const normal = children(root, 'w:style').find(
    (style) =>
      style.attributes['w:type'] === 'paragraph' &&
      ['1', 'true'].includes(style.attributes['w:default'] ?? ''),
  )?.attributes['w:styleId'];

  /** A style and those it is based on, outermost first; a loop among them is cut. */
  function chain(id: string | undefined): XmlElement[] {
    const found: XmlElement[] = [];
    for (
      let style = byId.get(id);
      style && !found.includes(style);
      style = byId.get(value(style, 'w:basedOn'))
    ) {
      found.unshift(style);
    }
    return found;
  }

  return {
    paragraph(pPr) {
      let props = baseParagraph;
      let run = baseRun;
      for (const style of chain(value(pPr, 'w:pStyle') ?? normal)) {
        props = paragraphProps(props, child(style, 'w:pPr'));
        run = runProps(run, child(style, 'w:rPr'));
      }
      return { props: paragraphProps(props, pPr), run };
    },
    run(base, rPr) {
      let props = base;
      for (const style of chain(value(rPr, 'w:rStyle'))) props = runProps(props, child(style, 'w:rPr'));
      return runProps(props, rPr);
    },
    table(styleId) {
      const borders: Borders = {};
      const margins: XmlElement[] = [];
      for (const style of chain(styleId)) {
        const tblPr = child(style, 'w:tblPr');
        Object.assign(borders, readBorders(child(tblPr, 'w:tblBorders')));
        const cellMargins = child(tblPr, 'w:tblCellMar');
        if (cellMargins) margins.push(cellMargins);
      }
      return { borders, margins };
    },
  };
}

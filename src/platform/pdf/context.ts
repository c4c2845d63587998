import type { Parts } from './package-parts.ts';
import type { Styles } from './styles.ts';

/** A file that typst may read by its path. */
export interface TypstFile {
  path: string;
  bytes: Uint8Array;
}

/** What the converter carries along while it walks one part of the document. */
export interface Context {
  parts: Parts;
  styles: Styles;
  /** Relationship targets of the part being converted. */
  targets: Map<string, string>;
  /** Pictures collected so far, by their path inside the package. */
  pictures: Map<string, TypstFile>;
}

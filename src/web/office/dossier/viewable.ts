import { extensionOf, FORMATS, formatSize } from '../../../modules/documents/index.ts';
import type { DossierPage } from '../../../modules/dossiers/index.ts';
import { heldTask } from './open.ts';

/** Something of a dossier that its viewer can show or offer for saving. */
export interface Viewable {
  /** What the address names it by: a file's id, "kq-7", "phieu-12". */
  key: string;
  name: string;
  /** Of which paper, or what it is. */
  kind: string;
  href: string;
  show: 'pdf' | 'image' | 'save';
  sizeText: string;
  replaced: boolean;
}

/** Everything with a file of its own, in the order in which the page lists it. */
function viewables(view: Pick<DossierPage, 'dossier' | 'papers' | 'results' | 'slips'>): Viewable[] {
  const base = `/mot-cua/ho-so/${view.dossier.id}`;
  const papers = view.papers.flatMap((paper) =>
    paper.files.map((file) => ({
      key: file.id,
      name: file.name,
      kind: paper.name,
      href: `${base}/tep/${file.id}`,
      show: showOf(file.name, file.mime),
      sizeText: formatSize(file.size),
      replaced: file.replaced,
    })),
  );
  const made = { show: 'pdf' as const, sizeText: 'PDF', replaced: false };
  const results = view.results.map((result) => ({
    ...made,
    key: `kq-${result.id}`,
    name: result.name,
    kind: result.issuedAt ? 'Kết quả' : 'Dự thảo kết quả',
    href: `${base}/ket-qua/${result.id}`,
  }));
  const slips = view.slips.map((slip) => ({
    ...made,
    key: `phieu-${slip.id}`,
    name: slip.name,
    kind: `Số ${slip.number}`,
    href: `${base}/phieu/${slip.id}`,
  }));
  return [...papers, ...results, ...slips];
}

/**
 * The one that the address asks for; else what the officer's step is about: the result for those who approve, sign, issue
 * or return it, the first paper for everybody else.
 */
export function shownOf(
  view: Pick<DossierPage, 'dossier' | 'papers' | 'results' | 'slips' | 'tasks' | 'held'>,
  asked: string | undefined,
): Viewable | null {
  const all = viewables(view);
  const result = heldTask(view, 'approve', 'sign', 'issue', 'return') && view.results.at(-1);
  return (
    all.find((one) => one.key === asked) ??
    all.find((one) => result && one.key === `kq-${result.id}`) ??
    all.find((one) => !one.replaced) ??
    null
  );
}

function showOf(name: string, mime: string): Viewable['show'] {
  const format = FORMATS.get(extensionOf(name));
  if (!format?.inline || format.mime !== mime) return 'save';
  return mime === 'application/pdf' ? 'pdf' : 'image';
}

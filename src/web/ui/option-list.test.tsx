import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderToString } from './render.ts';
import { OptionList } from './option-list.tsx';

const ROWS = Array.from({ length: 8 }, (_, n) => ({ code: `${n}`, name: `Phường "${n}" & xã` }));

/** A list that is drawn in one of two ways, here and, to compare with, without anything kept. */
const drawing = (kind: string, chosen?: (typeof ROWS)[number]) => (row: (typeof ROWS)[number]) =>
  kind === 'select' ? (
    <option value={row.code} selected={row === chosen}>
      {row.name}
    </option>
  ) : (
    <option value={row.name} />
  );

describe('options of a list', () => {
  it('are those of these rows with this one chosen, whatever was drawn before', () => {
    const list = fc
      .record({
        kind: fc.constantFrom('select', 'commune'),
        rows: fc.subarray(ROWS),
        place: fc.nat({ max: 9 }),
      })
      .map(({ kind, rows, place }) => ({ kind, rows, chosen: rows[place] }));
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 12 }), (lists) => {
        for (const { kind, rows, chosen } of lists) {
          const draw = drawing(kind, chosen);
          const html = renderToString(<OptionList kind={kind} rows={rows} chosen={chosen} draw={draw} />);
          expect(html).toBe(renderToString(<>{rows.map(draw)}</>));
        }
      }),
      { numRuns: 300 },
    );
  });
});

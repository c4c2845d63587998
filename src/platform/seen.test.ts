import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seen } from './seen.ts';

const names = fc.array(fc.nat({ max: 12 }).map(String), { maxLength: 60 });

test('a name is remembered while fewer others came than it is sure of, and never before it came', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 8 }), (list, most) => {
      const seen = new Seen(most);
      list.forEach((name, at) => {
        const last = list.lastIndexOf(name, at - 1);
        const came = at > 0 && last !== -1;
        const others = came ? new Set(list.slice(last + 1, at)).size : Infinity;
        const before = seen.before(name);
        if (!came) expect(before).toBe(false);
        if (others < most) expect(before).toBe(true);
      });
    }),
  );
});

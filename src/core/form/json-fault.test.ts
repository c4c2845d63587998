import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

it('finds a fault exactly where the engine finds one', () => {
  const text = fc.json().chain((json) =>
    fc
      .record({
        at: fc.nat(json.length),
        cut: fc.nat(3),
        put: fc.constantFrom('', ',', '}', '"', 'x', ' '),
      })
      .map(({ at, cut, put }) => json.slice(0, at) + put + json.slice(at + cut)),
  );
  fc.assert(
    fc.property(text, (broken) => {
      let valid = true;
      try {
        JSON.parse(broken);
      } catch {
        valid = false;
      }
      expect(jsonFault(broken) === null).toBe(valid);
    }),
    { numRuns: 500 },
  );
});

it.each<[string, number, RegExp]>([
  ['{\n  "a": 1,\n}', 3, /thừa dấu phẩy/],
  ['{\n  "a": 1\n  "b": 2\n}', 3, /thiếu dấu phẩy/],
  ['{\n  "a" 1\n}', 2, /dấu hai chấm/],
  ['{\n  "a": [1, 2', 2, /thiếu “]”/],
  ['<html>', 1, /không hiểu “<”/],
  ['', 1, /dừng giữa chừng/],
  ['{}\n{}', 2, /chữ thừa/],
  ['{\n a: 1}', 2, /ngoặc kép/],
])('names the line of %j', (text, line, message) => {
  const fault = jsonFault(text)!;
  expect(fault.line).toBe(line);
  expect(fault.message).toMatch(message);
});

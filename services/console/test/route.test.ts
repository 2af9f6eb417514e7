import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseRoute, routeText } from '../src/route/route.ts';

test('what a link was made of is read from it again', () => {
  const part = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), part, (path, value) => {
      const read = parseRoute(routeText(path, new URLSearchParams({ q: value })));
      expect(read.path).toEqual(path);
      expect(read.query.get('q')).toBe(value);
    }),
  );
});

test('an address of nothing leads to the runs, and a broken one to what can be read of it', () => {
  expect(parseRoute('').path).toEqual(['runs']);
  expect(parseRoute('#signin=abc').path).toEqual(['runs']);
  expect(parseRoute('#/runs/%E0%A4%A').path).toEqual(['runs', '%E0%A4%A']);
});

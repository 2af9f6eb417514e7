import { expect, test } from 'vitest';

import { readExposition, metricValue } from '../src/exposition.ts';

const HEAD = '# HELP a_total What it is.\n# TYPE a_total counter\n';

test('families, labels and values are read', () => {
  const text = `${HEAD}a_total{of="x\\"y",to="z"} 2\na_total{of="b",to="z"} 1e+3\n`;
  const families = readExposition(text);
  expect(families.get('a_total')?.samples[0]).toEqual({ name: 'a_total', labels: { of: 'x"y', to: 'z' }, value: 2 });
  expect(metricValue(families, 'a_total', { to: 'z' })).toBe(1_002);
  expect(metricValue(families, 'a_total', { to: 'q' })).toBeUndefined();
});

test.each([
  ['no end', `${HEAD}a_total 1`],
  ['no line of an exposition', `${HEAD}a_total is 1\n`],
  ['a series that comes twice', `${HEAD}a_total{a="1"} 1\na_total{a="1"} 2\n`],
  ['a series of another family', `${HEAD}b_total 1\n`],
  ['a family without help', '# TYPE a_total counter\na_total 1\n'],
  ['a family that is declared twice', `${HEAD}${HEAD}`],
  ['labels that cannot be read', `${HEAD}a_total{a=1} 1\n`],
])('an exposition with %s is refused', (_, text) => {
  expect(() => readExposition(text)).toThrow();
});

import { expect, test } from 'vitest';

import { columns, table } from '../../src/render/columns.ts';

const runs = (width: number) =>
  table({
    head: ['RUN', 'BY', 'AGE', 'WHY'],
    rows: [['release-abc', 'ada', '2m', 'a person has to say yes']],
    width,
    spare: ['BY', 'AGE'],
    lastWidthMin: 10,
  });

test('a narrow terminal drops optional columns before it cuts required ones', () => {
  expect(runs(Infinity)).toBe('RUN          BY   AGE  WHY\nrelease-abc  ada  2m   a person has to say yes\n');
  expect(runs(33)).toBe('RUN          BY   AGE  WHY\nrelease-abc  ada  2m   a person …\n');
  expect(runs(30)).toBe('RUN          AGE  WHY\nrelease-abc  2m   a person ha…\n');
  expect(runs(24)).toBe('RUN          WHY\nrelease-abc  a person h…\n');
  expect(runs(15)).toBe('RUN          W…\nrelease-abc  a…\n');
});

test('wide characters take two columns, and the last column has no trailing blanks', () => {
  expect(
    columns(
      ['A', 'B'],
      [
        ['日本', 'x'],
        ['ab', 'y'],
      ],
    ),
  ).toBe('A     B\n日本  x\nab    y\n');
});

test('a line end in a cell begins no row', () => {
  expect(
    columns(
      [],
      [
        ['a', 'fine\n  b  forged'],
        ['c\nd', 'e'],
      ],
    ),
  ).toBe('a    fine b  forged\nc d  e\n');
});

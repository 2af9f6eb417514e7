import { expect, test } from 'vitest';

import { layersOf } from '../src/layers.ts';

test('layers do not depend on the order of the text', () => {
  const needs = new Map([
    ['c', ['a']],
    ['b', []],
    ['a', ['b']],
    ['d', []],
  ]);
  expect(layersOf(needs)).toEqual({ ok: true, layers: [['b', 'd'], ['a'], ['c']] });
  expect(
    layersOf(
      new Map([
        ['a', ['b']],
        ['b', ['a']],
      ]),
    ),
  ).toEqual({ ok: false, cycle: ['a', 'b'] });
});

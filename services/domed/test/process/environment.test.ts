import { expect, test } from 'vitest';

import { baseVariables, inputVariables } from '../../src/process/environment.ts';

test('inputs become variables where they can', () => {
  expect(
    inputVariables({
      text: 'a',
      count: 3,
      'with-dash': true,
      list: [1],
      nothing: null,
      nul: 'a\0',
      'a b': 1,
      'a.b': 2,
    }),
  ).toEqual({ INPUT_TEXT: 'a', INPUT_COUNT: '3', INPUT_WITH_DASH: 'true' });
});

test('the daemon’s Node comes first, and only named variables pass', () => {
  expect(baseVariables({ PATH: '/bin', HOME: '/h', SECRET: 's' }, '/opt/node/bin/node')).toEqual({
    PATH: '/opt/node/bin:/bin',
    HOME: '/h',
    CI: 'true',
    NO_COLOR: '1',
  });
});

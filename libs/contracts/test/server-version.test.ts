import { expect, test } from 'vitest';

import { isServerSupported } from '../src/server-version.ts';

test.each([
  ['2.15.1', true],
  ['2.12.0', true],
  ['2.9.25', false],
  ['2.11.99', false],
  ['3.0.0', true],
  ['v3.0.0', true],
  ['2.12.0-RC.1', true],
  ['2.12', true],
  ['unknown', false],
  ['', false],
])('a server of version %j is supported: %j', (version, isSupported) => {
  expect(isServerSupported(version)).toBe(isSupported);
});

import { getPriority } from 'node:os';

import { expect, test } from 'vitest';

import { lowerPriority } from '../../src/execution/priority.ts';
import { fixtureSkills, openHarness } from './harness.ts';

test('a skill and all that it starts come after the daemon, which stays where it is', async () => {
  const own = getPriority();
  await using harness = await openHarness(fixtureSkills);
  await using ran = await harness.run('shell', { script: 'nice; sh -c nice; setsid nice' });
  expect(ran.log.match(/^.*\b10$/gm), ran.log).toHaveLength(3);
  expect(getPriority()).toBe(own);
});

test('a process that has ended is left in peace', () => {
  expect(() => lowerPriority(2 ** 22 + 1)).not.toThrow();
});

import { getPriority } from 'node:os';

import { expect, test } from 'vitest';

import { lowerSession } from '../../src/launcher/priority.ts';
import { fixtureSkills, openHarness } from '../support/harness.ts';

// Without a namespace no guard program starts before the skill, and its first command runs at once.
test.each(['mount-namespace', 'process-group'] as const)(
  'a skill under %s and all that it starts yield to the daemon, whose priority is unchanged',
  async (guard) => {
    const own = getPriority();
    await using harness = await openHarness(fixtureSkills, { guard });
    await using ran = await harness.run('shell', { script: 'nice; sh -c nice; setsid nice' });
    expect(ran.log.match(/^.*\b10$/gm), ran.log).toHaveLength(3);
    expect(getPriority()).toBe(own);
  },
);

test('a process that has ended is left alone', () => {
  expect(() => lowerSession(2 ** 22 + 1)).not.toThrow();
});

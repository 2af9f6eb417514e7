import { expect, test } from 'vitest';

import { initText } from '../../src/render/init-view.ts';

const FILES = [
  { path: 'dome/check.plan.yaml', says: 'the plan of every day', outcome: 'written' },
  { path: 'dome/skills/test/run.sh', says: 'what it runs: npm run test (package.json)', outcome: 'kept' },
] as const;

test('what a file is for stands beside its path, or below it where the terminal is narrow', () => {
  const steps = { test: { command: 'npm run test', from: 'package.json' } };
  expect(initText(steps, FILES, 100)).toContain(
    [
      'written  dome/check.plan.yaml     the plan of every day',
      'kept     dome/skills/test/run.sh  what it runs: npm run test (package.json)\n',
    ].join('\n'),
  );
  expect(initText(steps, FILES, 60)).toContain(
    [
      'written  dome/check.plan.yaml',
      '           the plan of every day',
      'kept     dome/skills/test/run.sh',
      '           what it runs: npm run test (package.json)\n',
    ].join('\n'),
  );
});

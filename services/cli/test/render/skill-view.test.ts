import type { CapabilityGetReply, Descriptor } from '@dome/contracts';
import { expect, test } from 'vitest';

import { skillTable, skillText } from '../../src/render/skill-view.ts';
import { memoryIo } from '../memory-io.ts';

const descriptor: Descriptor = {
  name: 'lint',
  version: '1.0.0',
  title: 'Lint',
  description: 'Looks at sources.',
  inputSchema: { type: 'object' },
  outputSchema: { type: 'object' },
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  needs: { workspace: 'none', network: 'none' },
  timeouts: { queueMs: 1_000, executionMs: 1_000, heartbeatMs: 1_000, totalMs: 1_000 },
  retry: { initialIntervalMs: 1, backoffCoefficient: 2, maximumIntervalMs: 1, maximumAttempts: 1, nonRetryable: [] },
  permissions: [],
  sideEffects: [],
  contentDigest: `sha256:${'0'.repeat(64)}`,
};

function shown(more: Partial<Descriptor>): string {
  const reply: CapabilityGetReply = {
    descriptor: { ...descriptor, ...more },
    descriptorDigest: `sha256:${'1'.repeat(64)}`,
    announcements: [],
  };
  return skillText(reply, memoryIo().out);
}

test('the command shown for a skill works as printed', () => {
  expect(shown({})).toContain('npx dome skill run lint\n');
  const examples = [{ name: 'one', input: { dir: 'a b', deep: { x: 1 } } }];
  expect(shown({ needs: { workspace: 'ro', network: 'none' }, examples })).toContain(
    `npx dome skill run lint --workspace . -i dir='a b' -i deep='{"x":1}'\n`,
  );
});

test('a skill that promotes is not offered alone', () => {
  expect(shown({ sideEffects: ['promotion'] })).not.toContain('RUN IT');
});

test('an empty list repeats what was asked for, and claims no more', () => {
  expect(skillTable([], { width: 80 })).toContain('no daemon is running');
  expect(skillTable([], { width: 80, pool: 'gpu' })).toBe('No skills are announced in pool gpu.\n');
  expect(skillTable([], { width: 80, name: 'lint', pool: 'gpu' })).toBe(
    'No skill named lint is announced in pool gpu.\n',
  );
});

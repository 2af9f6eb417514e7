import type { Announcement, CapabilityGetReply, Descriptor, NeededSkill } from '@dome/contracts';
import { expect, test } from 'vitest';

import { neededTable } from '../../src/render/needed-table.ts';
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
  return skillText(reply, { sink: memoryIo().out, versions: [] });
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

test('versions of a skill are listed from the highest, and a drained one says so', () => {
  const one = (version: string, more: Partial<Announcement> = {}): Announcement => ({
    name: 'lint',
    version,
    title: 'Lint',
    summary: 'Looks at sources.',
    hints: descriptor.hints,
    descriptorDigest: `sha256:${version.replaceAll('.', '').padEnd(64, '0')}`,
    pool: 'default',
    slots: 1,
    instance: 'domed-1',
    labels: {},
    ...more,
  });
  const by = { user: 'grace', account: 'PEOPLE', attested: true };
  const drained = { by, at: '2026-03-02T09:00:00.000Z' };
  const rows = skillTable([one('1.9.0', { drained }), one('1.10.0'), one('1.10.0', { instance: 'domed-2' })], {
    width: 200,
  });
  expect(
    rows
      .split('\n')
      .slice(1, 3)
      .map((row) => row.split(/ {2,}/).slice(0, 4)),
  ).toEqual([
    ['lint', '1.10.0', 'default', '2'],
    ['lint', '1.9.0 (drained)', 'default', '1'],
  ]);
  const reply = {
    descriptor,
    descriptorDigest: `sha256:${'1'.repeat(64)}`,
    announcements: [one('1.0.0', { drained })],
  };
  const versions = [one('1.0.0', { drained }), one('1.1.0')];
  const shownOf = (of: CapabilityGetReply): string => skillText(of, { sink: memoryIo().out, versions });
  expect(shownOf(reply)).toContain('versions  1.1.0, 1.0.0 (drained)');
  expect(shownOf(reply)).not.toContain('RUN IT');
  expect(shownOf({ ...reply, announcements: [one('1.0.0')] })).toContain('dome skill run lint@1.0.0\n');
  expect(shownOf(reply)).toMatch(/drained +in default since 2026-03-02T09:00:00.000Z by grace/);
});

test('what open runs need is shown with who serves it, and nothing is said to be needed otherwise', () => {
  const nowMs = Date.UTC(2026, 0, 1, 1);
  const needed: NeededSkill = {
    pool: 'default',
    name: 'lint',
    version: '1.0.0',
    descriptorDigest: `sha256:${'1'.repeat(64)}`,
    runs: 3,
    since: new Date(nowMs - 3_600_000).toISOString(),
    oldest: [{ runId: 'release-aaaaaaaa', state: 'waiting', submittedAt: '', tasks: ['check', 'fix'] }],
    servedBy: [],
  };
  const rows = (one: NeededSkill) => neededTable([one], { nowMs, width: 200, asked: undefined }).split('\n')[1];
  expect(rows(needed)).toMatch(/^lint +1\.0\.0 +default +3 +1h 00m +0 +release-aaaaaaaa \(check, fix\), and 2 more$/);
  const { servedBy: _unknown, ...silent } = needed;
  expect(rows(silent)).toMatch(/ 1h 00m +\? +release/);
  expect(neededTable([], { nowMs, width: 80, asked: 'lint@1.0.0' })).toBe('No open run needs lint@1.0.0.\n');
});

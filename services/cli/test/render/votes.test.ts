// What people see of a gate that asks several of them.
import type { AnyEvent, OpenGate } from '@dome/contracts';
import { releaseDecision } from '@dome/testkit';
import { expect, test } from 'vitest';

import { eventLines } from '../../src/render/event-line.ts';
import { gateText } from '../../src/render/gate-view.ts';
import { runTree } from '../../src/render/run-tree.ts';
import { plain } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';
import { memoryIo } from '../memory-io.ts';
import { approvalRequested, at, decided, event, runId, story, told } from '../watch/run-story.ts';

const RELEASE_AND_SECURITY = [
  { role: 'release-manager', count: 2 },
  { role: 'security', count: 1 },
];
const person = (user: string) => ({ user, account: 'PEOPLE', attested: true });
const gate = { runId, gate: 'quality', iteration: 2 };
const digest = `sha256:${'a'.repeat(64)}`;

const voted = (user: string, role: string, seconds: number): AnyEvent =>
  event('dev.dome.run.approval-given.v1', seconds, {
    ...gate,
    by: person(user),
    roles: [role],
    accessDigest: digest,
    verdict: 'approve',
    evidenceDigest: digest,
  });

/** Three people are asked; two vote, one takes it back, and a reminder goes out. */
const VOTES: readonly AnyEvent[] = [
  approvalRequested(2, 5, RELEASE_AND_SECURITY),
  voted('grace', 'release-manager', 6),
  voted('radia', 'security', 7),
  event('dev.dome.run.approval-withdrawn.v1', 8, { ...gate, by: person('grace'), reason: 'a doubt' }),
  event('dev.dome.run.approval-reminded.v1', 9, {
    ...gate,
    number: 1,
    missing: [{ role: 'release-manager', count: 2 }],
    deadline: new Date(at(3_600)).toISOString(),
  }),
];

/** The story up to the question, and these votes. */
function watched(votes: readonly AnyEvent[]): { run: WatchedRun; lines: string[] } {
  let run = story().slice(0, -1).reduce(foldEvent, unseenRun(runId));
  const lines = votes.flatMap((one, index) => {
    run = foldEvent(run, told(one, 100 + index));
    return eventLines(one, run);
  });
  return { run, lines };
}

test('each vote is one line, with who is still missing', () => {
  expect(watched(VOTES).lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'gate  quality       waiting     iteration=2  role=release-manager:2,security  deadline=2026-11-22T13:04:11.000Z',
    'gate  quality       approve     by=grace  missing=release-manager,security',
    'gate  quality       approve     by=radia  missing=release-manager',
    'gate  quality       withdrawn   by=grace  missing=release-manager:2  "a doubt"',
    'gate  quality       reminder    number=1  missing=release-manager:2  deadline=2026-11-22T13:04:11.000Z',
  ]);
});

const treeOf = (run: WatchedRun): string =>
  runTree(run, {
    symbols: symbolsFor({ LANG: 'C.UTF-8' }),
    paint: plain,
    tick: 0,
    nowMs: at(17),
    width: 90,
    isBrief: true,
  }).join('\n');

test('the tree says how many of how many have approved, and what to type', () => {
  const tree = treeOf(watched(VOTES.slice(0, 3)).run);
  expect(tree).toContain('  ⏸ quality   waiting 12s, 2 of 3: needs 1 more release-manager\n');
  expect(tree).toContain('npx dome gate approve release-abcdefgh/quality');
});

test('the tree asks for no vote once they are enough', () => {
  const { run } = watched([...VOTES.slice(0, 3), voted('linus', 'release-manager', 10)]);
  expect(treeOf(run)).toContain('  ⏸ quality   waiting\n');
  expect(treeOf(run)).not.toContain('gate approve');
  expect(treeOf(watched([...VOTES, decided('REJECT', 2, 20)]).run)).toContain('✖ quality   REJECT');
});

const open: OpenGate = {
  ...gate,
  plan: 'release@1.0.0',
  role: 'release-manager',
  deadline: new Date(at(3_600)).toISOString(),
  evidenceDigest: digest,
  decision: releaseDecision(2, 'NEEDS_HUMAN'),
  submittedBy: 'ada',
};
const shown = (of: OpenGate): string => gateText(of, { sink: memoryIo().out, nowMs: at(0) });

test('a voter sees whom the gate asks, and who has approved', () => {
  const approvals = {
    required: RELEASE_AND_SECURITY,
    missing: [{ role: 'release-manager', count: 1 }],
    by: ['grace', 'radia'],
  };
  const text = shown({ ...open, approvals });
  expect(text).toMatch(/ {2}asks +2 release-manager, security, within 1h/);
  expect(text).toMatch(/ {2}has +2 of 3: needs 1 more release-manager; approved by grace, radia\n/);
  const one = { required: [{ role: 'security', count: 1 }], missing: [{ role: 'security', count: 1 }], by: [] };
  for (const of of [open, { ...open, role: 'security', approvals: one }]) {
    expect(shown(of)).toMatch(new RegExp(`  asks +anyone with the role ${of.role}, within 1h`));
    expect(shown(of)).not.toContain('  has ');
  }
});

// What people see of a gate that asks several of them.
import type { AnyEvent } from '@dome/contracts';
import { asksText, hasText } from '@dome/runs';
import { expect, test } from 'vitest';

import { showDuration } from '../../src/durations.ts';
import { eventLines } from '../../src/render/event-line.ts';
import { runTree } from '../../src/render/run-tree.ts';
import { plain } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';
import { approvalRequested, at, decided, event, runId, story, told } from '../watch/run-story.ts';
import { asking, nowMs } from './gate-fixture.ts';

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

test('a voter sees whom the gate asks, and who has approved', () => {
  expect(asksText(asking, { nowMs, spanText: showDuration })).toBe(
    '2 release-manager, security, within 1h 00m; without an answer the gate rejects',
  );
  expect(hasText(asking)).toBe('2 of 3: needs 1 more security; approved by grace, rob');
  const one = [{ role: 'security', count: 1 }];
  const alone = { ...asking, required: one, missing: one };
  expect(asksText(alone, { nowMs, spanText: showDuration })).toMatch(/^anyone with the role security, within 1h/);
  expect(hasText(alone)).toBeUndefined();
});

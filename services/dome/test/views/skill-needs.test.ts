import type { StoredRunEvent } from '@dome/runs';
import { PLAN } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createRunIndex } from '../../src/views/run-index.ts';
import { neededSkills } from '../../src/views/skill-needs.ts';
import type { OpenRunTasks } from '../../src/views/skill-needs.ts';
import { passing, release, vote } from '../drive/scenarios.ts';
import { startRun } from '../world.ts';
import type { Answer } from '../world.ts';

const ONCE = PLAN.replace(/loop:[\s\S]*?(?=promotion:)/, '');

/** What the run needs after each of its events. */
function needsAfter(events: readonly StoredRunEvent[]): (readonly string[])[] {
  const index = createRunIndex();
  return events.map((stored) => {
    index.apply(stored);
    return index.needing().flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId));
  });
}

const dispatchedBy = ({ event }: StoredRunEvent): string[] =>
  event.type === 'dev.dome.run.tasks-dispatched.v1' ? event.data.tasks.map(({ taskId }) => taskId) : [];

test.each<[string, Answer, 'approve' | 'reject' | undefined]>([
  ['passes and is approved', passing, 'approve'],
  ['is rejected by people, and goes round again', passing, 'reject'],
  ['is rejected by its policy, and goes round again', release, 'approve'],
  ['is asked about and never answered', passing, undefined],
])('law: what a run is sent later was needed before, when it %s', async (_, answer, verdict) => {
  const world = await startRun({ answer });
  await world.pump();
  if (verdict !== undefined) await vote(world, verdict);
  if (verdict === 'reject') await vote(world, 'approve');
  await world.pass(8_000_000);
  const events = world.store.of(world.runId);
  const needs = needsAfter(events);
  expect(world.state().finished).toBeDefined();
  for (const [at, stored] of events.entries())
    for (const before of needs.slice(0, at)) expect(before).toEqual(expect.arrayContaining(dispatchedBy(stored)));
  expect(needs.at(-1)).toEqual([]);
});

test('a run that waits at its last gate needs only what promotes, unless it may go round again', async () => {
  const waiting = async (plan: string) => {
    const world = await startRun({ answer: passing, plan });
    await world.pump();
    return needsAfter(world.store.of(world.runId)).at(-1);
  };
  expect(await waiting(ONCE)).toEqual(['promote']);
  expect(await waiting(PLAN)).toEqual(['lint', 'test', 'pack', 'fix', 'promote']);
});

test('a run that is canceled needs what it has sent, and nothing else', async () => {
  const world = await startRun({ answer: (request) => (request.skill.name === 'lint' ? 'silence' : passing(request)) });
  await world.pump();
  const by = { user: 'ada', account: 'PEOPLE', attested: true };
  const before = world.store.of(world.runId);
  const last = before.at(-1);
  if (last === undefined) throw new Error('there is a run');
  const event = {
    ...last.event,
    id: 'canceled',
    type: 'dev.dome.run.cancel-requested.v1' as const,
    data: { runId: world.runId, by },
  } as StoredRunEvent['event'];
  const canceled = { ...last, sequence: last.sequence + 1, event };
  const [waiting, ending] = needsAfter([...before, canceled]).slice(-2);
  expect(waiting?.toSorted()).toEqual(['fix', 'lint', 'pack', 'promote', 'test']);
  expect(ending).toEqual(['lint']);
});

test('versions that runs need are listed once, with their oldest runs first', () => {
  const run = (runId: string, minute: number): OpenRunTasks['run'] => ({
    runId,
    plan: 'release@1.0.0',
    state: 'waiting',
    submittedBy: 'ada',
    submittedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    tasksSettled: 0,
    tasksTotal: 1,
    iteration: 1,
    sequence: minute,
  });
  const task = (taskId: string, version: string, pool = 'default') => {
    return { taskId, purpose: 'check' as const, pool, skill: 'lint', version, descriptorDigest: `sha256:${version}` };
  };
  const runs: OpenRunTasks[] = [
    { run: run('late', 9), tasks: [task('a', '1.0.0'), task('b', '1.0.0'), task('c', '1.1.0')] },
    { run: run('early', 1), tasks: [task('a', '1.0.0')] },
    { run: run('elsewhere', 2), tasks: [task('a', '1.0.0', 'gpu')] },
  ];
  const shown = (asked: Parameters<typeof neededSkills>[1]) =>
    neededSkills(runs, asked).map(({ skill }) => [
      `${skill.pool} ${skill.name}@${skill.version}`,
      skill.runs,
      skill.oldest.map(({ runId, tasks }) => `${runId}: ${tasks.join(' ')}`),
    ]);
  expect(shown({})).toEqual([
    ['default lint@1.0.0', 2, ['early: a', 'late: a b']],
    ['default lint@1.1.0', 1, ['late: c']],
    ['gpu lint@1.0.0', 1, ['elsewhere: a']],
  ]);
  expect(shown({ name: 'lint', version: '1.1.0' })).toEqual([['default lint@1.1.0', 1, ['late: c']]]);
  expect(shown({ pool: 'gpu' })).toEqual([['gpu lint@1.0.0', 1, ['elsewhere: a']]]);
  expect(shown({ name: 'fmt' })).toEqual([]);
});

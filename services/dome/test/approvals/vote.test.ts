import type { GateDecideRequest } from '@dome/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { identityOf } from '../../src/approvals/identity.ts';
import { judgeVote } from '../../src/approvals/vote.ts';
import { askedEvidence } from '../states.ts';
import { runView } from '../../src/views/view.ts';
import { passing, vote } from '../drive/scenarios.ts';
import { LAW, person } from '../law-of.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startRun({ answer: passing });
  await world.pump();
});

const request = (change: Partial<GateDecideRequest> = {}): GateDecideRequest => ({
  runId: world.runId,
  gate: 'release',
  verdict: 'approve',
  evidenceDigest: askedEvidence(world.state(), 'release'),
  ...change,
});
const judge = (user: string, change: Partial<GateDecideRequest> = {}) =>
  judgeVote(world.state(), request(change), { voter: person(user), law: LAW });

describe('a vote', () => {
  test('of a second person with the role is new, and carries the roles and the access digest', () => {
    expect(judge('grace', { reason: 'fine' })).toMatchObject({
      kind: 'new',
      data: {
        gate: 'release',
        iteration: 1,
        roles: ['release-manager'],
        accessDigest: LAW.access.digest,
        lawSequence: LAW.sequence,
        reason: 'fine',
      },
    });
  });

  test.each<[string, string, Partial<GateDecideRequest>]>([
    ['SELF_APPROVAL', 'ada', {}],
    ['FORBIDDEN', 'eve', {}],
    ['FORBIDDEN', 'stranger', { verdict: 'reject' }],
    ['EVIDENCE_CHANGED', 'grace', { evidenceDigest: `sha256:${'1'.repeat(64)}` }],
    ['NOT_FOUND', 'grace', { gate: 'nothing' }],
    ['INVALID_TRANSITION', 'grace', { gate: 'quality' }],
    ['INVALID_TRANSITION', 'grace', { iteration: 2 }],
  ])('%s for %s', (code, user, change) => {
    expect(() => judge(user, change)).toThrow(expect.objectContaining({ code }));
  });

  test('of the submitter may reject what is their own', () => {
    expect(judge('ada', { verdict: 'reject' }).kind).toBe('new');
  });

  test('is given once: a repeat returns the first, another person comes too late', async () => {
    await vote(world, 'approve', 'grace');
    expect(judge('grace', { verdict: 'reject' })).toMatchObject({
      kind: 'existing',
      vote: { value: { verdict: 'approve', by: { user: 'grace' } } },
    });
    expect(() => judge('ada', { verdict: 'reject' })).toThrow(/it is decided, APPROVE/);
  });
});

describe('who asks', () => {
  test('is the user whom the broker stamped, and only from the account of people', () => {
    expect(identityOf({ account: 'PEOPLE', user: 'ada' })).toEqual(person('ada'));
    for (const stamp of [undefined, { account: 'DOMED', user: 'ada' }, { account: 'PEOPLE', user: undefined }]) {
      expect(() => identityOf(stamp)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    }
  });
});

test('the view of the run shows what it waits for and how it ended', async () => {
  const other = await startRun({ answer: passing });
  await other.pump();
  const waiting = runView(other.state());
  expect(waiting).toMatchObject({
    state: 'waiting',
    waitingFor: expect.stringContaining('release-manager on the gate'),
  });
  expect(waiting.gates).toMatchObject([
    { gate: 'quality', state: 'decided' },
    { gate: 'release', state: 'waiting', role: 'release-manager' },
  ]);
  await vote(other, 'approve');
  const over = runView(other.state());
  expect(over).toMatchObject({ state: 'finished', result: 'success', promotion: { done: true } });
  expect(over.tasks.map(({ taskId, state }) => `${taskId} ${state}`)).toContain('promote settled');
});

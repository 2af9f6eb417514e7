import { expect, it } from 'vitest';

import { JobInHand } from '../../src/intake/job-in-hand.ts';
import { execute, messageOf } from '../support/commands.ts';

const by = { user: 'ada', account: 'PEOPLE', attested: true };
const waitingJob = (): JobInHand =>
  new JobInHand(messageOf(execute()), { deliveryCount: 1, ackWaitMs: 3_000, arrivedMs: 0 });
const claimingJob = (): JobInHand => {
  const job = waitingJob();
  job.startClaiming();
  return job;
};

it('continues when it hears its own start', () => {
  const job = claimingJob();
  job.startRunning(5);
  job.learn({ lastSequence: 5, cancel: undefined });
  expect(job.signal.aborted).toBe(false);
});

it('is silenced by any transition after its epoch', () => {
  const job = claimingJob();
  job.startRunning(5);
  job.learn({ lastSequence: 6, cancel: undefined });
  expect(job).toMatchObject({ isSilenced: true, signal: { aborted: true, reason: 'superseded' } });
});

it('remembers a cancel, and a drain, that came before it ran', () => {
  const [cancelled, drained] = [claimingJob(), claimingJob()];
  cancelled.learn({ lastSequence: 0, cancel: { by } });
  drained.stop('drain');
  for (const job of [cancelled, drained]) job.startRunning(5);
  expect([cancelled.signal.reason, drained.signal.reason]).toEqual(['cancel', 'drain']);
});

it('leaves an attempt that settles to the chain', () => {
  const job = claimingJob();
  job.startRunning(5);
  job.startSettling();
  job.learn({ lastSequence: 6, cancel: { by } });
  expect(job).toMatchObject({ isSilenced: false, signal: { aborted: false } });
});

it('is silenced even after it was told to stop', () => {
  const job = claimingJob();
  job.startRunning(5);
  job.stop('cancel');
  job.silence('heartbeat-lost');
  expect(job).toMatchObject({ isSilenced: true, signal: { reason: 'cancel' } });
});

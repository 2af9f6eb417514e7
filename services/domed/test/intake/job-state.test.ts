import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { JobInHand } from '../../src/intake/job-in-hand.ts';
import { JOB_STATES, NEXT_STATES, moveState } from '../../src/intake/job-state.ts';
import type { JobState } from '../../src/intake/job-state.ts';
import { execute, messageOf } from '../support/commands.ts';

describe('the states of a job in hand', () => {
  const pairs = JOB_STATES.flatMap((from) => JOB_STATES.map((to) => [from, to] as const));
  const legal = [
    ['waiting', 'claiming'],
    ['waiting', 'ended'],
    ['claiming', 'running'],
    ['claiming', 'ended'],
    ['claiming', 'locking'],
    ['locking', 'running'],
    ['locking', 'ended'],
    ['running', 'settling'],
    ['running', 'ended'],
    ['settling', 'ended'],
  ];

  test.each(pairs)('%s to %s', (from, to) => {
    if (legal.some(([one, other]) => one === from && other === to)) expect(moveState(from, to)).toBe(to);
    else expect(() => moveState(from, to)).toThrow(`a job in hand cannot go from ${from} to ${to}`);
  });

  test('lead only forwards, and all but the last to the end', () => {
    for (const from of JOB_STATES) {
      for (const to of NEXT_STATES[from]) expect(JOB_STATES.indexOf(to)).toBeGreaterThan(JOB_STATES.indexOf(from));
      if (from !== 'ended') expect(NEXT_STATES[from]).toContain('ended');
    }
  });
});

const deeds = {
  claim: (job: JobInHand) => job.startClaiming(),
  lock: (job: JobInHand) => job.startLocking(3),
  run: (job: JobInHand) => job.startRunning(5),
  settle: (job: JobInHand) => job.startSettling(),
  end: (job: JobInHand) => job.end(),
  cancel: (job: JobInHand) => job.stop('cancel'),
  drain: (job: JobInHand) => job.stop('drain'),
  lose: (job: JobInHand) => job.silence('heartbeat-lost'),
  'hear a later transition': (job: JobInHand) => job.learn({ lastSequence: 6, cancel: undefined }),
};
type Deed = keyof typeof deeds;
const deed = fc.constantFrom<Deed>(
  'claim',
  'lock',
  'run',
  'settle',
  'end',
  'cancel',
  'drain',
  'lose',
  'hear a later transition',
);

test('whatever is done to a job, in whatever order, it changes its state along the table or not at all', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (done) => {
      const job = new JobInHand(messageOf(execute()), { deliveryCount: 1, ackWaitMs: 3_000, arrivedMs: 0 });
      let reason: unknown;
      let isSilenced = false;
      for (const name of done) {
        const before: JobState = job.state;
        const wasLegal = attempt(() => deeds[name](job));
        if (job.state !== before) expect(NEXT_STATES[before]).toContain(job.state);
        if (!wasLegal) expect(job.state).toBe(before);
        // The first reason given is the one it stops for, and a lost job never comes back.
        if (reason !== undefined) expect(job.signal.reason).toBe(reason);
        reason = job.signal.reason;
        if (isSilenced) expect(job.isSilenced).toBe(true);
        isSilenced = job.isSilenced;
      }
    }),
  );
});

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

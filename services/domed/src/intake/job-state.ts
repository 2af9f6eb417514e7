// The states of a job in hand and the transitions between them. Every state can end at any moment, because a delivery
// may be lost or its daemon may fail; apart from that, no state is skipped and none comes back.
import { DomeError } from '@dome/contracts';

export const JOB_STATES = ['waiting', 'claiming', 'locking', 'running', 'settling', 'ended'] as const;
/**
 * `waiting` for a slot; `claiming` asks whose the job is; `locking` waits for its locks,
 * without a slot, and hears what happens to the job; `running` has an epoch, and hears what happens to the job;
 * `settling` writes its end, and leaves it to the chain whose word counts; `ended` is not in hand any more.
 */
export type JobState = (typeof JOB_STATES)[number];

export const NEXT_STATES: Readonly<Record<JobState, readonly JobState[]>> = {
  waiting: ['claiming', 'ended'],
  claiming: ['locking', 'running', 'ended'],
  locking: ['running', 'ended'],
  running: ['settling', 'ended'],
  settling: ['ended'],
  ended: [],
};

/** @throws DomeError INTERNAL when there is no such transition */
export function moveState(from: JobState, to: JobState): JobState {
  if (NEXT_STATES[from].includes(to)) return to;
  throw new DomeError('INTERNAL', { detail: `a job in hand cannot go from ${from} to ${to}` });
}

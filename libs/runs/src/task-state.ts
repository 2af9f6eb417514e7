// The states of a task, as the contract names them: pending, then dispatched, then settled. A task whose input could not be
// made is settled without a job.
import type { DispatchedTask, SettledTask } from '@dome/contracts/portable';

import type { Recorded } from './recorded.ts';
import type { Purpose } from './shape.ts';
import type { TaskKey } from './task-key.ts';

interface PlacedTask {
  readonly key: TaskKey;
  /** From 1 in each iteration. */
  readonly wave: number;
  readonly purpose: Purpose;
}

export interface PendingTask extends PlacedTask {
  readonly state: 'pending';
}

/** The intent is on the chain, and the run knows of no end of the job. */
export interface OpenTask extends PlacedTask {
  readonly state: 'dispatched';
  readonly dispatched: Recorded<DispatchedTask>;
}

export interface EndedTask extends PlacedTask {
  readonly state: 'settled';
  /** Undefined: there was no job. */
  readonly dispatched: Recorded<DispatchedTask> | undefined;
  readonly settled: Recorded<SettledTask>;
}

export type TaskState = PendingTask | OpenTask | EndedTask;

export const isOpen = (task: TaskState): task is OpenTask => task.state === 'dispatched';
export const isSettled = (task: TaskState): task is EndedTask => task.state === 'settled';

/** A check that the daemon may skip counts as passed. */
export const isGood = (result: SettledTask['result']): boolean => result === 'success' || result === 'skip';

/** Only a pending task is dispatched: the first intent counts. */
export function dispatch(task: TaskState, dispatched: Recorded<DispatchedTask>): TaskState {
  if (task.state !== 'pending') return task;
  const { key, wave, purpose } = task;
  return { key, wave, purpose, state: 'dispatched', dispatched };
}

/** A settled task does not change: the first end counts. */
export function settle(task: TaskState, settled: Recorded<SettledTask>): TaskState {
  if (task.state === 'settled') return task;
  const { key, wave, purpose } = task;
  const dispatched = task.state === 'dispatched' ? task.dispatched : undefined;
  return { key, wave, purpose, state: 'settled', dispatched, settled };
}

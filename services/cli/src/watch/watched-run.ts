// What a watcher knows of a run: its state, as the one fold of its events gives it, and over it the activity of its jobs.
// The law of the overlay: events of the two streams come in any order relative to each other, a repetition changes
// nothing, and a job's activity never undoes what the run has settled.
import { lastDecision, plannedTask, taskAt, taskKeyText, tasksOfRound } from '@dome/runs';
import type { JobActivity, RunState, TaskKey, TaskState } from '@dome/runs';

import type { RunResult } from '../exit-codes.ts';

export interface WatchedRun {
  readonly runId: string;
  /** Undefined until the first event is read, or if that is no longer stored. */
  readonly state: RunState | undefined;
  /** By the text of the task key. */
  readonly jobs: ReadonlyMap<string, JobActivity>;
  /** The last event that was read, or 0. */
  readonly sequence: number;
  readonly end: RunEnding | undefined;
}

export interface RunEnding {
  readonly result: RunResult;
  readonly reason: string | undefined;
  readonly timeMs: number;
}

export interface WatchedTask {
  readonly task: TaskState;
  readonly state: TaskState['state'] | 'running' | 'retrying';
  /** name@version */
  readonly skill: string;
  readonly job: JobActivity | undefined;
}

export const unseenRun = (runId: string): WatchedRun => ({
  runId,
  state: undefined,
  jobs: new Map(),
  sequence: 0,
  end: undefined,
});

/** The round shown as the running one. */
export const lastRound = (run: WatchedRun): number => Math.max(1, run.state?.iteration ?? 0);

/** Tasks that did not start with the waves. */
export const watchedTasks = ({ state, jobs }: WatchedRun, round: number): WatchedTask[] =>
  state === undefined ? [] : tasksOfRound(state, round).map((task) => watched(task, { state, jobs }));

/** A task that some wave has started. */
export function watchedTask({ state, jobs }: WatchedRun, key: TaskKey): WatchedTask | undefined {
  const task = state === undefined ? undefined : taskAt(state, key);
  return state === undefined || task === undefined ? undefined : watched(task, { state, jobs });
}

function watched(task: TaskState, { state, jobs }: { state: RunState; jobs: WatchedRun['jobs'] }): WatchedTask {
  const { lock } = plannedTask(state, task.key.taskId);
  const job = jobs.get(taskKeyText(task.key));
  const doing = task.state === 'dispatched' ? (job?.attempt?.state ?? task.state) : task.state;
  return { task, state: doing, skill: `${lock.skill}@${lock.version}`, job };
}

/** When the task ended: its job knows this more exactly than its run. */
export function endedAtMs({ task, job }: WatchedTask): number | undefined {
  return job?.endedAtMs ?? (task.state === 'settled' ? task.settled.timeMs : undefined);
}

/** Whether the last decision of some gate was REJECT. */
export const isRejected = ({ state }: WatchedRun): boolean =>
  [...(state?.gates.values() ?? [])].some(
    (gate) => gate.iteration === state?.iteration && lastDecision(gate).status === 'REJECT',
  );

/** Gates of the current iteration that take votes. */
export function waitingGates({ state }: WatchedRun): string[] {
  const gates = state === undefined || state.cancel !== undefined ? [] : [...state.gates.values()];
  return gates.filter((one) => one.state === 'waiting' && one.iteration === state?.iteration).map(({ gate }) => gate);
}

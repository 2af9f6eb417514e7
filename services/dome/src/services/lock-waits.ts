// A job may wait for a lock. Neither its chain nor the run's can say for whom it waits now, so the runtime is asked when
// someone looks.
import { setTimeout as after } from 'node:timers/promises';

import { lockWaitOf } from '@dome/contracts';
import type { LockView } from '@dome/contracts';
import type { RunState, TaskState } from '@dome/runs';

import type { RuntimeLocks } from '../ports.ts';
import type { LockWaits } from '../views/view.ts';

/** A reader of a run must not wait because the runtime is away. */
const PATIENCE_MS = 400;
const TEXTS_MAX = 8;

/** Empty if the runtime does not say it in time. */
export async function lockWaits(state: RunState, locks: Pick<RuntimeLocks, 'locksOf'>): Promise<LockWaits> {
  const open = jobsAtWork(state);
  if (open.length === 0) return new Map();
  const asked = locks.locksOf(state.runId).catch((): readonly LockView[] => []);
  const found = await Promise.race([asked, after(PATIENCE_MS, [], { ref: false })]);
  return new Map(
    open.flatMap(({ jobId }) => {
      const wait = found.map((lock) => lockWaitOf(lock, jobId)).find((one) => one !== undefined);
      return wait === undefined ? [] : [[jobId, wait] as const];
    }),
  );
}

/** A sentence for each of the first tasks that wait. */
export function waitTexts(state: RunState, waits: LockWaits): string[] {
  return jobsAtWork(state)
    .flatMap(({ taskId, jobId }) => {
      const wait = waits.get(jobId);
      if (wait === undefined) return [];
      const [holder] = wait.heldBy;
      const held = holder === undefined ? '' : `, held by job ${holder.jobId}`;
      return [`the lock ${wait.lock} for ${taskId}${held}${wait.before === 0 ? '' : `, ${wait.before} before it`}`];
    })
    .slice(0, TEXTS_MAX);
}

function jobsAtWork({ tasks, finished }: RunState): { readonly taskId: string; readonly jobId: string }[] {
  if (finished !== undefined) return [];
  const dispatched = [...tasks.values()].filter((task): task is Dispatched => task.state === 'dispatched');
  return dispatched.map((task) => ({ taskId: task.key.taskId, jobId: task.dispatched.value.jobId }));
}

type Dispatched = Extract<TaskState, { state: 'dispatched' }>;

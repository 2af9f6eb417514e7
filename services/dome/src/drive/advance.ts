// Takes steps until one says wait. Each consequence is an event of its own, stored on the chain before the next step is
// decided. On a conflict another replica took the step, and the next one is decided from what it wrote.
import { DomeError } from '@dome/contracts';
import type { SettledTask } from '@dome/contracts';
import type { OpenTask, RunState } from '@dome/runs';

import { settledByTerminal } from '../chain/settled-task.ts';
import type { Runtime } from '../ports.ts';
import type { CachedRun } from './run-cache.ts';
import { jobOf } from '../chain/request.ts';
import { EVENT_BYTES_MAX } from '../chain/dispatch-step.ts';
import { next } from '../chain/next.ts';
import type { Conditions, Step } from '../chain/step.ts';
import { takeWithin } from '../chain/take-within.ts';

export interface Advancing {
  readonly conditions: () => Conditions;
  readonly runtime: Pick<Runtime, 'terminal'>;
}

export type Rest = Extract<Step, { kind: 'wait' | 'over' }>;

/** More steps than any plan has: a fold that does not advance would loop for ever. */
const STEPS_MAX = 20_000;

/** The run must have a state. */
export async function advance(cached: CachedRun, parts: Advancing): Promise<Rest> {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const { state } = cached;
    if (state === undefined) throw new DomeError('NOT_FOUND', { detail: `the run ${cached.run.runId} does not exist` });
    const step = next(state, parts.conditions());
    switch (step.kind) {
      case 'append':
        await cached.append(step.draft);
        break;
      case 'silent':
        await settleSilent(cached, state, { tasks: step.tasks, runtime: parts.runtime });
        break;
      case 'wait':
      case 'over':
        return step;
    }
  }
  throw new DomeError('INTERNAL', { detail: `the run ${cached.run.runId} never stops taking steps` });
}

/** One more read of each chain: a terminal that came too late to be delivered still counts. */
async function settleSilent(
  cached: CachedRun,
  state: RunState,
  { tasks, runtime }: { tasks: readonly OpenTask[]; runtime: Pick<Runtime, 'terminal'> },
): Promise<void> {
  const settled = await Promise.all(
    tasks.map(async (task): Promise<SettledTask> => {
      const terminal = await runtime.terminal(jobOf(state, task));
      return terminal === undefined ? silentTask(task) : settledByTerminal(state, task, terminal);
    }),
  );
  await cached.append({
    type: 'dev.dome.run.tasks-settled.v1',
    data: { runId: state.runId, tasks: takeWithin(settled, EVENT_BYTES_MAX) },
  });
}

function silentTask({ key, dispatched }: OpenTask): SettledTask {
  const { jobId, settleBy } = dispatched.value;
  const detail = `the job of ${key.taskId} had no end by ${settleBy}`;
  return {
    ...key,
    jobId,
    result: 'timeout',
    problem: new DomeError('RUNTIME_SILENT', { detail }).toProblem(),
  };
}

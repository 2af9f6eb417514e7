// Takes steps until one says wait. Each consequence is an event of its own, stored on the chain before the next step is
// decided. On a conflict another replica took the step, and the next one is decided from what it wrote.
import { DomeError } from '@dome/contracts';
import type { SettledTask } from '@dome/contracts';
import type { OpenTask, RunRef, RunState } from '@dome/runs';

import { settledByTerminal } from '../chain/settled-task.ts';
import type { RunDraft, Runtime, PromotionTurns } from '../ports.ts';
import { inForce } from '../law/law-state.ts';
import type { CachedRun } from './run-cache.ts';
import { jobOf } from '../chain/request.ts';
import { EVENT_BYTES_MAX } from '../chain/dispatch-step.ts';
import { next } from '../chain/next.ts';
import type { Conditions, Step } from '../chain/step.ts';
import { takeWithin } from '../chain/take-within.ts';

export interface Advancing {
  readonly conditions: () => Conditions;
  /** Reads the newest law and what stands in the environments: a promotion rests on nothing that is a moment old. */
  readonly refresh: () => Promise<unknown>;
  readonly turns: Pick<PromotionTurns, 'take'>;
  readonly runtime: Pick<Runtime, 'terminal'>;
}

export type Rest =
  | Extract<Step, { kind: 'wait' | 'over' }>
  /** The promotion is allowed, and another run's is not over. */
  | { readonly kind: 'turn'; readonly holder: string };

/** More steps than any plan has: a fold that does not advance would loop for ever. */
const STEPS_MAX = 20_000;

/** The run must have a state. */
export async function advance(cached: CachedRun, parts: Advancing): Promise<Rest> {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const { state } = cached;
    if (state === undefined) throw new DomeError('NOT_FOUND', { detail: `the run ${cached.run.runId} does not exist` });
    let step = next(state, parts.conditions());
    if (step.kind === 'append' && step.draft.type === 'dev.dome.run.promotion-decided.v1') {
      await parts.refresh();
      step = next(state, parts.conditions());
      const holder = step.kind === 'append' ? await turnHolder(step.draft, cached.run, parts) : undefined;
      if (holder !== undefined && holder !== cached.run.runId) return { kind: 'turn', holder };
    }
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

/** Undefined: no turn is needed. */
async function turnHolder(draft: RunDraft, run: RunRef, parts: Advancing): Promise<string | undefined> {
  if (draft.type !== 'dev.dome.run.promotion-decided.v1' || draft.data.decision.status !== 'APPROVE') return undefined;
  const environment = inForce(parts.conditions().law, { kind: 'environment', name: draft.data.to });
  if (environment?.document.concurrency === undefined) return undefined;
  return await parts.turns.take(environment.name, run);
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

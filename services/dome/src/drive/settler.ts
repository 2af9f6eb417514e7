// Terminal events become settled tasks. When a run's turn comes, one event settles everything that is ready, so that a
// wide fan-out does not pay a round trip per task. A delivery is done when its task is settled on the chain; `unknown`
// is decided only after a read from the leader.
import type { SettledTask } from '@dome/contracts';
import { isOpen, plannedTask, runRefOf, taskAt, taskKeyOf, taskKeyText } from '@dome/runs';
import type { RunRef, RunState, TaskState } from '@dome/runs';

import type { StoredTerminal } from '../ports.ts';
import { advance } from './advance.ts';
import type { Advancing } from './advance.ts';
import type { RunCache, CachedRun } from './run-cache.ts';
import { EVENT_BYTES_MAX } from '../chain/dispatch-step.ts';
import { takeWithin } from '../chain/take-within.ts';
import { settledByTerminal } from '../chain/settled-task.ts';

export interface SettlerCounts {
  settled: number;
  /** Jobs of foreign runs: someone submitted them to the runtime directly. */
  unknownRuns: number;
  /** Jobs of our runs without a matching task. */
  unknownTasks: number;
}

export interface Settler {
  readonly counts: Readonly<SettlerCounts>;
  /** Resolves when the consequence is on the chain, or there is none. @throws DomeError if it must be redelivered. */
  settle(terminal: StoredTerminal): Promise<void>;
}

interface Waiting {
  readonly terminal: StoredTerminal;
  readonly done: PromiseWithResolvers<void>;
}

export function createSettler(parts: Advancing & { readonly cache: RunCache }): Settler {
  const counts: SettlerCounts = { settled: 0, unknownRuns: 0, unknownTasks: 0 };
  const waiting = new Map<string, Waiting[]>();

  const settleWaiting = async (run: RunRef): Promise<void> => {
    await parts.cache.open(run, async (cached) => {
      const taken = waiting.get(run.runId) ?? [];
      waiting.delete(run.runId);
      try {
        await settleAll(
          cached,
          taken.map(({ terminal }) => terminal),
          { counts, parts },
        );
        for (const { done } of taken) done.resolve();
      } catch (error) {
        for (const { done } of taken) done.reject(error);
      }
    });
  };

  return {
    counts,
    settle(terminal) {
      const run = runRefOf(terminal.event.data.runId);
      if (run === undefined) {
        counts.unknownRuns += 1;
        return Promise.resolve();
      }
      const done = Promise.withResolvers<void>();
      const others = waiting.get(run.runId);
      if (others !== undefined) {
        others.push({ terminal, done });
        return done.promise;
      }
      waiting.set(run.runId, [{ terminal, done }]);
      settleWaiting(run).catch((error: unknown) => done.reject(error));
      return done.promise;
    },
  };
}

interface Settling {
  readonly counts: SettlerCounts;
  readonly parts: Advancing;
}

async function settleAll(
  cached: CachedRun,
  terminals: readonly StoredTerminal[],
  { counts, parts }: Settling,
): Promise<void> {
  const unmatched = terminals.some((terminal) => matching(cached.state, terminal) === undefined);
  if (unmatched) await cached.reload();
  if (cached.state === undefined) {
    counts.unknownRuns += terminals.length;
    return;
  }
  counts.unknownTasks += terminals.filter((terminal) => matching(cached.state, terminal) === undefined).length;
  const settled = (): SettledTask[] => takeWithin(openOf(cached.state, terminals), EVENT_BYTES_MAX);
  for (let tasks = settled(); tasks.length > 0; tasks = settled()) {
    const { runId } = cached.run;
    const cause = { causationId: terminals[0]?.event.id };
    const stored = await cached.append({ type: 'dev.dome.run.tasks-settled.v1', data: { runId, tasks } }, cause);
    if (stored) counts.settled += tasks.length;
  }
  await advance(cached, parts);
}

/**
 * The deliveries still to be settled, in order. The input of each is digested once more, so the list ends when as many
 * bytes were digested as an event may have: hundreds of large inputs are too much for one turn (L11).
 */
function* openOf(state: RunState | undefined, terminals: readonly StoredTerminal[]): Generator<SettledTask> {
  if (state === undefined) return;
  const found = new Set<string>();
  let digested = 0;
  for (const terminal of terminals) {
    const task = matching(state, terminal);
    if (task === undefined || !isOpen(task)) continue;
    const key = taskKeyText(task.key);
    if (found.has(key)) continue;
    if (digested > EVENT_BYTES_MAX) return;
    found.add(key);
    digested += JSON.stringify(task.dispatched.value.input).length;
    yield settledByTerminal(state, task, terminal);
  }
}

/** The task of this job: the intent named the job, and the chain is under the skill of the lock. */
function matching(state: RunState | undefined, { event, skill }: StoredTerminal): TaskState | undefined {
  if (state === undefined) return undefined;
  const task = taskAt(state, taskKeyOf(event.data));
  if (task === undefined || task.state === 'pending') return undefined;
  if (task.dispatched?.value.jobId !== event.data.jobId) return undefined;
  return plannedTask(state, task.key.taskId).lock.skill === skill ? task : undefined;
}

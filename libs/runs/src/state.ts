// The state of a run: everything that its events say, folded. Nothing here is stored; the events give the state (RUN_EVENTS
// alone rebuilds a run and every decision).
import { DomeError } from '@dome/contracts/portable';
import type {
  Identity,
  PlanLockEntry,
  Policy,
  RunFinished,
  RunPromotionDecided,
  RunSubmitted,
} from '@dome/contracts/portable';
import type { SettledTask, WorkspaceRef, WrittenTrace } from '@dome/contracts/portable';

import type { GateState } from './gate-state.ts';
import type { Recorded } from './recorded.ts';
import type { PlanShape, Purpose, TaskNode } from './shape.ts';
import { byTaskKey, taskKeyText } from './task-key.ts';
import type { TaskKey } from './task-key.ts';
import { isSettled } from './task-state.ts';
import type { EndedTask, TaskState } from './task-state.ts';

export interface StartedWave {
  readonly wave: number;
  readonly purpose: Purpose;
  readonly tasks: readonly string[];
}

export interface RunState {
  readonly runId: string;
  readonly submitted: Recorded<RunSubmitted>;
  /** The trace of whoever submitted it; empty if there is none. */
  readonly trace: WrittenTrace;
  readonly shape: PlanShape;
  readonly policy: Policy | undefined;
  readonly lock: ReadonlyMap<string, PlanLockEntry>;
  /** 0 before the first. */
  readonly iteration: number;
  readonly workspace: WorkspaceRef | undefined;
  /** Of this iteration, in order. */
  readonly waves: readonly StartedWave[];
  /** For every wave that has started in any iteration, by the text of their keys. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** The gates decided in any iteration, finally or not. */
  readonly gates: ReadonlyMap<string, GateState>;
  /** Decided and allowed. */
  readonly promotion?: Recorded<RunPromotionDecided>;
  /** Decided and refused. */
  readonly denied?: Recorded<RunPromotionDecided>;
  readonly cancel?: Recorded<{ readonly by: Identity; readonly reason: string | undefined }>;
  readonly finished?: Recorded<RunFinished>;
  /** The last event. */
  readonly last: { readonly sequence: number; readonly id: string; readonly timeMs: number };
}

/** Undefined: no wave has started it. */
export const taskAt = (state: RunState, key: TaskKey): TaskState | undefined => state.tasks.get(taskKeyText(key));

/** In the current iteration. */
export const currentTask = (state: RunState, taskId: string): TaskState | undefined =>
  taskAt(state, { taskId, iteration: state.iteration });

/** How the task ended in the current iteration; undefined while it has not. */
export function currentEnd(state: RunState, taskId: string): SettledTask | undefined {
  const task = currentTask(state, taskId);
  return task?.state === 'settled' ? task.settled.value : undefined;
}

/** Names hold no `_`, so a gate and its iteration make one key. */
export const gateKeyText = (gate: string, iteration: number): string => `${gate}_${iteration}`;

export const gateAt = (state: RunState, gate: string, iteration = state.iteration): GateState | undefined =>
  state.gates.get(gateKeyText(gate, iteration));

/** Settled tasks of the current iteration that have the purpose, by name. */
export const endedTasks = (state: RunState, purpose: Purpose): EndedTask[] =>
  [...state.tasks.values()]
    .filter(isSettled)
    .filter(({ key, purpose: own }) => key.iteration === state.iteration && own === purpose)
    .toSorted((a, b) => byTaskKey(a.key, b.key));

/** What the plan and its lock say about a task. @throws DomeError INTERNAL if they say nothing */
export function plannedTask(
  state: RunState,
  taskId: string,
): { readonly node: TaskNode; readonly lock: PlanLockEntry } {
  const node = state.shape.tasks.get(taskId);
  const lock = state.lock.get(taskId);
  if (node !== undefined && lock !== undefined) return { node, lock };
  throw new DomeError('INTERNAL', { detail: `the plan or its lock has no task ${taskId}` });
}

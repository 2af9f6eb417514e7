// What a run is: everything that its events say, folded. Nothing here is stored; whoever has the events has the state (the
// events of RUN_EVENTS alone rebuild a run and every decision).
import type { Decision, DispatchedTask, Evidence, Identity, PlanLockEntry, Policy } from '@dome/contracts';
import type { RunApprovalGiven, RunFinished, RunPromotionDecided, RunSubmitted } from '@dome/contracts';
import type { SettledTask, WorkspaceRef } from '@dome/contracts';

import type { PlanShape, Purpose } from '../planning/shape.ts';

/** A value and the event that brought it. */
export interface Recorded<T> {
  readonly value: T;
  readonly sequence: number;
  readonly timeMs: number;
  /** The event itself as evidence. */
  readonly evidence: Evidence;
}

export interface StartedWave {
  readonly wave: number;
  readonly purpose: Purpose;
  readonly tasks: readonly string[];
}

export interface TaskRecord {
  readonly taskId: string;
  readonly iteration: number;
  readonly wave: number;
  readonly purpose: Purpose;
  readonly dispatched?: Recorded<DispatchedTask>;
  /** The first; a settled task does not change. */
  readonly settled?: Recorded<SettledTask>;
}

export interface ApprovalRequest {
  readonly role: string;
  readonly deadlineMs: number;
  readonly evidenceDigest: string;
}

export interface GateRecord {
  readonly gate: string;
  readonly iteration: number;
  /** The policy's decision. */
  readonly decided?: Recorded<Decision>;
  /** The decision that is not NEEDS_HUMAN: the first, or the one that closed it. */
  readonly final?: Recorded<Decision>;
  readonly requested?: Recorded<ApprovalRequest>;
  /** One a person; the first counts. */
  readonly votes: readonly Recorded<RunApprovalGiven>[];
  readonly expired?: Recorded<true>;
}

export interface RunState {
  readonly runId: string;
  readonly submitted: Recorded<RunSubmitted>;
  readonly shape: PlanShape;
  readonly policy: Policy | undefined;
  readonly lock: ReadonlyMap<string, PlanLockEntry>;
  /** 0 before the first. */
  readonly iteration: number;
  readonly workspace: WorkspaceRef | undefined;
  /** Of this iteration, in order. */
  readonly waves: readonly StartedWave[];
  /** Of every iteration, by `recordKey`. */
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  readonly gates: ReadonlyMap<string, GateRecord>;
  readonly promotion?: Recorded<RunPromotionDecided>;
  readonly cancel?: Recorded<{ readonly by: Identity; readonly reason: string }>;
  readonly finished?: Recorded<RunFinished>;
  /** The last event. */
  readonly last: { readonly sequence: number; readonly id: string; readonly timeMs: number };
}

/** Names hold no `_`, so a task or gate and its iteration make one key. */
export const recordKey = (name: string, iteration: number): string => `${name}_${iteration}`;

export const taskRecord = (state: RunState, taskId: string, iteration = state.iteration): TaskRecord | undefined =>
  state.tasks.get(recordKey(taskId, iteration));

export const gateRecord = (state: RunState, gate: string, iteration = state.iteration): GateRecord | undefined =>
  state.gates.get(recordKey(gate, iteration));

export const isOpen = (task: TaskRecord): boolean => task.dispatched !== undefined && task.settled === undefined;

/** A check that the daemon may skip counts as one that holds. */
export const isGood = (result: SettledTask['result']): boolean => result === 'success' || result === 'skip';

/** Settled tasks of an iteration that have the purpose, by task id. */
export function settledTasks(state: RunState, purpose: Purpose, iteration = state.iteration): Recorded<SettledTask>[] {
  return [...state.tasks.values()]
    .filter((task) => task.iteration === iteration && task.purpose === purpose)
    .toSorted((a, b) => (a.taskId < b.taskId ? -1 : 1))
    .flatMap(({ settled }) => (settled === undefined ? [] : [settled]));
}

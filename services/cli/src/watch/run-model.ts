// What a run looks like, folded from its own events and those of its jobs. Pure and tolerant: events of the two streams come
// in any order relative to each other, a repetition changes nothing, and a job's news never undo what the run has settled.

import type { Decision, PlanLockEntry } from '@dome/contracts';

import type { RunResult } from '../exit-codes.ts';

export type Purpose = PlanLockEntry['purpose'];

export interface TaskModel {
  readonly taskId: string;
  readonly iteration: number;
  readonly purpose: Purpose;
  /** From 1 within its iteration and purpose; what the plan says until the wave starts. */
  readonly wave: number;
  /** name@version */
  readonly skill: string;
  readonly state: 'pending' | 'dispatched' | 'running' | 'retrying' | 'settled';
  readonly jobId?: string;
  readonly result?: RunResult;
  readonly summary?: string;
  readonly problem?: { readonly code: string; readonly detail: string };
  readonly attempt?: number;
  readonly worker?: string;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly nextAttemptAtMs?: number | undefined;
  readonly progress?: { readonly value: number; readonly text?: string } | undefined;
}

export interface GateModel {
  readonly gate: string;
  readonly iteration: number;
  readonly state: 'pending' | 'waiting' | 'decided';
  readonly decision?: Decision;
  readonly role?: string;
  readonly deadlineMs?: number;
  readonly requestedAtMs?: number;
  readonly evidenceDigest?: string;
}

export interface RunModel {
  readonly runId: string;
  /** name@version */
  readonly plan: string;
  readonly title?: string;
  readonly submittedBy?: string;
  readonly submittedAtMs?: number;
  readonly finishedAtMs?: number;
  readonly iteration: number;
  readonly maxIterations: number;
  readonly isCancelRequested: boolean;
  readonly result?: RunResult;
  readonly reason?: string;
  readonly promotion?: {
    readonly name: string;
    readonly digest: string;
    readonly to: string;
    readonly isDone: boolean;
  };
  readonly tasks: readonly TaskModel[];
  readonly gates: readonly GateModel[];
  /** The last event of the run that was folded. */
  readonly sequence: number;
  /** What the plan says of tasks that no iteration has reached yet. */
  readonly outline: readonly Omit<TaskModel, 'iteration' | 'state'>[];
  readonly gateNames: readonly string[];
}

export function emptyRun(runId: string): RunModel {
  return {
    ...{ runId, plan: '', iteration: 0, maxIterations: 1, isCancelRequested: false, sequence: 0 },
    ...{ tasks: [], gates: [], outline: [], gateNames: [] },
  };
}

export function taskAt(run: RunModel, taskId: string, iteration: number): TaskModel | undefined {
  return run.tasks.find((task) => task.taskId === taskId && task.iteration === iteration);
}

/** The run with one task changed; a task that is not known yet stays unknown. */
export function withTask(
  run: RunModel,
  of: { readonly taskId: string; readonly iteration: number },
  change: (task: TaskModel) => TaskModel,
): RunModel {
  const index = run.tasks.findIndex((task) => task.taskId === of.taskId && task.iteration === of.iteration);
  const task = run.tasks[index];
  if (task === undefined) return run;
  const changed = change(task);
  return changed === task ? run : { ...run, tasks: run.tasks.with(index, changed) };
}

export function withGate(run: RunModel, gate: GateModel): RunModel {
  const index = run.gates.findIndex((known) => known.gate === gate.gate && known.iteration === gate.iteration);
  if (index === -1) return { ...run, gates: [...run.gates, gate] };
  return { ...run, gates: run.gates.with(index, gate) };
}

export function gateAt(run: RunModel, gate: string, iteration: number): GateModel {
  const known = run.gates.find((one) => one.gate === gate && one.iteration === iteration);
  return known ?? { gate, iteration, state: 'pending' };
}

/** Whether the last word of some gate was no. */
export function isRejected(run: RunModel): boolean {
  return run.gates.some(({ iteration, decision }) => iteration === run.iteration && decision?.status === 'REJECT');
}

// The fold of a run: pure, event by event, in chain order. By compare-and-set, the writer of each event had seen all those
// before it, so the fold records and does not judge; where two events say the same thing (a task settled twice by two
// writers in conflict), the first counts.
import { DomeError, soundTrace } from '@dome/contracts/portable';
import type { Policy, RunSubmitted } from '@dome/contracts/portable';

import { changedGate } from './fold-gate.ts';
import type { GateEvent } from './fold-gate.ts';
import { recorded } from './recorded.ts';
import type { RunEvent, StoredRunEvent } from './run-event.ts';
import type { PlanShape } from './shape.ts';
import { gateKeyText } from './state.ts';
import type { RunState } from './state.ts';
import { taskKeyOf, taskKeyText } from './task-key.ts';
import type { TaskKey } from './task-key.ts';
import { dispatch, settle } from './task-state.ts';
import type { TaskState } from './task-state.ts';

export interface Documents {
  readonly shape: PlanShape;
  readonly policy: Policy | undefined;
}

/** Reads the documents of a submission. @throws DomeError */
export type ReadDocuments = (data: RunSubmitted) => Documents;

/**
 * @throws DomeError INTERNAL when the first event is not `submitted`, INVALID_REQUEST when one of its documents is invalid
 */
export function applyRead(state: RunState | undefined, stored: StoredRunEvent, readDocuments: ReadDocuments): RunState {
  const { event } = stored;
  if (state !== undefined && stored.sequence <= state.last.sequence) return state;
  if (event.type === 'dev.dome.run.submitted.v1') {
    if (state === undefined) return begin(stored, event.data, readDocuments);
    throw broken(stored, 'it was submitted before');
  }
  if (state === undefined) throw broken(stored, 'the chain does not begin with submitted');
  return { ...state, ...changes(state, stored, event), last: lastOf(stored) };
}

function begin(stored: StoredRunEvent, data: RunSubmitted, readDocuments: ReadDocuments): RunState {
  const { shape, policy } = readDocuments(data);
  return {
    runId: data.runId,
    submitted: recorded(stored, data),
    trace: soundTrace(stored.event),
    shape,
    policy,
    lock: new Map(data.planLock.map((entry) => [entry.taskId, entry])),
    iteration: 0,
    workspace: data.workspace,
    waves: [],
    tasks: new Map(),
    gates: new Map(),
    last: lastOf(stored),
  };
}

type OtherEvent = Exclude<RunEvent, { type: 'dev.dome.run.submitted.v1' }>;

function changes(state: RunState, stored: StoredRunEvent, event: OtherEvent): Partial<RunState> {
  switch (event.type) {
    case 'dev.dome.run.iteration-started.v1':
      return { iteration: event.data.iteration, workspace: event.data.workspace ?? state.workspace, waves: [] };
    case 'dev.dome.run.wave-started.v1': {
      const { wave, purpose, tasks, iteration } = event.data;
      const started = tasks.map((taskId): TaskState => {
        return { key: { taskId, iteration }, wave, purpose, state: 'pending' };
      });
      return { waves: [...state.waves, { wave, purpose, tasks }], tasks: withTasks(state, started) };
    }
    case 'dev.dome.run.tasks-dispatched.v1':
      return {
        tasks: changedTasks(state, event.data.tasks, (task, intent) => dispatch(task, recorded(stored, intent))),
      };
    case 'dev.dome.run.tasks-settled.v1':
      return { tasks: changedTasks(state, event.data.tasks, (task, end) => settle(task, recorded(stored, end))) };
    case 'dev.dome.run.promotion-decided.v1':
      if (state.promotion !== undefined || state.denied !== undefined) return {};
      return event.data.decision.status === 'APPROVE'
        ? { promotion: recorded(stored, event.data) }
        : { denied: recorded(stored, event.data) };
    case 'dev.dome.run.cancel-requested.v1': {
      const { by, reason } = event.data;
      return state.cancel === undefined ? { cancel: recorded(stored, { by, reason }) } : {};
    }
    case 'dev.dome.run.finished.v1':
      return state.finished === undefined ? { finished: recorded(stored, event.data) } : {};
    default:
      return gateChanges(state, stored, event);
  }
}

function gateChanges(state: RunState, stored: StoredRunEvent, event: GateEvent): Partial<RunState> {
  const key = gateKeyText(event.data.gate, event.data.iteration);
  const before = state.gates.get(key);
  const after = changedGate(before, stored, event);
  return after === undefined || after === before ? {} : { gates: new Map(state.gates).set(key, after) };
}

function withTasks(state: RunState, started: readonly TaskState[]): ReadonlyMap<string, TaskState> {
  const tasks = new Map(state.tasks);
  for (const task of started) {
    const key = taskKeyText(task.key);
    if (!tasks.has(key)) tasks.set(key, task);
  }
  return tasks;
}

/** Applies each value to its task; unknown tasks are ignored. */
function changedTasks<Value extends TaskKey>(
  state: RunState,
  values: readonly Value[],
  change: (task: TaskState, value: Value) => TaskState,
): ReadonlyMap<string, TaskState> {
  const tasks = new Map(state.tasks);
  for (const value of values) {
    const key = taskKeyText(taskKeyOf(value));
    const task = tasks.get(key);
    if (task !== undefined) tasks.set(key, change(task, value));
  }
  return tasks;
}

const lastOf = ({ sequence, event }: StoredRunEvent): RunState['last'] => ({
  sequence,
  id: event.id,
  timeMs: Date.parse(event.time),
});

function broken(stored: StoredRunEvent, why: string): DomeError {
  const { sequence, event } = stored;
  return new DomeError('INTERNAL', { detail: `${event.type} at ${sequence} cannot be folded: ${why}` });
}

// The fold of a run: pure, event by event, in chain order. Compare-and-set let every event onto the chain only after its
// writer had seen the ones before it, so the fold records and does not judge; where two events say the same thing (a task
// settled twice by two writers of one conflict), the first counts.
import { DomeError, STREAMS, checkDocument } from '@dome/contracts';
import type { Decision, RunSubmitted } from '@dome/contracts';

import { shapeOf } from '../planning/shape.ts';
import type { RunEvent, StoredRunEvent } from '../ports.ts';
import { recordKey } from './state.ts';
import type { GateRecord, Recorded, RunState, TaskRecord } from './state.ts';

/** @throws DomeError INTERNAL when the first event is not `submitted`, or its plan does not hold. */
export function fold(events: readonly StoredRunEvent[], from?: RunState): RunState | undefined {
  let state = from;
  for (const stored of events) state = applyEvent(state, stored);
  return state;
}

export function applyEvent(state: RunState | undefined, stored: StoredRunEvent): RunState {
  const { event } = stored;
  if (event.type === 'dev.dome.run.submitted.v1') {
    if (state === undefined) return begin(stored, event.data);
    throw broken(stored, 'it was submitted before');
  }
  if (state === undefined) throw broken(stored, 'the chain does not begin with submitted');
  if (stored.sequence <= state.last.sequence) return state;
  const last = { sequence: stored.sequence, id: event.id, timeMs: Date.parse(event.time) };
  return { ...state, ...changes(state, stored, event), last };
}

function begin(stored: StoredRunEvent, data: RunSubmitted): RunState {
  const plan = checkDocument('Plan', data.plan);
  return {
    runId: data.runId,
    submitted: record(stored, data),
    shape: shapeOf(plan),
    policy: data.policy === undefined ? undefined : checkDocument('Policy', data.policy),
    lock: new Map(data.planLock.map((entry) => [entry.taskId, entry])),
    iteration: 0,
    workspace: data.workspace,
    waves: [],
    tasks: new Map(),
    gates: new Map(),
    last: { sequence: stored.sequence, id: stored.event.id, timeMs: Date.parse(stored.event.time) },
  };
}

type OtherEvent = Exclude<RunEvent, { type: 'dev.dome.run.submitted.v1' }>;

function changes(state: RunState, stored: StoredRunEvent, event: OtherEvent): Partial<RunState> {
  switch (event.type) {
    case 'dev.dome.run.iteration-started.v1':
      return { iteration: event.data.iteration, workspace: event.data.workspace ?? state.workspace, waves: [] };
    case 'dev.dome.run.wave-started.v1': {
      const { wave, purpose, tasks, iteration } = event.data;
      const records = tasks.map((taskId): TaskRecord => ({ taskId, iteration, wave, purpose }));
      return { waves: [...state.waves, { wave, purpose, tasks }], tasks: withTasks(state, records) };
    }
    case 'dev.dome.run.tasks-dispatched.v1':
      return {
        tasks: changedTasks(state, event.data.tasks, (task, value) =>
          task.dispatched === undefined ? { ...task, dispatched: record(stored, value) } : task,
        ),
      };
    case 'dev.dome.run.tasks-settled.v1':
      return {
        tasks: changedTasks(state, event.data.tasks, (task, value) =>
          task.settled === undefined ? { ...task, settled: record(stored, value) } : task,
        ),
      };
    case 'dev.dome.run.promotion-decided.v1':
      return state.promotion === undefined ? { promotion: record(stored, event.data) } : {};
    case 'dev.dome.run.cancel-requested.v1': {
      const { by, reason = '' } = event.data;
      return state.cancel === undefined ? { cancel: record(stored, { by, reason }) } : {};
    }
    case 'dev.dome.run.finished.v1':
      return state.finished === undefined ? { finished: record(stored, event.data) } : {};
    default:
      return gateChanges(state, stored, event);
  }
}

type GateEvent = Extract<OtherEvent, { data: { gate: string } }>;

function gateChanges(state: RunState, stored: StoredRunEvent, event: GateEvent): Partial<RunState> {
  const { gate, iteration } = event.data;
  const key = recordKey(gate, iteration);
  const before = state.gates.get(key) ?? { gate, iteration, votes: [] };
  return { gates: new Map(state.gates).set(key, changedGate(before, stored, event)) };
}

function changedGate(gate: GateRecord, stored: StoredRunEvent, event: GateEvent): GateRecord {
  switch (event.type) {
    case 'dev.dome.run.gate-decided.v1':
      return withDecision(gate, record(stored, event.data.decision));
    case 'dev.dome.run.approval-requested.v1': {
      const { required, deadline, evidenceDigest } = event.data;
      const request = { role: required[0]?.role ?? '', deadlineMs: Date.parse(deadline), evidenceDigest };
      return gate.requested === undefined ? { ...gate, requested: record(stored, request) } : gate;
    }
    case 'dev.dome.run.approval-given.v1': {
      const voted = gate.votes.some(({ value }) => value.by.user === event.data.by.user);
      return voted ? gate : { ...gate, votes: [...gate.votes, record(stored, event.data)] };
    }
    case 'dev.dome.run.approval-expired.v1':
      return gate.expired === undefined ? { ...gate, expired: record(stored, true) } : gate;
  }
}

function withDecision(gate: GateRecord, decided: Recorded<Decision>): GateRecord {
  if (gate.final !== undefined) return gate;
  const closes = decided.value.status === 'NEEDS_HUMAN' ? {} : { final: decided };
  return { ...gate, decided: gate.decided ?? decided, ...closes };
}

const withTasks = (state: RunState, records: readonly TaskRecord[]): ReadonlyMap<string, TaskRecord> => {
  const tasks = new Map(state.tasks);
  for (const task of records) {
    const key = recordKey(task.taskId, task.iteration);
    if (!tasks.has(key)) tasks.set(key, task);
  }
  return tasks;
};

/** Each task that the state knows, changed by its value; of an unknown one there is nothing to record. */
function changedTasks<Value extends { taskId: string; iteration: number }>(
  state: RunState,
  values: readonly Value[],
  change: (task: TaskRecord, value: Value) => TaskRecord,
): ReadonlyMap<string, TaskRecord> {
  const tasks = new Map(state.tasks);
  for (const value of values) {
    const key = recordKey(value.taskId, value.iteration);
    const task = tasks.get(key);
    if (task !== undefined) tasks.set(key, change(task, value));
  }
  return tasks;
}

function record<T>(stored: StoredRunEvent, value: T): Recorded<T> {
  const { sequence, digest, event } = stored;
  const evidence = { stream: STREAMS.RUN_EVENTS, sequence, id: event.id, digest };
  return { value, sequence, timeMs: Date.parse(event.time), evidence };
}

function broken(stored: StoredRunEvent, why: string): DomeError {
  const { sequence, event } = stored;
  return new DomeError('INTERNAL', { detail: `${event.type} at ${sequence} cannot be folded: ${why}` });
}

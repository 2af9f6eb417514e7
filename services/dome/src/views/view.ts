// A run as people see it: what its events fold to, in the contract's words. Bounded: what a long loop has left behind loses
// its details first, because a reply is one message.
import { LIMITS, cutText } from '@dome/contracts';
import type { GateView, PromotionView, RunFinished, RunSummary, RunView, TaskView } from '@dome/contracts';

import { gatePolicy } from '../planning/check-policy.ts';
import { isOpen, recordKey, taskRecord } from '../chain/state.ts';
import type { GateRecord, RunState, TaskRecord } from '../chain/state.ts';

/** What the envelope of a reply may need besides. */
const VIEW_BYTES_MAX = LIMITS.messageBytes - 16_384;

export function runView(state: RunState): RunView {
  const full = viewOf(state, () => true);
  if (Buffer.byteLength(JSON.stringify(full)) <= VIEW_BYTES_MAX) return full;
  const current = viewOf(state, (iteration) => iteration === state.iteration);
  return Buffer.byteLength(JSON.stringify(current)) <= VIEW_BYTES_MAX ? current : viewOf(state, () => false);
}

export function runSummary(state: RunState): RunSummary {
  const { submitted, finished, shape, runId } = state;
  const { name, version } = shape.document;
  const waitingFor = waitsFor(state);
  const { iteration, settled, started } = finished === undefined ? progressOf(state) : recordedProgress(finished.value);
  return {
    runId,
    plan: `${name}@${version}`,
    state: stateWord(state),
    ...(finished === undefined ? {} : { result: finished.value.result, finishedAt: isoTime(finished.timeMs) }),
    submittedBy: submitted.value.submittedBy.user,
    submittedAt: isoTime(submitted.timeMs),
    ...(waitingFor === undefined ? {} : { waitingFor }),
    tasksSettled: settled,
    tasksTotal: Math.max(started, shape.checkWaves.flat().length),
    iteration,
    sequence: state.last.sequence,
  };
}

interface Progress {
  readonly iteration: number;
  readonly settled: number;
  readonly started: number;
}

function progressOf({ iteration, tasks }: RunState): Progress {
  const current = [...tasks.values()].filter((task) => task.iteration === iteration);
  return { iteration, settled: current.filter(({ settled }) => settled !== undefined).length, started: current.length };
}

/** Of a run that is over its first and last event say enough: lists read no more of it. */
function recordedProgress({ record }: RunFinished): Progress {
  const iteration = record.at(-1)?.iteration ?? 0;
  const settled = record.filter((entry) => entry.iteration === iteration).length;
  return { iteration, settled, started: settled };
}

export function stateWord(state: RunState): RunView['state'] {
  if (state.finished !== undefined) return 'finished';
  if (state.iteration === 0) return 'pending';
  if (state.cancel !== undefined || state.promotion !== undefined) return 'finalizing';
  return openGates(state).length > 0 ? 'waiting' : 'executing';
}

/** Gates of the running iteration that people are asked about. */
export const openGates = (state: RunState): GateRecord[] =>
  state.finished !== undefined || state.cancel !== undefined
    ? []
    : [...state.gates.values()].filter(
        ({ iteration, requested, final }) =>
          iteration === state.iteration && requested !== undefined && final === undefined,
      );

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** `detailed` says of an iteration whether its decisions, artifacts and problems are shown. */
function viewOf(state: RunState, detailed: (iteration: number) => boolean): RunView {
  const { submitted, finished, shape } = state;
  const { name, version, title } = shape.document;
  const waitingFor = waitsFor(state);
  const promotion = promotionView(state);
  return {
    runId: state.runId,
    plan: { name, version, digest: submitted.value.planDigest, ...(title === undefined ? {} : { title }) },
    state: stateWord(state),
    ...(finished === undefined ? {} : { result: finished.value.result, finishedAt: isoTime(finished.timeMs) }),
    ...(finished?.value.reason === undefined ? {} : { reason: finished.value.reason }),
    submittedBy: submitted.value.submittedBy,
    submittedAt: isoTime(submitted.timeMs),
    iteration: state.iteration,
    maxIterations: shape.maxIterations,
    labels: submitted.value.labels,
    ...(waitingFor === undefined ? {} : { waitingFor }),
    tasks: taskViews(state, detailed),
    gates: gateViews(state, detailed),
    ...(promotion === undefined ? {} : { promotion }),
    sequence: state.last.sequence,
  };
}

function taskViews(state: RunState, detailed: (iteration: number) => boolean): TaskView[] {
  const seen = [...state.tasks.values()].map((task) => taskView(state, task, detailed(task.iteration)));
  const iteration = Math.max(1, state.iteration);
  const ahead = state.finished === undefined ? [...state.shape.tasks.values()] : [];
  const pending = ahead
    .filter(({ taskId, purpose }) => purpose !== 'remedy' && taskRecord(state, taskId, iteration) === undefined)
    .map(({ taskId, skill, purpose }): TaskView => ({ taskId, iteration, skill, purpose, state: 'pending' }));
  return [...seen, ...pending];
}

function taskView(state: RunState, task: TaskRecord, detailed: boolean): TaskView {
  const { taskId, iteration, wave, purpose, dispatched, settled } = task;
  const lock = state.lock.get(taskId);
  const jobId = settled?.value.jobId ?? dispatched?.value.jobId;
  const { result, summary, problem, artifacts } = settled?.value ?? {};
  return {
    ...{ taskId, iteration, wave, purpose, skill: lock?.skill ?? '' },
    ...(lock === undefined ? {} : { version: lock.version }),
    state: settled !== undefined ? 'settled' : isOpen(task) ? 'dispatched' : 'pending',
    ...(result === undefined ? {} : { result }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(detailed && summary !== undefined ? { summary } : {}),
    ...(detailed && problem !== undefined ? { problem } : {}),
    ...(detailed && artifacts !== undefined ? { artifacts } : {}),
  };
}

function gateViews(state: RunState, detailed: (iteration: number) => boolean): GateView[] {
  const seen = [...state.gates.values()].map((record) => gateView(state, record, detailed(record.iteration)));
  const iteration = Math.max(1, state.iteration);
  const ahead = state.finished === undefined ? state.shape.gates : [];
  const pending = ahead
    .filter((gate) => !state.gates.has(recordKey(gate, iteration)))
    .map((gate): GateView => ({ gate, iteration, state: 'pending', ...roleOf(state, gate) }));
  return [...seen, ...pending];
}

function gateView(state: RunState, record: GateRecord, detailed: boolean): GateView {
  const { gate, iteration, decided, final, requested } = record;
  const decision = (final ?? decided)?.value;
  return {
    ...{ gate, iteration, state: final === undefined ? 'waiting' : 'decided' },
    ...(detailed && decision !== undefined ? { decision } : {}),
    ...(requested === undefined ? {} : { deadline: isoTime(requested.value.deadlineMs) }),
    ...roleOf(state, gate),
    ...(decision === undefined ? {} : { evidenceDigest: decision.evidenceDigest }),
  };
}

function roleOf(state: RunState, gate: string): Pick<GateView, 'role'> {
  const role = gatePolicy(state.policy, gate).human?.role;
  return role === undefined ? {} : { role };
}

function promotionView(state: RunState): PromotionView | undefined {
  const { promotion, shape } = state;
  if (promotion === undefined) return undefined;
  const { subject, from, to } = promotion.value;
  const task = taskRecord(state, shape.document.promotion?.task.id ?? '');
  return { ...subject, from, to, done: task?.settled?.value.result === 'success' };
}

const NAMES_SHOWN = 8;

function waitsFor(state: RunState): string | undefined {
  if (state.finished !== undefined) return undefined;
  const gates = openGates(state).map(
    ({ gate, requested }) =>
      `${requested?.value.role ?? ''} on the gate ${gate} until ${isoTime(requested?.value.deadlineMs ?? 0)}`,
  );
  if (gates.length > 0) return cutText(gates.join('; '), 512);
  const open = [...state.tasks.values()].filter(isOpen).map(({ taskId }) => taskId);
  if (open.length === 0) return undefined;
  const more = open.length > NAMES_SHOWN ? ` and ${open.length - NAMES_SHOWN} more` : '';
  return `the end of ${open.slice(0, NAMES_SHOWN).join(', ')}${more}`;
}

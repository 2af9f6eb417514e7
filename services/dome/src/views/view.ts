// A run as people see it: folded from its events, in the contract's terms. It is bounded: the details of a long loop's
// oldest iterations are dropped first, because a reply is one message.
import type { GateView, LockWait, PromotionView, RunView, TaskView } from '@dome/contracts';
import { askingOfPolicy, gatePolicy } from '@dome/planning';
import { currentEnd, gateAt, lastDecision, plannedTask, taskAt } from '@dome/runs';
import { isoTime, stateName, tasksOfRound, waitsFor } from '@dome/runs';
import type { GateState, RunState, TaskState } from '@dome/runs';

import { policyRef } from '../gates/policy-ref.ts';
import { tallyView } from './approvals.ts';
import { firstThatFits } from './bounded.ts';

/** Of the jobs that wait for a lock, by their ids. */
export type LockWaits = ReadonlyMap<string, LockWait>;

/** @param waits which the run's events do not say */
export function runView(state: RunState, waits: LockWaits = new Map()): RunView {
  return firstThatFits(
    viewOf(state, { detailed: () => true, waits }),
    () => viewOf(state, { detailed: (iteration) => iteration === state.iteration, waits }),
    () => viewOf(state, { detailed: () => false, waits }),
  );
}

interface Shown {
  /** Whether the decisions, artifacts, problems and waits of an iteration are shown. */
  readonly detailed: (iteration: number) => boolean;
  readonly waits: LockWaits;
}

function viewOf(state: RunState, shown: Shown): RunView {
  const { submitted, finished, shape } = state;
  const { name, version, title } = shape.document;
  const waitingFor = waitsFor(state);
  const promotion = promotionView(state);
  const { policy } = state;
  return {
    runId: state.runId,
    plan: { name, version, digest: submitted.value.planDigest, ...(title === undefined ? {} : { title }) },
    state: stateName(state),
    ...(finished === undefined ? {} : { result: finished.value.result, finishedAt: isoTime(finished.timeMs) }),
    ...(finished?.value.reason === undefined ? {} : { reason: finished.value.reason }),
    submittedBy: submitted.value.submittedBy,
    submittedAt: isoTime(submitted.timeMs),
    iteration: state.iteration,
    maxIterations: shape.maxIterations,
    labels: submitted.value.labels,
    ...(submitted.value.retryOf === undefined ? {} : { retryOf: submitted.value.retryOf }),
    ...(submitted.value.rehearsal === undefined ? {} : { rehearsal: submitted.value.rehearsal }),
    ...(policy === undefined ? {} : { policy: policyRef(policy, submitted.value) }),
    ...(waitingFor === undefined ? {} : { waitingFor }),
    tasks: taskViews(state, shown),
    gates: gateViews(state, shown.detailed),
    ...(promotion === undefined ? {} : { promotion }),
    sequence: state.last.sequence,
  };
}

function taskViews(state: RunState, shown: Shown): TaskView[] {
  const seen = [...state.tasks.values()].map((task) => taskView(state, task, shown));
  const ahead = state.finished === undefined ? tasksOfRound(state, Math.max(1, state.iteration)) : [];
  const pending = ahead
    .filter(({ key }) => taskAt(state, key) === undefined)
    .map(({ key, purpose }): TaskView => {
      return { ...key, skill: plannedTask(state, key.taskId).node.skill, purpose, state: 'pending' };
    });
  return [...seen, ...pending];
}

function taskView(state: RunState, task: TaskState, { detailed: isDetailed, waits }: Shown): TaskView {
  const { key, wave, purpose } = task;
  const detailed = isDetailed(key.iteration);
  const { skill, version } = plannedTask(state, key.taskId).lock;
  const view = { ...key, wave, purpose, skill, version, state: task.state };
  if (task.state === 'pending') return view;
  if (task.state === 'dispatched') {
    const { jobId } = task.dispatched.value;
    const wait = detailed ? waits.get(jobId) : undefined;
    return { ...view, jobId, ...(wait === undefined ? {} : { waitsFor: wait }) };
  }
  const { result, summary, problem, artifacts, jobId = task.dispatched?.value.jobId } = task.settled.value;
  return {
    ...view,
    result,
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
    .filter((gate) => gateAt(state, gate, iteration) === undefined)
    .map((gate): GateView => ({ gate, iteration, state: 'pending', ...roleOf(state, gate) }));
  return [...seen, ...pending];
}

function gateView(state: RunState, judged: GateState, detailed: boolean): GateView {
  const { gate, iteration } = judged;
  const decision = lastDecision(judged);
  const requested = judged.state === 'unasked' ? undefined : judged.requested;
  const approvals = tallyView(judged);
  const [asked] = requested?.value.required ?? [];
  return {
    gate,
    iteration,
    state: judged.state === 'decided' ? 'decided' : 'waiting',
    ...(detailed ? { decision } : {}),
    ...(requested === undefined ? {} : { deadline: isoTime(requested.value.deadlineMs) }),
    ...(approvals === undefined ? {} : { approvals }),
    ...(asked === undefined ? roleOf(state, gate) : { role: asked.role }),
    evidenceDigest: decision.evidenceDigest,
  };
}

/** Whom the policy would ask; the gate of an environment has asked already. */
function roleOf(state: RunState, gate: string): Pick<GateView, 'role'> {
  if (!state.shape.gates.includes(gate)) return {};
  const { human } = gatePolicy(state.policy, gate);
  const [first] = human === undefined ? [] : askingOfPolicy(human).required;
  return first === undefined ? {} : { role: first.role };
}

function promotionView(state: RunState): PromotionView | undefined {
  const { promotion, shape } = state;
  if (promotion === undefined) return undefined;
  const { subject, from, to } = promotion.value;
  const task = shape.document.promotion?.task.id;
  return { ...subject, from, to, done: task !== undefined && currentEnd(state, task)?.result === 'success' };
}

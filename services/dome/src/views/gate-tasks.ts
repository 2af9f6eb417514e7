// What a gate rests on, in the contract's terms: its tasks, and what is different from the iteration before.
import type { GateBefore, GateTask } from '@dome/contracts';
import { gateAt, isoTime, lastDecision, plannedTask, ruleChanges, taskChanges, tasksOfRound, treeOf } from '@dome/runs';
import type { RunState, TaskState } from '@dome/runs';

import type { DetailLevel } from './bounded.ts';

/** The checks of an iteration, in the order of their waves. */
export const gateTasks = (state: RunState, iteration: number, level: DetailLevel): GateTask[] =>
  tasksOfRound(state, iteration)
    .filter(({ purpose }) => purpose === 'check')
    .map((task) => gateTask(state, task, level));

function gateTask(state: RunState, task: TaskState, level: DetailLevel): GateTask {
  const { key, purpose } = task;
  const { lock } = plannedTask(state, key.taskId);
  const title = titleOf(state, key.taskId);
  const view = {
    ...key,
    ...(title === undefined ? {} : { title }),
    purpose,
    skill: lock.skill,
    version: lock.version,
    state: task.state,
  };
  if (task.state === 'pending') return view;
  const { dispatched } = task;
  const sent = dispatched === undefined ? {} : { dispatchedAt: isoTime(dispatched.timeMs) };
  if (task.state === 'dispatched') return { ...view, ...sent, jobId: task.dispatched.value.jobId };
  const { settled } = task;
  const { result, summary, problem, artifacts, evidence, jobId = dispatched?.value.jobId } = settled.value;
  const isTold = level !== 'bare';
  return {
    ...view,
    ...sent,
    result,
    settledAt: isoTime(settled.timeMs),
    ...(jobId === undefined ? {} : { jobId }),
    ...(isTold && summary !== undefined ? { summary } : {}),
    ...(isTold && problem !== undefined ? { problem } : {}),
    ...(level === 'whole' && artifacts !== undefined ? { artifacts } : {}),
    evidence: evidence ?? settled.evidence,
  };
}

const titleOf = ({ shape: { document } }: RunState, taskId: string): string | undefined =>
  (document.tasks[taskId] ?? document.loop?.remedy?.tasks[taskId])?.title;

/** Undefined in the first iteration. */
export function gateBefore(
  state: RunState,
  { gate, iteration }: { readonly gate: string; readonly iteration: number },
  level: DetailLevel,
): GateBefore | undefined {
  const before = iteration - 1;
  if (before < 1) return undefined;
  const judged = gateAt(state, gate, before);
  const decision = judged === undefined ? undefined : lastDecision(judged);
  const remedy = [...state.tasks.values()].filter(
    ({ key, purpose }) => purpose === 'remedy' && key.iteration === before,
  );
  const [treeBefore, treeNow] = [treeOf(state, before), treeOf(state, iteration)];
  const reached = [...state.gates.values()].filter((one) => one.iteration === before);
  return {
    iteration: before,
    gates: reached.map((one) => {
      const { status, reasonCodes } = lastDecision(one);
      return { gate: one.gate, status, reasonCodes };
    }),
    ...(decision === undefined
      ? {}
      : {
          status: decision.status,
          reasonCodes: decision.reasonCodes,
          riskScore: decision.riskScore,
          evidenceDigest: decision.evidenceDigest,
        }),
    rules: ruleChanges(state, gate, iteration),
    tasks: taskChanges(state, iteration),
    remedy: remedy.map((task) => gateTask(state, task, level)),
    ...(treeBefore === undefined ? {} : { workspaceBefore: treeBefore }),
    ...(treeNow === undefined ? {} : { workspaceNow: treeNow }),
  };
}

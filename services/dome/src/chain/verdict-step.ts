// After the last wave: gates in dependency order, then people, then promotion, remedy or the end. A gate whose needs
// did not approve is not evaluated; one rejection decides the iteration, and people are not asked about a run that is
// already rejected.
import { CLOCKS, DomeError, durationMs, structureDigest } from '@dome/contracts';
import type { Decision } from '@dome/contracts';
import { currentTask, endedTasks, gateAt, isGood } from '@dome/runs';
import type { DecidedGate, RunState, UnaskedGate, WaitingGate } from '@dome/runs';

import { closeByExpiry, closeByVote } from '../gates/close.ts';
import { decideGate } from '../gates/decide.ts';
import { gatePolicy } from '../planning/check-policy.ts';
import type { RunDraft } from '../ports.ts';
import { finishedDraft, worstResult } from './finish.ts';
import { promotionStep } from './promotion-step.ts';
import { policyOf } from './run-policy.ts';
import { ruleScope } from './scope.ts';
import { append } from './step.ts';
import type { Conditions, OpenApproval, Step } from './step.ts';
import { waveDraft } from './waves.ts';

export function verdictStep(state: RunState, conditions: Conditions): Step {
  const { gates } = state.shape;
  if (gates.length === 0) return append(ungated(state));
  const undecided = gates.find((gate) => gateAt(state, gate) === undefined && needsApproved(state, gate));
  if (undecided !== undefined) return append(decided(state, undecided, decisionOf(state, undecided, conditions)));
  const judged = gates.flatMap((gate) => gateAt(state, gate) ?? []);
  const final = judged.filter((gate) => gate.state === 'decided');
  const rejected = final.filter((gate) => gate.final.value.status === 'REJECT');
  if (rejected.length > 0) return append(afterReject(state, rejected));
  const waiting = judged.filter((gate) => gate.state !== 'decided');
  const step = waiting.map((gate) => peopleStep(state, gate, conditions)).find((one) => one !== undefined);
  if (step !== undefined) return append(step);
  if (waiting.length > 0) return { kind: 'wait', open: [], approvals: waiting.flatMap(openApproval) };
  return append(promotionStep(state, final, conditions));
}

/** A run without gates ends with the result of its worst task. */
function ungated(state: RunState): RunDraft {
  const ended = endedTasks(state, 'check');
  const notRun = tasksNotRun(state);
  const bad = notRun.length > 0 ? `; never run: ${notRun.join(', ')}` : '';
  const failed = ended.filter(({ settled }) => !isGood(settled.value.result));
  const names = failed.map(({ key, settled }) => `${key.taskId} (${settled.value.result})`).join(', ');
  const reason = failed.length === 0 ? {} : { reason: `not successful: ${names}${bad}` };
  return finishedDraft(state, { result: worstResult(ended), ...reason });
}

/** A needed gate holds this one back until its final decision is APPROVE. */
const needsApproved = (state: RunState, gate: string): boolean =>
  (state.shape.document.gates?.[gate]?.needs ?? []).every((need) => {
    const needed = gateAt(state, need);
    return needed?.state === 'decided' && needed.final.value.status === 'APPROVE';
  });

const tasksNotRun = (state: RunState): string[] =>
  state.shape.checkWaves.flat().filter((taskId) => currentTask(state, taskId)?.state !== 'settled');

function decisionOf(state: RunState, gate: string, { law }: Conditions): Decision {
  const evidence = endedTasks(state, 'check').map(
    ({ key, settled }) => [key.taskId, settled.value.evidence ?? settled.evidence] as const,
  );
  return decideGate({
    gate,
    iteration: state.iteration,
    rules: gatePolicy(state.policy, gate),
    policy: policyOf(state),
    accessDigest: law.access.digest,
    lawSequence: law.sequence,
    inputsDigest: structureDigest(state.submitted.value.inputs),
    scope: ruleScope(state),
    evidence: new Map(evidence),
    notRun: tasksNotRun(state),
  });
}

function decided(state: RunState, gate: string, decision: Decision): RunDraft {
  const { runId, iteration } = state;
  return { type: 'dev.dome.run.gate-decided.v1', data: { runId, gate, iteration, decision } };
}

/** What the gate waiting for people needs next, or undefined while it only waits. */
function peopleStep(state: RunState, gate: UnaskedGate | WaitingGate, { nowMs }: Conditions): RunDraft | undefined {
  const asked = gate.decided.value;
  if (gate.state === 'unasked') return approvalRequested(state, asked, nowMs);
  const { runId, iteration } = state;
  const { requested } = gate;
  const [vote] = gate.votes;
  const byVote = vote !== undefined && (gate.expired === undefined || vote.sequence < gate.expired.sequence);
  if (byVote) return decided(state, gate.gate, closeByVote(asked, vote.value));
  if (gate.expired !== undefined) return decided(state, gate.gate, closeByExpiry(asked));
  if (nowMs < requested.value.deadlineMs) return undefined;
  const deadline = new Date(requested.value.deadlineMs).toISOString();
  return { type: 'dev.dome.run.approval-expired.v1', data: { runId, gate: gate.gate, iteration, deadline } };
}

function approvalRequested(state: RunState, asked: Decision, nowMs: number): RunDraft {
  const { runId, iteration } = state;
  const { human } = gatePolicy(state.policy, asked.gate);
  if (human === undefined) {
    throw new DomeError('INTERNAL', { detail: `the gate ${asked.gate} asks people, and its policy names none` });
  }
  const waitMs = human.deadline === undefined ? CLOCKS.approvalMs : (durationMs(human.deadline) ?? CLOCKS.approvalMs);
  return {
    type: 'dev.dome.run.approval-requested.v1',
    data: {
      runId,
      gate: asked.gate,
      iteration,
      evidenceDigest: asked.evidenceDigest,
      required: [{ role: human.role, count: 1 }],
      deadline: new Date(nowMs + waitMs).toISOString(),
    },
  };
}

function openApproval(gate: UnaskedGate | WaitingGate): OpenApproval[] {
  if (gate.state === 'unasked') return [];
  return [{ gate: gate.gate, iteration: gate.iteration, deadlineMs: gate.requested.value.deadlineMs }];
}

function afterReject(state: RunState, rejected: readonly DecidedGate[]): RunDraft {
  const { remedyWaves, maxIterations } = state.shape;
  const [tasks] = remedyWaves;
  if (tasks !== undefined && state.iteration < maxIterations) {
    return waveDraft(state, { wave: state.waves.length + 1, purpose: 'remedy', tasks });
  }
  const words = rejected.map(({ gate, final }) => `${gate} (${final.value.reasonCodes.join(', ')})`);
  const rounds = tasks === undefined ? '' : `; ${maxIterations} iterations are over`;
  return finishedDraft(state, { result: 'failure', reason: `rejected by ${words.join(', ')}${rounds}` });
}

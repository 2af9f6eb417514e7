// After the last wave: gates in dependency order, then people, then promotion, remedy or the end. A gate whose needs
// did not approve is not evaluated; one rejection decides the iteration, and people are not asked about a run that is
// already rejected.
import { DomeError, structureDigest } from '@dome/contracts';
import type { Decision } from '@dome/contracts';
import { askingOfPolicy, gatePolicy } from '@dome/planning';
import type { Asking } from '@dome/planning';
import { currentTask, endedTasks, gateAt, isGood } from '@dome/runs';
import type { DecidedGate, RunState } from '@dome/runs';

import { decideGate } from '../gates/decide.ts';
import type { RunDraft } from '../ports.ts';
import { finishedDraft, worstResult } from './finish.ts';
import { gateDecided, isUndecided, openApproval, peopleStep } from './people-step.ts';
import { promotionStep } from './promotion-step.ts';
import { policyOf } from './run-policy.ts';
import { ruleScope } from './scope.ts';
import { append } from './step.ts';
import type { Conditions, Step } from './step.ts';
import { waveDraft } from './waves.ts';

export function verdictStep(state: RunState, conditions: Conditions): Step {
  const { gates } = state.shape;
  if (gates.length === 0) return append(ungated(state));
  const due = gates.find((gate) => gateAt(state, gate) === undefined && needsApproved(state, gate));
  if (due !== undefined) return append(gateDecided(state, decisionOf(state, due, conditions)));
  const judged = gates.flatMap((gate) => gateAt(state, gate) ?? []);
  const final = judged.filter((gate) => gate.state === 'decided');
  const rejected = final.filter((gate) => gate.final.value.status === 'REJECT');
  if (rejected.length > 0) return append(afterReject(state, rejected));
  const undecided = judged.filter(isUndecided);
  const { nowMs } = conditions;
  const step = undecided
    .map((gate) => peopleStep(state, gate, { nowMs, asking: () => askingOf(state, gate.gate) }))
    .find((one) => one !== undefined);
  if (step !== undefined) return append(step);
  if (undecided.length > 0) return { kind: 'wait', open: [], approvals: undecided.flatMap(openApproval) };
  return promotionStep(state, final, conditions);
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

/** Whom the policy asks. @throws DomeError INTERNAL: NEEDS_HUMAN without people was refused before it was stored. */
function askingOf(state: RunState, gate: string): Asking {
  const { human } = gatePolicy(state.policy, gate);
  if (human !== undefined) return askingOfPolicy(human);
  throw new DomeError('INTERNAL', { detail: `the gate ${gate} asks people, and its policy names none` });
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

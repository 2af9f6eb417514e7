// The names of input expressions: `inputs tasks iteration run`, and for remedy and promotion also `gates`, for the promotion
// `promotion`. A task sees the results of the tasks that came before it in this iteration.
import type { Scope } from '@dome/planning';
import { endedTasks, lastDecision, plannedTask } from '@dome/runs';
import type { Purpose, RunState, TaskNode } from '@dome/runs';

import { taskScope } from '../gates/scope.ts';
import type { TaskEnd } from '../gates/scope.ts';
import { promotionScope } from '../promotion/decide.ts';

export function inputScope(state: RunState, node: TaskNode): Scope {
  const settled = [...endsOf(state, 'check'), ...(node.purpose === 'remedy' ? endsOf(state, 'remedy') : [])];
  return {
    ...baseScope(state),
    tasks: taskScope(settled),
    ...(node.purpose === 'check' ? {} : { gates: gatesScope(state) }),
    ...(node.purpose === 'promote' && state.promotion !== undefined
      ? { promotion: promotionScope(state.promotion.value) }
      : {}),
  };
}

/** The scope of a gate's rules. */
export const ruleScope = (state: RunState): Scope => ({
  inputs: state.submitted.value.inputs,
  iteration: state.iteration,
  tasks: taskScope(endsOf(state, 'check')),
});

const endsOf = (state: RunState, purpose: Purpose): TaskEnd[] =>
  endedTasks(state, purpose).map(({ key, settled }) => ({
    task: settled.value,
    lock: plannedTask(state, key.taskId).lock,
  }));

function baseScope(state: RunState): Scope {
  const { inputs, submittedBy, labels } = state.submitted.value;
  const { name, version } = state.shape.document;
  return {
    inputs,
    iteration: state.iteration,
    run: { id: state.runId, plan: { name, version }, submittedBy: submittedBy.user, labels },
  };
}

function gatesScope(state: RunState): Record<string, unknown> {
  const decided = [...state.gates.values()].filter(({ iteration }) => iteration === state.iteration);
  return Object.fromEntries(
    decided.map((gate) => {
      const { status, reasonCodes, riskScore, confidence, notes } = lastDecision(gate);
      return [gate.gate, { status, reasonCodes, riskScore, confidence, notes }];
    }),
  );
}

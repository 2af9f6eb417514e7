// The names of input expressions: `inputs tasks iteration run`, and for remedy and promotion also `gates`, for the promotion
// `promotion`. A task sees the results of the tasks that came before it in this iteration.
import type { Scope } from '../expressions/expression.ts';
import { taskScope } from '../gates/scope.ts';
import type { TaskNode } from '../planning/shape.ts';
import { promotionScope } from '../promotion/decide.ts';
import { settledTasks } from './state.ts';
import type { RunState } from './state.ts';

export function inputScope(state: RunState, node: TaskNode): Scope {
  const settled = [
    ...settledTasks(state, 'check'),
    ...(node.purpose === 'remedy' ? settledTasks(state, 'remedy') : []),
  ].map(({ value }) => value);
  return {
    ...baseScope(state),
    tasks: taskScope(settled),
    ...(node.purpose === 'check' ? {} : { gates: gatesScope(state) }),
    ...(node.purpose === 'promote' && state.promotion !== undefined
      ? { promotion: promotionScope(state.promotion.value) }
      : {}),
  };
}

/** What the rules of a gate see. */
export const ruleScope = (state: RunState): Scope => ({
  inputs: state.submitted.value.inputs,
  iteration: state.iteration,
  tasks: taskScope(settledTasks(state, 'check').map(({ value }) => value)),
});

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
    decided.flatMap(({ gate, decided: first, final }) => {
      const decision = (final ?? first)?.value;
      if (decision === undefined) return [];
      const { status, reasonCodes, riskScore, confidence, notes } = decision;
      return [[gate, { status, reasonCodes, riskScore, confidence, notes }]];
    }),
  );
}

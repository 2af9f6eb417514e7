// Which names expressions may use: a task sees those that it needs, a remedy, a promotion and a rule every task.
import type { Plan } from '@dome/contracts';
import { needsOf, promotionNode, remedyNodes, taskNodes, transitiveNeeds } from '@dome/runs';
import type { TaskNode } from '@dome/runs';

import type { ScopeNames } from './check-expression.ts';
import { UNKNOWN_PLAN, planTypes, typesIn } from './typing/scope-types.ts';
import type { SkillOf } from './typing/scope-types.ts';

const RULE_ROOTS = ['inputs', 'tasks', 'iteration'];
const INPUT_ROOTS = [...RULE_ROOTS, 'run'];

/** The names that a rule of a policy may use. */
export function ruleNames(plan: Plan, skillOf: SkillOf): ScopeNames {
  const tasks = Object.keys(plan.tasks);
  const types = typesIn({ tasks: new Set(tasks), gates: new Set() }, planTypes(plan.inputs, skillOf));
  return { roots: RULE_ROOTS, tasks, gates: [], types };
}

/** Those of a rule that no plan uses yet. */
export const LONE_RULE_NAMES: ScopeNames = {
  roots: RULE_ROOTS,
  tasks: undefined,
  gates: [],
  types: typesIn({ tasks: undefined, gates: undefined }, UNKNOWN_PLAN),
};

export interface ScopedNode {
  readonly node: TaskNode;
  /** The names that its input may use. */
  readonly names: ScopeNames;
}

/** Every task of the plan: the checks, the remedy, the promotion. */
export function scopedNodes(plan: Plan, skillOf: SkillOf): ScopedNode[] {
  const known = planTypes(plan.inputs, skillOf);
  const [checks, remedy, promotion] = [taskNodes(plan), remedyNodes(plan), promotionNode(plan)];
  const [checkNeeds, remedyNeeds] = [needsOf(checks), needsOf(remedy)];
  const all = checks.map(({ taskId }) => taskId);
  const gates = Object.keys(plan.gates ?? {});
  const scope = (roots: readonly string[], tasks: readonly string[], there: readonly string[]): ScopeNames => ({
    roots: [...INPUT_ROOTS, ...roots],
    tasks,
    gates: there,
    types: typesIn({ tasks: new Set(tasks), gates: new Set(there) }, known),
  });
  return [
    ...checks.map((node) => {
      const needed = [...transitiveNeeds(checkNeeds, node.taskId)];
      return { node, names: { ...scope([], needed, []), known: all } };
    }),
    ...remedy.map((node) => {
      const needed = [...transitiveNeeds(remedyNeeds, node.taskId)];
      return { node, names: scope(['gates'], [...all, ...needed], gates) };
    }),
    ...(promotion === undefined ? [] : [{ node: promotion, names: scope(['gates', 'promotion'], all, gates) }]),
  ];
}

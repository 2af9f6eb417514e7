// Which names expressions may use: a task sees those that it needs, a remedy, a promotion and a rule every task.
import type { Plan } from '@dome/contracts';
import { taskNodes } from '@dome/runs';

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

/** The names that the inputs of a plan's tasks may use, by the purpose of the task. */
export interface InputNames {
  readonly check: (needed: ReadonlySet<string>) => ScopeNames;
  readonly remedy: (needed: ReadonlySet<string>) => ScopeNames;
  readonly promotion: () => ScopeNames;
}

export function inputNames(plan: Plan, skillOf: SkillOf): InputNames {
  const known = planTypes(plan.inputs, skillOf);
  const all = taskNodes(plan).map(({ taskId }) => taskId);
  const gates = Object.keys(plan.gates ?? {});
  const scope = (roots: readonly string[], tasks: readonly string[], there: readonly string[]): ScopeNames => ({
    roots,
    tasks,
    gates: there,
    types: typesIn({ tasks: new Set(tasks), gates: new Set(there) }, known),
  });
  return {
    check: (needed) => ({ ...scope(INPUT_ROOTS, [...needed], []), known: all }),
    remedy: (needed) => scope([...INPUT_ROOTS, 'gates'], [...all, ...needed], gates),
    promotion: () => scope([...INPUT_ROOTS, 'gates', 'promotion'], all, gates),
  };
}
